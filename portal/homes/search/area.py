from portal.homes.search import views
from portal.web.area import Area

AREA = Area(
    name="search",
    package=__package__,
    blueprints=(views.bp,),
)
