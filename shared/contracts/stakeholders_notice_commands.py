"""The commands of subscriptions and of notices of reports."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts.stakeholders_notices import Subscriber, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseSubscription:
    """``subscription_id``: a keyed pseudonym of whoever subscribes, a person or an organisation."""

    subscription_id: str
    subscriber: Subscriber
    wishes: Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSubscription:
    subscription_id: str
    subscriber: Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNotice:
    """``count``: how many people the preview had."""

    report_id: str
    edition: int
    count: int


OfSubscription: TypeAlias = ChooseSubscription | EndSubscription
Command: TypeAlias = OfSubscription | SendNotice

TYPES: dict[str, type] = {
    "choose-subscription": ChooseSubscription,
    "end-subscription": EndSubscription,
    "send-report-notice": SendNotice,
}
