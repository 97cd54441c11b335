"""Who holds a mandate on a day, as decisions read it: a vacant mandate signs nothing (SC2).

Stakeholders publishes the terms and the Council's acts; a policy notes them on a stream of this
service (decision 0012). A right ends with its day, without a clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
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
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.said import Codes, Day, Mandates
from shared.reference import mandate_acronym
from shared.reference.onboarding import BARS, NAMES, SINCE
from shared.reference.terms import GRACE, seats_of

_Term: TypeAlias = HolderTermStarted | HolderTermEnded
_Act: TypeAlias = MandateRenewed | MandateReestablished | MandatesMerged | MandateTerminated
_Onboarding: TypeAlias = OnboardingStarted | OnboardingItemCompleted
_ONE_DAY = timedelta(days=1)


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
Noted: TypeAlias = HolderNoted | MandateLifeNoted | BarsNoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The terms of one mandate by id, and its last days. Nothing noted: nothing is known.

    ``bars``: by term, what keeps its holder from signing.
    """

    mandate: str = ""
    terms: Mapping[str, HolderNoted] = field(default_factory=dict)
    bars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    transmits_until: date | None = None
    signs_until: date | None = None

    def silent_since(self, on: date) -> date | None:
        """Return the first day since which nobody signs for it, if nobody does on that day.

        A mandate is vacant if each of its seats has a term on record and nobody holds one.
        """
        if self.signs_until is not None and on > self.signs_until:
            return self.signs_until + _ONE_DAY
        past = [term.last for term in self.terms.values() if term.last < on]
        if self._held(on) or self._seat_unknown() or not past:
            return None
        return max(past) + _ONE_DAY

    def held_by(self, person: str, on: date) -> bool:
        """Return whether the person holds a seat on that day, or nothing says otherwise."""
        if self.silent_since(on) is not None:
            return False
        held = [term.holder_id for term in self._held(on)]
        if person in held:
            return True
        known = any(term.holder_id == person for term in self.terms.values())
        return not known and (None in held or self._seat_unknown() or not held)

    def barred(self, person: str, on: date) -> tuple[str, ...]:
        """Return what keeps this holder from signing on that day.

        A term that began before onboarding was on record counts as onboarded; before an
        onboarding has arrived here, everything that usually bars does.
        """
        held = self._held(on)
        own = [term for term in held if term.holder_id == person]
        some = own or [term for term in held if term.holder_id is None]
        left = [
            () if term.starts_on < SINCE else self.bars.get(term.term_id, BARS) for term in some
        ]
        return min(left, key=len, default=())

    def _held(self, on: date) -> list[HolderNoted]:
        return [term for term in self.terms.values() if term.starts_on <= on <= term.last]

    def _seat_unknown(self) -> bool:
        return not {term.seat for term in self.terms.values()}.issuperset(seats_of(self.mandate))


def in_office(holding: Holding, asked: Asked) -> None:
    """Refuse everybody while the mandate is vacant, and whoever's term is over."""
    on = day_of(asked.at)
    since = holding.silent_since(on)
    if since is not None:
        raise Refused(
            "Nobody signs for this mandate since {day}: it is vacant or has ended.", day=Day(since)
        )
    if not holding.held_by(asked.by.actor_id, on):
        raise Forbidden("You do not hold this mandate today, so you cannot decide for it.")


def ready(holding: Holding, asked: Asked) -> None:
    """Refuse a holder whose onboarding still keeps from signing (SC7): reading is not delayed."""
    left = holding.barred(asked.by.actor_id, day_of(asked.at))
    if left:
        raise Refused(
            "You can sign for this mandate once this part of your first weeks is done: {items}.",
            items=Codes("onboarding", {key: NAMES.get(key, key) for key in left}),
        )


def transmits(holding: Holding, asked: Asked) -> None:
    """Refuse to send anything in the name of a mandate that waits for its renewal (SC5)."""
    last = holding.transmits_until
    if last is not None and day_of(asked.at) > last:
        raise Refused(
            "Nothing is transmitted in the name of {mandate} after {day}, unless the Council "
            "renews it.",
            mandate=Mandates((mandate_acronym(holding.mandate),)),
            day=Day(last),
        )


def decide(command: Command, asked: Asked, state: Holding) -> Sequence[Noted]:
    if isinstance(command, NoteBars):
        return _bars(command, asked, state)
    noted = _term(command.of, asked, state) if isinstance(command, NoteTerm) else _life(command.of)
    if isinstance(noted, tuple):
        transmits_until, signs_until = noted
        if (state.transmits_until, state.signs_until) == noted:
            return []
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
        if known is None or known.last == fact.ended_on:
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
    match event:
        case HolderNoted():
            terms = {**state.terms, event.term_id: event}
            return replace(state, mandate=event.mandate, terms=terms)
        case BarsNoted():
            bars = {**state.bars, event.term_id: event.open}
            return replace(state, mandate=event.mandate, bars=bars)
        case MandateLifeNoted():
            return replace(
                state,
                mandate=event.mandate,
                transmits_until=event.transmits_until,
                signs_until=event.signs_until,
            )
    assert_never(event)


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
