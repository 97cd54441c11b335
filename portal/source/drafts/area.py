from portal.source.drafts import views
from portal.web.area import Area
from portal.web.pools import FILING

AREA = Area(
    name="drafts",
    package=__package__,
    speaks=True,
    blueprints=(views.bp,),
    pools={"drafts": FILING},
)
