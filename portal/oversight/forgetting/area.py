from portal.oversight.forgetting import tables, views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="forgetting",
    package=__package__,
    blueprints=(views.bp,),
    kept=(tables.tables,),
    places=(Place(220, "Forgetting", "forgetting.index", frozenset({Role.DATA_PROTECTION})),),
)
