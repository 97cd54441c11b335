"""The annual statistics, as the service decides them, in the portal's table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.public.packs.read_model import PACKS as TABLES
from services.stakeholders.packs import PACKS
from shared.contracts.stakeholders_pack_commands import Command
from shared.contracts.stakeholders_packs import Fact
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.followup import NOW
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))


@dataclass(slots=True)
class Packs:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    told: int = 6_000_000
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [TABLES])

    def do(self, command: Any, by: Actor = DESK, at: datetime = NOW) -> Sequence[Any]:
        """Return what was decided."""
        asked: Command = command
        stream = PACKS.stream(asked)
        before = self.facts.setdefault(stream, [])
        facts = PACKS.decide(asked, Asked(at=at, by=by), PACKS.fold(before))
        before.extend(facts)
        for fact in facts:
            self.told += 1
            twice([self.applier], [of_stakeholders(fact, self.told, stream, at)])
        return facts
