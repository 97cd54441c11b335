from portal.homes.calling import desk
from portal.web.area import Area, Place

AREA = Area(
    name="calling",
    package=__package__,
    blueprints=(desk.bp,),
    places=(Place(211, "Calls to make known", "calling.index", desk.OFFICERS),),
)
