from portal.followup.actions import acts, demo, filed, measuring, public, showing, views
from portal.web.area import Area, Part

AREA = Area(
    name="actions",
    package=__package__,
    blueprints=(views.bp, acts.bp, measuring.bp, showing.bp, filed.bp, public.bp),
    parts=(
        Part("recommendations.index", 10, "actions/_of_states.html"),
        Part("recommendations.detail", 10, "actions/_recommendation.html"),
    ),
    erasable={
        "followupaction": "This text of an action on recommendations, of its progress or of its "
        "indicators, or a file beside its progress, also where it was published. That it was "
        "there, and the numbers, stay.",
    },
    demo=demo.tell,
)
