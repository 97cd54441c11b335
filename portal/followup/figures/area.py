from portal.followup.figures import views
from portal.web.area import Area, Part

AREA = Area(
    name="recommendationfigures",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("recommendations.index", 40, "recommendationfigures/_link.html"),),
)
