from portal.web.area import Area
from portal.web.audit import chain

AREA = Area(
    name="records",
    package=__package__,
    kept=(chain.tables,),
)
