from portal.casefile.attachments import views
from portal.web.area import Area
from portal.web.pools import FILING

AREA = Area(
    name="attachments",
    package=__package__,
    blueprints=(views.bp,),
    pools={"attachments": FILING},
)
