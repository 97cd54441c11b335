"""Random histories of a dialogue: nobody is overtaken, and what was delivered stands."""

from dataclasses import replace
from typing import Any

from hypothesis import given as some
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.dialogue.decide import DIALOGUE
from services.stakeholders.dialogue.state import OPEN, Dialogue, Stage, evolve
from shared.contracts.stakeholders_dialogues import (
    Fact,
    SlotPassedOn,
    SlotWithdrawn,
    SpeakerCalled,
    StatementPublished,
)
from shared.core.roles import Role
from shared.core.testing import each, given
from tests.stakeholders.dialogues import (
    CLOSE,
    SCHEDULED,
    Story,
    accept,
    call,
    deliver,
    join,
    leave,
    listing,
    of,
    part,
    publish,
    put_back,
    release,
    request,
    take_back,
    upload,
    who,
    withdraw,
)

NAMES = [f"org-{n}" for n in range(4)]
STEPS = st.tuples(
    st.sampled_from(
        [
            *("ask", "list", "upload", "call", "call next", "deliver", "put back", "withdraw"),
            *("release", "absent", "publish", "take back", "close", "begin"),
            *("join", "accept", "leave", "part"),
        ]
    ),
    st.sampled_from(NAMES),
)


def step(story: Story, what: str, name: str) -> None:
    commands: dict[str, Any] = {
        "list": listing(name),
        "call": call(name),
        "deliver": deliver(name),
        "put back": put_back(name),
        "release": release(name),
        "absent": release(name, "absent"),
        "publish": publish(name),
        "close": CLOSE,
    }
    own: dict[str, Any] = {
        "upload": upload(name),
        "withdraw": withdraw(name),
        "take back": take_back(name),
        "join": join(NAMES[0], name),
        "leave": leave(NAMES[0], name),
    }
    if what == "ask":
        story.asks(name)
    elif what in {"accept", "part"}:
        _of_the_first(story, what, name)
    elif what == "begin":
        story.begins()
    elif what == "call next":
        story.do(call(story.line()[0]) if story.line() else CLOSE)
    elif what in own:
        story.do(own[what], who(name))
    else:
        story.do(commands[what])


def _of_the_first(story: Story, what: str, name: str) -> None:
    """Let whoever has the first slot decide about a co-sponsor."""
    slot = story.dialogue.slots.get(of(NAMES[0]))
    command = accept(NAMES[0], name) if what == "accept" else part(NAMES[0], name)
    if slot is not None:
        by = who(slot.requested_by)
        story.do(replace(command, organisation=slot.organisation), by)


class Watched:
    """The facts of a dialogue, one by one: what must hold after each of them."""

    def __init__(self) -> None:
        self.state: Any = DIALOGUE.initial

    def saw(self, fact: Fact) -> None:
        before, self.state = self.state, evolve(self.state, fact)
        if not isinstance(before, Dialogue):
            return
        if isinstance(fact, SpeakerCalled):
            assert before.line()[0].slot_id == fact.slot_id, "nobody is overtaken"
            assert before.speaking() is None, "one has the floor"
        if isinstance(fact, SlotWithdrawn):
            assert before.slots[fact.slot_id].stage in OPEN, "what was delivered stands"
        if isinstance(fact, SlotPassedOn):
            kept = before.slots[fact.slot_id]
            assert kept.co_sponsors[fact.organisation].accepted
            assert self.state.slots[fact.slot_id].place == kept.place
        still = [one.organisation for one in self.state.slots.values() if one.stage in OPEN]
        assert len(still) == len(set(still)), "an organisation has one slot"
        if isinstance(fact, StatementPublished):
            assert before.slots[fact.slot_id].statements[fact.form].publishes
        delivered = {one.slot_id for one in before.slots.values() if one.stage is Stage.DELIVERED}
        now = {one.slot_id for one in self.state.slots.values() if one.stage is Stage.DELIVERED}
        assert delivered <= now


@some(st.lists(STEPS, max_size=40))
@settings(max_examples=80, deadline=None)
def test_whatever_happens_nobody_is_overtaken_and_what_was_delivered_stands(
    steps: list[tuple[str, str]],
) -> None:
    story, watched = Story(), Watched()
    each(steps, lambda one: step(story, *one))
    for fact in story.facts:
        watched.saw(fact)
    assert DIALOGUE.fold(story.facts) == story.state
    if story.dialogue.closed:
        assert all(one.stage not in OPEN for one in story.dialogue.slots.values())


def test_roles_that_only_look_on_ask_for_nothing() -> None:
    for role in (Role.GOVERNMENT, Role.CANDIDATE, Role.CHIEF):
        actor = replace(who("ann"), roles=frozenset({role}))
        given(DIALOGUE, SCHEDULED).when(request("ann"), by=actor).then_forbidden()
