"""Notices of papers of sessions: once, to who may read the paper where they have a place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from portal.homes.notices import choosing, inbox
from portal.homes.notices.choosing import AT_ONCE, DAILY
from portal.homes.notices.words import PAPER_ADDED, words
from portal.oversight.forgetting.tables import erasures
from portal.stakeholders.organisations.read_model import mergers
from portal.stakeholders.sessions.papers import subject_of
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.tables import accounts as table
from shared.contracts.stakeholders_sessions import SessionPaperAdded
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.stakeholders.sessions import (
    ADD_PAPER,
    CAPACITY,
    OFFICER,
    WITHDRAW_PAPER,
    Story,
    ask,
    of,
    person,
)

REGISTERED = replace(ADD_PAPER, audience="registered")


@pytest.fixture
def story(office: Office) -> Story:
    """Ben has the one seat, Ann waits for one that Foc asked for her; Eve has no place."""
    with office.engine.begin() as conn:
        for name, roles, organisation in (
            ("ann", {Role.NGO_MEMBER}, "ngo-1"),
            ("foc", {Role.NGO_MEMBER, Role.FOCAL_POINT}, "ngo-1"),
            ("ben", {Role.CONTACT_POINT}, None),
            ("eve", {Role.NGO_MEMBER}, "ngo-2"),
            ("officer-1", {Role.STAKEHOLDER_OFFICER}, None),
        ):
            account = Account(
                account_id=name,
                email=f"{name}@example.org",
                name=name,
                password_hash="x",
                roles=frozenset(roles),
                organisation_id=organisation,
            )
            accounts.add(conn, account)
    made = Story(replace(CAPACITY, room=1))
    made.asks("ben")
    made.do(ask("ann"), person("foc", Role.NGO_MEMBER, Role.FOCAL_POINT))
    tell(office, made.facts)
    return made


def tell(office: Office, facts: Sequence[Any]) -> None:
    at = office.clock()
    dated = [replace(f, added_at=at) if isinstance(f, SessionPaperAdded) else f for f in facts]
    office.tell(*dated, models=EVERY_MODEL)


def heard(office: Office) -> list[str]:
    """Work twice, as nothing is told twice; return who was told of a paper."""
    office.work()
    office.work()
    return sorted(row.account_id for row in office.told() if row.kind == PAPER_ADDED)


def sees(office: Office, who: str) -> int:
    """Return how many lines about papers the inbox of this person shows."""
    with office.engine.connect() as conn:
        account = accounts.by_id(conn, who)
        assert account is not None
        rows = inbox.page_of(conn, account, lambda _: True)
    return sum(row.kind == PAPER_ADDED for row in rows)


def wants(office: Office, who: str, choice: str) -> None:
    with office.engine.begin() as conn:
        account = accounts.by_id(conn, who)
        assert account is not None
        choosing.choose(conn, account, choice, at=office.clock())


def test_a_paper_for_everybody_is_told_to_who_has_a_place_and_who_asked_for_it(
    office: Office, story: Story
) -> None:
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    assert words("seats", PAPER_ADDED).endswith("has a new paper")
    assert [sees(office, who) for who in ("ann", "ben", "foc", "eve")] == [1, 1, 1, 0]
    places = {row.account_id: row.item_id for row in office.told() if row.kind == PAPER_ADDED}
    assert places == {"ann": of("ann"), "foc": of("ann"), "ben": of("ben")}


def test_a_paper_for_who_has_a_seat_is_told_to_nobody_else(office: Office, story: Story) -> None:
    tell(office, story.do(REGISTERED, OFFICER))
    assert heard(office) == ["ben"]
    tell(office, story.has_room_for(2))
    tell(office, story.accepts("ann"))
    assert heard(office) == ["ben"], "who gets a seat later finds it on the page of the seat"


def test_two_papers_are_two_notices_and_each_is_told_once(office: Office, story: Story) -> None:
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    office.later(minutes=5)
    second = replace(
        REGISTERED, paper_id="paper-2", title=Sealed("sessionpaper-paper-2", "dGl0bGU")
    )
    tell(office, story.do(second, OFFICER))
    assert heard(office) == ["ann", "ben", "ben", "foc"]


def test_who_gives_the_place_back_sees_the_notice_no_more(office: Office, story: Story) -> None:
    tell(office, story.do(REGISTERED, OFFICER))
    assert heard(office) == ["ben"]
    tell(office, story.cancels("ben"))
    assert sees(office, "ben") == 0


@pytest.mark.parametrize("change", [{"organisation_id": "ngo-2"}, {"roles": ["ngo_member"]}])
def test_who_asked_for_a_place_and_speaks_for_nobody_there_now_hears_no_more(
    office: Office, story: Story, change: dict[str, Any]
) -> None:
    heard(office)
    wants(office, "foc", DAILY)
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    office.box.mails.clear()
    with office.engine.begin() as conn:
        conn.execute(update(table).where(table.c.account_id == "foc").values(**change))
    assert [sees(office, who) for who in ("ann", "foc")] == [1, 0]
    office.later(hours=22)
    office.work()
    assert "foc" not in office.mailed()
    office.later(minutes=5)
    second = replace(ADD_PAPER, paper_id="paper-2", title=Sealed("sessionpaper-paper-2", "dGl0bGU"))
    tell(office, story.do(second, OFFICER))
    assert heard(office) == ["ann", "ann", "ben", "ben", "foc"]


def test_entries_that_were_merged_are_one_organisation(office: Office, story: Story) -> None:
    one, other = str(derive_id("entry", 1)), str(derive_id("entry", 2))
    with office.engine.begin() as conn:
        for who, entry in (("foc", one), ("ann", other)):
            these = update(table).where(table.c.account_id == who)
            conn.execute(these.values(organisation_id=entry))
        merger = {"merger_id": "m-1", "duplicate_id": one, "real_id": other, "step": "merged"}
        conn.execute(mergers.insert().values(**merger))
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    assert sees(office, "foc") == 1
    with office.engine.begin() as conn:
        conn.execute(mergers.update().values(step="undone"))
    assert sees(office, "foc") == 0


def test_a_paper_that_was_withdrawn_is_no_news(office: Office, story: Story) -> None:
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    tell(office, story.do(WITHDRAW_PAPER, OFFICER))
    assert [sees(office, who) for who in ("ann", "ben", "foc")] == [0, 0, 0]


def test_a_paper_withdrawn_before_anybody_was_told_is_told_to_nobody(
    office: Office, story: Story
) -> None:
    tell(office, [*story.do(ADD_PAPER, OFFICER), *story.do(WITHDRAW_PAPER, OFFICER)])
    assert heard(office) == []


def test_a_paper_that_was_erased_is_told_to_nobody_and_shown_no_more(
    office: Office, story: Story
) -> None:
    tell(office, story.do(ADD_PAPER, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]
    with office.engine.begin() as conn:
        conn.execute(
            erasures.insert().values(
                erasure_id="e" * 36,
                subject=subject_of("paper-1"),
                erased_at=office.clock(),
                by="protection",
                basis="request",
                asked_by="person",
            )
        )
    assert sees(office, "ben") == 0
    second = replace(ADD_PAPER, paper_id="paper-2", title=Sealed("sessionpaper-paper-2", "dGl0bGU"))
    office.vault.seal(subject_of("paper-2"), "Quib")
    office.vault.forget(subject_of("paper-2"), at=office.clock())
    office.later(minutes=5)
    tell(office, story.do(second, OFFICER))
    assert heard(office) == ["ann", "ben", "foc"]


def test_by_mail_as_they_want_it_and_not_to_who_lost_the_place_meanwhile(
    office: Office, story: Story
) -> None:
    heard(office)
    office.box.mails.clear()
    wants(office, "ben", DAILY)
    wants(office, "ann", AT_ONCE)
    wants(office, "foc", DAILY)
    tell(office, story.do(ADD_PAPER, OFFICER))
    heard(office)
    assert office.mailed() == ["ann"]
    tell(office, story.do(WITHDRAW_PAPER, OFFICER))
    office.box.mails.clear()
    office.later(hours=22)
    office.work()
    assert office.mailed() == []


def test_what_was_added_longer_ago_is_no_news(office: Office, story: Story) -> None:
    tell(office, story.do(ADD_PAPER, OFFICER))
    office.later(days=2)
    assert heard(office) == []
