from portal.homes.work import team, team_brief
from portal.homes.work.state import bp
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="work",
    package=__package__,
    blueprints=(bp, team_brief.bp),
    places=(
        Place(40, "My mandate", "work.mandate", frozenset({Role.HUMAN_RIGHTS_OFFICER})),
        Place(50, "Waiting for me", "work.waiting", frozenset({Role.MANDATE_HOLDER})),
        Place(
            70, "To transmit", "work.to_transmit", frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
        ),
        Place(90, "My countries", "work.countries", frozenset({Role.DESK_OFFICER})),
        Place(168, "Your countries", "countryteam.index", frozenset({team.PARTNER})),
    ),
)
