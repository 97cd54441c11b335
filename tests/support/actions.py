"""Actions in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.actions.read_model import ACTIONS
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from services.followup.action.decide import ACTION
from services.followup.action.state import Action
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_action_commands import (
    DefineIndicator,
    PlanAction,
    PublishAction,
    ReportIndicator,
    ReportProgress,
)
from shared.contracts.followup_actions import Linked
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support import followup
from tests.support.ready import ready
from tests.support.twice import twice

MANDATE, STATE = "sr-torture", "CHE"
ONE, TWO = followup.RECOMMENDATION, str(derive_id("recommendation", "of an action"))
_OF_STATE: dict[str, Any] = {
    "roles": frozenset({Role.GOVERNMENT}),
    "states": frozenset({STATE}),
}
WRITER = Actor(actor_id="government-1", **_OF_STATE)
MANAGER = Actor(actor_id="government-2", **_OF_STATE)
PUBLISHER = Actor(actor_id="publisher-1", roles=frozenset({Role.PUBLICATION_OFFICER}))
FOCAL = Actor(
    actor_id="focal-1",
    roles=frozenset({Role.CONTACT_POINT, Role.FOCAL_POINT}),
    organisation_id="nhri-1",
)


TEAM = Actor(actor_id="partner-1", roles=frozenset({Role.UN_PARTNER}), states=frozenset({STATE}))


@dataclass(slots=True)
class Actions:
    """One action on two recommendations to a State, of which the first is public."""

    engine: Engine
    vault: Vault
    at: datetime
    told: int = 0
    name: str = "an action"
    owner: Actor = WRITER
    state: Action = field(default_factory=Action)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [ACTIONS])

    @property
    def action_id(self) -> str:
        return str(derive_id("action of a portal", self.name))

    @property
    def indicator_id(self) -> str:
        return str(derive_id("indicator of a portal", self.name))

    def recommend(self, *since: object) -> None:
        facts: list[object] = []
        for row, text in ((ONE, "Open the cells."), (TWO, "Film each questioning.")):
            sealed = self.vault.seal(f"recommendation-{row}", text)
            one = followup.issued(row, text=sealed)
            facts += [one, *([followup.published(one)] if row == ONE else [])]
        followup.tell(self.engine, RECOMMENDATIONS, [*facts, *since])

    def planned(self, title: str = "Build cells", details: str = "With windows", *rows: str) -> str:
        kind, owner = self._whose()
        revision = str(derive_id("revision", self.name))
        self.ask(
            PlanAction,
            self.owner,
            owner_kind=kind,
            owner=owner,
            state=STATE,
            revision_id=revision,
            title=self.sealed(revision, title),
            details=self.sealed(revision, details),
            budget=None,
            starts_on=day_of(self.at),
            target_on=None,
            target_text=self.sealed(revision, "Once the law is in force"),
            links=tuple(
                Linked(recommendation_id=row, mandate=MANDATE) for row in rows or (ONE, TWO)
            ),
        )
        return revision

    def _whose(self) -> tuple[str, str | None]:
        if self.owner.has(Role.GOVERNMENT):
            return "government", STATE
        team = self.owner.has(Role.UN_PARTNER)
        return ("unct", STATE) if team else ("nhri", self.owner.organisation_id)

    def measured(self, title: str = "Cells with windows", days: int = 10) -> None:
        first = day_of(self.at) + timedelta(days=days)
        self.ask(
            DefineIndicator,
            self.owner,
            seen=self.state.step,
            indicator_id=self.indicator_id,
            title=self.sealed(self.indicator_id, title),
            unit=self.sealed(self.indicator_id, "cells"),
            baseline="4",
            target="26.5",
            starts_on=first,
            ends_on=first + timedelta(days=400),
            every_months=6,
        )

    def reported(self, text: str = "Counted in spring", days: int = 10, value: str = "12") -> str:
        report_id = str(derive_id("value", self.name, text))
        self.ask(
            ReportIndicator,
            self.owner,
            seen=self.state.step,
            indicator_id=self.indicator_id,
            due_on=day_of(self.at) + timedelta(days=days),
            report_id=report_id,
            value=value,
            text=self.sealed(report_id, text),
        )
        return report_id

    def progress(self, text: str, percent: int | None = 100) -> str:
        report_id = str(derive_id("progress", self.name, text))
        self.ask(
            ReportProgress,
            self.owner,
            seen=self.state.step,
            report_id=report_id,
            percent=percent,
            text=self.sealed(report_id, text),
        )
        return report_id

    def published(self, by: Actor | None = None) -> None:
        manager = FOCAL if self.owner is FOCAL else MANAGER
        self.ask(PublishAction, by or manager, seen=self.state.step)

    def ask(self, kind: type, by: Actor, /, **also: Any) -> None:
        command = kind(action_id=self.action_id, **also)
        facts = ACTION.decide(command, Asked(at=self.at, by=by), self.state)
        assert facts, command
        self.state = ACTION.fold(facts, self.state)
        self._tell(*facts)

    def sealed(self, item_id: str, text: str) -> Sealed:
        return self.vault.seal(f"followupaction-{item_id}", text)

    def _tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=fact,
                    id=derive_id("action fact", self.told),
                    stream=f"followupaction-{fact.action_id}",
                    position=self.told,
                    recorded_at=self.at,
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], arrived)
