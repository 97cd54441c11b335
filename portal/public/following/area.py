from portal.public.following import views
from portal.web.area import Area, Part
from portal.web.pools import OPEN

AREA = Area(
    name="following",
    package=__package__,
    blueprints=(views.bp, views.by_link),
    parts=(
        Part("publicrounds.index", 10, "following/_followup.html"),
        Part("inputcalls.index", 10, "following/_call.html"),
        Part("publiclibrary.index_of_all", 10, "following/_document.html"),
        Part("publicreports.index", 10, "following/_report.html"),
    ),
    pools={"following": OPEN, "followed": OPEN},
)
