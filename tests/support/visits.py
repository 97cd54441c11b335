"""Visit files in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.visits.found import subject_of
from portal.followup.visits.read_model import VISITS
from services.followup.visit_file.decide import VISIT_FILE
from services.followup.visit_file.state import File, stands, step_of
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_commands import OnFile
from shared.contracts.followup_visits import Document, Letter, VisitLetterDecided, Window
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.visits import visit_file_id
from tests.support.ready import ready
from tests.support.twice import twice

REFERENCE, NOTE = "Zora note 7", "Quib remark"


def holder_of(mandate: str) -> Actor:
    return Actor(
        actor_id="holder-1",
        roles=frozenset({Role.MANDATE_HOLDER}),
        mandates=frozenset({mandate}),
    )


@dataclass(slots=True)
class Visits:
    """Decides as a holder of the mandate, who may log and decide everything."""

    engine: Engine
    vault: Vault
    at: datetime
    told: int = 0
    reference: str = REFERENCE
    note: str = NOTE
    states: dict[str, File] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [VISITS])

    @property
    def today(self) -> date:
        return day_of(self.at)

    def document(self, ago: int, **also: Any) -> Document:
        """``ago``: days, of a letter with a reference and a note."""
        self.told += 1
        document_id = str(derive_id("visit document", self.told))
        subject = subject_of(document_id)
        on = self.today - timedelta(days=ago)
        given: dict[str, Any] = {
            "document_id": document_id,
            "dated_on": on,
            "passed_on": on,
            "channel": "mission",
            "reference": self.vault.seal(subject, self.reference),
            "note": self.vault.seal(subject, self.note),
        }
        return Document(**{**given, **also})

    def window(self, days: int = 100) -> Window:
        first = self.today + timedelta(days=days)
        return Window(first=first, last=first + timedelta(days=7))

    def log(
        self,
        kind: type,
        state: str = "KEN",
        mandate: str = "sr-torture",
        /,
        *,
        ago: int,
        **also: Any,
    ) -> str:
        """Log a document; return its id."""
        paper = self.document(ago)
        self.ask(kind, state, mandate, document=paper, **also)
        return paper.document_id

    def ask(
        self, kind: type, state: str = "KEN", mandate: str = "sr-torture", /, **also: Any
    ) -> None:
        file_id = visit_file_id(mandate, state)
        before = self.states.get(file_id, File())
        command = kind(mandate=mandate, state=state, seen=before.steps, **also)
        facts = VISIT_FILE.decide(command, Asked(at=self.at, by=holder_of(mandate)), before)
        self.states[file_id] = VISIT_FILE.fold(facts, before)
        self.tell(*facts)

    def filed(
        self, fact: type, state: str = "KEN", mandate: str = "sr-torture", /, **also: Any
    ) -> None:
        """A fact of the file that no person asks for."""
        file_id = visit_file_id(mandate, state)
        before = self.states.get(file_id, File())
        asked = Asked(at=self.at, by=holder_of(mandate))
        step = step_of(OnFile(mandate=mandate, state=state, seen=0), asked)
        facts = stands(before, fact(**step, **also))
        self.states[file_id] = VISIT_FILE.fold(facts, before)
        self.tell(*facts)

    def decided(self, letter: Letter, state: str = "KEN", mandate: str = "sr-torture") -> None:
        """A holder decided on a letter, as it was before its text was approved here."""
        self.filed(VisitLetterDecided, state, mandate, letter=letter)

    def tell(self, *facts: Any, by: str = "account-1") -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=replace(fact, done_by=by) if hasattr(fact, "done_by") else fact,
                    id=derive_id("visit fact", self.told),
                    stream=f"visitfile-{fact.visit_file_id}",
                    position=self.told,
                    recorded_at=self.at,
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], arrived)
