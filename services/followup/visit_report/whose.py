"""Whose the report on a visit is: the last column of section E.10, and the actors of E.9."""

from services.followup.visit_report.state import Report
from shared.contracts.followup_visit_report_commands import (
    ApproveVisitReport,
    Command,
    Decides,
    LeaveVisitReport,
    LogStateComment,
    NamePreliminaryNote,
    NameReportMandate,
    OfPublishing,
    SendVisitReportToState,
    WithdrawVisitReport,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.holding import in_office, ready, transmits


def lets(command: Command, asked: Asked, state: Report) -> None:
    """Let through whoever may ask for this."""
    if not state.mission.steps or command.mandate not in state.mandates:
        raise Refused("There is no such mission.")
    if _itself(command, asked, state):
        return
    if isinstance(command, OfPublishing):
        require(
            asked, Role.PUBLICATION_OFFICER, no="Only the Publication officer may publish a report."
        )
    elif isinstance(command, LeaveVisitReport):
        _leaves(command, asked, state)
    else:
        _leads(command, state)
        _asks(command, asked, state)


def _leads(command: Command, state: Report) -> None:
    """Let the mandate that leads send, withdraw, and name others; the others may leave."""
    of_lead = isinstance(command, SendVisitReportToState | WithdrawVisitReport | NameReportMandate)
    if of_lead and command.mandate != state.mandate:
        raise Forbidden("Only the mandate that leads the report decides this. Others may leave it.")


def _asks(command: Command, asked: Asked, state: Report) -> None:
    if isinstance(command, Decides):
        _decides(command, asked, state)
    else:
        _works(command, asked)


def _itself(command: Command, asked: Asked, state: Report) -> bool:
    """Whether the Government comments, or who publishes takes off what should not be there."""
    match command:
        case LogStateComment():
            return of_government(asked, state)
        case WithdrawVisitReport():
            return state.stage == "published" and asked.by.has(Role.PUBLICATION_OFFICER)
        case NamePreliminaryNote():
            reads = state.stage in {"submitted", "published"}
            return reads and asked.by.has(Role.PUBLICATION_OFFICER)
        case _:
            return False


def of_government(asked: Asked, state: Report) -> bool:
    return asked.by.has(Role.GOVERNMENT) and state.mission.state in asked.by.states


def _leaves(command: LeaveVisitReport, asked: Asked, state: Report) -> None:
    """Let its holder through, or an officer of those that write it, while nobody signs for it.

    One that leads waits for a holder, or for its own office: it is the report on its visit.
    """
    held = state.holding(command.mandate)
    if asked.by.has(Role.MANDATE_HOLDER) and asked.by.serves(command.mandate):
        in_office(held, asked)
        return
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may work on the report on a visit.",
    )
    those = (state.mandate,) if command.mandate == state.mandate else state.mandates
    if not any(map(asked.by.serves, those)):
        raise Forbidden("Only those who work for the mandate may work on the report on its visit.")
    if held.silent_since(day_of(asked.at)) is None:
        raise Refused("The mandate has a holder, who decides.")


def _works(command: Command, asked: Asked) -> None:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may work on the report on a visit.",
    )
    if not asked.by.serves(command.mandate):
        raise Forbidden("Only those who work for the mandate may work on the report on its visit.")


def _decides(command: Decides, asked: Asked, state: Report) -> None:
    """Let through the holder in office; to withdraw it, while the mandate is vacant its officer."""
    _works(command, asked)
    held = state.holding(command.mandate)
    vacant = held.silent_since(day_of(asked.at)) is not None
    if isinstance(command, WithdrawVisitReport) and vacant:
        return
    require(
        asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may decide this about a report."
    )
    in_office(held, asked)
    if isinstance(command, SendVisitReportToState | ApproveVisitReport):
        ready(held, asked)
        transmits(held, asked)
