"""How far delivery to the desk is behind: a fact of the platform, which tells of no person.

Whoever files is told of it, and the desk; nothing is refused by it (decision 0211).
"""

import time
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from portal.web.delivery.outbox import outbox
from shared.contracts.commands import address
from shared.contracts.intake_commands import SubmitAllegation

LATE: Final = timedelta(seconds=10)
"""What waits longer is told of. Mostly it is some hundredths of a second."""
_KEPT_FOR: Final = 1.0  # seconds in this process: however many ask, the database is asked once

_c = outbox.c
_WAITS: Final = _c.delivered_at.is_(None)
_FAILING: Final = select(_c.correlation_id).where(_WAITS, _c.failed_at.is_not(None))
_OLDEST: Final = select(func.min(_c.created_at)).where(
    _WAITS, _c.service == address(SubmitAllegation)[0], _c.correlation_id.not_in(_FAILING)
)
_kept: WeakKeyDictionary[Engine, tuple[float, datetime | None]] = WeakKeyDictionary()


def behind(engine: Engine, at: datetime) -> datetime | None:
    """Return since when what waits longest for the desk waits, if that is long; else None.

    A case that fails by a fault of ours waits alone, and so does what is for another service:
    neither delays what is filed now.
    """
    since = _oldest(engine)
    return since if since is not None and at - since >= LATE else None


def _oldest(engine: Engine) -> datetime | None:
    ticks = time.monotonic()
    kept = _kept.get(engine)
    if kept is None or ticks - kept[0] >= _KEPT_FOR:
        with engine.connect() as conn:
            kept = _kept[engine] = ticks, conn.scalar(_OLDEST)
    return kept[1]
