"""The numbers of a report: they tell of nobody, hidden or not, and cannot be subtracted."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from portal.casefile.submissions.read_model import submissions
from portal.stakeholders.dialogues.read_model import dialogues, slots, statements
from portal.stakeholders.engagement import counting
from portal.stakeholders.engagement.counting import Period
from portal.stakeholders.sessions.read_model import seats, sessions
from portal.stakeholders.subscriptions.read_model import reports as notices
from portal.web.db import engine
from shared.contracts.stakeholders_engagement import Counts
from shared.core.message import derive_id
from tests.support.consultations import DAY, Forum
from tests.support.contacts import Log
from tests.support.engagement import TORTURE
from tests.support.organisations import Register, named
from tests.support.portal import Pages
from tests.support.sessions import NOW

THEN = datetime.fromisoformat("2026-08-20T09:00:00+00:00")
PERIOD = Period(year=2026, quarter=3)
BACK = (NOW - THEN).days


def counted(app: Flask, **also: Any) -> Counts:
    given = {"session_ids": (), "consultation_ids": (), "visits": 0, **also}
    with app.test_request_context(), engine().connect() as conn:
        return counting.counted(conn, TORTURE, PERIOD, **given)


def test_a_quarter_has_its_days_in_geneva() -> None:
    assert (PERIOD.first, PERIOD.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert PERIOD.since.isoformat() == "2026-06-30T22:00:00+00:00"
    assert PERIOD.until.isoformat() == "2026-09-30T22:00:00+00:00"


@pytest.mark.usefixtures("register")
def test_nothing_happened(portal: Pages) -> None:
    assert set(counted(portal.app).numbers.values()) == {0}


@pytest.mark.parametrize(
    ("organisations", "each", "expected"),
    [(4, 1, (None, None)), (4, 9, (None, None)), (5, 1, (5, 5)), (6, 2, (12, 6))],
)
def test_contacts_with_fewer_than_five_organisations_are_not_told(
    portal: Pages, register: Register, organisations: int, each: int, expected: Any
) -> None:
    log = Log(portal.engine, portal.vault)
    for n in range(organisations):
        for m in range(each):
            log.contact(n * 10 + m, named(n), days=BACK)
    numbers = counted(portal.app).numbers
    assert (numbers["contacts"], numbers["organisations"]) == expected


def test_other_quarters_and_mandates_are_not_counted_and_a_merged_entry_once(
    portal: Pages, register: Register
) -> None:
    log = Log(portal.engine, portal.vault)
    for n in range(5):
        log.contact(n, named(n), days=BACK)
        log.contact(10 + n, named(10 + n), days=BACK, mandate="sr-hrds")
        log.contact(20 + n, named(20 + n), days=1)
    assert counted(portal.app).numbers["organisations"] == 5
    register.merged(named(4), named(3))
    numbers = counted(portal.app).numbers
    assert (numbers["contacts"], numbers["organisations"]) == (None, None)


@pytest.mark.parametrize("public", [True, False])
def test_a_number_is_the_same_whoever_is_hidden(
    portal: Pages,
    register: Register,
    public: bool,  # noqa: FBT001  # a case
) -> None:
    log = Log(portal.engine, portal.vault)
    for n in range(5):
        begin = register.public if public else register.confirmed
        begin(named(n), f"Org {n}")
        log.contact(n, named(n), days=BACK)
    assert counted(portal.app).numbers["organisations"] == 5


@pytest.mark.parametrize(("number", "expected"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_submissions_are_told_from_five_on(
    portal: Pages, register: Register, number: int, expected: int | None
) -> None:
    rows = [(n, THEN, [TORTURE]) for n in range(number)]
    rows += [(90, THEN, ["sr-hrds"]), (91, NOW, [TORTURE])]
    with portal.engine.begin() as conn:
        for n, at, mandates in rows:
            conn.execute(
                insert(submissions).values(submission_id=named(n), triaged_at=at, mandates=mandates)
            )
    assert counted(portal.app).numbers["submissions"] == expected


def _held(portal: Pages, number: int, came: int, **also: Any) -> str:
    session_id = str(derive_id("held", number))
    given = {
        "title": f"Session {number}",
        "starts_at": THEN,
        "ends_at": THEN + timedelta(hours=2),
        "access": "open",
        "closed_at": THEN + timedelta(hours=3),
        "called_off": False,
        **also,
    }
    with portal.engine.begin() as conn:
        conn.execute(insert(sessions).values(session_id=session_id, **given))
        for n in range(came):
            conn.execute(
                insert(seats).values(
                    session_id=session_id,
                    registration_id=str(derive_id("seat", number, n)),
                    state="confirmed",
                    has_kind="room",
                    has_seats=1,
                    came=True,
                )
            )
    return session_id


@pytest.mark.parametrize(
    ("came", "expected"),
    [((3,), None), ((7,), 7), ((7, 3), 7), ((7, 5), 12), ((3, 3), None), ((0,), 0), ((0, 2), None)],
)
def test_who_came_is_added_up_where_each_session_tells_it(
    portal: Pages, register: Register, came: tuple[int, ...], expected: int | None
) -> None:
    """Seven and three: ten beside the seven that is public would tell of three."""
    ids = [_held(portal, n, number) for n, number in enumerate(came)]
    counts = counted(portal.app, session_ids=ids)
    assert (counts.numbers["sessions"], counts.numbers["attended"]) == (len(came), expected)
    assert set(counts.sessions) == set(ids)


@pytest.mark.parametrize(
    "also",
    [
        {"access": "closed"},
        {"called_off": True},
        {"closed_at": None},
        {"ends_at": NOW},
    ],
)
def test_only_sessions_that_everybody_could_find_are_counted(
    portal: Pages, register: Register, also: dict[str, Any]
) -> None:
    one = _held(portal, 1, 9, **also)
    counts = counted(portal.app, session_ids=[one, "no-session"])
    assert (counts.numbers["sessions"], counts.numbers["attended"], counts.sessions) == (0, 0, ())


def test_proposals_are_added_up_where_each_consultation_tells_them(
    portal: Pages, register: Register
) -> None:
    forum = Forum(portal.engine, portal.vault)
    times = {"opens": THEN - 30 * DAY, "closes": THEN}
    many, few = forum.called(1, **times), forum.called(2, **times)
    later = forum.called(3)
    for n in range(6):
        forum.proposes(many, f"author-{n}", at=THEN - DAY)
    forum.proposes(few, "author-1", at=THEN - DAY)
    counts = counted(portal.app, consultation_ids=[many, few, later])
    assert (counts.numbers["consultations"], counts.numbers["proposals"]) == (2, 6)
    assert set(counts.consultations) == {many, few}
    assert counted(portal.app, consultation_ids=[few]).numbers["proposals"] is None


@pytest.mark.parametrize("veiled", [0, 1])
def test_statements_are_those_that_everybody_can_read(
    portal: Pages, register: Register, veiled: int
) -> None:
    """One of a hidden organisation is in no number: who reads the page counts as many."""
    dialogue = str(derive_id("dialogue of a test", 1))
    held = {"mandate": TORTURE, "starts_at": THEN, "closed_at": THEN, "called_off": False}
    with portal.engine.begin() as conn:
        conn.execute(insert(dialogues).values(dialogue_id=dialogue, title="Held", **held))
    for n in range(5 + veiled):
        account = portal.person(organisation_id=named(n))
        (register.confirmed if n < veiled else register.public)(named(n), f"Org {n}")
        of = portal.vault.pseudonym("slots", f"{dialogue}/{named(n)}")
        slot = {"dialogue_id": dialogue, "slot_id": named(f"slot {n}")}
        asked = {"requested_by": account.account_id, "requested_at": THEN, "requests": 1}
        text = portal.vault.seal(f"slot-{named(f'slot {n}')}", "We thank you")
        with portal.engine.begin() as conn:
            conn.execute(
                insert(slots).values(
                    **slot, **asked, organisation=of, speaks="ngo", number=n, speaker=text
                )
            )
            conn.execute(
                insert(statements).values(**slot, form="oral", text=text, published_at=THEN)
            )
    assert counted(portal.app).numbers["statements"] == 5


def test_notices_of_reports_that_are_public_are_counted(portal: Pages, register: Register) -> None:
    rows = [
        ("r-1", THEN, [TORTURE, "sr-hrds"], None),
        ("r-2", THEN, ["sr-hrds"], None),
        ("r-3", NOW, [TORTURE], None),
        ("r-4", THEN, [TORTURE], THEN),
    ]
    with portal.engine.begin() as conn:
        for report_id, sent_at, mandates, gone_at in rows:
            conn.execute(
                insert(notices).values(
                    report_id=report_id, sent_at=sent_at, mandates=mandates, gone_at=gone_at
                )
            )
    assert counted(portal.app, visits=2).numbers["notices"] == 1
    assert counted(portal.app, visits=2).numbers["visits"] == 2
