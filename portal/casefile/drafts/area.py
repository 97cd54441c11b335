from portal.casefile.drafts import tables
from portal.web.area import Area

AREA = Area(
    name="kept_drafts",
    package=__package__,
    kept=(tables.tables,),
)
