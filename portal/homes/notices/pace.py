"""How many mails of news go to one domain in a minute: more, and its server takes none.

Those to followers and those of the briefing to staff count together.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

_MINUTE: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Pace:
    """Of one process. ``went``: by domain, when mails of the last minute went."""

    went: dict[str, list[datetime]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def later(self, address: str, most: int, at: datetime) -> datetime | None:
        """Return when there is room for this mail; None: now, and it counts."""
        domain = address.rpartition("@")[2].lower()
        with self.lock:
            lately = {
                one: [each for each in some if at - _MINUTE < each <= at]
                for one, some in self.went.items()
            }
            self.went = {one: some for one, some in lately.items() if some}
            own = self.went.get(domain, [])
            if len(own) >= most:
                return own[-most] + _MINUTE
            self.went[domain] = [*own, at]
        return None


_paces: Final[WeakKeyDictionary[Engine, Pace]] = WeakKeyDictionary()


def of(engine: Engine) -> Pace:
    return _paces.setdefault(engine, Pace())
