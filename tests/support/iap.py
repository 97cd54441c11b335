"""Internal advisory procedures in a portal of a test, as the service tells of them, each twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine

from portal.committee.iap.found import subject_of
from portal.committee.iap.read_model import IAP
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import iap as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

TEXTS = ("papers", "points", "comment", "outcome", "told")


@dataclass(slots=True)
class Procedures:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [IAP])

    def received(self, by: str = "kenya", text: str = "Quib papers", **also: Any) -> str:
        iap_id = str(derive_id("procedure of a test", self.told))
        self.tell(said.RECEIVED, iap_id, text=text, received_from=by, **also)
        return iap_id

    def tell(self, fact: Any, iap_id: str, text: str = "", **also: Any) -> None:
        """Tell of this with its text sealed: the one given, or one that names the field."""
        texts = {
            name: self.vault.seal(subject_of(iap_id), text or f"Quib {name}")
            for name in TEXTS
            if hasattr(fact, name)
        }
        self.told += 1
        one = replace(fact, iap_id=iap_id, **{**also, **texts})
        twice([self.applier], [of_stakeholders(one, self.told, "committeeiap-1", AT)])

    def upto(self, last: Any, by: str = "kenya", **also: Any) -> str:
        """Tell of a procedure until this fact."""
        iap_id = self.received(by, **also)
        for fact in said.FACTS[1 : said.FACTS.index(last) + 1]:
            self.tell(fact, iap_id)
        return iap_id
