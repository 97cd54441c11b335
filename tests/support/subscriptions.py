"""Subscriptions, and reports that are public, as the services decide, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.subscriptions import audience
from portal.stakeholders.subscriptions.read_model import SUBSCRIPTIONS
from services.stakeholders.notice import NOTICE, Command, NoteReport, NoteReportGone
from services.stakeholders.subscription import SUBSCRIPTION
from shared.contracts.stakeholders_notice_commands import (
    ChooseSubscription,
    EndSubscription,
    SendNotice,
)
from shared.contracts.stakeholders_notices import Cadence, Subscriber, Wishes
from shared.core.actor import Actor, Asked, system
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
STO = Actor(actor_id="an-officer", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
FOCAL = Actor(actor_id="somebody", roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}))


def named(number: int) -> str:
    return str(derive_id("report of a test", number))


@dataclass(slots=True)
class Notices:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    also: list[Applier] = field(default_factory=list)
    told: int = 0
    facts: dict[str, list[Any]] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [SUBSCRIPTIONS])

    def chooses(
        self,
        subscriber: Subscriber,
        of: str,
        *countries: str,
        mandates: tuple[str, ...] = (),
        cadence: Cadence = "at_once",
        at: datetime = NOW,
    ) -> str:
        one = audience.subscription_id(self.vault, subscriber, of)
        wishes = Wishes(countries=countries, mandates=mandates, language="fr", cadence=cadence)
        command = ChooseSubscription(subscription_id=one, subscriber=subscriber, wishes=wishes)
        self._do(SUBSCRIPTION, "subscription", one, command, FOCAL, at)
        return one

    def ends(self, subscriber: Subscriber, of: str, at: datetime = NOW) -> None:
        one = audience.subscription_id(self.vault, subscriber, of)
        command = EndSubscription(subscription_id=one, subscriber=subscriber)
        self._do(SUBSCRIPTION, "subscription", one, command, FOCAL, at)

    def out(self, number: int, *countries: str, edition: int = 1, at: datetime = NOW) -> str:
        report_id = named(number)
        note = NoteReport(
            report_id=report_id,
            kind="statement",
            edition=edition,
            mandates=("sr-torture",),
            countries=countries,
            out_at=at,
        )
        self.do(note, system("stakeholders"), at=at)
        return report_id

    def gone(self, number: int, at: datetime = NOW) -> None:
        self.do(NoteReportGone(report_id=named(number)), system("stakeholders"), at=at)

    def sends(self, number: int, *, edition: int = 1, at: datetime = NOW) -> list[Any]:
        command = SendNotice(report_id=named(number), edition=edition, count=1)
        return self.do(command, STO, at=at)

    def do(self, command: Command, by: Actor, *, at: datetime = NOW) -> list[Any]:
        return self._do(NOTICE, "reportnotice", command.report_id, command, by, at)

    def _do(  # one for both
        self, decider: Any, category: str, key: str, command: Any, by: Actor, at: datetime
    ) -> list[Any]:
        before = self.facts.setdefault(key, [])
        facts = list(decider.decide(command, Asked(at=at, by=by), decider.fold(before)))
        before.extend(facts)
        numbered = enumerate(facts, self.told + 1)
        self.told += len(facts)
        arrived = [of_stakeholders(one, n, f"{category}-{key}", at) for n, one in numbered]
        twice([self.applier, *self.also], arrived)
        return facts
