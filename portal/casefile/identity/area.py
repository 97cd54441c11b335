from portal.casefile.identity import tables
from portal.web.area import Area

AREA = Area(
    name="openings",
    package=__package__,
    kept=(tables.tables,),
)
