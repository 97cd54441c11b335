from portal.followup.visits import demo, holder, letters, queries, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="visits",
    package=__package__,
    blueprints=(views.bp, letters.bp, holder.bp),
    places=(Place(165, "Country visits", "visits.index", queries.BOARD),),
    parts=(
        Part("work.mandate", 15, "visits/_waiting.html"),
        Part("work.waiting", 80, "visits/_waiting.html"),
    ),
    erasable={
        "visitfile": "The references of letters about a visit of this mandate to this State, and "
        "notes on them. That they were sent or received, when, and what they answer, stays.",
    },
    demo=demo.tell,
)
