from portal.casefile.mandatesettings import views
from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from portal.web.area import Area

AREA = Area(
    name="mandatesettings",
    package=__package__,
    blueprints=(views.bp,),
    read_models=(MANDATE_SETTINGS,),
)
