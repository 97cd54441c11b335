"""How many wrong passwords are borne, by account and by address.

Kept in memory and under a key that is thrown away every day, so that neither an address nor an
e-mail can be read back out of it.
"""

import hmac
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_bytes
from threading import Lock

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 50  # an office behind one address has many people
_KEY_LIFE = timedelta(days=1)


@dataclass(slots=True)
class Attempts:
    """The failures of the last 15 minutes in this process."""

    per_account: int = PER_ACCOUNT
    per_address: int = PER_ADDRESS
    _key: bytes = b""
    _key_until: datetime | None = None
    _failures: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def exhausted(self, *, email: str, address: str, at: datetime) -> bool:
        """Whether this account or this address has to wait."""
        with self._lock:
            self._forget(at)
            return (
                len(self._failures.get(self._name("account", email), ())) >= self.per_account
                or len(self._failures.get(self._name("address", address), ())) >= self.per_address
            )

    def failed(self, *, email: str, address: str, at: datetime) -> None:
        with self._lock:
            self._forget(at)
            for name in (self._name("account", email), self._name("address", address)):
                self._failures.setdefault(name, deque()).append(at)

    def succeeded(self, *, email: str) -> None:
        with self._lock:
            self._failures.pop(self._name("account", email), None)

    def _name(self, kind: str, value: str) -> str:
        text = f"{kind}:{value.strip().lower()}".encode()
        return hmac.digest(self._key, text, "sha256").hex()

    def _forget(self, at: datetime) -> None:
        if self._key_until is None or at >= self._key_until:
            self._key, self._key_until = token_bytes(32), at + _KEY_LIFE
            self._failures.clear()
        for name, times in list(self._failures.items()):
            while times and at - times[0] >= WINDOW:
                times.popleft()
            if not times:
                del self._failures[name]
