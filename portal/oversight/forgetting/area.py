from portal.oversight.forgetting import views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="forgetting",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(220, "Forgetting", "forgetting.index", frozenset({Role.DATA_PROTECTION})),),
)
