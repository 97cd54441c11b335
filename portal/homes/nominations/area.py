from portal.homes.nominations import accepting, answering, beginning, mine
from portal.web.area import Area, Part
from portal.web.pools import OPEN

AREA = Area(
    name="nominations",
    package=__package__,
    parts=(Part("selection.listed.vacancy", 10, "nominations/_begin.html"),),
    blueprints=(mine.bp, answering.bp, beginning.bp, accepting.bp),
    pools={"nominating": OPEN, "begin_nomination": OPEN, "nominated": OPEN},
)
