"""Calls for input and contributions in a portal of a test, as the service rules, each fact twice.

What senders keep in the outbox arrives when ``deliver`` is called.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select

from portal.followup.inputs.keeping import subject_of
from portal.followup.inputs.read_model import INPUTS
from portal.web.delivery.outbox import outbox
from services.followup.input.call import INPUT_CALL, Call
from services.followup.input.contribution import CONTRIBUTION, Contribution
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_input_commands import TYPES, IssueInputCall, SubmitContribution
from shared.contracts.followup_inputs import CallText
from shared.core.actor import Asked, by_contribution
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.missions import MANDATE, Missions
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.twice import twice
from tests.support.visits import holder_of


@dataclass(slots=True)
class Inputs:
    """Decides as a holder of the mandate. One mission, and calls for it."""

    portal: Pages
    missions: Missions
    told: int = 0
    calls: dict[str, Call] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    applier: Applier = field(init=False)
    arrived: set[Any] = field(default_factory=set)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.portal.engine, [INPUTS])

    def issue(self, text: str, *, public: bool = True, days: int = 28, **texts: str) -> str:
        call_id = str(derive_id("call of a portal", text))
        seal = self.portal.vault.sealer(f"inputcall-{call_id}")
        command = IssueInputCall(
            call_id=call_id,
            mission_id=self.missions.mission_id,
            mandate=MANDATE,
            closes_on=day_of(self.portal.clock()) + timedelta(days=days),
            public=public,
            texts=tuple(
                CallText(language=to, text=seal(said)) for to, said in {"en": text, **texts}.items()
            ),
        )
        self.ask_call(command)
        return call_id

    def ask_call(self, command: Any) -> None:
        state = self.calls.get(command.call_id, Call())
        now = replace(state, mission=self.missions.mission)
        facts: Any = INPUT_CALL.decide(command, self._asked(), now)
        self.calls[command.call_id] = INPUT_CALL.fold(facts, state)
        self.tell(*facts)

    def submit(self, call_id: str, text: str, *, name: str = "", publication: Any = "no") -> str:
        contribution_id = str(derive_id("contribution of a portal", text))
        seal = self.portal.vault.sealer(subject_of(contribution_id))
        command = SubmitContribution(
            contribution_id=contribution_id,
            call_id=call_id,
            language="en",
            name=seal(name) if name else None,
            text=seal(text),
            publication=publication,
        )
        self.ask(command, sender=True)
        return contribution_id

    def ask(self, command: Any, *, sender: bool = False) -> None:
        of = command.contribution_id
        state = self.contributions.get(of, Contribution())
        now = state
        if isinstance(command, SubmitContribution):
            now = replace(state, call=self.calls[command.call_id])
        asked = Asked(at=self.portal.clock(), by=by_contribution(of)) if sender else self._asked()
        facts: Any = CONTRIBUTION.decide(command, asked, now)
        self.contributions[of] = CONTRIBUTION.fold(facts, state)
        self.tell(*facts)

    def deliver(self) -> None:
        """Take what senders said from the outbox, in its order."""
        with self.portal.engine.connect() as conn:
            rows = conn.execute(select(outbox).order_by(outbox.c.created_at)).all()
        for row in rows:
            if (
                row.service == "followup"
                and row.type in TYPES
                and row.command_id not in self.arrived
            ):
                self.arrived.add(row.command_id)
                self.ask(TypeAdapter(TYPES[row.type]).validate_python(row.data), sender=True)

    def tell(self, *facts: Any) -> None:
        some = []
        for fact in facts:
            self.told += 1
            of_call = hasattr(fact, "done_by")
            some.append(
                Published(
                    fact=fact,
                    id=derive_id("input fact", self.told),
                    stream=f"inputcall-{fact.call_id}"
                    if of_call
                    else f"contribution-{fact.contribution_id}",
                    position=self.told,
                    recorded_at=self.portal.clock(),
                    correlation_id=derive_id("case", 1),
                    actor="somebody",
                    traceparent=None,
                    topic=FOLLOWUP.topic,
                    partition=0,
                    offset=self.told,
                )
            )
        twice([self.applier], some)

    def _asked(self) -> Asked:
        return Asked(at=self.portal.clock(), by=holder_of(MANDATE))
