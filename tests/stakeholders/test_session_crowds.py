"""Nobody is overtaken on a waiting list and no seat is given twice: random histories and crowds."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from time import process_time
from typing import Any

from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st
from typing_extensions import override

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.session.decide import SESSION
from services.stakeholders.session.state import Session, Stage, evolve
from shared.contracts.stakeholders_sessions import (
    Capacity,
    Fact,
    RegistrationRequested,
    SeatConfirmed,
    SeatOffered,
)
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.store import Conflict
from shared.core.testing import AT, InMemoryStore, each
from shared.hosting.service import asking
from tests.stakeholders.sessions import (
    APPEAL,
    CAPACITY,
    GRANT,
    OFFICER,
    OPEN,
    REFUSE,
    SECOND,
    Story,
    ask,
    of,
    person,
)


def holds(state: Session) -> Counter[str]:
    has: Counter[str] = Counter()
    for one in state.registrations.values():
        if one.has is not None:
            has[one.has[0]] += one.has[1]
    return has


class Watched:
    """The facts of a session, one by one: what must hold after each of them."""

    def __init__(self) -> None:
        self.state: Any = SESSION.initial
        self.most = Counter[str]()

    def saw(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            before, self.state = self.state, evolve(self.state, fact)
            if isinstance(fact, SeatConfirmed | SeatOffered):
                self._in_turn(before, fact)
            if isinstance(self.state, Session):
                self._within()

    def _within(self) -> None:
        """No seat is given twice; a smaller capacity takes none from who has one."""
        capacity, has = self.state.capacity, holds(self.state)
        for kind, n in (("room", capacity.room), ("remote", capacity.remote)):
            self.most[kind] = max(n, min(self.most[kind], has[kind]))
            assert has[kind] <= self.most[kind]
        assert self.state.waiting == len(self.state.line())

    def _in_turn(self, before: Session, fact: SeatConfirmed | SeatOffered) -> None:
        """Nobody who came earlier and waits could take the seat, or it is less than wanted."""
        mine = before.registrations[fact.registration_id]
        if mine.stage is Stage.OFFERED:
            return
        for one in before.line():
            if one.place >= mine.place or one.region != mine.region:
                continue
            can = one.kind == fact.kind or (one.kind == "room" and fact.kind == "remote")
            asked = any(kind == fact.kind for kind, _ in one.asked)
            assert not can or asked, (one, fact)


NAMES = [f"person-{n}" for n in range(7)]
STEPS = st.one_of(
    st.tuples(
        st.just("ask"),
        st.sampled_from(NAMES),
        st.sampled_from(["room", "remote"]),
        st.integers(1, 2),
    ),
    st.tuples(
        st.sampled_from(["accept", "decline", "cancel", "refuse", "appeal", "grant", "pass"]),
        st.sampled_from(NAMES),
    ),
    st.tuples(st.just("capacity"), st.integers(0, 4), st.integers(0, 2)),
)


def step(story: Story, what: Any) -> None:  # one branch for each kind of step
    match what:
        case ("ask", name, kind, seats):
            story.asks(name, kind=kind, seats=seats)
        case ("accept", name):
            story.accepts(name)
        case ("decline", name):
            story.declines(name)
        case ("cancel", name):
            story.cancels(name)
        case ("refuse", name):
            story.do(replace(REFUSE, registration_id=of(name)), OFFICER)
        case ("appeal", name):
            story.do(replace(APPEAL, registration_id=of(name)), person(name))
        case ("grant", name):
            story.do(replace(GRANT, registration_id=of(name)), SECOND)
        case ("pass", _):
            story.passes(timedelta(hours=13))
        case ("capacity", room, remote):
            story.has_room_for(room, remote)
        case _:
            raise AssertionError(what)


@some(st.lists(STEPS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_happens_no_seat_is_given_twice_and_nobody_is_overtaken(
    steps: list[Any],
) -> None:
    story, watched = Story(), Watched()
    each(steps, lambda one: step(story, one))
    watched.saw(story.facts)
    session = story.session
    if session.details.starts_at > story.at:
        for one in session.line():
            can = session.free(one.kind, one.region)
            assert can < one.seats, "who waits could have been offered a seat"


class Slow(InMemoryStore):
    """A store that lets others go first, as often as the dice say."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice

    @override
    async def load(self, stream: str, *, after: int = -1) -> Any:
        await self._wait()
        return await InMemoryStore.load(self, stream, after=after)

    @override
    async def append(self, *args: Any, **how: Any) -> int:
        await self._wait()
        return await self._append(*args, **how)

    async def _append(self, stream: str, *args: Any, **how: Any) -> int:
        now = InMemoryStore(self.log)  # which waits for nobody between a look and the append
        return await now.append(stream, *args, **how)

    async def _wait(self) -> None:
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)


@some(st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None)
def test_a_crowd_at_two_replicas_with_every_command_sent_twice(dice: random.Random) -> None:
    """Who is first in the stream is first; each has one place, and each seat one person."""
    asyncio.run(_crowd(dice))


async def _crowd(dice: random.Random) -> None:
    store = Slow(dice)
    replicas = [asking(STAKEHOLDERS_SERVICE, store) for _ in range(2)]

    async def send(command: Any, by: Actor, *of_what: object) -> None:
        command_id = derive_id(*of_what)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        while True:
            with suppress(Conflict):
                await dice.choice(replicas)(command, Asked(at=AT, by=by), command_id, metadata)
                return

    capacity = replace(CAPACITY, room=5, remote=2)
    await send(replace(OPEN, capacity=capacity), OFFICER, "open")
    names = [f"person-{n}" for n in range(12)]
    asks = [(name, ask(name, kind=dice.choice(["room", "remote"]))) for name in names] * 2
    dice.shuffle(asks)
    await asyncio.gather(*(send(command, person(name), "ask", name) for name, command in asks))
    facts = [record.event for record in store.log]
    watched = Watched()
    watched.saw(facts)
    asked = [fact.holder_id for fact in facts if isinstance(fact, RegistrationRequested)]
    assert sorted(asked) == sorted(names), "once each"
    has = holds(watched.state)
    assert has["room"] <= 5
    assert has["remote"] <= 2
    wants = dict(asks)
    line = [one.holder_id for one in watched.state.line()]
    assert line == [name for name in asked if name in line], "in the order of the stream"
    rooms = [name for name in asked if wants[name].kind == "room"]
    assert all(watched.state.registrations[of(one)].stage is not Stage.WAITING for one in rooms[:5])


def test_five_thousand_ask_for_three_hundred_seats_in_five_minutes() -> None:
    """The stream folds fast, and no event of it comes near what the store takes."""
    story = Story(Capacity(room=200, remote=100, reserved={"AFR": 20}, per_organisation=2))
    for number in range(5_000):
        name = f"person-{number}"
        command = ask(
            name,
            organisation=f"pseudonym-{number % 900}",
            region="AFR" if number % 2 else "WEOG",
            kind="remote" if number % 3 == 0 else "room",
        )
        story.do(command, person(name), after=timedelta(milliseconds=60))
    session = story.session
    assert sum(holds(session).values()) == 300
    assert session.waiting == 4_700
    assert story.waiting() == sorted(story.waiting(), key=lambda one: int(one.split("-")[1]))
    begins = process_time()
    assert SESSION.fold(story.facts) == story.state
    assert process_time() - begins < 3, "measured: a fifth of a second"
    catalogue = STAKEHOLDERS_SERVICE.catalogue
    assert max(len(catalogue.encode(fact)[2]) for fact in story.facts) < 10_000
