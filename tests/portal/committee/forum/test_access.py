"""Who reads what of the forum: H.2 and H.5. Of what is not theirs nobody learns that it exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from portal.committee.forum import ending
from portal.committee.forum.found import subject_of
from portal.committee.forum.queries import readers
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_forum import ForumMessagePosted
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.forum import ends_at
from tests.portal.committee.forum.conftest import (
    LETTER,
    OTHER,
    OWN,
    PAGE,
    THIRD,
    VISIT,
    House,
    form,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import forum as said
from tests.support.forum import TEXT, TITLE
from tests.support.portal import Pages, Visitor

DAY = timedelta(days=1)
SPACE = f"{PAGE}/letter/{LETTER}"


def account_of(visitor: Visitor) -> str:
    assert visitor.account
    return visitor.account.account_id


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MANDATE_HOLDER, Role.SOURCE}))
def test_nobody_else_reads_a_word(portal: Pages, house: House, role: Role) -> None:
    """Also not the Committee, the Chief, the desk, the administrator or who was never invited."""
    house.joint()
    thread = house.forum.started()
    house.forum.started(space="letter", ref=LETTER)
    visitor = portal.signed_in(role, mandates=frozenset({OWN}))
    for address in (PAGE, f"{PAGE}/all/all", f"{PAGE}/threads/{thread}", SPACE):
        page = visitor.get(address)
        assert TITLE not in page.text
        assert page.status_code in ((200,) if address == PAGE else ()) or page.status_code >= 302
    if role is Role.HUMAN_RIGHTS_OFFICER:
        assert "once a mandate-holder invites you" in text(visitor.get(PAGE).text)
    if role is Role.AUDITOR:
        shown = text(visitor.get(f"{PAGE}/figures").text)
        assert "On communications and country visits" in shown
        assert TEXT not in shown
        assert LETTER not in shown


@pytest.mark.parametrize("role", [Role.CHIEF, Role.PUBLICATION_OFFICER, Role.HUMAN_RIGHTS_OFFICER])
def test_who_is_also_of_the_house_reads_nothing(portal: Pages, house: House, role: Role) -> None:
    """Also not an officer of one mandate who holds another, or will from next month."""
    house.joint()
    both = portal.signed_in(Role.MANDATE_HOLDER, role, mandates=frozenset({OWN, THIRD}))
    today = day_of(portal.clock())
    house.term(both, THIRD, today + 30 * DAY, today + 999 * DAY)
    threads = [house.forum.started(), house.forum.started(space="letter", ref=LETTER)]
    assert TITLE not in both.get(PAGE).text
    for address in (SPACE, *(f"{PAGE}/threads/{each}" for each in threads)):
        assert both.get(address).status_code == 404


def test_a_space_of_a_letter_is_of_the_mandates_that_are_seized(house: House) -> None:
    house.joint()
    holders = {one: house.holder(one) for one in (OWN, OTHER, THIRD, "sr-iran")}
    seized, gone = {OWN, OTHER}, holders["sr-iran"].get(f"{PAGE}/letter/nothing")
    assert all(holders[one].get(SPACE).status_code == 200 for one in seized)
    empty = text(holders[THIRD].get(SPACE).text)
    thread = house.forum.started(space="letter", ref=LETTER)
    for one, visitor in holders.items():
        theirs = one in seized
        for address in (SPACE, f"{PAGE}/threads/{thread}", f"{SPACE}/start"):
            assert visitor.get(address).status_code == (200 if theirs else 404), (one, address)
        assert (TITLE in visitor.get(PAGE).text) is theirs
    assert text(holders[THIRD].get(SPACE).text) == empty
    assert text(holders["sr-iran"].get(SPACE).text) == text(gone.text)


def test_a_mandate_that_withdraws_from_a_joint_letter_reads_no_more(house: House) -> None:
    house.joint()
    stays, leaves = house.holder(OWN), house.holder(OTHER)
    thread = house.forum.started(space="letter", ref=LETTER)
    house.forum.posted(thread, "Quib of the other", mandate=OTHER, posted_by=account_of(leaves))
    assert leaves.get(f"{PAGE}/threads/{thread}").status_code == 200
    house.declines(OTHER)
    for address in (f"{PAGE}/threads/{thread}", f"{PAGE}/threads/{thread}/write", SPACE):
        assert leaves.get(address).status_code == 404
    assert TITLE not in leaves.get(PAGE).text
    assert "Quib of the other" in stays.get(f"{PAGE}/threads/{thread}").text


def test_a_visit_has_a_space_of_its_mandate(house: House) -> None:
    house.joint()
    thread = house.forum.started(space="visit", ref=VISIT)
    own, other = house.holder(OWN), house.holder(OTHER)
    assert "Visit to" in text(own.get(f"{PAGE}/visit/{VISIT}").text)
    assert TITLE in own.get(f"{PAGE}/threads/{thread}").text
    assert other.get(f"{PAGE}/visit/{VISIT}").status_code == 404
    assert other.get(f"{PAGE}/threads/{thread}").status_code == 404


def test_a_new_holder_reads_an_old_thread_once_it_is_opened(portal: Pages, house: House) -> None:
    """Terms that follow one another are one; before the thread is opened it is not there."""
    today = day_of(portal.clock())
    new, renewed = house.holder(OWN), house.holder(OTHER)
    house.term(new, OWN, today - DAY, today + 99 * DAY)
    house.term(renewed, OTHER, today - 9 * DAY, today + 99 * DAY)
    house.term(renewed, OTHER, today - 999 * DAY, today - 10 * DAY)
    assert day_of(AT) < today - 10 * DAY
    thread = house.forum.started()
    address = f"{PAGE}/threads/{thread}"
    assert renewed.get(address).status_code == 200
    assert new.get(address).status_code == 404
    assert TITLE not in new.get(PAGE).text
    house.forum.step(said.PINNED, thread, change="opened-to-new", changed_at=portal.clock())
    page = text(new.get(address).text)
    assert TEXT in page
    assert "Opened to those who were" in page


def test_the_day_counts_of_the_mandate_that_is_seized(portal: Pages, house: House) -> None:
    """For the house all terms count, also of a mandate that somebody has left."""
    house.joint()
    today = day_of(portal.clock())
    two, after = house.holder(OWN, "sr-iran"), house.holder(OWN)
    house.term(two, "sr-iran", today - 999 * DAY, today + 99 * DAY)
    house.term(after, "sr-iran", today - 999 * DAY, today - DAY)
    threads = {
        one: house.forum.started(space=one, ref=ref)
        for one, ref in (("all", "all"), ("letter", LETTER), ("visit", VISIT))
    }
    for visitor, first in ((two, today - DAY), (after, today)):
        house.term(visitor, OWN, first, today + 99 * DAY)
        for space, thread in threads.items():
            seen = visitor.get(f"{PAGE}/threads/{thread}").status_code
            assert seen == (200 if space == "all" else 404), space
            with portal.engine.connect() as conn:
                told = readers(conn, thread, today)
            assert (account_of(visitor) in {one.account_id for one in told}) is (seen == 200)
    for thread in threads.values():
        house.forum.step(said.PINNED, thread, change="opened-to-new", changed_at=portal.clock())
        assert two.get(f"{PAGE}/threads/{thread}").status_code == 200


def test_who_reads_a_thread_is_asked_in_a_few_questions(portal: Pages, house: House) -> None:
    house.joint()
    threads = [house.forum.started(), house.forum.started(space="letter", ref=LETTER)]
    writer = house.holder(OWN)

    def questions(thread: str) -> int:
        with counted(portal.engine) as asked:
            assert writer.get(f"{PAGE}/threads/{thread}/write").status_code == 200
        return len(asked)

    assert all(questions(each) for each in threads)  # that the titles were read is noted once
    before = [questions(each) for each in threads]
    for _ in range(3):
        house.holder("sr-iran")
        house.officer("sr-iran")
    assert [questions(each) for each in threads] == before
    with portal.engine.connect() as conn:
        assert readers(conn, str(derive_id("no thread")), day_of(AT)) == []


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect what the database is asked."""
    asked: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    listen(engine, "before_cursor_execute", note)
    yield asked
    remove(engine, "before_cursor_execute", note)


