from portal.source.api import views
from portal.web.area import Area

AREA = Area(
    name="api",
    package=__package__,
    blueprints=(views.bp,),
)
