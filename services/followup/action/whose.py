"""Whose an action is, and who decides about it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.followup.action.state import Action
from shared.contracts.followup_actions import OwnerKind
from shared.core.actor import Actor
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role

OF_STATE: Final[Mapping[OwnerKind, Role]] = MappingProxyType(
    {"government": Role.GOVERNMENT, "unct": Role.UN_PARTNER}
)
"""The owners that are a State's, and who acts for them."""


def owns(by: Actor, kind: OwnerKind, owner: str) -> bool:
    if kind in OF_STATE:
        return by.has(OF_STATE[kind]) and owner in by.states
    return by.has(Role.CONTACT_POINT) and owner == by.organisation_id


def require_owner(by: Actor, kind: OwnerKind, owner: str) -> None:
    if not owns(by, kind, owner):
        raise Forbidden("Only those who act for its owner may work on an action.")


def require_manager(by: Actor, kind: OwnerKind, state: Action) -> None:
    """Of an institution its focal point publishes; of others who wrote nothing that is new.

    A Government's people have no ranks here, nor have United Nations partners. Whoever writes an
    item anew takes it over, so there is a way on where all of them wrote some of it.
    """
    if kind == "nhri" and not by.has(Role.FOCAL_POINT):
        raise Forbidden("The focal point of your institution publishes its actions.")
    if kind == "government" and by.actor_id in state.writers.values():
        raise Refused(
            "You wrote some of it. Somebody of your Government who wrote none of what is new "
            "publishes it."
        )
    if kind == "unct" and by.actor_id in state.writers.values():
        raise Refused(
            "You wrote some of it. Another United Nations partner of this State, who wrote none of "
            "what is new, publishes it."
        )


def seen(step: int, state: Action) -> None:
    if step != state.step:
        raise Refused("The action has changed. Look at it again.")
