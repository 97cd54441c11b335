from portal.letters.statements import demo, ending, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="statements",
    package=__package__,
    blueprints=(views.bp, ending.bp),
    places=(Place(140, "Statements", "statements.index", frozenset(views.READERS)),),
    parts=(
        Part("missions.show", 8, "statements/_of_mission.html"),
        Part("publicreports.show", 10, "statements/_of_report.html"),
    ),
    erasable={
        "statement": (
            "The text of this statement in every version, and its notes. What is issued is public: "
            "have it withdrawn as well."
        ),
    },
    demo=demo.tell,
)
