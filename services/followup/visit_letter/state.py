"""A letter about a visit, folded from its events: its approved text, and how far it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypedDict, TypeVar, assert_never

from services.followup import holding
from services.followup.visit_file import state as visit_file
from services.followup.visit_file.state import File
from shared.contracts import followup_visits
from shared.contracts.followup_holding import HoldingHeard
from shared.contracts.followup_visit_letters import (
    Asking,
    Fact,
    Stage,
    VisitLetterApprovalRequested,
    VisitLetterApproved,
    VisitLetterChangesRequested,
    VisitLetterDrafted,
    VisitLetterHandedOver,
    VisitLetterHeldBack,
    VisitLetterLeft,
    VisitLetterRevised,
    VisitLetterSendingStruck,
    VisitLetterSent,
    VisitLetterWithdrawn,
)
from shared.contracts.followup_visits import Letter
from shared.core.actor import Asked
from shared.core.geneva import day_of
from shared.reference.approved_text import ApprovedText
from shared.reference.holding import Holding

Heard: TypeAlias = Fact | followup_visits.Fact | HoldingHeard
Later: TypeAlias = (
    VisitLetterRevised
    | VisitLetterApprovalRequested
    | VisitLetterApproved
    | VisitLetterChangesRequested
    | VisitLetterLeft
    | VisitLetterWithdrawn
    | VisitLetterHandedOver
    | VisitLetterHeldBack
    | VisitLetterSent
    | VisitLetterSendingStruck
)
F = TypeVar("F", bound=Later)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    mandate: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Who sends it, since when; ``step``: tells it apart from other times."""

    step: int
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLetter:
    """``cleared_on``: the day of the last approval, or on which the last that was missing left.

    ``signed``: who approved the present text, for which mandate and when, also again. ``sent``:
    on which day, and how; ``sendings``: how often that was recorded. ``handed_over``: it is being
    sent, and nobody changes it.
    ``files`` and ``holdings``, by mandate, belong to other streams, and are there only while a
    decision reads them.
    """

    letter: Letter
    state: str
    asking: Asking
    text: ApprovedText
    ended: Stage | None = None
    cleared_on: date | None = None
    signed: tuple[Signature, ...] = ()
    sent: tuple[date, str] | None = None
    sendings: int = 0
    handed_over: HandedOver | None = None
    steps: int = 1
    files: Mapping[str, File] = field(default_factory=dict)
    holdings: Mapping[str, Holding] = field(default_factory=dict)

    @property
    def stage(self) -> Stage:
        if self.ended is not None:
            return self.ended
        if self.text.cleared:
            return "approved"
        return "awaiting" if self.text.requested else "drafting"

    def holding(self, mandate: str) -> Holding:
        return self.holdings.get(mandate, Holding(mandate=mandate))

    def past(self, on: date) -> tuple[str, ...]:
        """Return the mandates of whose approvals by that day none is of who held them then."""
        stand = self._stand(on)
        return tuple(one for one in self.text.given if one not in stand)

    def approved_on(self, on: date) -> date | None:
        """Return when the last of the approvals was given that count on that day."""
        stand = self._stand(on)
        given = [stand[one] for one in self.text.given if one in stand]
        return max([*given, self.cleared_on]) if self.cleared_on else None

    def _stand(self, on: date) -> Mapping[str, date]:
        """Return of which mandates an approval counts on that day, and since when."""
        found: dict[str, date] = {}
        for one in self.signed:
            if one.on <= on and self.holding(one.mandate).held_by(one.by, on):
                found.setdefault(one.mandate, one.on)
        return found


State: TypeAlias = Absent | VisitLetter


def evolve(state: State, event: Heard) -> State:
    if isinstance(state, Absent):
        return drafted(event) if isinstance(event, VisitLetterDrafted) else state
    if isinstance(event, HoldingHeard):
        held = holding.evolve(state.holding(event.mandate), event)
        return replace(state, holdings={**state.holdings, event.mandate: held})
    if isinstance(event, followup_visits.Fact):
        file = visit_file.evolve(state.files.get(event.mandate, File()), event)
        return replace(state, files={**state.files, event.mandate: file})
    return state if isinstance(event, VisitLetterDrafted) else after(state, event)


def drafted(event: VisitLetterDrafted) -> VisitLetter:
    return VisitLetter(
        letter=event.letter,
        state=event.state,
        asking=event.asking,
        text=ApprovedText(
            mandates=event.mandates,
            content_hash=event.content_hash,
            authors=frozenset({event.done_by}),
        ),
    )


def after(state: VisitLetter, event: Later) -> VisitLetter:
    """Return the letter once this is on it."""
    state, text = replace(state, steps=state.steps + 1), state.text
    match event:
        case VisitLetterRevised():
            revised = text.revised(event.version, event.content_hash, event.done_by)
            return replace(_unsigned(state), text=revised, asking=event.asking)
        case VisitLetterApprovalRequested():
            return replace(state, text=text.submitted())
        case VisitLetterApproved():
            signature = Signature(mandate=event.mandate, by=event.done_by, on=day_of(event.done_at))
            state = replace(state, signed=(*state.signed, signature))
            return _cleared(state, text.approved(event.mandate, event.done_by), event)
        case VisitLetterChangesRequested():
            back = text.returned()
            for one in text.given:
                back = back.voided(one)
            return replace(_unsigned(state), text=back)
        case VisitLetterLeft():
            return _cleared(state, text.voided(event.mandate).left(event.mandate), event)
        case VisitLetterWithdrawn():
            return replace(state, ended="withdrawn")
        case VisitLetterSent():
            on = (event.passed_on, event.channel)
            return replace(state, ended="sent", sent=on, sendings=event.sending)
        case VisitLetterHandedOver():
            handed = HandedOver(step=state.steps, by=event.done_by, on=day_of(event.done_at))
            return replace(state, handed_over=handed)
        case VisitLetterHeldBack():
            return replace(state, handed_over=None)
        case VisitLetterSendingStruck():
            return replace(state, ended=None, sent=None, handed_over=None)
    assert_never(event)


def _unsigned(state: VisitLetter) -> VisitLetter:
    return replace(state, signed=(), cleared_on=None)


def _cleared(
    state: VisitLetter, text: ApprovedText, event: VisitLetterApproved | VisitLetterLeft
) -> VisitLetter:
    """What is cleared stays so from that day, whoever leaves or approves it again."""
    now = text.cleared and not state.text.cleared
    day = day_of(event.done_at) if now else state.cleared_on
    return replace(state, text=text, cleared_on=day)


class Step(TypedDict):
    """What every fact of the letter says."""

    visit_letter_id: str
    letter: Letter
    state: str
    mandates: tuple[str, ...]
    approved: tuple[str, ...]
    stage: Stage
    version: int
    content_hash: str
    step: int
    done_by: str
    done_at: datetime


def step_of(visit_letter_id: str, asked: Asked, state: VisitLetter) -> Step:
    return Step(
        visit_letter_id=visit_letter_id,
        letter=state.letter,
        state=state.state,
        mandates=state.text.mandates,
        approved=state.text.given,
        stage=state.stage,
        version=state.text.version,
        content_hash=state.text.content_hash,
        step=state.steps,
        done_by=asked.by.actor_id,
        done_at=asked.at,
    )


def stands(state: VisitLetter, fact: F) -> F:
    """Return the fact with where the letter stands once it is on it."""
    then = after(state, fact)
    return replace(
        fact,
        mandates=then.text.mandates,
        approved=then.text.given,
        stage=then.stage,
        step=then.steps,
    )
