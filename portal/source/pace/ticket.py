"""Tickets: what a step costs without an account, sealed by the server, and paid by work or time.

A ticket is for one step about one thing, such as sending one draft. Who sends it again asks for the
same thing again, which is done once: so a ticket opens nothing twice, and no table of used ones is
needed. Nobody else's step can be paid with it, and no other one of the same person.

The work: for each of ``PARTS`` numbers, find a nonce with which the SHA-256 of
``seed:number:nonce`` begins with 32 bits below a limit. Many small parts take nearly the same time
for everybody; one big part would be a lottery.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final

from pydantic_core import from_json, to_json

from portal.web.place import opened, sealed

PARTS: Final = 16
_BITS: Final = 32
_ALL: Final = 1 << _BITS
_LONGEST: Final = 600
"""Characters of a solution: nonces, separated by dots."""
_PURPOSE: Final = b"pace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """``what`` about ``about``. ``work``: hashes that it takes on average.

    ``ready``: when whoever only waits may go on; ``until``: when it lapses. Seconds since 1970.
    ``place``: seconds that its place in the network's line takes.
    """

    what: str
    about: str
    work: int
    ready: float
    until: float
    place: float

    def written(self, keys: Sequence[str]) -> str:
        return sealed(to_json(asdict(self)).decode(), keys, purpose=_PURPOSE)


def read(written: str, keys: Sequence[str], *, what: str, about: str, at: float) -> Ticket | None:
    """Return the ticket; None unless it is ours, for this, and has not lapsed."""
    text = opened(written, keys, purpose=_PURPOSE) if written.isascii() else None
    if text is None or urlsafe_b64encode(urlsafe_b64decode(written)).decode() != written:
        return None  # the same bytes in another spelling are not what we wrote
    ticket = Ticket(**from_json(text))
    fits = (ticket.what, ticket.about) == (what, about) and at <= ticket.until
    return ticket if fits else None


def seed(written: str) -> str:
    """Return what the work of this ticket is done on."""
    return sha256(written.encode()).hexdigest()[:32]


def bound(work: int) -> int:
    """Return below what the first 32 bits of a part's hash must be."""
    return max(1, min(_ALL, PARTS * _ALL // max(work, 1)))


def solved(written: str, work: int, solution: str) -> bool:
    """Whether this is the work."""
    nonces = solution.split(".") if len(solution) <= _LONGEST else []
    if len(nonces) != PARTS or not all(one.isascii() and one.isdecimal() for one in nonces):
        return False
    begin, below = seed(written), bound(work)
    return all(part(begin, n, nonce) < below for n, nonce in enumerate(nonces))


def part(begin: str, number: int, nonce: str) -> int:
    """Return the first 32 bits of a part's hash."""
    return int.from_bytes(sha256(f"{begin}:{number}:{nonce}".encode()).digest()[: _BITS // 8])
