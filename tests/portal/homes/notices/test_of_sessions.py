"""Notices of seats in sessions: each step, to whose seat it is and who asked for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.homes.notices import choosing, inbox
from portal.homes.notices.pages import Page
from portal.homes.notices.tables import inbox as told
from portal.homes.notices.words import words
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.stakeholders.sessions import (
    APPEAL,
    CAPACITY,
    CHANGE,
    CLOSE,
    GRANT,
    HAND_ON,
    OFFICER,
    REFUSE,
    SECOND,
    Story,
    ask,
    of,
    person,
)


@pytest.fixture
def people(office: Office) -> None:
    with office.engine.begin() as conn:
        for name, role in (
            ("ann", Role.NGO_MEMBER),
            ("ben", Role.CONTACT_POINT),
            ("foc", Role.FOCAL_POINT),
            ("officer-1", Role.STAKEHOLDER_OFFICER),
            ("officer-2", Role.STAKEHOLDER_OFFICER),
        ):
            accounts.add(
                conn,
                Account(
                    account_id=name,
                    email=f"{name}@example.org",
                    name=name,
                    password_hash="x",
                    roles=frozenset({role} | ({Role.NGO_MEMBER} if name == "foc" else set())),
                    organisation_id="ngo-1" if name in {"ann", "foc"} else None,
                ),
            )


def tell(office: Office, facts: Sequence[Any]) -> dict[str, list[str]]:
    """Let the facts arrive; return what each person is told by them."""
    before = {row.notice_id for row in office.told()}
    office.tell(*facts, models=EVERY_MODEL)
    office.work()
    found: dict[str, list[str]] = {}
    for row in office.told():
        if row.notice_id not in before:
            found.setdefault(row.account_id, []).append(str(words(row.reason, row.kind)))
    return found


@pytest.mark.usefixtures("people")
def test_who_asked_is_told_of_every_step_of_a_seat(office: Office) -> None:
    story = Story(replace(CAPACITY, room=1))
    office.tell(*story.facts, models=EVERY_MODEL)
    assert tell(office, story.asks("ben")) == {"ben": ["A seat in a session is confirmed"]}
    assert tell(office, story.asks("ann")) == {"ann": ["You are on the waiting list of a session"]}
    freed = tell(office, story.cancels("ben"))
    assert freed["ann"] == ["A seat in a session is offered, and waits for your answer"]
    assert tell(office, story.passes(timedelta(days=3))) == {
        "ann": ["The offer of a seat in a session lapsed"]
    }


@pytest.mark.usefixtures("people")
def test_whom_a_seat_is_for_and_who_asked_are_told_and_by_mail_if_they_want(
    office: Office,
) -> None:
    want_account(office, "foc")
    story = Story(replace(CAPACITY, room=1))
    office.tell(*story.facts, models=EVERY_MODEL)
    facts = story.do(ask("ann"), person("foc", Role.NGO_MEMBER, Role.FOCAL_POINT))
    assert tell(office, facts).keys() == {"ann", "foc"}
    assert office.mailed() == ["foc"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "rights",
    [
        Rights(roles=frozenset({Role.NGO_MEMBER}), organisation_id="ngo-1"),
        Rights(roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}), organisation_id="ngo-2"),
    ],
)
def test_who_is_no_focal_point_any_more_is_told_nothing_of_others(
    office: Office, rights: Rights
) -> None:
    story = Story(replace(CAPACITY, room=2))
    tell(office, story.facts)
    assert tell(
        office, story.do(ask("ann"), person("foc", Role.NGO_MEMBER, Role.FOCAL_POINT))
    ).keys() == {"ann", "foc"}
    with office.engine.begin() as conn:
        accounts.set_rights(conn, "foc", rights, None)
    assert tell(office, story.do(CHANGE, OFFICER)).keys() == {"ann"}
    assert tell(office, story.do(REFUSE, OFFICER)).keys() == {"ann"}


@pytest.mark.usefixtures("people")
def test_everybody_with_a_place_is_told_that_a_session_changed_or_closed(office: Office) -> None:
    story = Story(replace(CAPACITY, room=1))
    facts = [*story.facts, *story.asks("ben"), *story.asks("ann")]
    tell(office, facts)
    said = "A session in which you have or wait for a seat"
    assert tell(office, story.do(CHANGE, OFFICER)) == {
        "ben": [f"{said} changed"],
        "ann": [f"{said} changed"],
    }
    tell(office, story.cancels("ben"))
    assert tell(office, story.do(CLOSE, OFFICER)) == {"ann": [f"{said} was closed"]}


@pytest.mark.usefixtures("people")
def test_an_appeal_is_told_to_officers_and_its_answer_to_whoever_made_it(office: Office) -> None:
    story = Story(replace(CAPACITY, room=1))
    tell(office, [*story.facts, *story.asks("ann")])
    assert tell(office, story.do(REFUSE, OFFICER)) == {"ann": ["A seat in a session was refused"]}
    appealed = tell(office, story.do(APPEAL, person("ann")))
    assert appealed == {
        one: ["Somebody appealed against the refusal of a seat"]
        for one in ("officer-1", "officer-2")
    }
    granted = tell(office, story.do(GRANT, SECOND))
    assert granted["ann"][0] == "An appeal about a seat in a session was decided"


@pytest.mark.usefixtures("people")
def test_a_notice_leads_to_the_seat_of_its_owner_and_of_nobody_else(office: Office) -> None:
    story = Story(replace(CAPACITY, room=1))
    tell(office, [*story.facts, *story.asks("ann")])
    with office.engine.connect() as conn:
        [row] = conn.execute(select(told).where(told.c.page == Page.SEAT))
        assert row.item_id == of("ann")
        for name, seen in (("ann", 1), ("ben", 0)):
            account = accounts.by_id(conn, name)
            assert account is not None
            assert inbox.unread(conn, account, lambda _: True) == seen


def want_account(office: Office, name: str) -> None:
    with office.engine.begin() as conn:
        account = accounts.by_id(conn, name)
        assert account is not None
        choosing.choose(conn, account, choosing.AT_ONCE, at=office.clock())


@pytest.mark.usefixtures("people")
def test_who_answers_for_a_seat_from_now_on_is_told(office: Office) -> None:
    story = Story(replace(CAPACITY, room=1))
    tell(
        office,
        [*story.facts, *story.do(ask("ann"), person("out", Role.NGO_MEMBER, Role.FOCAL_POINT))],
    )
    handed = replace(HAND_ON, registration_id=of("ann"), to_account="foc")
    said = ["Somebody else answers for a seat in a session now"]
    assert tell(office, story.do(handed, OFFICER)) == {"ann": said, "foc": said}
