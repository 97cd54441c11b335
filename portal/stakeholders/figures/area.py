from portal.stakeholders.figures import views
from portal.web.area import Area, Part

AREA = Area(
    name="registerfigures",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("registerdesk.index", 50, "registerfigures/_link.html"),),
)
