from portal.source.api import views
from portal.web.area import Area
from portal.web.pools import FILING

AREA = Area(
    name="api",
    package=__package__,
    blueprints=(views.bp,),
    pools={"api": FILING},
)
