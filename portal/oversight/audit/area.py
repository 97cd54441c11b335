from portal.oversight.audit import views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="audit",
    package=__package__,
    blueprints=(views.bp,),
    places=(
        Place(210, "Audit log", "audit.index", frozenset({Role.AUDITOR, Role.DATA_PROTECTION})),
    ),
)
