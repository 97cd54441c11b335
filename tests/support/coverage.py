"""Coverage of States, as the service decides it, in the portal's tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.committee.coverage.read_model import COVERAGE as TABLES
from services.stakeholders.coverage import COVERAGE, Heard
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.contracts.stakeholders_coverage import CoverageValue
from shared.contracts.stakeholders_coverage_commands import (
    AdoptStandardSet,
    Command,
    RecordCoverageValues,
)
from shared.core.actor import Actor, Asked
from shared.core.geneva import start_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from shared.reference.coverage import COVERAGE_CLOCK, on_record, standards
from tests.approvals.statements import ISSUED, WITHDRAWN
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
MEMBER = Actor(actor_id="member", roles=frozenset({Role.COORDINATION_COMMITTEE}))
SOURCE = "https://www.example.org/visits"


def visit(
    name: str, last: str, *states: str, mandates: tuple[str, ...] = ("sr-torture",), **also: Any
) -> StatementIssued:
    """A statement at the end of a visit, issued on its last day."""
    told = {
        "statement_id": str(derive_id("statement on a visit", name)),
        "kind": "end_of_mission",
        "mandates": mandates,
        "states": states,
        "visit_from": date.fromisoformat(last) - timedelta(days=9),
        "visit_to": date.fromisoformat(last),
        "first_issued_at": start_of(date.fromisoformat(last)),
        "issued_at": start_of(date.fromisoformat(last)),
    }
    return replace(ISSUED, **{**told, **also})


def no_visit(name: str) -> StatementWithdrawn:
    """It is taken back."""
    of = str(derive_id("statement on a visit", name))
    return replace(WITHDRAWN, statement_id=of, first_issued_at=NOW)


@dataclass(slots=True)
class States:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    told: int = 4_000_000
    facts: dict[str, list[Heard]] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [TABLES])

    def adopted(self, *keys: str, at: datetime = NOW) -> None:
        """Adopt a set: of these standards, or of all of them."""
        version = len(self.facts.get("coverage-set", ())) + 1
        self.do(AdoptStandardSet(version=version, standards=keys or tuple(standards())), at=at)

    def recorded(self, standard: str, *, on: date = date(2026, 10, 1), **answers: str) -> None:
        values = tuple(
            CoverageValue(state=state, value=value, source=SOURCE, dated_on=on)
            for state, value in answers.items()
        )
        known = COVERAGE.fold(self.facts.get(f"coverage-of-{standard}", ())).answers
        seen = on_record(known, answers)
        self.do(RecordCoverageValues(standard=standard, seen=seen, values=values, via="sheet"))

    def heard(self, *facts: Any, at: datetime = NOW) -> None:
        """Hear these facts of approvals, of what is public."""
        for fact in facts:
            self.told += 1
            one = of_stakeholders(fact, self.told, "approvals-1", at)
            twice([self.applier], [replace(one, topic=APPROVALS.topic)])

    def taken(self, command: Any, *, at: datetime = NOW) -> None:
        self.do(command, by=COVERAGE_CLOCK, at=at)

    def do(self, command: Command, *, by: Actor = MEMBER, at: datetime = NOW) -> Sequence[Heard]:
        """Return what was decided."""
        stream = COVERAGE.stream(command)
        before = self.facts.setdefault(stream, [])
        state = COVERAGE.fold(before)
        for other in COVERAGE.consults(command, state):
            state = COVERAGE.fold(self.facts.get(other, ()), state)
        facts = COVERAGE.decide(command, Asked(at=at, by=by), state)
        before.extend(facts)
        for fact in facts:
            self.told += 1
            twice([self.applier], [of_stakeholders(fact, self.told, stream, at)])
        return facts
