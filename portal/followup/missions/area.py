from portal.followup.missions import acts, views
from portal.web.area import Area, Part

AREA = Area(
    name="missions",
    package=__package__,
    blueprints=(views.bp, acts.bp),
    parts=(Part("visits.show", 10, "missions/_of_file.html"),),
    erasable={
        "mission": "The text of this item of a programme, of this task, of this note on a mission, "
        "or how a partner is reached safely. On which day it was, and of what kind, stays.",
    },
)
