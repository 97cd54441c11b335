"""Whose an action is, and who decides about it."""

from services.followup.action.state import Action
from shared.contracts.followup_actions import OwnerKind
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role


def owns(by: Actor, kind: OwnerKind, owner: str) -> bool:
    if kind == "government":
        return by.has(Role.GOVERNMENT) and owner in by.states
    return by.has(Role.CONTACT_POINT) and owner == by.organisation_id


def require_owner(by: Actor, kind: OwnerKind, owner: str) -> None:
    if not owns(by, kind, owner):
        raise Forbidden("Only those who act for its owner may work on an action.")


def require_manager(by: Actor, kind: OwnerKind, state: Action) -> None:
    """Of an institution its focal point publishes; of a Government who wrote nothing that is new.

    A Government's people have no ranks here. Whoever writes an item anew takes it over, so there is
    a way on where all of them wrote some of it.
    """
    if kind == "nhri" and not by.has(Role.FOCAL_POINT):
        raise Forbidden("The focal point of your institution publishes its actions.")
    if kind == "government" and by.actor_id in state.writers.values():
        raise Refused(
            "You wrote some of it. Somebody of your Government who wrote none of what is new "
            "publishes it."
        )


def seen(step: int, state: Action) -> None:
    if step != state.step:
        raise Refused("The action has changed. Look at it again.")
