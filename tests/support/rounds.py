"""Follow-up rounds in a portal of a test, as the service rules on them, each fact twice."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.rounds.read_model import ROUNDS
from services.followup.round.decide import ROUND
from services.followup.round.state import Round
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_round_commands import (
    AskForFollowUp,
    CommentOnTable,
    CompileTable,
    DescribeSituation,
    KeepAnswer,
    OpenFollowUpRound,
    PublishTable,
    SendTable,
    SubmitAnswers,
)
from shared.contracts.followup_rounds import Situation, Step
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.facts.kafka import Published
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from shared.reference.country_teams import team_of
from tests.support import followup
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of

MANDATE, STATE = "sr-torture", "CHE"
ONE, TWO = followup.RECOMMENDATION, str(derive_id("recommendation", "of a round"))
HOLDER = holder_of(MANDATE)
GOVERNMENT = Actor(
    actor_id="government-1", roles=frozenset({Role.GOVERNMENT}), states=frozenset({STATE})
)


def organisation(code: str, role: Role = Role.NGO_MEMBER) -> Actor:
    return Actor(actor_id=f"person of {code}", roles=frozenset({role}), organisation_id=code)


NGO, OTHER = organisation("org-1"), organisation("org-2")
NHRI = organisation("nhri-1", Role.CONTACT_POINT)
TEAM = Actor(actor_id="partner-1", roles=frozenset({Role.UN_PARTNER}), states=frozenset({STATE}))


@dataclass(slots=True)
class Rounds:
    """One round on two recommendations: the first is public, the second shared with all asked."""

    engine: Engine
    vault: Vault
    at: datetime
    told: int = 0
    name: str = "a round"
    year: int = 2026
    state: Round = field(default_factory=Round)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [ROUNDS])

    @property
    def round_id(self) -> str:
        return str(derive_id("round of a portal", self.name))

    def recommend(self, letter: str | None = None, *since: object) -> None:
        facts = []
        for row, text in ((ONE, "Open the cells."), (TWO, "Film each questioning.")):
            sealed = self.vault.seal(f"recommendation-{row}", text)
            one = followup.issued(row, text=sealed, communication_id=letter)
            facts += [one, *([followup.published(one)] if row == ONE else [])]
            facts += [followup.shared(code, row) for code in ("org-1", "org-2", "nhri-1")]
        followup.tell(self.engine, RECOMMENDATIONS, [*facts, *since])

    def opened(self, *codes: str, days: int = 60) -> None:
        self.ask(
            OpenFollowUpRound,
            HOLDER,
            mandate=MANDATE,
            state=STATE,
            scope="state",
            year=self.year,
            rows=(ONE, TWO),
            due_on=day_of(self.at) + timedelta(days=days),
        )
        for code in codes:
            kind = "nhri" if code.startswith("nhri") else "ngo"
            self.ask(AskForFollowUp, HOLDER, kind=kind, organisation_id=code, remind=True)

    def describe(self, text: str) -> None:
        situation_id = str(derive_id("situation", self.name))
        sealed = self.sealed(situation_id, text)
        self.ask(
            DescribeSituation,
            HOLDER,
            recommendation_id=ONE,
            situation_id=situation_id,
            text=sealed,
        )

    def keep(self, by: Actor, text: str, row: str = ONE, wish: Any = "publish") -> str:
        answer_id = str(derive_id("answer", self.name, by.actor_id, text))
        self.ask(
            KeepAnswer,
            by,
            seen=self.steps_of(by),
            recommendation_id=row,
            answer_id=answer_id,
            text=self.sealed(answer_id, text),
            wish=wish,
        )
        return answer_id

    def submit(self, by: Actor, name: str = "") -> None:
        submission_id = str(derive_id("sent", self.name, by.actor_id, self.steps_of(by)))
        sealed = self.sealed(submission_id, name) if name else None
        seen = self.steps_of(by)
        self.ask(SubmitAnswers, by, seen=seen, submission_id=submission_id, name=sealed)

    def compile(self, *left_out: str) -> None:
        answers = tuple(sorted(self.state.answers))
        self.ask(CompileTable, HOLDER, answers=answers, left_out=left_out)

    def send(self) -> None:
        due = day_of(self.at) + timedelta(days=30)
        self.ask(SendTable, HOLDER, version=self.state.version, due_on=due)

    def comment(self, text: str) -> None:
        comment_id = str(derive_id("comment", self.name, text))
        sealed = self.sealed(comment_id, text)
        self.ask(
            CommentOnTable,
            GOVERNMENT,
            version=self.state.sent,
            comment_id=comment_id,
            text=sealed,
        )

    def publish(self, said: str = "Said in public.") -> None:
        """Publish the table; who lets its name be shown is called Org one.

        The State has commented on it, so that nobody waits for its last day.
        """
        if self.state.commented != self.state.version:
            self.comment(f"Nothing to add to version {self.state.version}.")
        steps = tuple(
            Step(
                recommendation_id=cell.recommendation_id,
                answer_id=cell.answer_id,
                kind=cell.kind,
                name="Org one" if cell.named else None,
                text=f"{said} ({cell.kind})",
            )
            for cell in self.state.cells
        )
        was = (Situation(recommendation_id=ONE, text="It was dark."),)
        self.ask(
            PublishTable,
            HOLDER,
            version=self.state.version,
            symbol="A/HRC/64/52/Add.3",
            situations=was,
            steps=steps,
        )

    def steps_of(self, by: Actor) -> int:
        code = team_of(STATE) if by is TEAM else by.organisation_id
        mine = [one.steps for one in self.state.providers.values() if one.organisation_id == code]
        return mine[0] if mine else 0

    def ask(self, kind: type, by: Actor, /, **also: Any) -> None:
        command = kind(round_id=self.round_id, **also)
        facts = ROUND.decide(command, Asked(at=self.at, by=by), self.state)
        assert facts, command
        self.state = ROUND.fold(facts, self.state)
        self._tell(*facts)

    def sealed(self, item_id: str, text: str) -> Sealed:
        return self.vault.seal(f"followupround-{item_id}", text)

    def _tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(
                Published(
                    fact=replace(fact, done_by="account-1"),
                    id=derive_id("round fact", self.told),
                    stream=f"followupround-{fact.round_id}",
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
