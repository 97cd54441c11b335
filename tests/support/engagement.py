"""Reports on engagement, as the service decides them, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.engagement import asking
from portal.stakeholders.engagement.read_model import ENGAGEMENT as TABLES
from services.stakeholders.engagement import ENGAGEMENT
from shared.contracts.stakeholders_engagement import Counts, Fact
from shared.contracts.stakeholders_engagement_commands import (
    ChangeEngagementReport,
    CheckEngagementReport,
    Command,
    DiscardEngagementReport,
    DraftEngagementReport,
    KeepEngagementReport,
    PublishEngagementReport,
)
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.engagement import KINDS, report_id
from tests.support.sessions import NOW
from tests.support.twice import of_stakeholders, twice

TORTURE = "sr-torture"


def officer(account_id: str) -> Actor:
    return Actor(actor_id=account_id, roles=frozenset({Role.STAKEHOLDER_OFFICER}))


@dataclass(slots=True)
class Reports:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    told: int = 0
    states: dict[str, Any] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        self.applier = Applier(self.engine, TABLES)
        self.applier.prepare()

    def drafted(  # what differs from one to the next
        self,
        mandate: str = TORTURE,
        quarter: tuple[int, int] = (2026, 3),
        text: str = "What came of it",
        *,
        by: str = "drafter",
        sessions: tuple[str, ...] = (),
        consultations: tuple[str, ...] = (),
        **numbers: int | None,
    ) -> str:
        """Let an officer draft one, and return its id."""
        of = report_id(mandate, *quarter)
        counts = Counts(
            numbers={**dict.fromkeys(KINDS, 0), **numbers},
            sessions=sessions,
            consultations=consultations,
        )
        command = DraftEngagementReport(
            report_id=of,
            mandate=mandate,
            year=quarter[0],
            quarter=quarter[1],
            counts=counts,
            narrative=self.seal(of, text),
        )
        self.do(command, by)
        return of

    def changed(self, of: str, text: str, by: str = "drafter") -> None:
        self.do(ChangeEngagementReport(report_id=of, narrative=self.seal(of, text)), by)

    def checked(self, of: str, by: str = "checker") -> None:
        self.do(CheckEngagementReport(report_id=of, version=self.states[of].version), by)

    def published(self, of: str) -> None:
        """Check it, where nobody did, and publish it."""
        if self.states[of].stage.name == "DRAFTED":
            self.checked(of)
        command = PublishEngagementReport(report_id=of, version=self.states[of].version)
        self.do(command, "drafter")

    def kept(self, of: str) -> None:
        self.do(KeepEngagementReport(report_id=of), "drafter")

    def discarded(self, of: str) -> None:
        self.do(DiscardEngagementReport(report_id=of), "drafter")

    def seal(self, of: str, text: str) -> Sealed:
        return self.vault.seal(asking.subject_of(of), text)

    def do(self, command: Command, by: str | Actor, *, at: datetime = NOW) -> list[Fact]:
        of = command.report_id
        state = self.states.get(of, ENGAGEMENT.initial)
        who = officer(by) if isinstance(by, str) else by
        facts = list(ENGAGEMENT.decide(command, Asked(at=at, by=who), state))
        self.states[of] = ENGAGEMENT.fold(facts, state)
        for fact in facts:
            self.told += 1
            twice([self.applier], [of_stakeholders(fact, self.told, f"engagement-{of}", at)])
        return facts
