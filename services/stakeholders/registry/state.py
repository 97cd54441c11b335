"""The chain of a mandate, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never

from shared.contracts.stakeholders_registry import (
    DraftRejected,
    Fact,
    MandateClustered,
    MandateCreated,
    MandateLapsed,
    MandateModified,
    MandateReestablished,
    MandateRenewalDue,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    RenewalPending,
)
from shared.reference.terms import GRACE


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """``until``: the last day that the Council gave; None: open-ended, or not on record.

    ``ended_on``: the last day of a mandate that ended, which may be to come. ``announced``: the
    fewest days left of which the registry told. ``acts``: the kind of act and the resolution.
    """

    titles: Mapping[str, str]
    until: date | None
    ended_on: date | None = None
    lapsed: bool = False
    pending: bool = False
    announced: int | None = None
    beside: tuple[str, ...] = ()
    acts: frozenset[tuple[str, str]] = frozenset()

    @property
    def lapses_after(self) -> date | None:
        return self.until + GRACE if self.until else None

    def has(self, act: str, symbol: str) -> bool:
        return (act, symbol) in self.acts


State: TypeAlias = Mapping[str, Chain]
"""This mandate's chain, and while a decision reads them those of others."""


def evolve(state: State, event: Fact) -> State:
    chain = state.get(event.mandate)
    if chain is not None:
        return {**state, event.mandate: _next(chain, event)}
    if isinstance(event, MandateCreated):
        return {**state, event.mandate: Chain(titles=event.titles, until=event.until)}
    return state


def _next(chain: Chain, event: Fact) -> Chain:  # one line for each fact
    match event:
        case MandateCreated():
            return chain
        case MandateRenewalDue():
            return replace(chain, announced=event.days)
        case MandateRenewed():
            return _goes_on(_acted(chain, "renew", event.resolution.symbol), event.until)
        case MandateReestablished():
            return _goes_on(_acted(chain, "reestablish", event.resolution.symbol), event.until)
        case MandateModified():
            acted = _acted(chain, "modify", event.resolution.symbol)
            return replace(acted, titles=event.titles)
        case MandateClustered():
            return replace(chain, beside=event.beside)
        case MandatesMerged() | MandateTerminated():
            return replace(chain, ended_on=event.ended_on, pending=False, lapsed=False)
        case RenewalPending():
            return replace(chain, pending=True)
        case MandateLapsed():
            return replace(chain, ended_on=event.until, pending=False, lapsed=True)
        case DraftRejected():
            return _acted(chain, "reject", event.resolution.symbol)
    assert_never(event)


def _acted(chain: Chain, act: str, symbol: str) -> Chain:
    return replace(chain, acts=chain.acts | {(act, symbol)})


def _goes_on(chain: Chain, until: date | None) -> Chain:
    return replace(chain, until=until, ended_on=None, lapsed=False, pending=False, announced=None)
