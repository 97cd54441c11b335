from portal.letters.statements import demo, views
from portal.web.area import Area, Place

AREA = Area(
    name="statements",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(140, "Statements", "statements.index", frozenset(views.READERS)),),
    erasable={
        "statement": (
            "The text of this statement in every version, and its notes. What is issued is public: "
            "have it withdrawn as well."
        ),
    },
    demo=demo.tell,
)
