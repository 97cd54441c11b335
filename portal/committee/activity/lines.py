"""The feed's lines, from the facts that the contracts allow (decision 0044).

Before a letter is transmitted its recipient does not exist for the feed; people, narrative,
sources, candidates and scores never do. ``tests/portal/committee/activity/allowed.txt`` has the
whole list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from shared.contracts import followup
from shared.contracts.all import CONTRACTS
from shared.contracts.feed import Shown
from shared.facts.kafka import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``kind`` is the fact's wire name; ``recipient`` a code; ``position`` the event store's.

    ``desk``: the desk of the recipient may see it, as it is known to be about no reprisal (R15).
    """

    kind: str
    position: int
    at: datetime
    mandates: tuple[str, ...] = ()
    recipient: str | None = None
    type: str | None = None
    reference: str | None = None
    desk: bool = False


ALLOWED: Mapping[type, tuple[str, Shown]] = MappingProxyType(
    {
        fact: (contract.catalogue.name_of(fact), shown)
        for contract in CONTRACTS
        for fact, shown in contract.feed.items()
    }
)
"""The facts that have a line, each with its wire name and what is shown of it."""
UNSENT = frozenset(kind for kind, shown in ALLOWED.values() if shown.unsent)
KINDS: Mapping[str, str] = MappingProxyType({kind: shown.words for kind, shown in ALLOWED.values()})


def line(published: Published) -> Line | None:
    """Return the feed's line for a fact, or None if it has none."""
    fact = published.fact
    if type(fact) not in ALLOWED:
        return None
    kind, shown = ALLOWED[type(fact)]
    if shown.where is not None and not shown.where(fact):
        return None
    return Line(
        kind=kind,
        position=published.position,
        at=published.at,
        mandates=_several(fact, shown.mandates),
        recipient=next(iter(_several(fact, shown.recipient)), None),
        type=_value(fact, shown.type),
        reference=_value(fact, shown.reference),
        desk=shown.public,
    )


def _value(fact: Any, name: str | None) -> Any:
    return getattr(fact, name) if name else None


def _several(fact: Any, name: str | None) -> tuple[str, ...]:
    value = _value(fact, name)
    return value if isinstance(value, tuple) else () if value is None else (value,)


def letter_of(published: Published) -> str | None:
    """Return the letter of a line, which decides about ``desk``. It is not shown.

    A recommendation is not for the desk before it is published, whatever letter it follows from.
    """
    fact = published.fact
    if isinstance(fact, followup.RecommendationIssued):
        return None
    found: str | None = getattr(fact, "communication_id", None)
    return found
