from portal.casefile.lint import tables
from portal.web.area import Area

AREA = Area(
    name="lint",
    package=__package__,
    kept=(tables.tables,),
)
