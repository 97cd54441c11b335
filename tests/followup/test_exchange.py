"""The exchange of a programme with the State (M6): who proposes, who answers, what then stands."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup import holding
from services.followup.mission.decide import MISSION
from services.followup.mission.exchange import EXCHANGE, ConfirmProgrammeItem, on_followup
from shared.contracts.followup_missions import (
    MissionGoesOnIn,
    MissionPassedOn,
    MissionPlansChanged,
)
from shared.core.actor import system
from shared.core.testing import given
from shared.reference.missions import MOST_PROPOSALS, MOST_WAITING
from tests.followup.exchange import (
    AGREED,
    DECLINED,
    DRAFT,
    ON,
    PROPOSED,
    PUT,
    WITHDRAWN,
    WORDS,
    answer,
    propose,
    withdraw,
)
from tests.followup.missions import MISSION_ID, OPENED, fact, item
from tests.followup.test_thread import ABROAD, DESK, GOVERNMENT
from tests.followup.visits import HOLDER, MANDATE, OFFICER, OTHER_OFFICER, SOON

POLICY = system("followup")
OFF = fact(MissionPlansChanged, 4, plans="called_off", dates=None, file_step=6)
PUTS = propose(item=item(2))


def after(*facts: Any) -> Any:
    return given(EXCHANGE, OPENED, ON, DRAFT, *facts)


def test_a_government_proposes_and_the_office_answers() -> None:
    after().when(propose(), by=GOVERNMENT).then(PROPOSED)
    after(PROPOSED).when(propose(), by=GOVERNMENT).then_nothing()
    after(PROPOSED).when(answer(), by=OFFICER).then(AGREED)
    by_holder = replace(AGREED, done_by=HOLDER.actor_id)
    after(PROPOSED).when(answer(), by=HOLDER).then(by_holder)
    after(PROPOSED, AGREED).when(answer(), by=OFFICER).then_nothing()
    no = answer(agrees=False, words=WORDS)
    after(PROPOSED).when(no, by=OFFICER).then(DECLINED)
    after(PROPOSED, DECLINED).when(no, by=OFFICER).then_nothing()
    after(PROPOSED).when(answer(agrees=False), by=OFFICER).then_refused("Say in a sentence")
    change = replace(PROPOSED, item=item(day=SOON.last), contact=WORDS, words=WORDS)
    asked = propose(item=change.item, contact=WORDS, words=WORDS)
    after().when(asked, by=GOVERNMENT).then(change)


def test_the_mandate_puts_an_item_as_it_stands_and_the_state_agrees_or_does_not() -> None:
    after().when(PUTS, by=OFFICER).then(PUT)
    agreed = replace(AGREED, item=item(2, state="confirmed"), side="state")
    by = {"done_by": GOVERNMENT.actor_id}
    after(PUT).when(answer(), by=GOVERNMENT).then(replace(agreed, **by))
    no = replace(DECLINED, side="state", **by)
    after(PUT).when(answer(agrees=False, words=WORDS), by=GOVERNMENT).then(no)
    other = propose(item=item(2, begins="10:00"))
    after().when(other, by=OFFICER).then_refused("has changed")
    known = propose(item=item(state="confirmed"))
    after().when(known, by=OFFICER).then_refused("Only an item that is proposed")
    later = replace(DRAFT, step=4, item=item(2, begins="10:00"))
    after(later, PUT).when(answer(), by=GOVERNMENT).then_refused("as it was put to you")


def test_each_side_answers_the_other_and_withdraws_its_own() -> None:
    after(PROPOSED).when(answer(), by=GOVERNMENT).then_refused("other side")
    after(PUT).when(answer(), by=OFFICER).then_refused("other side")
    after(PROPOSED).when(withdraw(), by=GOVERNMENT).then(WITHDRAWN)
    after(PROPOSED, WITHDRAWN).when(withdraw(), by=GOVERNMENT).then_nothing()
    after(PROPOSED).when(withdraw(), by=OFFICER).then_refused("Who proposed it")
    for over in (AGREED, WITHDRAWN):
        late = answer(1, 2, agrees=False, words=WORDS)
        after(PROPOSED, over).when(late, by=OFFICER).then_refused("already")
    after(PROPOSED, AGREED).when(withdraw(1, 2), by=GOVERNMENT).then_refused("already")
    for command in (answer(), withdraw()):
        after().when(command, by=OFFICER).then_refused("no such proposal")
    for command in (propose(2), answer(1, 0), withdraw(1, 0)):
        by = OFFICER if command == answer(1, 0) else GOVERNMENT
        after(PROPOSED).when(command, by=by).then_refused("has changed")


@pytest.mark.parametrize("command", [propose(), answer(), withdraw()])
def test_others_have_no_part_in_it(command: Any) -> None:
    for by in (ABROAD, DESK, OTHER_OFFICER):
        after(PROPOSED).when(command, by=by).then_forbidden()
    elsewhere = replace(command, mandate="wgad")
    for by in (GOVERNMENT, OFFICER):
        after(PROPOSED).when(elsewhere, by=by).then_refused("no such mission")
    kept = fact(MissionPassedOn, 4, to=None)
    after(kept, PROPOSED).when(command, by=GOVERNMENT).then_refused("kept as a record")
    of = {"joint": "m-2", "joint_step": 3, "into": "m-2", "comes": True}
    behind = fact(MissionGoesOnIn, 4, **of)
    for by in (GOVERNMENT, OFFICER):
        after(behind, PROPOSED).when(command, by=by).then_refused("joint visit|no such mission")
    some = [f"mission-{MISSION_ID}", holding.stream(MANDATE)]
    assert EXCHANGE.consults(command, EXCHANGE.initial) == some, "no confidential programme"


def test_what_a_government_proposes_makes_sense_and_tells_of_no_other_programme() -> None:
    for wrong in (
        {"kind": "victims"},
        {"kind": "x"},
        {"unannounced": True},
        {"state": "confirmed"},
    ):
        asked = propose(item=item(3, **wrong))
        after().when(asked, by=GOVERNMENT).then_refused("Choose from the list")
    senseless: tuple[tuple[dict[str, Any], str], ...] = (
        ({"begins": "9"}, "such as 09:30"),
        ({"day": SOON.last + timedelta(days=30)}, "a day of the visit"),
    )
    for bad, says in senseless:
        after().when(propose(item=item(3, **bad)), by=GOVERNMENT).then_refused(says)
    drafted = propose(item=item(2))
    after().when(drafted, by=GOVERNMENT).then_refused("no such meeting")
    again = propose(2, 2, item=item(2, begins="11:00"))
    changed = replace(PROPOSED, proposal_id="p-2", step=3, item=again.item)
    after(PUT, replace(DECLINED, side="state")).when(again, by=GOVERNMENT).then(changed)
    twice = propose(2, 1, item=item(3))
    after(PROPOSED).when(twice, by=GOVERNMENT).then_refused("waits for an answer")
    after(OFF).when(propose(), by=GOVERNMENT).then_refused("The visit is over")
    after(OFF, PROPOSED).when(answer(), by=OFFICER).then_refused("The visit is over")


def test_there_is_a_most_of_what_waits_and_of_all() -> None:
    def many(number: int) -> list[Any]:
        return [
            replace(PROPOSED, proposal_id=f"q-{n}", step=n, item=item(n + 9))
            for n in range(1, number + 1)
        ]

    full = many(MOST_WAITING)
    after(*full).when(propose(1, len(full)), by=GOVERNMENT).then_refused("as many proposals")
    ours = replace(PUT, step=len(full) + 1)
    after(*full).when(propose(1, len(full), item=item(2)), by=OFFICER).then(ours)
    every = many(MOST_PROPOSALS)
    gone = [replace(WITHDRAWN, proposal_id=one.proposal_id, step=MOST_PROPOSALS) for one in every]
    over = propose(1, MOST_PROPOSALS)
    after(*every, *gone).when(over, by=GOVERNMENT).then_refused("as many proposals")


def test_what_both_agreed_on_stands_in_the_programme() -> None:
    [confirm] = on_followup(AGREED)
    assert confirm == ConfirmProgrammeItem(mission_id=MISSION_ID, item=AGREED.item)
    assert [*on_followup(DECLINED), *on_followup(PROPOSED)] == []
    stands = replace(DRAFT, step=3, item=AGREED.item, version=2, done_by=POLICY.actor_id)
    given(MISSION, OPENED, ON).when(confirm, by=POLICY).then(stands)
    given(MISSION, OPENED, ON, stands).when(confirm, by=POLICY).then_nothing()
    given(MISSION, OPENED, OFF).when(confirm, by=POLICY).then_nothing()
    given(MISSION).when(confirm, by=POLICY).then_nothing()
