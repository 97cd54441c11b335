"""Subscriptions to notices of reports: the choices of one subscriber, one after another.

Status is never a condition (SB1 of selection-stakeholders-committee.md section B.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from shared.contracts.stakeholders_notice_commands import (
    ChooseSubscription,
    EndSubscription,
    OfSubscription,
)
from shared.contracts.stakeholders_notices import OfSubscription as Fact
from shared.contracts.stakeholders_notices import (
    Subscriber,
    SubscriptionChosen,
    SubscriptionEnded,
    Wishes,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.reference import mandates, states

LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
_FOR_ORGANISATION = (Role.FOCAL_POINT, Role.CONTACT_POINT)
_FOR_ONESELF = (Role.NGO_MEMBER, *_FOR_ORGANISATION)


@dataclass(frozen=True, slots=True)
class State:
    """``wishes``: None where there is no subscription now. ``number``: of the last choice."""

    number: int = 0
    wishes: Wishes | None = None


def decide(command: OfSubscription, asked: Asked, state: State) -> Sequence[Fact]:
    _may(command.subscriber, asked)
    match command:
        case ChooseSubscription():
            return _choose(command, asked, state)
        case EndSubscription():
            return _end(command, asked, state)
    assert_never(command)


def evolve(_: State, event: Fact) -> State:
    match event:
        case SubscriptionChosen():
            return State(number=event.number, wishes=event.wishes)
        case SubscriptionEnded():
            return State(number=event.number)
    assert_never(event)


def _choose(command: ChooseSubscription, asked: Asked, state: State) -> Sequence[Fact]:
    wishes = command.wishes
    if not set(wishes.countries) <= states().keys():
        raise Refused("Choose the countries from the list.")
    if not set(wishes.mandates) <= mandates().keys():
        raise Refused("Choose the mandates from the list.")
    if wishes.language not in LANGUAGES:
        raise Refused("Choose the languages from the list.")
    if wishes == state.wishes:
        return []
    return [
        SubscriptionChosen(
            subscription_id=command.subscription_id,
            subscriber=command.subscriber,
            number=state.number + 1,
            wishes=wishes,
            chosen_by=asked.by.actor_id,
            chosen_at=asked.at,
        )
    ]


def _end(command: EndSubscription, asked: Asked, state: State) -> Sequence[Fact]:
    if state.wishes is None:
        return []
    return [
        SubscriptionEnded(
            subscription_id=command.subscription_id,
            number=state.number,
            ended_by=asked.by.actor_id,
            ended_at=asked.at,
        )
    ]


def _may(subscriber: Subscriber, asked: Asked) -> None:
    roles = _FOR_ORGANISATION if subscriber == "organisation" else _FOR_ONESELF
    require(asked, *roles, no="Only an organisation and its people subscribe to notices.")


SUBSCRIPTION: Decider[OfSubscription, Fact, State] = Decider(
    category="subscription",
    key=lambda command: command.subscription_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
)
