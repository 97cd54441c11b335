"""What somebody looks for, in an address: sealed, for one person and one day.

Logs, histories and bookmarks keep addresses, and the words may be somebody's name.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from portal.web import place
from portal.web.accounts.access import current_actor
from portal.web.context import real_now, settings

_LASTS: Final = timedelta(days=1)


def sealed(purpose: bytes, *held: str | bool) -> str:
    """Return it for an address. ``purpose``: what is searched."""
    written = [current_actor().actor_id, real_now().isoformat(), *held]
    return place.sealed(json.dumps(written), settings().secret_key_list, purpose=purpose)


def opened(purpose: bytes, address: str) -> Sequence[Any] | None:
    """Return what was held; None if it is another person's, too old, or not ours."""
    written = place.opened(address, settings().secret_key_list, purpose=purpose)
    if written is None:
        return None
    actor_id, at, *held = json.loads(written)
    late = real_now() - datetime.fromisoformat(at) > _LASTS
    return None if late or actor_id != current_actor().actor_id else held
