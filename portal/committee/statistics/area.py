from portal.committee.statistics import views
from portal.web.area import Area, Part

AREA = Area(
    name="statistics",
    package=__package__,
    blueprints=(views.bp,),
    parts=(Part("activity.index", 9, "statistics/_link.html"),),
)
