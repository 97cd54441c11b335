"""A consultation is closed by its time, which a calendar keeps for the clock."""

from datetime import timedelta
from typing import Any

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.clock import Clock, consultations_in
from services.stakeholders.consultation.calendar import STREAM, react
from services.stakeholders.consultation.commands import CloseInTime
from services.stakeholders.consultation.decide import CONSULTATION
from services.stakeholders.consultation.state import evolve
from shared.contracts.stakeholders_consultations import (
    ConsultationClosed,
    ConsultationNoted,
    ProposalWithdrawn,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.message import Metadata, derive_id
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from tests.stakeholders.consultations import (
    CALL,
    CALLED,
    CLOCK,
    CLOSES,
    EXTEND,
    ID,
    OFFICER,
    OPEN,
    OVER,
    Story,
    of,
)

DAY = timedelta(days=1)
CLOSE = CloseInTime(consultation_id=ID)


def test_it_is_closed_by_its_time_and_not_by_the_tick() -> None:
    called = given(CONSULTATION, CALLED)
    called.when(CLOSE, by=CLOCK, at=OPEN).then_nothing()
    late = called.when(CLOSE, by=CLOCK, at=OVER)
    late.then(ConsultationClosed(consultation_id=ID, closed_at=CLOSES))


def test_the_calendar_notes_each_time_and_no_late_fact_takes_an_extension_back() -> None:
    story = Story()
    story.do(EXTEND)
    store = InMemoryStore()
    noted = [command for fact in story.facts for command in react(fact)]
    assert [command.closes_at for command in noted] == [CLOSES, EXTEND.closes_at]
    assert react(object()) == []
    assert store.log == []


async def test_the_clock_closes_what_is_over_once() -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)

    async def do(command: Any, *of_what: object, by: Any = OFFICER) -> None:
        command_id = derive_id(*of_what)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        await ask(command, Asked(at=AT, by=by), command_id, metadata)

    await do(CALL, "call")
    await do(EXTEND, "extend")
    noted = [one for record in store.log for one in react(record.event)]
    for number, one in enumerate([*reversed(noted), *noted]):
        await do(one, "note", number, by=CLOCK)
    kept = [record.event for record in store.log if record.stream == STREAM]
    assert kept == [ConsultationNoted(consultation_id=ID, closes_at=EXTEND.closes_at)]
    clock = Clock(ask, consultations=lambda: consultations_in(store))
    for now in (OVER, EXTEND.closes_at, EXTEND.closes_at + DAY):
        await clock.tick(now)
        fresh = Clock(ask, consultations=lambda: consultations_in(store))
        await fresh.tick(now)
    closed = [one.event for one in store.log if isinstance(one.event, ConsultationClosed)]
    assert [one.closed_at for one in closed] == [EXTEND.closes_at]


async def test_a_refused_tick_is_asked_again() -> None:
    async def ask(*_: Any) -> Any:
        raise Refused("There is no such consultation.")

    async def known() -> dict[str, Any]:
        return {ID: CLOSES}

    clock = Clock(ask, consultations=known)
    await clock.tick(OVER)
    assert clock.closed == {}


def test_a_fact_about_nothing_changes_nothing() -> None:
    absent = CONSULTATION.initial
    fact = ProposalWithdrawn(
        consultation_id=ID, proposal_id=of("ann"), withdrawn_by="ann", withdrawn_at=AT
    )
    assert evolve(absent, fact) == absent
    story = Story()
    assert evolve(story.state, fact) == story.state
