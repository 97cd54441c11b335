from portal.followup.actions import acts, demo, measuring, public, queries, showing, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="actions",
    package=__package__,
    blueprints=(views.bp, acts.bp, measuring.bp, showing.bp, public.bp),
    places=(Place(162, "Actions on recommendations", "actions.index", queries.OWNERS),),
    parts=(Part("recommendations.detail", 10, "actions/_recommendation.html"),),
    erasable={
        "followupaction": "This text of an action on recommendations, of its progress or of its "
        "indicators, also where it was published. That it was there, and the numbers, stay.",
    },
    demo=demo.tell,
)
