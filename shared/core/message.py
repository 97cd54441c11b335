"""The envelope of every message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

E = TypeVar("E")

_NAMESPACE = uuid5(NAMESPACE_URL, "rapporteur")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The actor, the cause and the case. ``correlation_id`` never changes along a case.

    ``ahead``: the days by which the clock of a demonstration was moved then (decision 0051).
    """

    correlation_id: UUID
    causation_id: UUID
    actor: str
    traceparent: str | None = None
    ahead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[E]):
    """An event as the store returns it.

    ``version`` counts from 0 in its stream, ``position`` grows over the whole store.
    """

    id: UUID
    stream: str
    version: int
    position: int
    recorded_at: datetime
    event: E
    metadata: Metadata


@dataclass(frozen=True, slots=True)
class Sealed:
    """Restricted text, readable only while its subject's key exists (see shared.platform.vault)."""

    subject: str
    cipher: str


def derive_id(*parts: object) -> UUID:
    """Return the same id for the same parts: every idempotency guarantee relies on this."""
    return uuid5(_NAMESPACE, "/".join(map(str, parts)))
