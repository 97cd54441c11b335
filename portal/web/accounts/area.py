from portal.web.accounts import (
    addresses,
    administration,
    arrival,
    confirming,
    contact,
    first,
    provider,
    security,
    views,
)
from portal.web.area import Area, Place
from portal.web.pools import DOOR
from shared.core.roles import Role

AREA = Area(
    name="accounts",
    package=__package__,
    blueprints=(
        views.bp,
        arrival.bp,
        provider.bp,
        security.bp,
        contact.bp,
        administration.bp,
        addresses.bp,
        confirming.bp,
        first.bp,
    ),
    places=(
        Place(250, "Accounts", "administration.index", frozenset({Role.SYSTEM_ADMIN})),
        Place(
            260,
            "Rights to confirm",
            "proposals.index",
            frozenset({Role.SYSTEM_ADMIN, Role.DATA_PROTECTION}),
        ),
    ),
    pools=dict.fromkeys(("accounts", "arrival", "first", "provider", "security"), DOOR),
)
