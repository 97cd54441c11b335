"""The forum of mandate-holders: who writes, edits, polls, and what stays. H.2, decision 0091."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, Final

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.committee.members.decide import STREAM
from services.stakeholders.forum.decide import FORUM
from services.stakeholders.forum.state import Thread
from shared.contracts.stakeholders_committee import CommitteeMemberLeft
from shared.core.actor import Actor, Asked
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, each, given
from shared.hosting.service import asking
from shared.reference.forum import EDITS, HOLDERS, MOST_FILES, holds, services
from tests.stakeholders.alerts import ELECTED
from tests.stakeholders.forum import (
    ASK,
    ASKED,
    BEGUN,
    CORRECT,
    CORRECTED,
    DELETE,
    DELETED,
    END_POLL,
    EVERY,
    FILE,
    FIRST,
    HOLDER,
    INVITE,
    INVITED,
    OFFICER,
    OPENING,
    OTHER,
    PIN,
    PINNED,
    POLL,
    POLL_ENDED,
    POST,
    POSTED,
    SECOND,
    START,
    STARTED,
    UNINVITE,
    UNINVITED,
    VOTE,
    VOTED,
)

CLOSED = replace(PINNED, change="closed")
LEFT = replace(HOLDER, roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset())
"""Somebody whose term is over: the role without a mandate."""
CHANGES: Final = ("pinned", "unpinned", "closed", "reopened", "opened-to-new")


# --- who -----------------------------------------------------------------------------------------


def test_a_serving_holder_starts_a_thread_under_an_own_mandate() -> None:
    given(FORUM).when(START, by=HOLDER).then(STARTED, OPENING)
    given(FORUM, *BEGUN).when(START, by=HOLDER).then_nothing()
    given(FORUM).when(replace(START, mandate="sr-food"), by=HOLDER).then_forbidden()
    for role in set(Role) - {Role.MANDATE_HOLDER}:
        by = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"wgad"}))
        given(FORUM).when(START, by=by).then_forbidden()


def test_a_message_has_only_so_many_files() -> None:
    many = tuple(replace(FILE, file_id=f"file-{n}") for n in range(MOST_FILES + 1))
    no = "Choose at most 5 files."
    given(FORUM, *BEGUN).when(replace(POST, files=many), by=HOLDER).then_refused(no)
    given(FORUM).when(replace(START, files=many), by=HOLDER).then_refused(no)
    fact = replace(OPENING, files=(FILE,))
    given(FORUM).when(replace(START, files=(FILE,)), by=HOLDER).then(STARTED, fact)


@pytest.mark.parametrize("role", sorted(Role))
def test_whoever_has_any_other_role_is_neither_holder_nor_officer_here(role: Role) -> None:
    """Also an officer who becomes a holder: their mandates are also those that they service."""
    both = replace(HOLDER, roles=HOLDER.roles | {role})
    assert holds(both) is (role in HOLDERS)
    assert services(both) is False
    two = replace(OFFICER, roles=OFFICER.roles | {role})
    assert services(two) is (role is Role.HUMAN_RIGHTS_OFFICER)
    assert holds(two) is False
    if role not in HOLDERS:
        given(FORUM, *BEGUN, INVITED).when(START, by=both).then_forbidden()
        given(FORUM, *BEGUN, INVITED).when(
            POST, by=replace(both, actor_id="officer-1")
        ).then_forbidden()


def test_a_member_who_left_while_writing_posts_nothing() -> None:
    for command in (START, POST, CORRECT, DELETE, VOTE, PIN, INVITE):
        given(FORUM, *BEGUN, ASKED).when(command, by=LEFT).then_forbidden()


def test_a_space_has_the_ref_of_its_kind() -> None:
    given(FORUM).when(replace(START, ref="x"), by=HOLDER).then_refused("no such space")
    given(FORUM).when(replace(START, space="letter"), by=HOLDER).then_refused("no such space")
    one = replace(START, space="letter", ref="letter-1")
    given(FORUM).when(one, by=HOLDER).then(
        replace(STARTED, space="letter", ref="letter-1"), OPENING
    )


def test_the_committee_consults_holders_by_those_of_them_who_work_for_it() -> None:
    consult = replace(START, space="committee")
    assert FORUM.consults(consult, Thread()) == [STREAM]
    assert FORUM.consults(START, Thread()) == []
    both = replace(HOLDER, roles=HOLDER.roles | {Role.COORDINATION_COMMITTEE}, actor_id="holder-1")
    started = replace(STARTED, space="committee", started_by="holder-1")
    first = replace(OPENING, posted_by="holder-1")
    given(FORUM, ELECTED).when(consult, by=both).then(started, first)
    given(FORUM, ELECTED).when(consult, by=HOLDER).then_forbidden()
    alone = replace(both, roles=frozenset({Role.COORDINATION_COMMITTEE}))
    given(FORUM, ELECTED).when(consult, by=alone).then_forbidden()
    left = CommitteeMemberLeft(
        election_id="e-1",
        term_id="t-1",
        mandate="sr-torture",
        left_on=AT.date() - timedelta(days=1),
        reason_code="resigned",
        recorded_by="chief",
        recorded_at=AT,
    )
    given(FORUM, ELECTED, left).when(consult, by=both).then_forbidden()


def test_an_officer_writes_where_they_are_invited_and_does_no_more() -> None:
    given(FORUM, *BEGUN).when(POST, by=OFFICER).then_forbidden()
    given(FORUM, *BEGUN, INVITED).when(POST, by=OFFICER).then(POSTED)
    given(FORUM, *BEGUN, INVITED, UNINVITED).when(POST, by=OFFICER).then_forbidden()
    theirs = (*BEGUN, INVITED, POSTED, ASKED)
    own = replace(CORRECT, message_id=SECOND)
    given(FORUM, *theirs).when(own, by=OFFICER).then(
        replace(CORRECTED, message_id=SECOND, corrected_by="officer-1")
    )
    for command in (ASK, replace(VOTE, mandate="wgad"), PIN, INVITE, UNINVITE, END_POLL):
        given(FORUM, *theirs).when(command, by=OFFICER).then_forbidden()
    stranger = replace(OFFICER, roles=frozenset({Role.NGO_MEMBER}))
    given(FORUM, *theirs).when(POST, by=stranger).then_forbidden()


def test_any_holder_invites_and_ends_an_invitation_once() -> None:
    given(FORUM, *BEGUN).when(INVITE, by=HOLDER).then(INVITED)
    given(FORUM, *BEGUN, INVITED).when(INVITE, by=OTHER).then_nothing()
    given(FORUM, *BEGUN, INVITED).when(UNINVITE, by=HOLDER).then(UNINVITED)
    given(FORUM, *BEGUN).when(UNINVITE, by=HOLDER).then_nothing()


# --- messages ------------------------------------------------------------------------------------


def test_what_there_is_not_is_refused() -> None:
    given(FORUM).when(POST, by=HOLDER).then_refused("no such thread")
    for command in (
        replace(POST, answers="x"),
        replace(CORRECT, message_id="x"),
        replace(DELETE, message_id="x"),
        replace(VOTE, message_id="x", mandate="wgad"),
        replace(END_POLL, message_id="x"),
    ):
        given(FORUM, *BEGUN).when(command, by=HOLDER).then_refused("no such message")


def test_a_message_is_posted_once() -> None:
    one = replace(POSTED, posted_by="holder-a", answers=None, mentions=None)
    command = replace(POST, answers=None, mentions=None)
    given(FORUM, *BEGUN).when(command, by=HOLDER).then(one)
    given(FORUM, *BEGUN, one).when(command, by=HOLDER).then_nothing()


def test_an_edit_replaces_for_fifteen_minutes_and_then_it_is_a_correction() -> None:
    given(FORUM, *BEGUN).when(CORRECT, by=HOLDER, at=AT + EDITS).then(
        replace(CORRECTED, corrected_at=AT + EDITS)
    )
    late = AT + EDITS + timedelta(seconds=1)
    given(FORUM, *BEGUN).when(CORRECT, by=HOLDER, at=late).then(
        replace(CORRECTED, edit=False, corrected_at=late)
    )
    given(FORUM, *BEGUN).when(replace(CORRECT), by=OTHER).then_forbidden()


def test_of_two_edits_at_once_the_second_is_refused() -> None:
    given(FORUM, *BEGUN, CORRECTED).when(CORRECT, by=HOLDER).then_refused("has changed")
    next_ = replace(CORRECT, shown=2)
    given(FORUM, *BEGUN, CORRECTED).when(next_, by=HOLDER).then(replace(CORRECTED, version=3))


def test_a_deleted_message_that_was_answered_leaves_its_answers() -> None:
    answered = (*BEGUN, POSTED)
    given(FORUM, *answered).when(DELETE, by=HOLDER).then(DELETED)
    given(FORUM, *answered).when(DELETE, by=OTHER).then_forbidden()
    given(FORUM, *answered, DELETED).when(DELETE, by=HOLDER).then_nothing()
    given(FORUM, *answered, DELETED).when(CORRECT, by=HOLDER).then_refused("was deleted")
    again = replace(POST, message_id="third")
    one = replace(POSTED, message_id="third", posted_by="holder-a")
    given(FORUM, *answered, DELETED).when(again, by=HOLDER).then(one)


# --- polls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 11])
def test_a_poll_has_two_to_ten_choices(number: int) -> None:
    given(FORUM, *BEGUN).when(ASK, by=HOLDER).then(ASKED)
    given(FORUM, *BEGUN, ASKED).when(ASK, by=HOLDER).then_nothing()
    few = replace(ASK, number=number)
    given(FORUM, *BEGUN).when(few, by=HOLDER).then_refused("two to ten")


def test_holders_vote_by_name_and_may_change_it() -> None:
    polled = (*BEGUN, ASKED)
    given(FORUM, *polled).when(VOTE, by=OTHER).then(VOTED)
    given(FORUM, *polled, VOTED).when(VOTE, by=OTHER).then_nothing()
    given(FORUM, *polled, VOTED).when(replace(VOTE, choice=0), by=OTHER).then(
        replace(VOTED, choice=0)
    )
    for choice in (-1, 2):
        wrong = replace(VOTE, choice=choice)
        given(FORUM, *polled).when(wrong, by=OTHER).then_refused("one of the choices")
    given(FORUM, *polled).when(replace(VOTE, message_id=FIRST), by=OTHER).then_refused("choices")
    poll = replace(CORRECT, message_id=POLL)
    given(FORUM, *polled).when(poll, by=HOLDER).then_refused("stays as it was asked")


def test_a_poll_that_closed_while_somebody_voted_takes_no_vote() -> None:
    over = (*BEGUN, ASKED, VOTED, POLL_ENDED)
    given(FORUM, *over).when(replace(VOTE, choice=0), by=OTHER).then_refused("poll is closed")
    given(FORUM, *over).when(VOTE, by=OTHER).then_nothing()
    gone = replace(DELETED, message_id=POLL)
    given(FORUM, *BEGUN, ASKED, gone).when(VOTE, by=OTHER).then_refused("was deleted")
    given(FORUM, *BEGUN, ASKED).when(END_POLL, by=HOLDER).then(POLL_ENDED)
    given(FORUM, *over).when(END_POLL, by=HOLDER).then_nothing()
    none = replace(END_POLL, message_id=FIRST)
    given(FORUM, *BEGUN).when(none, by=HOLDER).then_refused("no poll")


# --- threads -------------------------------------------------------------------------------------


def test_a_thread_is_pinned_closed_and_opened_again() -> None:
    given(FORUM, *BEGUN).when(PIN, by=HOLDER).then(PINNED)
    given(FORUM, *BEGUN, PINNED).when(PIN, by=OTHER).then_nothing()
    unpinned = replace(PINNED, change="unpinned")
    given(FORUM, *BEGUN, PINNED).when(replace(PIN, change="unpinned"), by=HOLDER).then(unpinned)
    given(FORUM, *BEGUN, CLOSED).when(replace(PIN, change="closed"), by=HOLDER).then_nothing()
    new = replace(PIN, change="opened-to-new")
    opened = replace(PINNED, change="opened-to-new")
    given(FORUM, *BEGUN).when(new, by=HOLDER).then(opened)
    given(FORUM, *BEGUN, opened).when(new, by=HOLDER).then(opened)


def test_in_a_closed_thread_nothing_is_written_and_the_own_message_can_go() -> None:
    shut = (*BEGUN, ASKED, CLOSED)
    for command in (POST, ASK, CORRECT, replace(VOTE, mandate="wgad")):
        given(FORUM, *shut).when(command, by=HOLDER).then_refused("can reopen it")
    given(FORUM, *shut).when(DELETE, by=HOLDER).then(DELETED)
    given(FORUM, *shut).when(replace(PIN, change="reopened"), by=OTHER).then(
        replace(PINNED, change="reopened", changed_by="holder-b")
    )


@pytest.mark.parametrize("seed", range(30))
def test_from_every_state_a_holder_can_go_on(seed: int) -> None:
    """Whatever happened: any holder reopens and writes, and no officer who is out does."""
    random = Random(seed)
    changes = [replace(PIN, change=one) for one in CHANGES]
    commands: list[Any] = [command for command, _ in EVERY] + changes
    people = [HOLDER, OTHER, OFFICER, LEFT]
    events: list[Any] = list(BEGUN)

    def step(number: int) -> None:
        command, by = random.choice(commands), random.choice(people)
        if hasattr(command, "mandate"):
            command = replace(command, mandate=next(iter(by.mandates), "wgad"))
        at = AT + timedelta(minutes=number)
        events.extend(FORUM.decide(command, Asked(at=at, by=by), FORUM.fold(events)))

    each(range(60), step)
    reopen = replace(PIN, change="reopened")
    events.extend(FORUM.decide(reopen, Asked(at=AT, by=OTHER), FORUM.fold(events)))
    last = replace(POST, message_id="last", mandate="sr-food", answers=None)
    assert FORUM.decide(last, Asked(at=AT, by=OTHER), FORUM.fold(events))
    state = FORUM.fold(events)
    assert all(one.version == 1 or not one.poll for one in state.messages.values())


async def test_each_command_sent_twice_takes_effect_once() -> None:
    store = InMemoryStore()
    for n, (command, by) in enumerate(EVERY):
        command_id, told = derive_id("forum", n), len(store.log)
        metadata = Metadata(correlation_id=command_id, causation_id=command_id, actor=by.actor_id)
        for ask in (asking(STAKEHOLDERS_SERVICE, store), asking(STAKEHOLDERS_SERVICE, store)):
            await ask(command, Asked(at=AT, by=by), command_id, metadata)
        assert len(store.log) == told + (2 if command is START else 1)
    assert {record.stream for record in store.log} == {f"forumthread-{START.thread_id}"}
