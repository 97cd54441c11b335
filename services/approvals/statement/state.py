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
from shared.contracts.approvals_statements import (
    About,
    PressConsentNoted,
    StatementApprovalGiven,
    StatementApprovalRequested,
    StatementApprovalVoided,
    StatementChangesRequested,
    StatementDeclined,
    StatementDrafted,
    StatementIssued,
    StatementKind,
    StatementRevised,
    StatementWithdrawn,
)


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such statement. ``transmitted``: consulted communications that were sent."""

    transmitted: Mapping[str, CommunicationTransmitted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """``mandates``: those that issue it, the lead first. ``approvals``: of the present text.

    ``issued_hash``, ``edition``, ``first_issued_at``: of the public text, if there is one.
    ``barred``, ``refusing`` (submissions behind it where somebody does not agree to a press
    release), ``heard`` (those that this service knows) and ``authority`` belong to other streams,
    and are there only while a decision reads them.
    """

    kind: StatementKind
    mandates: tuple[str, ...]
    submission_ids: tuple[str, ...]
    about: About
    content_hash: str
    authors: frozenset[str]
    version: int = 1
    requested: bool = False
    approvals: frozenset[str] = field(default=frozenset())
    issued_hash: str | None = None
    edition: int = 0
    first_issued_at: datetime | None = None
    barred: Barred = field(default=frozenset())
    refusing: frozenset[str] = field(default=frozenset())
    heard: frozenset[str] = field(default=frozenset())
    authority: Authority = field(default=Authority())

    @property
    def lead(self) -> str:
        return self.mandates[0]

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandates that have not approved the present text."""
        return tuple(one for one in self.mandates if one not in self.approvals)

    @property
    def issued(self) -> bool:
        """Whether the present text is the public one."""
        return self.content_hash == self.issued_hash

    @property
    def without_consent(self) -> bool:
        heard = self.heard.issuperset(self.submission_ids)
        return bool(self.barred or self.refusing or not heard)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A holder abandoned it, or took it back."""


State: TypeAlias = Absent | Statement | Withdrawn


def evolve(state: State, event: Event) -> State:
    if isinstance(state, Absent):
        return _begun(state, event)
    if isinstance(state, Withdrawn):
        return state
    return _on_statement(state, event)


def _begun(state: Absent, event: Event) -> Absent | Statement:
    if isinstance(event, CommunicationTransmitted):
        return Absent({**state.transmitted, event.communication_id: event})
    if isinstance(event, StatementDrafted):
        return Statement(
            kind=event.kind,
            mandates=event.mandates,
            submission_ids=event.submission_ids,
            about=event.about,
            content_hash=event.content_hash,
            authors=frozenset({event.drafted_by}),
        )
    return state


def _on_statement(state: Statement, event: Event) -> State:
    match event:
        case StatementRevised():
            return replace(
                state,
                version=event.version,
                about=event.about,
                content_hash=event.content_hash,
                authors=state.authors | {event.revised_by},
                requested=False,
                approvals=frozenset(),
            )
        case StatementApprovalRequested():
            return replace(state, requested=True)
        case StatementApprovalGiven():
            return replace(state, approvals=state.approvals | {event.mandate})
        case StatementApprovalVoided():
            return replace(state, approvals=state.approvals - {event.mandate})
        case StatementChangesRequested():
            return replace(state, requested=False)
        case StatementDeclined():
            return replace(state, mandates=event.mandates)
        case StatementIssued():
            return replace(
                state,
                issued_hash=event.content_hash,
                edition=event.edition,
                first_issued_at=event.first_issued_at,
            )
        case StatementWithdrawn():
            return Withdrawn()
        case PressConsentNoted():
            return _heard(state, event)
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
