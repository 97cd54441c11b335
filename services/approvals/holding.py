"""Who holds a mandate on a day: the stream that decisions read (``shared.reference.holding``).

Stakeholders publishes the terms, the first weeks and the Council's acts; a policy notes them on a
stream of this service (decision 0012).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never

from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.stakeholders_onboarding import (
    OnboardingItemCompleted,
    OnboardingStarted,
)
from shared.contracts.stakeholders_registry import (
    MandateReestablished,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import Asked
from shared.core.decider import Decider
from shared.reference.holding import Holding, Noted
from shared.reference.terms import GRACE

_Term: TypeAlias = HolderTermStarted | HolderTermEnded
_Act: TypeAlias = MandateRenewed | MandateReestablished | MandatesMerged | MandateTerminated
_Onboarding: TypeAlias = OnboardingStarted | OnboardingItemCompleted


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTerm:
    """Only this service's own policy sends it."""

    of: _Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLife:
    """Only this service's own policy sends it."""

    of: _Act


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBars:
    """Only this service's own policy sends it."""

    of: _Onboarding

    @property
    def open(self) -> tuple[str, ...]:
        return self.of.bars if isinstance(self.of, OnboardingStarted) else self.of.bars_left


Command: TypeAlias = NoteTerm | NoteLife | NoteBars


def decide(command: Command, asked: Asked, state: Holding) -> Sequence[Noted]:
    """Note each end and each act, also where nothing changes by it.

    A fact that left no event is decided anew when it comes again, and what followed it is passed
    over as done.
    """
    if isinstance(command, NoteBars):
        return _bars(command, asked, state)
    noted = _term(command.of, asked, state) if isinstance(command, NoteTerm) else _life(command.of)
    if isinstance(noted, tuple):
        transmits_until, signs_until = noted
        return [
            MandateLifeNoted(
                mandate=command.of.mandate,
                transmits_until=transmits_until,
                signs_until=signs_until,
                noted_at=asked.at,
            )
        ]
    return [] if noted is None else [noted]


def _term(fact: _Term, asked: Asked, state: Holding) -> HolderNoted | None:
    known = state.terms.get(fact.term_id)
    if isinstance(fact, HolderTermEnded):
        if known is None:
            return None
        return replace(known, last=fact.ended_on, noted_at=asked.at)
    if known is not None:
        return None
    return HolderNoted(
        mandate=fact.mandate,
        term_id=fact.term_id,
        seat=fact.seat,
        holder_id=fact.holder_id,
        starts_on=fact.starts_on,
        last=fact.ends_on,
        noted_at=asked.at,
    )


def _bars(command: NoteBars, asked: Asked, state: Holding) -> Sequence[Noted]:
    """Bars only ever go: a fact that comes late or twice brings none back."""
    known, term_id = state.bars.get(command.of.term_id), command.of.term_id
    if known is not None and not set(command.open) < set(known):
        return []
    return [
        BarsNoted(mandate=command.of.mandate, term_id=term_id, open=command.open, noted_at=asked.at)
    ]


def _life(fact: _Act) -> tuple[date | None, date | None]:
    """Return the last days on which it transmits and signs."""
    match fact:
        case MandateRenewed() | MandateReestablished():
            return fact.until, fact.until + GRACE if fact.until else None
        case MandatesMerged() | MandateTerminated():
            return fact.ended_on, fact.ended_on
    assert_never(fact)


def evolve(state: Holding, event: Noted) -> Holding:
    return state.noted(event)


def on_stakeholders(fact: object) -> Sequence[Command]:
    match fact:
        case HolderTermStarted() | HolderTermEnded():
            return [NoteTerm(of=fact)]
        case MandateRenewed() | MandateReestablished() | MandatesMerged() | MandateTerminated():
            return [NoteLife(of=fact)]
        case OnboardingStarted() | OnboardingItemCompleted():
            return [NoteBars(of=fact)]
        case _:
            return []


def stream(mandate: str) -> str:
    """Return the stream that decisions for the mandate read."""
    return HOLDING.stream_of(mandate)


HOLDING: Decider[Command, Noted, Holding] = Decider(
    category="holding",
    key=lambda command: command.of.mandate,
    initial=Holding(),
    decide=decide,
    evolve=evolve,
)
