from portal.public.help import tables, views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="help",
    package=__package__,
    blueprints=(views.bp,),
    kept=(tables.tables,),
    speaks=True,
    places=(Place(240, "Problems", "help.problems", frozenset({Role.SYSTEM_ADMIN})),),
)