def test_a_member_who_left_while_writing_finds_nothing_and_the_messages_stay(
    portal: Pages, house: House
) -> None:
    """Access ends with the last day of the term; the office stays on the message."""
    today = day_of(portal.clock())
    leaves, stays = house.holder(OWN, name="Zora Invented"), house.holder(OTHER)
    thread = house.forum.started(started_by=account_of(leaves))
    write = f"{PAGE}/threads/{thread}/write"
    assert leaves.get(write).status_code == 200
    house.term(leaves, OWN, today - 999 * DAY, today - DAY)
    asked = len(portal.asked)
    posted = leaves.post(write, form(text="Too late", mandate=OWN))
    assert posted.status_code in {403, 404}
    assert len(portal.asked) == asked
    assert TITLE not in leaves.get(PAGE).text
    page = text(stays.get(f"{PAGE}/threads/{thread}").text)
    assert "Working Group on Arbitrary Detention ( Zora Invented )" in page


def test_an_officer_reads_one_thread_as_long_as_they_are_invited(house: House) -> None:
    officer, holder = house.officer(name="Odo Invented"), house.holder(OWN)
    one, _ = house.forum.started(), house.forum.started(title="Quib other")
    house.forum.step(said.INVITED, one, officer_id=account_of(officer))
    page = officer.get(PAGE).text
    assert TITLE in page
    assert "Quib other" not in page
    assert "Invite an officer" not in text(officer.get(f"{PAGE}/threads/{one}").text)
    assert officer.get(f"{PAGE}/threads/{one}/write").status_code == 200
    assert officer.get(f"{PAGE}/threads/{one}/poll").status_code in {403, 404}
    assert "Odo Invented" in text(holder.get(f"{PAGE}/threads/{one}").text)
    house.forum.step(said.UNINVITED, one, officer_id=account_of(officer))
    assert officer.get(f"{PAGE}/threads/{one}").status_code == 404
    assert "Odo Invented" not in text(holder.get(f"{PAGE}/threads/{one}").text)


