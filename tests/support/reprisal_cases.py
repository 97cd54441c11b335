"""Reprisal cases in a portal of a test, as the service tells of them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.reprisals.found import subject_of
from portal.followup.reprisals.read_model import CASES
from shared.contracts.followup import FOLLOWUP
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.followup import reprisals as said
from tests.support.ready import ready
from tests.support.twice import twice

TEXT = "Quib words"


@dataclass(slots=True)
class ReprisalCases:
    engine: Engine
    vault: Vault
    told: int = 0
    text: str = TEXT
    appliers: list[Applier] = field(init=False)

    def __post_init__(self) -> None:
        self.appliers = ready(self.engine, [CASES])

    def upto(self, last: Any, **also: Any) -> str:
        """Tell of a case until this fact. ``also``: of the report."""
        case_id = str(derive_id("reprisal case of a test", self.told))
        self.tell(case_id, replace(said.REPORTED, **also))
        for fact in said.FACTS[1 : said.FACTS.index(last) + 1]:
            self.tell(case_id, fact)
        return case_id

    def tell(self, case_id: str, *facts: Any) -> None:
        """Tell of these with their texts sealed."""
        for fact in facts:
            self.told += 1
            texts = {
                name: self.vault.seal(subject_of(case_id), self.text)
                for name in fact.__dataclass_fields__
                if isinstance(getattr(fact, name), Sealed)
            }
            twice(self.appliers, [self._published(replace(fact, case_id=case_id, **texts))])

    def _published(self, fact: Any) -> Published:
        return Published(
            fact=fact,
            id=derive_id("reprisal fact", self.told),
            stream=f"reprisalcase-{fact.case_id}",
            position=self.told,
            recorded_at=AT + timedelta(seconds=self.told),
            correlation_id=derive_id("case", 1),
            actor="somebody",
            traceparent=None,
            topic=FOLLOWUP.topic,
            partition=0,
            offset=self.told,
        )
