"""Who holds a mandate on a day: a vacant mandate signs nothing (SC2 of section C.4).

A right ends with its day, without a clock. Approvals and followup keep what they heard on streams
of their own, and the portal in a table; all of them rule by this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias, assert_never

from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.said import Codes, Day, Mandates
from shared.reference import mandate_acronym
from shared.reference.onboarding import BARS, NAMES, SINCE
from shared.reference.terms import seats_of

Noted: TypeAlias = HolderNoted | MandateLifeNoted | BarsNoted
_ONE_DAY = timedelta(days=1)


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

    def noted(self, event: Noted) -> "Holding":
        match event:
            case HolderNoted():
                terms = {**self.terms, event.term_id: event}
                return replace(self, mandate=event.mandate, terms=terms)
            case BarsNoted():
                bars = {**self.bars, event.term_id: event.open}
                return replace(self, mandate=event.mandate, bars=bars)
            case MandateLifeNoted():
                return replace(
                    self,
                    mandate=event.mandate,
                    transmits_until=event.transmits_until,
                    signs_until=event.signs_until,
                )
        assert_never(event)

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
    transmits_on(holding, day_of(asked.at))


def transmits_on(holding: Holding, day: date) -> None:
    """Refuse what was sent in its name on a day that was too late for it."""
    last = holding.transmits_until
    if last is not None and day > last:
        raise Refused(
            "Nothing is transmitted in the name of {mandate} after {day}, unless the Council "
            "renews it.",
            mandate=Mandates((mandate_acronym(holding.mandate),)),
            day=Day(last),
        )
