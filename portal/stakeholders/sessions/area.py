from portal.stakeholders.sessions import adding, asking, demo, desk, own, public
from portal.web.area import Area, Part, Place

AREA = Area(
    name="sessions",
    package=__package__,
    parts=(Part("home.index", 26, "sessions/_home.html"),),
    blueprints=(public.bp, own.bp, adding.bp),
    places=(
        Place(38, "My seats", "seats.index", asking.AUDIENCE),
        Place(207, "Session desk", "sessiondesk.index", desk.OFFICERS),
    ),
    erasable={
        "seat": "Who asked for this seat in a session, who comes with them, what they need, and "
        "an appeal. That a seat was asked for, and when, stays.",
        "sessionpaper": "The title and the file of this paper of a session. That there was one, "
        "and for whom, stays.",
    },
    demo=demo.tell,
)
