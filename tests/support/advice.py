"""Requests for advice with their people, as the service decides them, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from portal.stakeholders.advice import whose
from portal.stakeholders.advice.read_model import ADVICE as TABLES
from services.stakeholders.advice.decide import ADVICE
from shared.contracts.stakeholders_advice import Fact
from shared.contracts.stakeholders_advice_commands import (
    AskFurther,
    AssignAdvice,
    CloseAdvice,
    Command,
    GiveAdvice,
    ReopenAdvice,
    RequestAdvice,
    WithdrawAdviceRequest,
)
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.organisations import register_id
from tests.support.sessions import NOW, OFFICER
from tests.support.twice import of_stakeholders, twice


def named(number: int | str) -> str:
    return str(derive_id("advice of a test", number))


@dataclass(slots=True)
class Counsel:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    also: list[Applier] = field(default_factory=list)
    told: int = 0
    states: dict[str, Any] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        self.applier = Applier(self.engine, TABLES)
        self.applier.prepare()

    def asked(  # what differs from one to the next
        self,
        organisation_id: str,
        by: str = "nadia",
        question: str = "What does a law on visits need?",
        *,
        number: int | str = 1,
        at: datetime = NOW,
        **also: Any,
    ) -> str:
        """Let an institution ask, and return the request's id."""
        advice_id = named(number)
        given = {"grade": "A", "topic": "law", "language": "en", **also}
        command = RequestAdvice(
            advice_id=advice_id,
            organisation=self.pseudonym(organisation_id),
            question=self.seal(advice_id, question),
            **given,
        )
        self.do(command, institution(by), at=at)
        return advice_id

    def further(self, advice_id: str, question: str, by: str = "nadia") -> None:
        asked = self.seal(advice_id, question)
        of = self.states[advice_id].organisation
        command = AskFurther(advice_id=advice_id, organisation=of, grade="B", question=asked)
        self.do(command, institution(by))

    def assigned(self, advice_id: str, officer_id: str) -> None:
        self.do(AssignAdvice(advice_id=advice_id, officer_id=officer_id), OFFICER)

    def answered(self, advice_id: str, officer_id: str, answer: str = "That visits go on") -> None:
        by = Actor(actor_id=officer_id, roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
        self.do(GiveAdvice(advice_id=advice_id, answer=self.seal(advice_id, answer)), by)

    def closed(self, advice_id: str, code: str = "answered") -> None:
        self.do(CloseAdvice(advice_id=advice_id, organisation=None, code=code), OFFICER)

    def reopened(self, advice_id: str) -> None:
        self.do(ReopenAdvice(advice_id=advice_id), OFFICER)

    def withdrawn(self, advice_id: str, by: str = "nadia") -> None:
        of = self.states[advice_id].organisation
        self.do(WithdrawAdviceRequest(advice_id=advice_id, organisation=of), institution(by))

    def pseudonym(self, organisation_id: str) -> str:
        return self.vault.pseudonym("advice", register_id(organisation_id))

    def seal(self, advice_id: str, text: str) -> Sealed:
        return self.vault.seal(whose.subject_of(advice_id), text)

    def do(self, command: Command, by: Actor, *, at: datetime = NOW) -> list[Fact]:
        of = command.advice_id
        state = self.states.get(of, ADVICE.initial)
        facts = list(ADVICE.decide(command, Asked(at=at, by=by), state))
        self.states[of] = ADVICE.fold(facts, state)
        for fact in facts:
            self.told += 1
            twice(
                [self.applier, *self.also],
                [of_stakeholders(fact, self.told, f"advice-{of}", at)],
            )
        return facts


def institution(account_id: str) -> Actor:
    return Actor(actor_id=account_id, roles=frozenset({Role.CONTACT_POINT}))
