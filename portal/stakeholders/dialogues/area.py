from portal.stakeholders.dialogues import demo, desk, joining, own, public, videos, whose
from portal.web.area import Area, Part, Place

AREA = Area(
    name="dialogues",
    package=__package__,
    parts=(Part("home.index", 28, "dialogues/_home.html"),),
    blueprints=(public.bp, own.bp, joining.bp, desk.bp, videos.bp),
    places=(
        Place(40, "My slots", "slots.index", whose.AUDIENCE),
        Place(209, "Dialogue desk", "dialoguedesk.index", desk.OFFICERS),
    ),
    erasable={
        "slot": "Who was to speak in a dialogue, and the statements. That a slot was asked for, "
        "and what became of it, stays.",
    },
    demo=demo.tell,
)
