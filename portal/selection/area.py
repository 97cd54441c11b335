from portal.selection import demo, views
from portal.web.area import Area, Part, Place
from portal.web.pools import FILES, FILING, OPEN, PUBLIC
from shared.core.roles import Role

_OFFICERS = frozenset({Role.SELECTION_OFFICER})

AREA = Area(
    name="selection",
    package=__package__,
    parts=(Part("home.index", 30, "selection/_home.html"),),
    blueprints=(views.bp,),
    places=(
        Place(180, "Selection", "selection.officer.index", _OFFICERS),
        Place(
            190,
            "My files",
            "selection.panel.index",
            frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR}),
        ),
        Place(195, "For decision", "selection.president.index", frozenset({Role.PRESIDENT})),
        Place(200, "My applications", "selection.candidate.index", frozenset({Role.CANDIDATE})),
        Place(185, "Roster desk", "selection.rosterdesk.index", _OFFICERS),
        Place(202, "My roster entry", "selection.roster.index", frozenset({Role.CANDIDATE})),
        Place(265, "Appointments", "selection.appointed.index", frozenset({Role.SYSTEM_ADMIN})),
    ),
    erasable={
        "candidate": "This candidate's file: name, motivation, scores and notes of the panel.",
        "listed": "What is public of a candidate whose file ended: the name, and why a report "
        "recommends them.",
        "needsview": "What somebody said of the needs of a mandate, and why it was returned.",
        "rosterperson": "This person's entry in the roster, with all details.",
    },
    demo=demo.tell,
    pools={
        "selection.joining": OPEN,
        "selection.published.pdf": FILES,
        "selection.joining.how": PUBLIC,
        "selection.adding": FILING,
    },
)
