from portal.public.holders import views
from portal.web.area import Area, Part

AREA = Area(
    name="holders",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("mandatefigures.index", 10, "holders/_figures.html"),),
)
