"""The network that a request comes from, under a name that tells nothing of it.

The name is a hash under a key that this process makes for a day and keeps in memory alone. An
address is written nowhere, and nobody who reads the memory of tomorrow finds that of today.
"""

import hmac
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from secrets import token_bytes
from threading import Lock
from typing import Final

_BYTES: Final = 32
_WIDE: Final = {4: 24, 6: 56}
"""What one household or office has: the part of an address that counts."""
_UNKNOWN: Final = "unknown"


def network_of(address: str) -> str:
    """Return the network of an address; all that are none have one together."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return _UNKNOWN
    if isinstance(read, IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return str(ip_network((read, _WIDE[read.version]), strict=False))


class Names:
    """Names of networks, which are others each day."""

    def __init__(self) -> None:
        self._key, self._day = token_bytes(_BYTES), ""
        self._lock = Lock()

    def turned(self, at: datetime) -> bool:
        """Whether a day has begun since it was asked last: then all names are others."""
        day = at.date().isoformat()
        with self._lock:
            if day == self._day:
                return False
            first, self._day = not self._day, day
            self._key = token_bytes(_BYTES)
            return not first

    def name(self, address: str) -> str:
        """Return the name of the network of this address today."""
        return hmac.digest(self._key, network_of(address).encode(), "sha256").hex()
