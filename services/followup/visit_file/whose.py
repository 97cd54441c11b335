"""Whose a visit file is: section E.10, first column, and the actors of E.3.

Officers and the holder of the mandate work on it, and the Quick Response Desk, which sends and
receives the letters. What the mandate itself decides is the holder's alone.
"""

from services.followup.visit_file.state import File
from shared.contracts.followup_visit_commands import OnFile
from shared.core.actor import Asked
from shared.core.decider import Forbidden, require
from shared.core.roles import Role
from shared.reference.holding import in_office, ready, transmits


def logs(command: OnFile, asked: Asked) -> None:
    """Let through who logs what passed about a visit of this mandate."""
    if asked.by.has(Role.QUICK_RESPONSE_DESK):
        return
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Quick Response Desk, Human-rights officer or Mandate-holder may log what "
        "concerns a visit.",
    )
    if not asked.by.serves(command.mandate):
        raise Forbidden("Only those who work for the mandate may log what concerns its visit.")


def decides(command: OnFile, asked: Asked, state: File) -> None:
    """Let through the holder who is in office."""
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may decide this about a visit.")
    if not asked.by.serves(command.mandate):
        raise Forbidden("You can decide about visits only for a mandate that you hold.")
    in_office(state.holding, asked)


def signs(asked: Asked, state: File) -> None:
    """Let through a holder in office who may sign and send for the mandate already, and still."""
    ready(state.holding, asked)
    transmits(state.holding, asked)


def is_holder(command: OnFile, asked: Asked) -> bool:
    return asked.by.has(Role.MANDATE_HOLDER) and asked.by.serves(command.mandate)
