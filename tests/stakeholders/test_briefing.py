"""Issues of the briefing and the bulletin: opened, edited, approved by a second person, sent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.briefing.decide import BRIEFINGS
from shared.contracts.stakeholders_briefings import IssueSkipped
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking
from shared.reference.briefings import (
    MOST,
    MOST_ITEMS,
    SECTION_OF,
    SECTIONS,
    days_of,
    is_item,
    latest,
    period,
)
from tests.stakeholders.briefings import (
    ADD,
    ADDED,
    ADDED_FACT,
    APPROVE,
    APPROVED,
    CLOCK,
    DROP,
    DROPPED,
    EDIT,
    EDITED,
    EDITOR,
    EVERY,
    HAND_IN,
    HANDED_IN,
    ITEMS,
    KEEP,
    KEPT,
    LAPSED,
    LETTER,
    NEXT,
    OPEN,
    OPENED,
    SECOND,
    SEND,
    SENT,
    SKIP,
    SKIPPED,
    TAKE_UP,
    TAKEN_UP,
    WEEK_LATER,
    WENT,
)

CHANGES = (DROP, EDIT, ADD)
OF_EDITORS = (*CHANGES, KEEP, HAND_IN, APPROVE, SKIP, TAKE_UP)


def asked(by: Actor = CLOCK, at: datetime = AT) -> Asked:
    return Asked(at=at, by=by)


# --- periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "week", "quarter"),
    [
        ("2026-01-05T04:59:00+00:00", "2025-w52", "2025-q4"),
        ("2026-01-05T05:00:00+00:00", "2026-w01", "2025-q4"),
        ("2026-01-01T04:59:00+00:00", "2025-w52", "2025-q3"),
        ("2026-07-06T04:00:00+00:00", "2026-w27", "2026-q2"),
        ("2026-07-06T03:59:00+00:00", "2026-w26", "2026-q2"),
    ],
)
def test_an_issue_opens_at_six_in_geneva_after_its_period(at: str, week: str, quarter: str) -> None:
    moment = datetime.fromisoformat(at)
    assert latest("briefing", moment) == week
    assert latest("bulletin", moment) == quarter


def test_a_period_is_a_week_or_a_quarter() -> None:
    week = days_of("briefing", "2025-w52")
    assert (week.first, week.last) == (date(2025, 12, 22), date(2025, 12, 28))
    assert week.end - week.begin == timedelta(days=7)
    quarter = days_of("bulletin", "2026-q4")
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    for wrong in ("2025-w53", "2025-w00", "2025-q5", "2026-w1", "x"):
        assert period("briefing", wrong) is None
        assert period("bulletin", wrong) is None
    with pytest.raises(ValueError, match="2025-w53"):
        days_of("briefing", "2025-w53")
    assert not is_item("Letter 17")


# --- opening -------------------------------------------------------------------------------------


def test_the_clock_opens_the_issue_of_the_period_that_is_over_and_nobody_else() -> None:
    given(BRIEFINGS).when(OPEN, by=CLOCK).then(OPENED)
    given(BRIEFINGS, OPENED).when(OPEN, by=CLOCK).then_nothing()
    given(BRIEFINGS).when(replace(OPEN, period=NEXT), by=CLOCK).then_refused("its period is over")
    later = replace(OPENED, period=NEXT)
    given(BRIEFINGS, later).when(OPEN, by=CLOCK).then(OPENED)
    given(BRIEFINGS).when(OPEN, by=EDITOR).then_forbidden()
    given(BRIEFINGS).when(SEND, by=CLOCK).then_refused("no such issue")


@pytest.mark.parametrize(
    ("before", "lapses"),
    [
        ([OPENED], True),
        ([OPENED, HANDED_IN], True),
        ([OPENED, HANDED_IN, APPROVED], False),
        ([OPENED, SKIPPED], False),
        ([OPENED, HANDED_IN, APPROVED, WENT], False),
    ],
)
def test_what_nobody_approved_lapses_when_the_next_opens(
    before: list[Any], *, lapses: bool
) -> None:
    state = BRIEFINGS.fold(before)
    facts = BRIEFINGS.decide(replace(OPEN, period=NEXT), asked(at=WEEK_LATER), state)
    opened = replace(OPENED, period=NEXT, opened_at=WEEK_LATER)
    lapsed = [replace(LAPSED, lapsed_at=WEEK_LATER)] if lapses else []
    assert list(facts) == [*lapsed, opened]


# --- editing -------------------------------------------------------------------------------------


def test_the_chief_and_the_quick_response_desk_edit_and_nobody_else() -> None:
    given(BRIEFINGS, OPENED).when(DROP, by=EDITOR).then(DROPPED)
    given(BRIEFINGS, OPENED, DROPPED).when(DROP, by=EDITOR).then_nothing()
    given(BRIEFINGS, OPENED, DROPPED).when(KEEP, by=EDITOR).then(KEPT)
    given(BRIEFINGS, OPENED).when(KEEP, by=EDITOR).then_nothing()
    given(BRIEFINGS, OPENED).when(EDIT, by=EDITOR).then(EDITED)
    given(BRIEFINGS, OPENED).when(ADD, by=EDITOR).then(ADDED_FACT)
    given(BRIEFINGS, OPENED, ADDED_FACT).when(ADD, by=EDITOR).then_nothing()
    for role in set(Role) - {Role.CHIEF, Role.QUICK_RESPONSE_DESK}:
        by = Actor(actor_id="x", roles=frozenset({role}))
        for command in OF_EDITORS:
            given(BRIEFINGS, OPENED).when(command, by=by).then_forbidden()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (replace(ADD, section="nothing"), "section from the list"),
        (replace(ADD, section="transmitted"), "staff alone"),
        (replace(ADD, language="xx"), "language from the list"),
        (replace(EDIT, language="xx"), "language from the list"),
        (replace(DROP, item="No Item"), "no such item"),
        (replace(DROP, item="added-9"), "no such item"),
        (replace(EDIT, item="added-9"), "no such item"),
        (replace(ADD, item=SENT), "no such item"),
        (replace(ADD, item="added-No"), "no such item"),
        (replace(HAND_IN, items=(LETTER, "added-9")), "has changed"),
        (replace(HAND_IN, items=(LETTER, "nothing-1")), "has changed"),
        (replace(HAND_IN, items=()), "without items"),
        (replace(HAND_IN, items=("No Item",)), "has changed"),
        (replace(HAND_IN, version=3), "has changed"),
        (
            replace(HAND_IN, items=tuple(f"letter-{n}" for n in range(MOST_ITEMS + 1))),
            "has changed",
        ),
        (replace(SKIP, code="nobody"), "reason from the list"),
        (APPROVE, "has changed"),
        (TAKE_UP, ""),
    ],
)
def test_what_makes_no_sense_is_refused(command: Any, says: str) -> None:
    then = given(BRIEFINGS, OPENED).when(command, by=EDITOR)
    then.then_refused(says) if says else then.then_nothing()


def test_a_change_has_to_be_handed_in_and_approved_anew() -> None:
    befores: tuple[list[Any], ...] = ([OPENED, HANDED_IN], [OPENED, HANDED_IN, APPROVED])
    for before in befores:
        for fact in (DROPPED, EDITED, ADDED_FACT):
            state = BRIEFINGS.fold([*before, fact])
            assert state.issues[OPEN.period].stage == "open"
        given(BRIEFINGS, *before, DROPPED).when(SEND, by=CLOCK).then_refused("has changed")
    again = replace(HAND_IN, version=1)
    given(BRIEFINGS, OPENED, DROPPED).when(again, by=EDITOR).then_refused("has changed")
    kept = replace(again, items=(LETTER,))
    handed_in = replace(HANDED_IN, items=(LETTER,), version=1)
    given(BRIEFINGS, OPENED, DROPPED).when(kept, by=EDITOR).then(handed_in)


def test_an_issue_takes_no_item_for_which_its_kind_has_no_section() -> None:
    opened, added = (replace(one, kind="bulletin") for one in (OPENED, ADDED_FACT))
    hand_in = replace(HAND_IN, kind="bulletin", items=("visit-1", ADDED), version=1)
    handed_in = replace(HANDED_IN, kind="bulletin", items=hand_in.items, version=1)
    given(BRIEFINGS, opened, added).when(hand_in, by=EDITOR).then(handed_in)
    staff = replace(ADD, kind="bulletin", edition="staff")
    given(BRIEFINGS, opened).when(staff, by=EDITOR).then_refused("no edition for the staff")
    for item in (SENT, LETTER):
        none = replace(hand_in, items=(item,))
        given(BRIEFINGS, opened, added).when(none, by=EDITOR).then_refused("has changed")
        drop = replace(DROP, kind="bulletin", item=item)
        given(BRIEFINGS, opened).when(drop, by=EDITOR).then_refused("no such item")


def test_an_issue_in_which_every_source_is_full_is_handed_in() -> None:
    full = [what for what, section in SECTION_OF.items() if section in SECTIONS["briefing"]]
    every = tuple(f"{what}-{n}" for what in full for n in range(MOST))
    hand_in = replace(HAND_IN, items=(*every, ADDED), version=1)
    handed_in = replace(HANDED_IN, items=hand_in.items, version=1)
    given(BRIEFINGS, OPENED, ADDED_FACT).when(hand_in, by=EDITOR).then(handed_in)


# --- approving -----------------------------------------------------------------------------------


def test_a_second_person_approves_who_did_not_work_on_it() -> None:
    given(BRIEFINGS, OPENED).when(HAND_IN, by=EDITOR).then(HANDED_IN)
    given(BRIEFINGS, OPENED, HANDED_IN).when(HAND_IN, by=EDITOR).then_nothing()
    given(BRIEFINGS, OPENED, HANDED_IN).when(APPROVE, by=SECOND).then(APPROVED)
    given(BRIEFINGS, OPENED, HANDED_IN).when(APPROVE, by=EDITOR).then_forbidden()
    worked = replace(DROPPED, dropped_by=SECOND.actor_id, item="letter-9")
    before: list[Any] = [OPENED, worked, replace(HANDED_IN, version=1)]
    given(BRIEFINGS, *before).when(replace(APPROVE, version=1), by=SECOND).then_forbidden()
    given(BRIEFINGS, *before).when(APPROVE, by=SECOND).then_refused("has changed")
    given(BRIEFINGS, OPENED, HANDED_IN, APPROVED).when(APPROVE, by=SECOND).then_nothing()


# --- sending -------------------------------------------------------------------------------------


def test_what_is_public_no_more_is_left_out() -> None:
    before = (OPENED, HANDED_IN, APPROVED)
    given(BRIEFINGS, *before).when(SEND, by=CLOCK).then(WENT)
    fewer = replace(SEND, items=(SENT, "letter-99"))
    then = replace(WENT, items=(SENT,), fallen=(LETTER,), public=False)
    given(BRIEFINGS, *before).when(fewer, by=CLOCK).then(then)
    fallen = IssueSkipped(
        kind="briefing",
        period=OPEN.period,
        code="fallen",
        skipped_by=CLOCK.actor_id,
        skipped_at=AT,
    )
    given(BRIEFINGS, *before).when(replace(SEND, items=()), by=CLOCK).then(fallen)
    given(BRIEFINGS, *before, WENT).when(SEND, by=CLOCK).then_nothing()
    given(BRIEFINGS, *before).when(SEND, by=SECOND).then_forbidden()
    given(BRIEFINGS, OPENED, HANDED_IN).when(SEND, by=CLOCK).then_refused("has changed")


def test_an_issue_that_was_sent_says_whether_everybody_reads_some_of_it() -> None:
    ours = replace(ADDED_FACT, edition="staff")
    for added, public in ((ADDED_FACT, True), (ours, False)):
        handed_in = replace(HANDED_IN, items=(SENT, ADDED), version=1)
        state = BRIEFINGS.fold([OPENED, added, handed_in, replace(APPROVED, version=1)])
        send = replace(SEND, items=handed_in.items, version=1)
        [sent] = BRIEFINGS.decide(send, asked(), state)
        assert sent == replace(WENT, items=handed_in.items, public=public)


def test_a_sentence_is_taken_off_an_issue_that_was_sent() -> None:
    before = (OPENED, EDITED, replace(HANDED_IN, version=1), replace(APPROVED, version=1), WENT)
    off = replace(EDIT, text=None)
    gone = replace(EDITED, text=None, sent=True)
    given(BRIEFINGS, *before).when(off, by=EDITOR).then(gone)
    assert BRIEFINGS.fold([*before, gone]).issues[OPEN.period].stage == "sent"
    given(BRIEFINGS, *before).when(EDIT, by=EDITOR).then_refused("is over")


def test_an_item_of_an_issue_that_was_sent_is_removed_and_put_back_by_another() -> None:
    before = (OPENED, HANDED_IN, APPROVED, WENT)
    removed, back = replace(DROPPED, sent=True), replace(KEPT, sent=True)
    given(BRIEFINGS, *before).when(DROP, by=EDITOR).then(removed)
    given(BRIEFINGS, *before, removed).when(KEEP, by=EDITOR).then_forbidden()
    back = replace(back, kept_by=SECOND.actor_id)
    given(BRIEFINGS, *before, removed).when(KEEP, by=SECOND).then(back)
    given(BRIEFINGS, *before, removed, back).when(DROP, by=EDITOR).then(removed)
    other = replace(DROP, item="letter-99")
    given(BRIEFINGS, *before).when(other, by=EDITOR).then_refused("no such item")
    for command in (EDIT, ADD, HAND_IN, SKIP):
        given(BRIEFINGS, *before).when(command, by=EDITOR).then_refused("is over")


# --- a way on ------------------------------------------------------------------------------------


def test_an_issue_is_skipped_and_taken_up_until_the_next_opens() -> None:
    given(BRIEFINGS, OPENED).when(SKIP, by=EDITOR).then(SKIPPED)
    given(BRIEFINGS, OPENED, SKIPPED).when(SKIP, by=EDITOR).then_nothing()
    given(BRIEFINGS, OPENED, SKIPPED).when(TAKE_UP, by=EDITOR).then(TAKEN_UP)
    given(BRIEFINGS, OPENED, SKIPPED).when(DROP, by=EDITOR).then_refused("is over")
    after = replace(OPENED, period=NEXT)
    overs: tuple[list[Any], ...] = ([OPENED, SKIPPED, after], [OPENED, LAPSED, after])
    for over in overs:
        given(BRIEFINGS, *over).when(TAKE_UP, by=EDITOR).then_refused("before the next one opens")


async def test_each_command_is_one_fact_also_when_it_comes_twice() -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)
    for n, (command, by) in enumerate(EVERY):
        command_id = derive_id("briefing command", n)
        metadata = Metadata(
            correlation_id=derive_id("briefing case"), causation_id=command_id, actor=by.actor_id
        )
        for _ in range(2):
            await ask(command, asked(by), command_id, metadata)
    records = await store.load("briefingissues-briefing")
    assert len(records) == len(EVERY)
    assert records[-1].event.items == ITEMS
    assert ADDED not in ITEMS
