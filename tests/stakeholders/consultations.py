"""A consultation of the tests, its people, and its facts."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.stakeholders.consultation.commands import Command
from services.stakeholders.consultation.decide import CONSULTATION
from services.stakeholders.consultation.state import Consultation
from shared.contracts.stakeholders_consultation_commands import (
    Answer,
    AnswerProposals,
    CallConsultation,
    CancelConsultation,
    ExtendConsultation,
    GroupProposals,
    PublishOutcome,
    SubmitProposal,
    WithdrawProposal,
)
from shared.contracts.stakeholders_consultations import Call, ConsultationCalled, Fact
from shared.core.actor import Actor, Asked, system
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.stakeholders.sessions import person

ID = str(derive_id("consultation", 1))
OPENS, CLOSES = AT + timedelta(days=1), AT + timedelta(days=15)
OPEN, OVER = OPENS + timedelta(hours=1), CLOSES + timedelta(hours=1)
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
CLOCK = system("registry")
GROUP = str(derive_id("group", 1))
TITLE = Sealed(f"consultation-{ID}", "dGl0bGU")

CALLED_FOR = Call(
    title="Working methods",
    question="What helps you to take part?",
    opens_at=OPENS,
    closes_at=CLOSES,
    audience=("ngo", "nhri"),
    visible="after_close",
)
CALL = CallConsultation(consultation_id=ID, call=CALLED_FOR)
CALLED = ConsultationCalled(
    consultation_id=ID, call=CALLED_FOR, called_by="officer-1", called_at=AT
)
EXTEND = ExtendConsultation(consultation_id=ID, closes_at=CLOSES + timedelta(days=7))
CANCEL = CancelConsultation(consultation_id=ID, code="superseded")
OUTCOME = PublishOutcome(consultation_id=ID, outcome="What we change")


def of(name: str) -> str:
    return str(derive_id("proposal", name))


def propose(name: str, **changed: Any) -> SubmitProposal:
    """Return the command by which a person makes the proposal of this name."""
    standard = SubmitProposal(
        consultation_id=ID,
        proposal_id=of(name),
        organisation=f"pseudonym-{name}",
        category="ngo",
        text=Sealed(f"proposal-{of(name)}", "dGV4dA"),
        language="en",
        consent="named",
    )
    return replace(standard, **changed)


def withdraw(name: str) -> WithdrawProposal:
    return WithdrawProposal(consultation_id=ID, proposal_id=of(name))


def group(*names: str, group_id: str = GROUP, title: Sealed = TITLE) -> GroupProposals:
    ids = tuple(of(name) for name in names)
    return GroupProposals(consultation_id=ID, group_id=group_id, title=title, proposal_ids=ids)


def answer(*names: str, code: str = "taken_up", text: str | None = "YW5zd2Vy") -> AnswerProposals:
    answers = tuple(
        Answer(proposal_id=of(name), text=Sealed(f"proposal-{of(name)}", text) if text else None)
        for name in names
    )
    return AnswerProposals(consultation_id=ID, code=code, answers=answers)


class Story:
    """A consultation as it goes on: each command is decided on what came of those before."""

    def __init__(self, **called: Any) -> None:
        self.at = AT
        self.facts: list[Fact] = []
        self.state = CONSULTATION.initial
        self.do(replace(CALL, call=replace(CALLED_FOR, **called)), OFFICER, at=AT)
        self.at = OPEN

    def do(
        self, command: Command, by: Actor = OFFICER, *, at: datetime | None = None
    ) -> list[Fact]:
        """Decide it at this time: a second after the command before, if nothing is said."""
        self.at = at or self.at + timedelta(seconds=1)
        facts = list(CONSULTATION.decide(command, Asked(at=self.at, by=by), self.state))
        self.state = CONSULTATION.fold(facts, self.state)
        self.facts += facts
        return facts

    def proposes(self, *names: str, **changed: Any) -> "Story":
        for name in names:
            self.do(propose(name, **changed), person(name))
        return self

    def closes(self) -> "Story":
        self.at = max(self.at, self.consultation.closes_at)
        return self

    @property
    def consultation(self) -> Consultation:
        assert isinstance(self.state, Consultation)
        return self.state


EVERY: tuple[tuple[Any, Actor, datetime], ...] = (
    (CALL, OFFICER, AT),
    (propose("ann"), person("ann"), OPEN),
    (propose("ben"), person("ben"), OPEN),
    (EXTEND, OFFICER, OPEN),
    (withdraw("ben"), person("ben"), OPEN),
    (group("ann"), OFFICER, OVER + timedelta(days=8)),
    (answer("ann"), OFFICER, OVER + timedelta(days=8)),
    (OUTCOME, OFFICER, OVER + timedelta(days=8)),
)
"""Each command but the cancelling once, in an order in which each of them changes something."""
