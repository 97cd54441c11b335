from portal.followup.incidents import of_state, own, views
from portal.followup.incidents.queries import LISTED
from portal.web.area import Area, Part, Place

AREA = Area(
    name="incidents",
    package=__package__,
    blueprints=(views.listed, views.bp, own.bp, of_state.bp),
    places=(Place(167, "Incidents of missions", "incidents.index", LISTED),),
    parts=(
        Part("myvisits.show", 14, "incidents/_of_partner.html"),
        Part("myvisits.sheet", 10, "incidents/_of_sheet.html"),
        Part("mywritten.index", 10, "incidents/_of_left.html"),
        Part("visitprogrammes.index", 14, "incidents/_of_states.html"),
    ),
    erasable={
        "incident": "What was written of this incident of a mission, and what was done at once; or "
        "what was put to the Government, or one of its answers. On which day it was, of what kind, "
        "who logged, put or answered it, and who was told, stays.",
    },
)
