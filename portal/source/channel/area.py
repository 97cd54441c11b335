from portal.source.channel import views
from portal.source.channel.read_model import CHANNEL
from portal.web.area import Area
from portal.web.pools import CHANNEL as RETURNING

AREA = Area(
    name="channel",
    package=__package__,
    blueprints=(views.bp,),
    read_models=(CHANNEL,),
    speaks=True,
    pools={"channel": RETURNING},
)
