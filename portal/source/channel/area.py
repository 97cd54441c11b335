from portal.source.channel import views
from portal.web.area import Area
from portal.web.pools import CHANNEL as RETURNING

AREA = Area(
    name="channel",
    package=__package__,
    blueprints=(views.bp,),
    pools={"channel": RETURNING},
)
