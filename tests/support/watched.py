"""The watch-list in a portal of a test, as the service tells of it, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.situations.found import subject_of
from portal.committee.situations.read_model import SITUATIONS
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import situations as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

WHY, NOTE = "Zora reasons", "Quib review"


@dataclass(slots=True)
class Watched:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [SITUATIONS])

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "situation-1", AT))
        twice([self.applier], arrived)

    def proposed(self, state: str = "KEN", text: str = WHY, **changed: Any) -> str:
        """Tell of a situation of this State; return it."""
        situation_id = str(derive_id("situation of a test", state, self.told))
        reason = self.vault.seal(subject_of(situation_id), text)
        given = {"situation_id": situation_id, "state": state, "reason": reason, **changed}
        self.tell(replace(said.PROPOSED, **given))
        return situation_id

    def opened(self, state: str = "KEN", text: str = WHY, *, days: int = 90, **changed: Any) -> str:
        """``days``: until its review."""
        one = self.proposed(state, text, **changed)
        self.step(said.OPENED, one, review_on=day_of(AT) + timedelta(days=days))
        return one

    def step(self, fact: Any, situation_id: str, text: str = NOTE, **changed: Any) -> None:
        sealed = self.vault.seal(subject_of(situation_id), text)
        words = {name: sealed for name in ("reason", "note") if hasattr(fact, name)}
        self.tell(replace(fact, situation_id=situation_id, **words, **changed))
