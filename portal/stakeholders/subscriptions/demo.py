"""The invented subscriptions of a demonstration: an organisation's, and a person's."""

from datetime import timedelta

from portal.stakeholders.subscriptions import audience
from portal.web.context import now, vault
from portal.web.demonstration.asking import TORTURE, ask, invented
from shared.contracts.stakeholders_notice_commands import ChooseSubscription
from shared.contracts.stakeholders_notices import Subscriber, Wishes
from shared.core.message import derive_id
from shared.reference.organisations import register_id


def tell() -> None:
    focal = invented("focal")
    ours = audience.subscription_id(
        vault(), "organisation", register_id(focal.organisation_id or "")
    )
    everything = Wishes(countries=(), mandates=(), language="fr", cadence="at_once")
    _chosen("focal", "organisation", ours, everything)
    mine = audience.subscription_id(vault(), "person", invented("ngo").actor_id)
    torture = Wishes(countries=(), mandates=(TORTURE,), language="en", cadence="weekly")
    _chosen("ngo", "person", mine, torture)


def _chosen(by: str, subscriber: Subscriber, subscription_id: str, wishes: Wishes) -> None:
    command = ChooseSubscription(
        subscription_id=subscription_id, subscriber=subscriber, wishes=wishes
    )
    case = str(derive_id("subscription case", subscription_id))
    ask(command, by, case, f"subscription {by}", at=now() - timedelta(days=30))
