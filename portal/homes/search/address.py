"""The search words in an address: sealed, for one person and one day.

Logs, histories and bookmarks keep addresses, and the words may be somebody's name.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.web import place
from portal.web.accounts.access import current_actor
from portal.web.context import real_now, settings

_PURPOSE = b"search"
_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``names``: for the name of a victim, which was put on record when it was asked."""

    text: str
    names: bool = False


def written(asked: Asked) -> str:
    held = [current_actor().actor_id, real_now().isoformat(), asked.text, asked.names]
    return place.sealed(json.dumps(held), settings().secret_key_list, purpose=_PURPOSE)


def read(address: str) -> Asked | None:
    """Return the search words; None if they are another person's, too old, or not ours."""
    opened = place.opened(address, settings().secret_key_list, purpose=_PURPOSE)
    if opened is None:
        return None
    actor_id, at, text, names = json.loads(opened)
    if actor_id != current_actor().actor_id or real_now() - datetime.fromisoformat(at) > _LASTS:
        return None
    return Asked(text=text, names=names)
