from portal.homes.nominations import answering, mine
from portal.web.area import Area
from portal.web.pools import OPEN

AREA = Area(
    name="nominations",
    package=__package__,
    speaks=True,
    blueprints=(mine.bp, answering.bp),
    pools={"nominating": OPEN},
)
