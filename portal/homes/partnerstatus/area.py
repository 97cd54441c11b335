from portal.homes.partnerstatus import views
from portal.web.area import Area, Part

AREA = Area(
    name="partnerstatus",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("partners.status", 1, "partnerstatus/_status.html"),),
)
