from portal.oversight.times import views
from portal.web.area import Area, Place

AREA = Area(
    name="times",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(170, "Times", "times.index", frozenset(views.READERS)),),
)
