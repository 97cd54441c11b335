from portal.desk.triage import views
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="triage",
    package=__package__,
    blueprints=(views.bp,),
    places=(
        Place(30, "Triage", "triage.index", frozenset({Role.QUICK_RESPONSE_DESK})),
        Place(
            100,
            "Submissions",
            "triage.index",
            frozenset({Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}),
        ),
    ),
)
