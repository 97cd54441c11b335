from portal.demo import views
from portal.web.area import Area, Place
from portal.web.demonstration import clock

AREA = Area(
    name="demo",
    package=__package__,
    speaks=True,
    blueprints=(views.bp,),
    places=(Place(270, "Demonstration", "demo.index", frozenset(clock.MOVERS)),),
)
