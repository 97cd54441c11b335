from portal.followup.tellings import mine, views
from portal.web.area import Area, Part

AREA = Area(
    name="tellings",
    package=__package__,
    blueprints=(views.bp, mine.bp),
    parts=(
        Part("missions.links", 26, "tellings/_of_mission.html"),
        Part("myvisits.show", 14, "tellings/_of_partner.html"),
        Part("owninput.show", 10, "tellings/_for_source.html"),
    ),
)
