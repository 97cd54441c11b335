"""A consultation with its people, as the service decides it, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.consultations import whose
from portal.stakeholders.consultations.read_model import CONSULTATIONS
from services.stakeholders.consultation.commands import Command
from services.stakeholders.consultation.decide import CONSULTATION
from shared.contracts.stakeholders_consultation_commands import (
    Answer,
    AnswerProposals,
    CallConsultation,
    GroupProposals,
    PublishOutcome,
    SubmitProposal,
    WithdrawProposal,
)
from shared.contracts.stakeholders_consultations import Call, Fact
from shared.core.actor import Actor, Asked
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.organisations import register_id
from shared.reference.sessions import CATEGORIES
from tests.support.ready import ready
from tests.support.sessions import NOW, OFFICER
from tests.support.twice import of_stakeholders, twice

DAY = timedelta(days=1)


def named(number: int | str) -> str:
    return str(derive_id("consultation of a test", number))


@dataclass(slots=True)
class Forum:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    also: list[Applier] = field(default_factory=list)
    told: int = 0
    states: dict[str, Any] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [CONSULTATIONS])

    def called(
        self,
        number: int | str = 1,
        *,
        opens: datetime = NOW - 20 * DAY,
        closes: datetime = NOW + 20 * DAY,
        **also: Any,
    ) -> str:
        consultation_id = named(number)
        call = {
            "title": "Working methods",
            "question": "What helps you to take part?",
            "audience": ("ngo", "nhri"),
            "visible": "at_once",
        }
        command = CallConsultation(
            consultation_id=consultation_id,
            call=Call(opens_at=opens, closes_at=closes, **{**call, **also}),
        )
        self.do(command, OFFICER, at=opens - DAY)
        return consultation_id

    def proposes(
        self,
        consultation_id: str,
        author_id: str,
        text: str = "A page that can be read aloud",
        *,
        organisation_id: str | None = None,
        at: datetime = NOW - 10 * DAY,
        **also: Any,
    ) -> str:
        """Let somebody propose something, and return the proposal's id."""
        proposal_id = str(derive_id("proposal of a test", consultation_id, author_id, text))
        of = f"{consultation_id}/{register_id(organisation_id)}" if organisation_id else None
        given = {"category": "ngo", "language": "en", "consent": "named", **also}
        command = SubmitProposal(
            consultation_id=consultation_id,
            proposal_id=proposal_id,
            organisation=of and self.vault.pseudonym("proposals", of),
            text=self.vault.seal(whose.subject_of(proposal_id), text),
            **given,
        )
        author = Actor(actor_id=author_id, roles=frozenset({CATEGORIES[command.category]}))
        self.do(command, author, at=at)
        return proposal_id

    def withdraws(self, consultation_id: str, proposal_id: str, author_id: str) -> None:
        command = WithdrawProposal(consultation_id=consultation_id, proposal_id=proposal_id)
        self.do(command, Actor(actor_id=author_id, roles=frozenset({Role.NGO_MEMBER})))

    def grouped(self, consultation_id: str, *proposal_ids: str, title: str = "Pages") -> str:
        group_id = str(derive_id("group of a test", title))
        sealed = self.vault.seal(whose.title_subject(consultation_id), title)
        command = GroupProposals(
            consultation_id=consultation_id,
            group_id=group_id,
            title=sealed,
            proposal_ids=proposal_ids,
        )
        self.do(command, OFFICER)
        return group_id

    def answered(
        self, consultation_id: str, *proposal_ids: str, text: str = "We do it", code: str = "partly"
    ) -> None:
        answers = tuple(
            Answer(proposal_id=one, text=self.vault.seal(whose.subject_of(one), text))
            for one in proposal_ids
        )
        command = AnswerProposals(consultation_id=consultation_id, code=code, answers=answers)
        self.do(command, OFFICER)

    def published(self, consultation_id: str, outcome: str = "What we change") -> None:
        self.do(PublishOutcome(consultation_id=consultation_id, outcome=outcome), OFFICER)

    def do(self, command: Command, by: Actor, *, at: datetime = NOW) -> list[Fact]:
        of = command.consultation_id
        state = self.states.get(of, CONSULTATION.initial)
        facts = list(CONSULTATION.decide(command, Asked(at=at, by=by), state))
        self.states[of] = CONSULTATION.fold(facts, state)
        numbered = enumerate(facts, self.told + 1)
        self.told += len(facts)
        arrived = [of_stakeholders(one, n, f"consultation-{of}", at) for n, one in numbered]
        twice([self.applier, *self.also], arrived)
        return facts
