"""Notices of reports: never before publication, once for each edition, a corrigendum to the same.

Selection-stakeholders-committee.md section B.3, Notice. Other services make things public; a policy
notes it here, so that the rule reads it from its own stream.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.contracts.followup_publication import CommunicationPublished, PublicationWithdrawn
from shared.contracts.stakeholders_notice_commands import SendNotice
from shared.contracts.stakeholders_notices import NoticeSent, ReportGone, ReportKind, ReportOut
from shared.contracts.stakeholders_notices import OfReport as Fact
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReport:
    """Only this service's own policy sends it: something is public."""

    report_id: str
    kind: ReportKind
    edition: int
    mandates: tuple[str, ...]
    countries: tuple[str, ...]
    out_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReportGone:
    """Only this service's own policy sends it: something is public no more."""

    report_id: str


Note: TypeAlias = NoteReport | NoteReportGone
Command: TypeAlias = SendNotice | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """``out``: None before it was ever public. ``sent``: the last edition that was told of."""

    out: ReportOut | None = None
    gone: bool = False
    sent: int = 0
    first_sent_at: datetime | None = None


def react(fact: object) -> Sequence[Note]:
    match fact:
        case StatementIssued():
            return [
                NoteReport(
                    report_id=fact.statement_id,
                    kind="statement",
                    edition=fact.edition,
                    mandates=fact.mandates,
                    countries=fact.states,
                    out_at=fact.issued_at,
                )
            ]
        case CommunicationPublished():
            return [
                NoteReport(
                    report_id=fact.communication_id,
                    kind="letter",
                    edition=fact.edition,
                    mandates=fact.mandates,
                    countries=(fact.recipient,),
                    out_at=fact.published_at,
                )
            ]
        case StatementWithdrawn():
            return [NoteReportGone(report_id=fact.statement_id)]
        case PublicationWithdrawn():
            return [NoteReportGone(report_id=fact.communication_id)]
        case _:
            return []


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    match command:
        case NoteReport():
            return _out(command, state)
        case NoteReportGone():
            if state.out is None or state.gone:
                return []
            return [ReportGone(report_id=command.report_id, gone_at=asked.at)]
        case SendNotice():
            return _send(command, asked, state)
    assert_never(command)


def evolve(state: State, event: Fact) -> State:
    match event:
        case ReportOut():
            return replace(state, out=event, gone=False)
        case ReportGone():
            return replace(state, gone=True)
        case NoticeSent():
            return replace(state, sent=event.edition, first_sent_at=event.first_sent_at)
    assert_never(event)


def _out(command: NoteReport, state: State) -> Sequence[Fact]:
    """An edition that was noted before changes nothing, however often it is heard."""
    if state.out is not None and command.edition <= state.out.edition:
        return []
    return [
        ReportOut(
            report_id=command.report_id,
            kind=command.kind,
            edition=command.edition,
            mandates=command.mandates,
            countries=command.countries,
            out_at=command.out_at,
        )
    ]


def _send(command: SendNotice, asked: Asked, state: State) -> Sequence[Fact]:
    require(asked, Role.STAKEHOLDER_OFFICER, no="Only a stakeholder officer may send a notice.")
    if state.out is None or state.gone:
        raise Refused("No notice goes out of what is not public.")
    if command.edition != state.out.edition:
        raise Refused("Another edition is public by now. Look at it first.")
    if state.sent == command.edition:
        return []
    return [
        NoticeSent(
            report_id=command.report_id,
            edition=command.edition,
            mandates=state.out.mandates,
            countries=state.out.countries,
            count=command.count,
            first_sent_at=state.first_sent_at or asked.at,
            sent_by=asked.by.actor_id,
            sent_at=asked.at,
        )
    ]


NOTICE: Decider[Command, Fact, State] = Decider(
    category="reportnotice",
    key=lambda command: command.report_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
)
