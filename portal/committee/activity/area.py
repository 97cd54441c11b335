from portal.committee.activity import views
from portal.committee.activity.reader import READERS
from portal.web.area import Area, Place

AREA = Area(
    name="activity",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(110, "Live activity", "activity.index", frozenset(READERS)),),
)
