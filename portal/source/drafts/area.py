from portal.source.drafts import views
from portal.web.area import Area

AREA = Area(
    name="drafts",
    package=__package__,
    blueprints=(views.bp,),
)
