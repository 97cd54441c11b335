from portal.casefile.mandatesettings import views
from portal.web.area import Area

AREA = Area(
    name="mandatesettings",
    package=__package__,
    blueprints=(views.bp,),
)
