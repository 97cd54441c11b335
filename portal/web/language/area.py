from portal.web.area import Area
from portal.web.language import views
from portal.web.pools import DOOR

AREA = Area(
    name="language",
    package=__package__,
    blueprints=(views.bp,),
    pools={"language": DOOR},
)
