"""Questions to the Committee in a portal of a test, as the service tells of them, each twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine

from portal.committee.committee_advice.found import subject_of
from portal.committee.committee_advice.read_model import COMMITTEE_ADVICE
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import committee_advice as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice


@dataclass(slots=True)
class Questions:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [COMMITTEE_ADVICE])

    def asked(self, by: str = "chief", text: str = "Quib question", **also: Any) -> str:
        request_id = str(derive_id("question of a test", self.told))
        self.tell(said.ASKED, request_id, question=text, asked_by=by, **also)
        return request_id

    def tell(self, fact: Any, request_id: str, **also: Any) -> None:
        """Tell of this, with a text of these sealed."""
        texts = {
            name: self.vault.seal(subject_of(request_id), value)
            for name, value in also.items()
            if value is not None and name in ("question", "advice", "reason", "dissent")
        }
        self.told += 1
        one = replace(fact, request_id=request_id, **{**also, **texts})
        twice([self.applier], [of_stakeholders(one, self.told, "committeeadvice-1", AT)])
