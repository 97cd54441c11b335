from portal.stakeholders.contactpoints import views
from portal.web.area import Area, Place
from portal.web.pools import FILING
from shared.core.roles import Role

AREA = Area(
    name="contactpoints",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(80, "Contact points", "contactpoints.index", frozenset({Role.CHIEF})),),
    pools={"contactpoints": FILING},
)
