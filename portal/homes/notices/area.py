from portal.homes.notices import views
from portal.web.area import Area, Part

AREA = Area(
    name="notices",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("noticedesk.show", 10, "notices/_bounced.html"),),
)
