from portal.casefile.attachments import unclaimed, views
from portal.casefile.attachments.read_model import ATTACHMENTS
from portal.web.area import Area
from portal.web.pools import FILING

AREA = Area(
    name="attachments",
    package=__package__,
    blueprints=(views.bp,),
    read_models=(ATTACHMENTS,),
    kept=(unclaimed.tables,),
    pools={"attachments": FILING},
)
