"""The training register in a portal of a test, as the service tells of it, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.homes.trainings.found import subject_of
from portal.homes.trainings.read_model import TRAININGS
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import trainings as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

PLACE, TRAINERS, TEXT, ITEM = "Quib room", "Zora Trainer", "Nonce said", "Gribble list"
FOUND = "Vorpal handouts"


@dataclass(slots=True)
class Trainings:
    """``now``: by the portal's clock. ``steps``: of each event. ``history``: all that was told."""

    engine: Engine
    vault: Vault
    now: datetime
    told: int = 0
    steps: dict[str, int] = field(default_factory=dict)
    history: list[Any] = field(default_factory=list)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [TRAININGS])

    def tell(self, fact: Any, training_id: str, **also: Any) -> None:
        self.told += 1
        self.steps[training_id] = step = self.steps.get(training_id, 0) + 1
        made = replace(fact, **{"training_id": training_id, "step": step, **also})
        self.history.append(made)
        twice([self.applier], [of_stakeholders(made, self.told, f"training-{training_id}", AT)])

    def seal(self, training_id: str, text: str) -> Sealed:
        return self.vault.seal(subject_of(training_id), text)

    def planned(
        self,
        days: int = 7,
        audience: str = "unct",
        state: str | None = "KEN",
        *,
        place: str = PLACE,
        trainers: str = TRAINERS,
        **also: Any,
    ) -> str:
        """Tell of an event that begins in so many days, for two days; return it."""
        training_id = str(derive_id("training of a test", self.told))
        first = day_of(self.now) + days * said.DAY
        details = replace(
            said.DETAILS,
            audience=audience,
            state=state,
            first=first,
            last=first + said.DAY,
            place=self.seal(training_id, place),
            trainers=self.seal(training_id, trainers),
        )
        self.tell(said.PLANNED, training_id, details=details, **also)
        return training_id

    def held(self, days: int = -7, *, modules: tuple[Any, ...] = (), **also: Any) -> str:
        training_id = self.planned(days, **also)
        self.tell(said.HELD, training_id, modules=modules)
        return training_id

    def evaluated(self, training_id: str, text: str = TEXT) -> None:
        self.tell(said.EVALUATED, training_id, text=self.seal(training_id, text))

    def found(self, training_id: str, text: str = FOUND, **also: Any) -> str:
        """Tell of a finding; return it."""
        finding_id = str(derive_id("finding of a test", self.told))
        sealed = self.seal(training_id, text)
        self.tell(said.FOUND, training_id, finding_id=finding_id, text=sealed, **also)
        return finding_id

    def item(self, training_id: str, owner_id: str, text: str = ITEM, **also: Any) -> str:
        item_id = str(derive_id("item of a test", self.told))
        of = {"due_on": day_of(self.now) + 5 * said.DAY, "owner_id": owner_id, **also}
        sealed = self.seal(training_id, text)
        self.tell(said.OPENED, training_id, item_id=item_id, text=sealed, **of)
        return item_id
