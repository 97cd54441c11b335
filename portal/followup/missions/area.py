from portal.followup.missions import acts, joint, views
from portal.web.area import Area, Part

AREA = Area(
    name="missions",
    package=__package__,
    blueprints=(views.bp, acts.bp, joint.bp),
    parts=(
        Part("visits.show", 10, "missions/_of_file.html"),
        Part("work.mandate", 17, "missions/_asked.html"),
        Part("work.waiting", 82, "missions/_asked.html"),
    ),
    erasable={
        "mission": "The text of this item of a programme, of this task, of this note on a mission, "
        "how a partner is reached safely, or what its sources were told at one time. On which day "
        "it was, and of what kind, stays.",
    },
)
