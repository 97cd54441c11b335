"""Procedures in a portal of a test, as facts in its tables."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.sops import found
from portal.committee.sops.read_model import SOPS
from shared.contracts.stakeholders_sops import SopAcknowledged
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import test_sops as facts
from tests.support.meetings import NOW
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

TODAY = day_of(NOW)
DAY = timedelta(days=1)


def named(number: int | str) -> str:
    return str(derive_id("sop of a test", number))


@dataclass(slots=True)
class Sops:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [SOPS])

    def drafted(
        self, number: int | str = 1, title: str = "Zora title", text: str = "Quib text", **also: Any
    ) -> str:
        sop_id = named(number)
        texts = {"title": self.seal(sop_id, title), "text": self.seal(sop_id, text)}
        self.tell(facts.DRAFTED, sop_id=sop_id, drafted_at=NOW, **texts, **also)
        return sop_id

    def adopted(self, sop_id: str, version: int = 1, *, on: date = TODAY - 9 * DAY) -> None:
        self.tell(facts.ADOPTED, sop_id=sop_id, version=version, adopted_on=on, in_force_on=on)

    def commented(self, sop_id: str, text: str) -> None:
        sealed = self.seal(sop_id, text)
        self.tell(facts.COMMENTED, sop_id=sop_id, text=sealed, commented_at=NOW)

    def deviated(self, sop_id: str, mandate: str, reason: str) -> None:
        sealed = self.seal(sop_id, reason)
        self.tell(facts.DEVIATED, sop_id=sop_id, mandate=mandate, from_on=TODAY, reason=sealed)

    def ended(self, sop_id: str, mandate: str) -> None:
        self.tell(facts.ENDED, sop_id=sop_id, mandate=mandate, from_on=TODAY, last=TODAY)

    def read(self, sop_id: str, reader: str) -> None:
        fact = SopAcknowledged(sop_id=sop_id, version=1, reader=reader, read_at=NOW)
        self.tell(fact)

    def published(self, sop_id: str, version: int = 1) -> None:
        self.tell(facts.PUBLISHED, sop_id=sop_id, version=version)

    def unpublished(self, sop_id: str, version: int = 1) -> None:
        self.tell(facts.UNPUBLISHED, sop_id=sop_id, version=version)

    def tell(self, fact: Any, **also: Any) -> None:
        self.told += 1
        one = of_stakeholders(replace(fact, **also), self.told, "committeesops-all", NOW)
        twice([self.applier], [one])

    def seal(self, sop_id: str, text: str) -> Sealed:
        return self.vault.seal(found.subject_of(sop_id), text)
