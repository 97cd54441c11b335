"""The access matrix of domain.md section 6.1, column "Reply < publication", row by row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from portal.replies.cases import Lists, Sight, find, lists, replies_of, sight
from portal.replies.read_model import REPLIES
from portal.replies.words import left, status, why
from shared.actor import Actor
from shared.message import Sealed, derive_id
from shared.roles import Role
from shared.tables import make_engine
from tests.support.followup import LETTER, NOW, due, graded, logged, overdue, tell

TEXT = Sealed("reply-1", "cipher")
DUE = due(mandates=("sr-torture", "wgad"))


def somebody(role: Role, *, mandates: str = "", states: str = "") -> Actor:
    return Actor(
        actor_id="somebody",
        roles=frozenset({role}),
        mandates=frozenset(mandates.split()),
        states=frozenset(states.split()),
    )


MATRIX = [
    (somebody(Role.QUICK_RESPONSE_DESK), Sight.EVERYTHING),
    (somebody(Role.CHIEF), Sight.EVERYTHING),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="wgad"), Sight.EVERYTHING),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="sr-health"), Sight.METADATA),
    (somebody(Role.MANDATE_HOLDER, mandates="sr-torture"), Sight.EVERYTHING),
    (somebody(Role.MANDATE_HOLDER, mandates="sr-health"), Sight.METADATA),
    (somebody(Role.DESK_OFFICER, states="CHE KEN"), Sight.EVERYTHING),
    (somebody(Role.DESK_OFFICER, states="KEN"), Sight.NOTHING),
    (somebody(Role.GOVERNMENT, states="CHE"), Sight.OWN),
    (somebody(Role.GOVERNMENT, states="KEN"), Sight.NOTHING),
    (somebody(Role.COORDINATION_COMMITTEE), Sight.METADATA),
    (somebody(Role.AUDITOR), Sight.METADATA),
    *(
        (somebody(role, mandates="sr-torture", states="CHE"), Sight.NOTHING)
        for role in (
            Role.NGO_MEMBER,
            Role.CONTACT_POINT,
            Role.SELECTION_OFFICER,
            Role.PANEL_MEMBER,
            Role.PANEL_CHAIR,
            Role.CANDIDATE,
            Role.DATA_PROTECTION,
            Role.SYSTEM_ADMIN,
        )
    ),
    (Actor(actor_id="nobody"), Sight.NOTHING),
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url, durable=False)
    yield made
    made.dispose()


@pytest.mark.parametrize(("actor", "expected"), MATRIX)
def test_everybody_sees_what_the_matrix_allows(actor: Actor, expected: Sight) -> None:
    assert sight(actor, recipient="CHE", mandates=("sr-torture", "wgad")) is expected


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_forgotten_in_the_matrix(role: Role) -> None:
    assert any(actor.has(role) for actor, _ in MATRIX)


def test_what_is_found_and_listed_is_what_the_matrix_allows(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, logged(DUE, text=TEXT), graded(DUE, rationale=TEXT)])
    with engine.connect() as conn:
        for actor, expected in MATRIX:
            found = find(conn, actor, LETTER)
            assert (found is not None) == (expected > Sight.NOTHING), actor
            listed = lists(conn, actor, NOW).received
            assert bool(listed) == (expected is Sight.EVERYTHING), actor
            if found is None:
                continue
            assert found.sight is expected
            [reply] = replies_of(conn, found)
            assert (reply.text is not None) == (expected >= Sight.OWN), actor
            assert bool(reply.grades) == (expected is Sight.EVERYTHING), actor


def test_a_letter_that_is_not_there_is_found_by_nobody(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE])
    with engine.connect() as conn:
        desk = somebody(Role.QUICK_RESPONSE_DESK)
        assert find(conn, desk, str(derive_id("another"))) is None


def listed(found: Lists) -> dict[str, list[str]]:
    return {
        name: [case.reference for case in getattr(found, name)]
        for name in ("overdue", "this_week", "later", "received")
    }


def test_letters_are_listed_by_where_they_stand(engine: Engine) -> None:
    waiting = [
        due(str(derive_id(n)), reference=f"UA CHE {n}/2026", in_days=in_days)
        for n, in_days in enumerate([-3, -1, 0, 6, 8, 40, 30])
    ]
    late, not_marked_yet, *_, answered = waiting
    tell(engine, REPLIES, [*waiting, overdue(late), logged(answered)])
    with engine.connect() as conn:
        found = lists(conn, somebody(Role.CHIEF), NOW)
    assert listed(found) == {
        "overdue": ["UA CHE 0/2026"],
        "this_week": ["UA CHE 1/2026", "UA CHE 2/2026", "UA CHE 3/2026"],
        "later": ["UA CHE 4/2026", "UA CHE 5/2026"],
        "received": ["UA CHE 6/2026"],
    }
    assert status(found.overdue[0], NOW) == ("Overdue", "late")
    assert left(found.overdue[0], NOW) == "3 days ago"
    assert status(found.this_week[0], NOW) == ("Due this week", "waiting"), "only a tick says late"
    assert not_marked_yet.communication_id == found.this_week[0].communication_id
    assert status(found.later[0], NOW) == ("Awaiting reply", "active")
    assert left(found.later[0], NOW) == "in 8 days"
    assert status(found.received[0], NOW) == ("Replied", "done")
    assert why(found.later[0]) == "60 days from transmission, to the end of the day in Geneva"


def test_the_time_of_the_demonstration_moves_letters_between_the_lists(engine: Engine) -> None:
    tell(engine, REPLIES, [due(in_days=40)])
    with engine.connect() as conn:
        found = lists(conn, somebody(Role.CHIEF), NOW + timedelta(days=35))
    assert listed(found)["this_week"] == ["UA CHE 1/2026"]


def test_an_acknowledged_letter_is_not_a_replied_one(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, logged(DUE, "acknowledgement")])
    with engine.connect() as conn:
        [case] = lists(conn, somebody(Role.CHIEF), NOW).later
    assert status(case, NOW) == ("Acknowledged only", "waiting")


def test_a_late_reply_stays_a_late_one(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, overdue(DUE), logged(DUE)])
    with engine.connect() as conn:
        [case] = lists(conn, somebody(Role.CHIEF), NOW).received
    assert status(case, NOW) == ("Replied late", "done")


def test_a_list_has_only_the_letters_of_ones_own_mandates(engine: Engine) -> None:
    other = due(
        str(derive_id("other")), reference="AL KEN 2/2026", recipient="KEN", mandates=("sr-health",)
    )
    tell(engine, REPLIES, [DUE, other])
    holder = somebody(Role.MANDATE_HOLDER, mandates="sr-health")
    with engine.connect() as conn:
        assert listed(lists(conn, holder, NOW))["later"] == ["AL KEN 2/2026"]
        officer = somebody(Role.DESK_OFFICER, states="CHE")
        assert listed(lists(conn, officer, NOW))["later"] == ["UA CHE 1/2026"]


def test_days_are_those_of_geneva(engine: Engine) -> None:
    midnight_in_geneva = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    reply = replace(logged(DUE, text=TEXT), received_at=midnight_in_geneva)
    tell(engine, REPLIES, [DUE, overdue(DUE), reply])
    with engine.connect() as conn:
        [case] = lists(conn, somebody(Role.CHIEF), NOW).received
        [shown] = replies_of(conn, case)
    assert case.answered_on == shown.received_on == date(2026, 11, 20)
    assert case.due_on == date(2027, 1, 13)
    assert case.overdue_on == date(2027, 1, 14)
