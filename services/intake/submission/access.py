"""Access to submissions: procedure.md section 6.1, and R15 of its section 6.2."""

from services.intake.submission.state import Received
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role

NO_SUCH = "There is no such submission."
CLOSED = "It was decided not to act on this submission. Reopen it first."


def require_desk(asked: Asked, state: Received, *, no: str) -> None:
    """Refuse everybody except the desk. ``no``: the sentence that says whose this is."""
    require(asked, Role.QUICK_RESPONSE_DESK, no=no)
    if kept_from(asked.by, state):
        raise Refused(NO_SUCH)


def require_desk_or_seized(asked: Asked, state: Received, *, no: str, nor: str) -> None:
    """Refuse everybody except the desk and officers of mandates that it is shared with.

    ``nor``: the sentence for officers of other mandates.
    """
    require(asked, Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, no=no)
    if asked.by.has(Role.HUMAN_RIGHTS_OFFICER) and not asked.by.mandates.isdisjoint(state.seized):
        return
    if not asked.by.has(Role.QUICK_RESPONSE_DESK):
        raise Forbidden(nor)
    require_desk(asked, state, no=no)


def kept_from(by: Actor, state: Received) -> bool:
    """R15: desk officers of the State see no reprisal, even if they are also on our desk."""
    return state.reprisal and by.has(Role.DESK_OFFICER) and state.concerns in by.states
