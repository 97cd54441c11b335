from portal.followup.incidents import views
from portal.followup.incidents.queries import LISTED
from portal.web.area import Area, Place

AREA = Area(
    name="incidents",
    package=__package__,
    blueprints=(views.listed, views.bp),
    places=(Place(167, "Incidents of missions", "incidents.index", LISTED),),
    erasable={
        "incident": "What was written of this incident of a mission, and what was done at once. On "
        "which day it was, of what kind, and who was told, stays.",
    },
)
