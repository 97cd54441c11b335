from portal.homes.notices import views
from portal.web.area import Area

AREA = Area(
    name="notices",
    package=__package__,
    blueprints=(views.bp,),
    speaks=True,
)
