"""The state of a statement, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from services.approvals import authority as powers
from services.approvals.authority import Authority
from services.approvals.communication.draft import Barred, barred
from services.approvals.events import Event
from shared.contracts.approvals import CommunicationTransmitted
from shared.contracts.approvals_custody import StatementKeptAsRecord, StatementPassedOn
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_statements import (
    About,
    PressConsentNoted,
    StatementApprovalGiven,
    StatementApprovalRequested,
    StatementApprovalVoided,
    StatementChangesRequested,
    StatementDeclined,
    StatementDrafted,
    StatementEmbargoLifted,
    StatementEmbargoSet,
    StatementIssued,
    StatementKind,
    StatementRevised,
    StatementSignerDropped,
    StatementWithdrawn,
)
from shared.reference.approved_text import ApprovedText


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such statement. ``transmitted``: consulted communications that were sent.

    ``mission``: the consulted mission that it is to end.
    """

    transmitted: Mapping[str, CommunicationTransmitted] = field(default_factory=dict)
    mission: MissionHeard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``issued_hash``, ``edition``, ``first_issued_at``: of the public text, if there is one.

    ``mission_id``: the mission that it ends, if it is of one. ``embargo``: after which the clock
    issues the present text; it falls with any approval of it.

    ``mission``, ``barred``, ``refusing`` (submissions behind it where somebody does not agree to a
    press release), ``heard`` (those that this service knows) and ``authority`` belong to other
    streams, and are there only while a decision reads them.
    """

    kind: StatementKind
    submission_ids: tuple[str, ...]
    about: About
    text: ApprovedText
    issued_hash: str | None = None
    edition: int = 0
    first_issued_at: datetime | None = None
    mission_id: str | None = None
    embargo: StatementEmbargoSet | None = None
    mission: MissionHeard | None = None
    barred: Barred = field(default=frozenset())
    refusing: frozenset[str] = field(default=frozenset())
    heard: frozenset[str] = field(default=frozenset())
    authority: Authority = field(default=Authority())

    @property
    def issued(self) -> bool:
        """Whether the present text is the public one."""
        return self.text.content_hash == self.issued_hash

    @property
    def without_consent(self) -> bool:
        heard = self.heard.issuperset(self.submission_ids)
        return bool(self.barred or self.refusing or not heard)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A holder abandoned it, or took it back."""


@dataclass(frozen=True, slots=True)
class Record:
    """The mandate that led it ended, and it stays as a record."""


State: TypeAlias = Absent | Statement | Withdrawn | Record


def evolve(state: State, event: Event) -> State:
    if isinstance(state, Absent):
        return _begun(state, event)
    if isinstance(state, Withdrawn | Record):
        return state
    return _on_statement(state, event)


def _begun(state: Absent, event: Event) -> Absent | Statement:
    if isinstance(event, CommunicationTransmitted):
        known = {**state.transmitted, event.communication_id: event}
        return replace(state, transmitted=known)
    if isinstance(event, MissionHeard):
        return replace(state, mission=event)
    if isinstance(event, StatementDrafted):
        return Statement(
            kind=event.kind,
            submission_ids=event.submission_ids,
            about=event.about,
            text=ApprovedText(
                mandates=event.mandates,
                content_hash=event.content_hash,
                authors=frozenset({event.drafted_by}),
            ),
            mission_id=event.mission_id,
        )
    return state


def _on_statement(state: Statement, event: Event) -> State:
    match event:
        case StatementRevised():
            text = state.text.revised(event.version, event.content_hash, event.revised_by)
            return replace(state, text=text, about=event.about, embargo=None)
        case StatementApprovalRequested():
            return replace(state, text=state.text.submitted())
        case StatementApprovalGiven():
            return replace(state, text=state.text.approved(event.mandate, event.given_by))
        case StatementApprovalVoided():
            return replace(state, text=state.text.voided(event.mandate), embargo=None)
        case StatementChangesRequested():
            return replace(state, text=state.text.returned(), embargo=None)
        case StatementDeclined():
            return replace(state, text=state.text.left(event.mandate))
        case StatementSignerDropped():
            text = state.text.voided(event.mandate).left(event.mandate)
            return replace(state, text=text, embargo=None)
        case StatementIssued():
            return replace(
                state,
                issued_hash=event.content_hash,
                edition=event.edition,
                first_issued_at=event.first_issued_at,
                embargo=None,
            )
        case StatementEmbargoSet():
            return replace(state, embargo=event)
        case StatementEmbargoLifted():
            return replace(state, embargo=None)
        case StatementPassedOn():
            text = state.text.passed(event.mandate, event.to)
            return replace(state, text=text, embargo=None)
        case StatementWithdrawn():
            return Withdrawn()
        case StatementKeptAsRecord():
            return Record()
        case PressConsentNoted():
            return _heard(state, event)
        case MissionHeard():
            return replace(state, mission=event)
        case _:
            return replace(
                state,
                barred=barred(state.barred, event),
                authority=powers.evolve(state.authority, event),
            )


def _heard(state: Statement, event: PressConsentNoted) -> Statement:
    this = frozenset({event.submission_id})
    refusing = state.refusing | this if event.refused else state.refusing - this
    return replace(state, heard=state.heard | this, refusing=refusing)
