from portal.public.following import views
from portal.web.area import Area
from portal.web.pools import OPEN

AREA = Area(
    name="following",
    package=__package__,
    blueprints=(views.bp, views.by_link),
    pools={"following": OPEN, "followed": OPEN},
)
