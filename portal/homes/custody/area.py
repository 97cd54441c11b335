from portal.homes.custody import demo, views
from portal.stakeholders.queries import WRITERS
from portal.web.area import Area, Part, Place

AREA = Area(
    name="custody",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(208, "Custody", "custody.index", WRITERS),),
    parts=(Part("registry.index", 10, "custody/_registry.html"),),
    demo=demo.tell,
)
