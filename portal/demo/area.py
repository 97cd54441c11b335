from portal.demo import views
from portal.demo.views import MOVERS
from portal.web.area import Area, Place

AREA = Area(
    name="demo",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(270, "Demonstration", "demo.index", frozenset(MOVERS)),),
)
