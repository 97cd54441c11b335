from portal.source.api import programs, views
from portal.web.area import Area, Place
from portal.web.pools import FILING
from shared.core.roles import Role

AREA = Area(
    name="api",
    package=__package__,
    blueprints=(views.bp, programs.bp),
    places=(
        Place(36, "Programs that file for you", "programs.index", frozenset({Role.FOCAL_POINT})),
    ),
    pools={"api": FILING, "programs": FILING},
)
