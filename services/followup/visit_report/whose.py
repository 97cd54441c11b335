"""Whose the report on a visit is: the last column of section E.10, and the actors of E.9."""

from services.followup.visit_report.state import Report
from shared.contracts.followup_visit_report_commands import (
    ApproveVisitReport,
    Command,
    Decides,
    LogStateComment,
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
    if not state.mission.steps or state.mandate != command.mandate:
        raise Refused("There is no such mission.")
    if _itself(command, asked, state):
        return
    if isinstance(command, OfPublishing):
        require(
            asked, Role.PUBLICATION_OFFICER, no="Only the Publication officer may publish a report."
        )
    elif isinstance(command, Decides):
        _decides(command, asked, state)
    else:
        _works(asked, state)


def _itself(command: Command, asked: Asked, state: Report) -> bool:
    """Whether the Government comments, or who publishes takes off what should not be there."""
    match command:
        case LogStateComment():
            return of_government(asked, state)
        case WithdrawVisitReport():
            return state.stage == "published" and asked.by.has(Role.PUBLICATION_OFFICER)
        case _:
            return False


def of_government(asked: Asked, state: Report) -> bool:
    return asked.by.has(Role.GOVERNMENT) and state.mission.state in asked.by.states


def _works(asked: Asked, state: Report) -> None:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may work on the report on a visit.",
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only those who work for the mandate may work on the report on its visit.")


def _decides(command: Decides, asked: Asked, state: Report) -> None:
    """Let through the holder in office; to withdraw it, while the mandate is vacant its officer."""
    _works(asked, state)
    held = state.mission.holding
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
