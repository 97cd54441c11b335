"""Calls for input to a visit, and contributions to them: M3."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic_core import to_json

from services.followup.input.call import INPUT_CALL
from services.followup.input.contribution import CONTRIBUTION
from shared.contracts import followup_input_commands as commands
from shared.contracts import followup_inputs as facts
from shared.contracts.followup_missions import MissionPlansChanged
from shared.core.actor import by_contribution
from shared.core.testing import AT, given
from tests.followup.inputs import (
    CALL_ID,
    CLOSES,
    FILE,
    ISSUED,
    RECEIVED,
    SENDER,
    SUBMIT,
    TEXT,
    TEXTS,
    call,
    called,
    issue,
    say,
    told,
)
from tests.followup.missions import OPENED, fact
from tests.followup.reports import ENDED
from tests.followup.test_visit_file import held
from tests.followup.visits import HOLDER, OFFICER, OTHER_HOLDER, OTHER_OFFICER, QRD, SOON

DAY = timedelta(days=1)
LATER = CLOSES + timedelta(days=7)
CLOSED = called(facts.InputCallEnded, 2, how="closed")
WITHDRAWN = called(facts.InputCallEnded, 2, how="withdrawn")
GONE = told(facts.ContributionWithdrawn)


def extend(closes_on: Any = LATER, seen: int = 1) -> Any:
    return call(commands.ExtendInputCall, closes_on=closes_on, seen=seen)


def end(how: str = "closed", seen: int = 1) -> Any:
    return call(commands.EndInputCall, how=how, seen=seen)


def test_the_holder_in_office_issues_a_call_and_nobody_else() -> None:
    given(INPUT_CALL, OPENED).when(issue(), by=HOLDER).then(ISSUED)
    given(INPUT_CALL, OPENED, ISSUED).when(issue(), by=HOLDER).then_nothing()
    for other in (OFFICER, QRD, OTHER_HOLDER):
        given(INPUT_CALL, OPENED).when(issue(), by=other).then_forbidden()
    over = held(last=AT.date() - DAY)
    given(INPUT_CALL, OPENED, over).when(issue(), by=HOLDER).then_refused("Nobody signs")
    given(INPUT_CALL).when(issue(), by=HOLDER).then_refused("There is no such mission")


@pytest.mark.parametrize(
    ("also", "said"),
    [
        ({"texts": ()}, "at least one language"),
        ({"texts": (*TEXTS, *TEXTS)}, "once in each"),
        ({"texts": (replace(TEXTS[0], language="xx"),)}, "at least one language"),
        ({"closes_on": AT.date() - DAY}, "closing day"),
        ({"closes_on": AT.date() + 366 * DAY}, "closing day"),
    ],
)
def test_a_call_makes_sense(also: dict[str, Any], said: str) -> None:
    given(INPUT_CALL, OPENED).when(issue(**also), by=HOLDER).then_refused(said)


def test_nothing_is_asked_for_once_the_visit_is_over_or_called_off() -> None:
    off = fact(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    for over in (off, ENDED):
        given(INPUT_CALL, OPENED, over).when(issue(), by=HOLDER).then_refused("called off")
        given(INPUT_CALL, OPENED, ISSUED, over).when(extend(), by=HOLDER).then_refused("called off")


def test_a_call_is_extended_closed_and_withdrawn() -> None:
    longer = called(facts.InputCallExtended, 2, closes_on=LATER)
    there = (OPENED, ISSUED)
    given(INPUT_CALL, *there).when(extend(), by=HOLDER).then(longer)
    given(INPUT_CALL, *there).when(extend(CLOSES), by=HOLDER).then_nothing()
    given(INPUT_CALL, *there).when(extend(CLOSES - DAY), by=HOLDER).then_refused("to a later day")
    given(INPUT_CALL, *there).when(extend(seen=0), by=HOLDER).then_refused("has changed")
    given(INPUT_CALL, *there).when(extend(), by=OFFICER).then_forbidden()
    given(INPUT_CALL, OPENED).when(extend(), by=HOLDER).then_refused("no such call")
    given(INPUT_CALL, *there, CLOSED).when(extend(seen=2), by=HOLDER).then(replace(longer, step=3))
    given(INPUT_CALL, *there, WITHDRAWN).when(extend(seen=2), by=HOLDER).then_refused("withdrawn")
    for how, ended in (("closed", CLOSED), ("withdrawn", WITHDRAWN)):
        given(INPUT_CALL, *there).when(end(how), by=HOLDER).then(ended)
        given(INPUT_CALL, *there, ended).when(end(how), by=HOLDER).then_nothing()
    given(INPUT_CALL, *there).when(end(seen=0), by=HOLDER).then_refused("has changed")
    given(INPUT_CALL, *there, WITHDRAWN).when(end(), by=HOLDER).then_nothing()
    given(INPUT_CALL, *there).when(end(), by=OFFICER).then_forbidden()
    vacant = held(last=AT.date() - DAY)
    by_officer = replace(WITHDRAWN, done_by=OFFICER.actor_id)
    given(INPUT_CALL, *there, vacant).when(end("withdrawn"), by=OFFICER).then(by_officer)
    assert INPUT_CALL.fold([*there, CLOSED, longer]).ended is None
    assert INPUT_CALL.stream(issue()) == f"inputcall-{CALL_ID}"
    assert INPUT_CALL.consults(issue(), INPUT_CALL.initial)


def test_what_has_a_receipt_is_taken_even_after_the_call() -> None:
    given(CONTRIBUTION, ISSUED).when(SUBMIT, by=SENDER).then(RECEIVED)
    given(CONTRIBUTION, RECEIVED, ISSUED).when(SUBMIT, by=SENDER).then_nothing()
    late = replace(RECEIVED, late=True)
    for ended in (CLOSED, WITHDRAWN):
        given(CONTRIBUTION, ISSUED, ended).when(SUBMIT, by=SENDER).then(late)
    ended_later = replace(CLOSED, done_at=AT + DAY)
    given(CONTRIBUTION, ISSUED, ended_later).when(SUBMIT, by=SENDER).then(RECEIVED)
    after = AT + 30 * DAY
    given(CONTRIBUTION, ISSUED).when(SUBMIT, by=SENDER, at=after).then(replace(late, at=after))
    given(CONTRIBUTION).when(SUBMIT, by=SENDER).then_refused("no such call")
    assert CONTRIBUTION.consults(SUBMIT, CONTRIBUTION.initial) == [f"inputcall-{CALL_ID}"]
    assert CONTRIBUTION.consults(say(commands.WithdrawContribution), CONTRIBUTION.initial) == []


def test_nobody_is_published_with_a_name_who_gave_none() -> None:
    nameless = replace(RECEIVED, name=None, publication="unnamed")
    given(CONTRIBUTION, ISSUED).when(replace(SUBMIT, name=None), by=SENDER).then(nameless)
    choose = say(commands.ChooseContributionPublication, publication="named")
    given(CONTRIBUTION, nameless).when(choose, by=SENDER).then_nothing()


def test_its_sender_adds_to_it_and_withdraws_it() -> None:
    add = say(commands.AddToContribution, addition_id="a-1", text=TEXT)
    added = told(facts.ContributionAddedTo, addition_id="a-1", text=TEXT)
    file = say(commands.AddContributionFile, **FILE)
    filed = told(facts.ContributionFileAdded, **FILE)
    choose = say(commands.ChooseContributionPublication, publication="no")
    chosen = told(facts.ContributionPublicationChosen, publication="no")
    withdraw = say(commands.WithdrawContribution)
    for command, expected in ((add, added), (file, filed), (choose, chosen), (withdraw, GONE)):
        given(CONTRIBUTION, RECEIVED).when(command, by=SENDER).then(expected)
        given(CONTRIBUTION, RECEIVED, expected).when(command, by=SENDER).then_nothing()
        given(CONTRIBUTION).when(command, by=SENDER).then_refused("no such contribution")
        for other in (by_contribution("another"), HOLDER, OFFICER):
            given(CONTRIBUTION, RECEIVED).when(command, by=other).then_forbidden()
    for command in (add, file, choose):
        given(CONTRIBUTION, RECEIVED, GONE).when(command, by=SENDER).then_refused("was withdrawn")
    given(CONTRIBUTION, ISSUED).when(SUBMIT, by=HOLDER).then_forbidden()


def test_those_of_the_mandate_read_it_and_note() -> None:
    mark = say(commands.MarkContribution, read=True, seen=0)
    marked = told(facts.ContributionMarked, read=True, by=OFFICER.actor_id)
    note = say(commands.NoteOnContribution, note_id="n-1", note=TEXT)
    noted = told(facts.ContributionNoted, note_id="n-1", note=TEXT, by=OFFICER.actor_id)
    for command, expected in ((mark, marked), (note, noted)):
        given(CONTRIBUTION, RECEIVED).when(command, by=OFFICER).then(expected)
        given(CONTRIBUTION, RECEIVED, expected).when(command, by=OFFICER).then_nothing()
        given(CONTRIBUTION, RECEIVED, GONE).when(command, by=OFFICER).then_refused("withdrew")
        for other in (OTHER_OFFICER, OTHER_HOLDER, QRD, SENDER):
            given(CONTRIBUTION, RECEIVED).when(command, by=other).then_forbidden()
    added = told(facts.ContributionAddedTo, addition_id="a-1", text=TEXT)
    filed = told(facts.ContributionFileAdded, **FILE)
    more = (RECEIVED, noted, added, filed)
    given(CONTRIBUTION, *more).when(replace(mark, seen=1), by=OFFICER).then_refused("was added")
    given(CONTRIBUTION, *more).when(replace(mark, seen=2), by=OFFICER).then(marked)
    unread = replace(marked, read=False)
    given(CONTRIBUTION, RECEIVED, marked).when(replace(mark, read=False, seen=9), by=OFFICER).then(
        unread
    )
    assert CONTRIBUTION.fold([RECEIVED, marked]).read
    assert not CONTRIBUTION.fold([RECEIVED, marked, added]).read


def test_words_that_name_nobody_are_set_aside_with_a_reason_and_count_again() -> None:
    aside = say(commands.SetContributionNameAside, aside=True, reason=TEXT)
    by = HOLDER.actor_id
    done = told(facts.ContributionNameSetAside, aside=True, reason=TEXT, by=by)
    back, undone = replace(aside, aside=False), replace(done, aside=False, by=OFFICER.actor_id)
    given(CONTRIBUTION, RECEIVED).when(aside, by=HOLDER).then(done)
    given(CONTRIBUTION, RECEIVED).when(aside, by=OFFICER).then_forbidden()
    given(CONTRIBUTION, RECEIVED, done).when(aside, by=HOLDER).then_nothing()
    given(CONTRIBUTION, RECEIVED, done).when(back, by=OFFICER).then(undone)
    given(CONTRIBUTION, RECEIVED, done, undone).when(back, by=OFFICER).then_nothing()
    given(CONTRIBUTION, RECEIVED).when(back, by=OFFICER).then(undone)  # others set them aside
    for other in (OTHER_OFFICER, OTHER_HOLDER, QRD, SENDER):
        given(CONTRIBUTION, RECEIVED).when(aside, by=other).then_forbidden()
    nameless = replace(RECEIVED, name=None)
    given(CONTRIBUTION, nameless).when(aside, by=HOLDER).then_refused("no name")
    given(CONTRIBUTION, RECEIVED, GONE).when(aside, by=HOLDER).then_refused("withdrew")


def test_it_is_published_as_its_sender_allows_and_no_longer() -> None:
    def publish(published: bool = True, seen: str = "named") -> Any:  # noqa: FBT001, FBT002
        return say(commands.PublishContribution, published=published, seen=seen)

    out = told(facts.ContributionPublished, published=True, by=OFFICER.actor_id)
    given(CONTRIBUTION, RECEIVED).when(publish(), by=OFFICER).then(out)
    given(CONTRIBUTION, RECEIVED, out).when(publish(), by=OFFICER).then_nothing()
    given(CONTRIBUTION, RECEIVED, out).when(publish(published=False), by=OFFICER).then(
        replace(out, published=False)
    )
    stale = publish(seen="unnamed")
    given(CONTRIBUTION, RECEIVED).when(stale, by=OFFICER).then_refused("has changed what")
    private = told(facts.ContributionPublicationChosen, publication="no")
    given(CONTRIBUTION, RECEIVED, private).when(publish(), by=OFFICER).then_refused(
        "does not allow"
    )
    assert not CONTRIBUTION.fold([RECEIVED, out, private]).published
    assert not CONTRIBUTION.fold([RECEIVED, out, GONE]).published


def test_a_call_says_nothing_of_the_days_of_the_visit() -> None:
    """VR1: a public call has its own last day alone."""
    kept = to_json(ISSUED).decode()
    assert CLOSES.isoformat() in kept
    for day in (SOON.first, SOON.last):
        assert day.isoformat() not in kept
