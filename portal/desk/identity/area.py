from portal.desk.identity import views
from portal.web.area import Area

AREA = Area(
    name="identity",
    package=__package__,
    blueprints=(views.bp,),
)
