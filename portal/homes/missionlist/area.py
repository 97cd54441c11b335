from portal.homes.missionlist import queries, views
from portal.web.area import Area, Part, Place

AREA = Area(
    name="missionlist",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(166, "Missions", "missionlist.index", queries.READERS),),
    parts=(Part("missions.show", 1, "missionlist/_glance.html"),),
)
