from portal.followup.proposals import of_office, of_state
from portal.web.area import Area, Part

AREA = Area(
    name="proposals",
    package=__package__,
    blueprints=(of_office.bp, of_state.bp),
    parts=(
        Part("missions.links", 10, "proposals/_link.html"),
        Part("visitprogrammes.show", 5, "proposals/_of_state.html"),
    ),
)
