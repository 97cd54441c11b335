from portal.homes.notices import tables, views
from portal.homes.notices.read_model import NOTICES
from portal.web.area import Area

AREA = Area(
    name="notices",
    package=__package__,
    blueprints=(views.bp,),
    read_models=(NOTICES,),
    kept=(tables.tables,),
)
