from portal.public.help import views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="help",
    package=__package__,
    blueprints=(views.bp,),
    places=(Place(240, "Problems", "help.problems", frozenset({Role.SYSTEM_ADMIN})),),
)
