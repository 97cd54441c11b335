from portal.letters.documents import views
from portal.web.area import Area

AREA = Area(
    name="letters",
    package=__package__,
    blueprints=(views.bp,),
)
