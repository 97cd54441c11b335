"""The planning board in a portal of a test, as the service tells of it, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.plans.found import subject_of
from portal.committee.plans.read_model import PLANS
from shared.core.message import derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import plans as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

TEXT = "Quib comment"
FIRST, LAST = date(2027, 1, 20), date(2027, 1, 29)
"""After the day of the portal of a test."""
MOVED = replace(said.MOVED, first=FIRST + timedelta(days=7), last=LAST + timedelta(days=7))


@dataclass(slots=True)
class Board:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [PLANS])

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "committeeplans-all", AT))
        twice([self.applier], arrived)

    def planned(self, mandate: str = "wgad", state: str = "KEN", **changed: Any) -> str:
        """Tell of a plan of this mandate; return it."""
        plan_id = str(derive_id("plan of a test", mandate, state, self.told))
        of = {"plan_id": plan_id, "mandate": mandate, "state": state}
        given: dict[str, Any] = {"first": FIRST, "last": LAST, **of, **changed}
        self.tell(replace(said.PLANNED, **given))
        return plan_id

    def clash(self, one: str, mandate: str, other: str, other_mandate: str, **also: Any) -> None:
        """Flag that ``one`` clashes with ``other``, each of its mandate."""
        of = {"plan_id": one, "mandate": mandate, **also}
        self.tell(replace(said.CLASH, other_id=other, other_mandate=other_mandate, **of))

    def step(self, fact: Any, plan_id: str, **changed: Any) -> None:
        self.tell(replace(fact, plan_id=plan_id, **changed))

    def comment(self, plan_id: str, text: str = TEXT, **changed: Any) -> None:
        comment_id = str(derive_id("comment of a test", plan_id, self.told))
        sealed = self.vault.seal(subject_of(plan_id), text)
        given = {"plan_id": plan_id, "comment_id": comment_id, "text": sealed, **changed}
        self.tell(replace(said.COMMENTED, **given))
