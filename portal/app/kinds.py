"""The kind of each page, by which it waits for a thread: from its mark, or from its area."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import Flask

from portal.web.accounts.access import Door, access_of
from portal.web.area import areas_of
from portal.web.pools import CHANNEL, FILING, PUBLIC, STAFF

_BY_DOOR: Final = MappingProxyType(
    {
        Door.PUBLIC: PUBLIC,
        Door.CHANNEL: CHANNEL,
        Door.DRAFT: FILING,
        Door.TOKEN: FILING,
        Door.SESSION: STAFF,
    }
)


def kinds(app: Flask) -> Mapping[str, str]:
    """Return the kind of every endpoint. A view without a mark is the staff's, whatever its area.

    An area may name another kind for the endpoints whose names begin so.
    """
    named = {start: kind for area in areas_of(app) for start, kind in area.pools.items()}
    return {endpoint: _kind(app, endpoint, named) for endpoint in app.view_functions}


def _kind(app: Flask, endpoint: str, named: Mapping[str, str]) -> str:
    access, start = access_of(app, endpoint), endpoint
    if access is None:
        return STAFF
    while start and start not in named:
        start = start.rpartition(".")[0]
    return named.get(start, _BY_DOOR[access.door])
