"""Access to submissions: procedure.md section 6.1, and R15 of its section 6.2."""

from services.intake.submission.state import Received
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.roles import Role

NO_SUCH = "There is no such submission."
CLOSED = "It was decided not to act on this submission. Reopen it first."


def require_desk(asked: Asked, state: Received, *, to: str) -> None:
    """Refuse everybody except the desk. ``to`` completes "… may {to}."."""
    require(asked, Role.QUICK_RESPONSE_DESK, to=to)
    if kept_from(asked.by, state):
        raise Refused(NO_SUCH)


def require_desk_or_seized(asked: Asked, state: Received, *, to: str) -> None:
    """Refuse everybody except the desk and officers of mandates that it is shared with."""
    require(asked, Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, to=to)
    if asked.by.has(Role.HUMAN_RIGHTS_OFFICER) and not asked.by.mandates.isdisjoint(state.seized):
        return
    if not asked.by.has(Role.QUICK_RESPONSE_DESK):
        raise Forbidden(f"Only an officer of a mandate that it is shared with may {to}.")
    require_desk(asked, state, to=to)


def kept_from(by: Actor, state: Received) -> bool:
    """R15: desk officers of the State see no reprisal, even if they are also on our desk."""
    return state.reprisal and by.has(Role.DESK_OFFICER) and state.concerns in by.states
