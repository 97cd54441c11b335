"""Reprisal cases in a portal of a test, as the service tells of them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.reprisals.found import subject_of
from portal.followup.reprisals.read_model import CASES
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_erasure import CaseTextErased
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.followup import reprisals as said
from tests.support.ready import ready
from tests.support.twice import twice

TEXT = "Quib words"

ERASED = CaseTextErased(
    what="reprisal",
    item_id="",
    erasure_id=str(derive_id("erasure", 1)),
    basis="consent",
    asked_by="person",
    erased_by="somebody",
    erased_at=AT,
)


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
            self.arrives(replace(fact, case_id=case_id, **texts), f"reprisalcase-{case_id}")

    def erased(self, case_id: str) -> None:
        """Tell that data protection has erased this case."""
        self.told += 1
        self.arrives(replace(ERASED, item_id=case_id), f"caseerasure-{subject_of(case_id)}")

    def arrives(self, fact: Any, stream: str) -> None:
        twice(self.appliers, [published(fact, stream, self.told)])


def published(fact: Any, stream: str, number: int) -> Published:
    return Published(
        fact=fact,
        id=derive_id("reprisal fact", number),
        stream=stream,
        position=number,
        recorded_at=AT + timedelta(seconds=number),
        correlation_id=derive_id("case", 1),
        actor="somebody",
        traceparent=None,
        topic=FOLLOWUP.topic,
        partition=0,
        offset=number,
    )
