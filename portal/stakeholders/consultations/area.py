from portal.stakeholders.consultations import demo, desk, own, public, whose
from portal.web.area import Area, Part, Place

AREA = Area(
    name="consultations",
    package=__package__,
    parts=(Part("home.index", 27, "consultations/_home.html"),),
    blueprints=(public.bp, own.bp, desk.bp),
    places=(
        Place(39, "My proposals", "proposing.index", whose.AUDIENCE),
        Place(208, "Consultation desk", "consultationdesk.index", desk.OFFICERS),
    ),
    erasable={
        "proposal": "What this person proposed in a consultation, and the answer to it. That "
        "somebody proposed something, and when, stays.",
    },
    demo=demo.tell,
)
