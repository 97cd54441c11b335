"""A request for advice of the tests, its people, and each of its commands."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.stakeholders.advice.decide import ADVICE
from services.stakeholders.advice.state import Advice
from shared.contracts.stakeholders_advice import AdviceRequested, Fact
from shared.contracts.stakeholders_advice_commands import (
    AskFurther,
    AssignAdvice,
    CloseAdvice,
    Command,
    GiveAdvice,
    RemindAdviser,
    ReopenAdvice,
    RequestAdvice,
    WithdrawAdviceRequest,
)
from shared.core.actor import Actor, Asked, system
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.sessions import person

ID = str(derive_id("advice", 1))
OURS = "pseudonym-nhri"
NADIA = person("nadia", Role.CONTACT_POINT)
COLLEAGUE = person("colleague", Role.CONTACT_POINT)
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
ADVISER = Actor(actor_id="adviser-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
CLOCK = system("registry")
DUE = day_of(AT) + timedelta(days=30)


def text(of: str) -> Sealed:
    return Sealed(f"advice-{ID}", of)


REQUEST = RequestAdvice(
    advice_id=ID,
    organisation=OURS,
    grade="A",
    topic="law",
    language="en",
    question=text("cXVlc3Rpb24"),
)
REQUESTED = AdviceRequested(
    advice_id=ID,
    organisation=OURS,
    topic="law",
    language="en",
    question=text("cXVlc3Rpb24"),
    due_on=DUE,
    asked_by="nadia",
    asked_at=AT,
)
FURTHER = AskFurther(advice_id=ID, organisation=OURS, grade="B", question=text("ZnVydGhlcg"))
WITHDRAW = WithdrawAdviceRequest(advice_id=ID, organisation=OURS)
ASSIGN = AssignAdvice(advice_id=ID, officer_id="adviser-1")
REMIND = RemindAdviser(advice_id=ID)
GIVE = GiveAdvice(advice_id=ID, answer=text("YW5zd2Vy"))
CLOSE = CloseAdvice(advice_id=ID, organisation=None, code="answered")
CONTENT = CloseAdvice(advice_id=ID, organisation=OURS, code="content")
REOPEN = ReopenAdvice(advice_id=ID)


class Story:
    """A request as it goes on: each command is decided on what came of those before."""

    def __init__(self, **changed: Any) -> None:
        self.at = AT
        self.facts: list[Fact] = []
        self.state = ADVICE.initial
        self.do(replace(REQUEST, **changed), NADIA)

    def do(
        self, command: Command, by: Actor = OFFICER, *, at: datetime | None = None
    ) -> list[Fact]:
        """Decide it at this time: a second after the command before, if nothing is said."""
        facts = list(ADVICE.decide(command, Asked(at=at or self.at, by=by), self.state))
        self.at = (at or self.at) + timedelta(seconds=1)
        self.state = ADVICE.fold(facts, self.state)
        self.facts += facts
        return facts

    def answered(self) -> "Story":
        self.do(ASSIGN)
        self.do(GIVE, ADVISER)
        return self

    def closed(self) -> "Story":
        self.answered().do(CLOSE)
        return self

    def withdrawn(self) -> "Story":
        self.do(WITHDRAW, NADIA)
        return self

    @property
    def advice(self) -> Advice:
        assert isinstance(self.state, Advice)
        return self.state


EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (REQUEST, NADIA, AT),
    (ASSIGN, OFFICER, AT),
    (REMIND, OFFICER, AT),
    (GIVE, ADVISER, AT),
    (CLOSE, ADVISER, AT),
    (REOPEN, OFFICER, AT),
    (replace(GIVE, answer=text("YWdhaW4")), ADVISER, AT),
    (FURTHER, COLLEAGUE, AT),
    (WITHDRAW, COLLEAGUE, AT),
)
"""Each command, in an order in which each of them changes something."""