def test_only_officers_of_the_letter_are_offered_and_shown(house: House) -> None:
    house.joint()
    both = house.holder(OTHER, "sr-iran")
    seized, foreign = (
        house.officer(OTHER, name="Odo"),
        house.officer("sr-iran", name="Fern Invented"),
    )
    thread = house.forum.started(space="letter", ref=LETTER)
    page = both.get(f"{PAGE}/threads/{thread}/invite").text
    assert account_of(seized) in page
    assert account_of(foreign) not in page
    for one in (seized, foreign):
        house.forum.step(said.INVITED, thread, officer_id=account_of(one))
    page = both.get(f"{PAGE}/threads/{thread}").text
    assert f"officers/{account_of(seized)}" in page
    assert "Fern Invented" not in page
    assert foreign.get(f"{PAGE}/threads/{thread}").status_code == 404


def test_a_thread_of_which_only_the_start_has_arrived_is_not_there_yet(house: House) -> None:
    holder, thread = house.holder(OWN), str(derive_id("half of a thread"))
    house.forum.tell(replace(said.STARTED, thread_id=thread))
    for address in (PAGE, f"{PAGE}/all/all"):
        assert holder.get(address).status_code == 200
    assert holder.get(f"{PAGE}/threads/{thread}").status_code == 404
    house.forum.posted(thread)
    assert holder.get(f"{PAGE}/threads/{thread}").status_code == 200


def test_no_line_of_the_feed_tells_of_the_forum() -> None:
    assert ForumMessagePosted not in STAKEHOLDERS.feed
    assert not [one for one in STAKEHOLDERS.feed if one.__name__.startswith("Forum")]


def test_a_thread_ends_ten_years_after_its_last_message(portal: Pages, house: House) -> None:
    """From that moment it does not exist, and within the hour nobody can read a text of it."""
    holder = house.holder(OWN)
    thread, later = house.forum.started(), house.forum.started(title="Quib later")
    first = house.forum.posted(thread)
    end = ends_at(said.OPENING.posted_at)
    house.forum.posted(later, posted_at=said.OPENING.posted_at + DAY)
    page = f"{PAGE}/threads/{thread}"

    def look(at: datetime) -> tuple[int, bool, int]:
        portal.clock.at = at
        gone = ending.end(portal.engine, portal.vault, at=at)
        there = house.holder(OWN)
        return there.get(page).status_code, TITLE in there.get(PAGE).text, gone

    assert holder.get(page).status_code == 200
    assert look(end - timedelta(seconds=1)) == (200, True, 0)
    assert look(end) == (404, False, 2), "the first message has the title"
    assert look(end) == (404, False, 0)
    assert portal.vault.forgotten([subject_of(first)])
    assert "Quib later" in house.holder(OWN).get(PAGE).text
