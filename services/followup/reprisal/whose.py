"""Whose a reprisal case is (XR1): the focal points', and the holders' and officers' by name.

For everybody else it is not there, whatever they ask, and the answer is that of a case that never
was.
"""

from services.followup.reprisal.state import Case, State
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.reference.holding import in_office
from shared.reference.reprisals import SHUT

NONE = "There is no such case."


def is_focal(by: Actor) -> bool:
    return by.has(Role.REPRISALS_FOCAL_POINT)


def is_holder(by: Actor, this: Case) -> bool:
    named = by.actor_id in this.holders and by.serves(this.mandate)
    return named and by.has(Role.MANDATE_HOLDER)


def is_officer(by: Actor, this: Case) -> bool:
    named = by.actor_id in this.officers and by.serves(this.mandate)
    return named and by.has(Role.HUMAN_RIGHTS_OFFICER)


def kept_from(by: Actor, state: str) -> bool:
    """R15: desk officers of the State are kept out, and whoever is of no office at all."""
    return by.has(*SHUT) or (by.has(Role.DESK_OFFICER) and state in by.states)


def sees(asked: Asked, this: Case | None) -> Case:
    """Return the case for whoever is of its group; for others there is none."""
    by = asked.by
    if this is None or kept_from(by, this.state):
        raise Refused(NONE)
    if not (is_focal(by) or is_holder(by, this) or is_officer(by, this)):
        raise Refused(NONE)
    return this


def focal(asked: Asked) -> None:
    if not is_focal(asked.by):
        raise Forbidden("Only the reprisals focal point may do this.")


def holder(asked: Asked, this: Case, state: State) -> None:
    if not is_holder(asked.by, this):
        raise Forbidden("Only the Mandate-holder of this case may do this.")
    in_office(state.holding, asked)


def holder_or_focal(asked: Asked, this: Case, state: State) -> None:
    if is_focal(asked.by):
        return
    if not is_holder(asked.by, this):
        raise Forbidden("Only the Mandate-holder or the reprisals focal point may do this.")
    in_office(state.holding, asked)


def officer_or_holder(asked: Asked, this: Case, state: State) -> None:
    if is_officer(asked.by, this):
        return
    if not is_holder(asked.by, this):
        raise Forbidden("Only the officer or the Mandate-holder of this case may do this.")
    in_office(state.holding, asked)
