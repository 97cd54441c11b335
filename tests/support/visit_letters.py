"""Letters about visits in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.followup.visits.read_model import VISITS
from services.followup.visit_letter.decide import VISIT_LETTER
from services.followup.visit_letter.state import Absent, State
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    DraftVisitLetter,
    LeaveVisitLetter,
    RequestVisitLetterApproval,
    RequestVisitLetterChanges,
    ReviseVisitLetter,
    SendVisitLetter,
)
from shared.contracts.followup_visit_letters import Asking, fingerprint
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import twice

TEXT = "Zimt words of a request"
ONE, TWO = "sr-torture", "sr-water"


@dataclass(slots=True)
class Letters:
    engine: Engine
    vault: Vault
    at: datetime
    told: int = 7_000_000  # after all that was told
    states: dict[str, State] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [VISITS])

    def letter_id(self, name: str) -> str:
        return str(derive_id("visit letter of a test", name))

    def seal(self, name: str, text: str) -> Sealed:
        return self.vault.seal(f"visitletter-{self.letter_id(name)}", text)

    def drafted(
        self, name: str, *mandates: str, state: str = "KEN", letter: str = "request", **also: Any
    ) -> str:
        asking = also.get("asking", Asking(kind="official") if letter == "request" else Asking())
        text, one = also.get("text", TEXT), self.letter_id(name)
        salt = self.vault.pseudonym("visitletter", one)
        command = DraftVisitLetter(
            visit_letter_id=one,
            letter=letter,  # type: ignore[arg-type]
            state=state,
            mandates=mandates or (ONE,),
            asking=asking,
            text=self.seal(name, text),
            content_hash=fingerprint(letter, state, asking, text, salt),  # type: ignore[arg-type]
        )
        self.ask(name, command)
        return one

    def awaiting(self, name: str, *mandates: str, **also: Any) -> str:
        one = self.drafted(name, *mandates, **also)
        self.exactly(name, RequestVisitLetterApproval)
        return one

    def approved(self, name: str, *mandates: str, **also: Any) -> str:
        one = self.awaiting(name, *mandates, **also)
        for mandate in mandates or (ONE,):
            self.exactly(name, ApproveVisitLetter, mandate=mandate)
        return one

    def sent(self, name: str, *mandates: str, **also: Any) -> str:
        one, on = self.approved(name, *mandates, **also), day_of(self.at)
        reference = self.seal(name, "Zora note 9")
        how: dict[str, Any] = {"mandates": mandates or (ONE,)}
        how |= {"dated_on": on, "passed_on": on, "channel": "mission", "reference": reference}
        self.exactly(name, SendVisitLetter, **how)
        return one

    def revised(self, name: str, text: str, **also: Any) -> None:
        """Another text, of which approval is asked."""
        state: Any = self.states[name]
        asking, one = also.get("asking", state.asking), self.letter_id(name)
        salt = self.vault.pseudonym("visitletter", one)
        command = ReviseVisitLetter(
            visit_letter_id=one,
            version=state.text.version,
            asking=asking,
            text=self.seal(name, text),
            content_hash=fingerprint(state.letter, state.state, asking, text, salt),
        )
        self.ask(name, command)
        self.exactly(name, RequestVisitLetterApproval)

    def exactly(self, name: str, kind: type, **also: Any) -> None:
        """Ask for what is about the present wording."""
        state: Any = self.states[name]
        text = state.text
        self.ask(
            name,
            kind(
                visit_letter_id=self.letter_id(name),
                version=text.version,
                content_hash=text.content_hash,
                **also,
            ),
        )

    def ask(self, name: str, command: Any) -> None:
        """As an officer, or as the holder, who hold every mandate here."""
        decides = ApproveVisitLetter | RequestVisitLetterChanges | LeaveVisitLetter
        holder = isinstance(command, decides)
        by = Actor(
            actor_id="holder-1" if holder else "officer-1",
            roles=frozenset({Role.MANDATE_HOLDER if holder else Role.HUMAN_RIGHTS_OFFICER}),
            mandates=frozenset({ONE, TWO}),
        )
        before = self.states.get(name, Absent())
        facts: Any = VISIT_LETTER.decide(command, Asked(at=self.at, by=by), before)
        self.states[name] = VISIT_LETTER.fold(facts, before)
        for fact in facts:
            self.told += 1
            published = Published(
                fact=fact,
                id=derive_id("visit letter fact", self.told),
                stream=f"visitletter-{fact.visit_letter_id}",
                position=self.told,
                recorded_at=self.at,
                correlation_id=derive_id("case", 1),
                actor="somebody",
                traceparent=None,
                topic=FOLLOWUP.topic,
                partition=0,
                offset=self.told,
            )
            twice([self.applier], [published])
