"""Whose a visit file is: section E.10, first column, and the actors of E.3.

Officers and the holder of the mandate work on it, and the Quick Response Desk, which sends and
receives the letters. What the mandate itself decides is the holder's alone. Where the mandate has
ended, this is who goes on with the file; one that is a record the desk alone adds to (SC3).
"""

from typing import Final

from services.followup.visit_file.state import File
from shared.contracts.followup_visit_commands import OnFile
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role
from shared.reference.holding import in_office, ready, transmits

_OFFICE: Final = (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER)


def keeper(command: OnFile, state: File) -> str:
    """Return the mandate whose file it is today."""
    return state.passed or command.mandate


def logs(command: OnFile, asked: Asked, state: File) -> None:
    """Let through who logs what passed about a visit of this mandate."""
    if asked.by.has(Role.QUICK_RESPONSE_DESK):
        return
    require(
        asked,
        *_OFFICE,
        no="Only the Quick Response Desk, Human-rights officer or Mandate-holder may log what "
        "concerns a visit.",
    )
    if not asked.by.serves(keeper(command, state)):
        raise Forbidden("Only those who work for the mandate may log what concerns its visit.")
    _goes_on(state)


def works(command: OnFile, asked: Asked, state: File) -> None:
    """Let through who works for the mandate, and nobody who only sends its letters."""
    no = "Only the Human-rights officer or Mandate-holder of the mandate may say this of its visit."
    require(asked, *_OFFICE, no=no)
    if not asked.by.serves(keeper(command, state)):
        raise Forbidden(no)
    _goes_on(state)


def decides(command: OnFile, asked: Asked, state: File) -> None:
    """Let through the holder who is in office."""
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may decide this about a visit.")
    if not asked.by.serves(keeper(command, state)):
        raise Forbidden("You can decide about visits only for a mandate that you hold.")
    _goes_on(state)
    in_office(state.holding, asked)


def signs(asked: Asked, state: File) -> None:
    """Let through a holder in office who may sign and send for the mandate already, and still."""
    ready(state.holding, asked)
    transmits(state.holding, asked)


def is_holder(command: OnFile, asked: Asked, state: File) -> bool:
    return asked.by.has(Role.MANDATE_HOLDER) and asked.by.serves(keeper(command, state))


def _goes_on(state: File) -> None:
    if state.kept:
        raise Refused("Its mandate has ended, and it is kept as a record.")
