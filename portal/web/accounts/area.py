from portal.web.accounts import (
    addresses,
    administration,
    arrival,
    channel_tables,
    confirming,
    provider,
    security,
    tables,
    views,
)
from portal.web.area import Area, Place
from shared.core.roles import Role

AREA = Area(
    name="accounts",
    package=__package__,
    blueprints=(
        views.bp,
        arrival.bp,
        provider.bp,
        security.bp,
        administration.bp,
        addresses.bp,
        confirming.bp,
    ),
    kept=(tables.tables, channel_tables.tables),
    places=(
        Place(250, "Accounts", "administration.index", frozenset({Role.SYSTEM_ADMIN})),
        Place(
            260,
            "Rights to confirm",
            "proposals.index",
            frozenset({Role.SYSTEM_ADMIN, Role.DATA_PROTECTION}),
        ),
    ),
)
