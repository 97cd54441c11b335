from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.casefile.submissions.status import Status
from portal.desk.triage import counts, filters, queries
from portal.desk.triage.filters import Filters
from portal.desk.triage.queries import Page
from portal.desk.triage.queues import QUEUES, TO_DO
from shared.contracts.intake import VictimsAdded
from shared.contracts.intake_source import DevelopmentAdded
from shared.core.actor import Actor
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.support.submissions import (
    AT,
    Told,
    answered,
    asked,
    consent_granted,
    consent_withdrawn,
    linked,
    not_actioned,
    received,
    transmitted,
    triaged,
    unreadable,
    victim,
)
from tests.support.triage import (
    DESK,
    assigned,
    case,
    officer,
    referred,
    reopened,
    tagged,
    unassigned,
    untagged,
)

NOW = AT + timedelta(hours=1)


def page(engine: Engine, *, actor: Actor = DESK, beyond: str = "", **narrowed: str) -> Page:
    with engine.connect() as conn:
        return queries.lines(conn, actor, Filters(**narrowed), NOW, beyond=beyond)


def found(engine: Engine, *, actor: Actor = DESK, **narrowed: str) -> list[str]:
    return [line.submission_id for line in page(engine, actor=actor, **narrowed).shown]


def test_urgent_ones_are_on_top_and_then_the_oldest(engine: Engine) -> None:
    told = Told(engine)
    for n, urgent, minutes in [(1, False, 0), (2, True, 30), (3, False, 10), (4, True, 20)]:
        told.tell(received(case(n), urgent=urgent, received_at=AT + timedelta(minutes=minutes)))
    assert found(engine) == [case(4), case(2), case(1), case(3)]


def test_a_reprisal_is_at_the_front_and_called_no_more_urgent_than_it_is(engine: Engine) -> None:
    """I1: before what is urgent, and that before all else."""
    told = Told(engine)
    for n, urgent, reprisal in ((1, False, False), (2, True, False), (3, False, True)):
        at = AT + timedelta(minutes=n)
        told.tell(received(case(n), urgent=urgent, reprisal=reprisal, received_at=at))
    assert found(engine) == [case(3), case(2), case(1)]
    assert [line.urgent for line in page(engine).shown] == [False, True, False]


def test_each_submission_is_in_the_queue_where_it_stands(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n)) for n in range(1, 9)))
    told.tell(asked(case(2)))
    told.tell(asked(case(3)), answered(case(3)))
    told.tell(triaged(case(4)))
    told.tell(not_actioned(case(5)))
    told.tell(triaged(case(6)), asked(case(6)))
    told.tell(referred(case(7)))
    told.tell(not_actioned(case(8)), reopened(case(8)))
    assert {name: set(found(engine, status=name)) for name in QUEUES} == {
        TO_DO: {case(1), case(3), case(8)},
        Status.NEW: {case(1), case(8)},
        Status.WAITING: {case(2), case(6)},
        Status.ANSWERED: {case(3)},
        Status.TRIAGED: {case(4)},
        Status.REFERRED: {case(7)},
        Status.NOT_ACTIONED: {case(5)},
        "all": {case(n) for n in range(1, 9)},
    }
    with engine.connect() as conn:
        assert counts.of_queues(conn, DESK, Filters(), NOW) == {
            TO_DO: 3,
            Status.NEW: 2,
            Status.WAITING: 2,
            Status.ANSWERED: 1,
        }


ADDED_LATER = [
    DevelopmentAdded(
        submission_id=case(1),
        development_id="d-1",
        text=unreadable(case(1), "News"),
        added_by="ngo-1",
        added_at=AT,
    ),
    VictimsAdded(
        submission_id=case(1),
        victims=(victim(case(1)),),
        later=True,
        added_by="ngo-1",
        added_at=AT,
    ),
]


@pytest.mark.parametrize("fact", ADDED_LATER, ids=lambda fact: type(fact).__name__)
def test_what_a_source_adds_unasked_is_no_answer(engine: Engine, fact: Any) -> None:
    told = Told(engine)
    told.tell(received(case(1)), fact)
    assert found(engine, status=Status.NEW) == [case(1)]
    assert found(engine, status=Status.ANSWERED) == []
    told.tell(asked(case(1)), answered(case(1)))
    assert found(engine, status=Status.ANSWERED) == [case(1)]


def test_what_is_shared_after_a_referral_stands_as_shared(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1)), referred(case(1)), triaged(case(1)))
    told.tell(received(case(2)), referred(case(2)), reopened(case(2)))
    told.tell(received(case(3)), referred(case(3), to="mandate", mandate="wgad"), triaged(case(3)))
    assert found(engine, status=Status.REFERRED) == []
    assert set(found(engine, status=Status.TRIAGED)) == {case(1), case(3)}
    assert found(engine) == [case(2)]


def test_what_the_desk_decided_about_urgency_counts_more_than_what_was_asked(
    engine: Engine,
) -> None:
    told = Told(engine)
    told.tell(received(case(1), urgent=True), triaged(case(1), urgency="ordinary"))
    told.tell(received(case(2), urgent=False), triaged(case(2), urgency="urgent"))
    shown = page(engine, status=Status.TRIAGED).shown
    assert {line.submission_id: line.urgent for line in shown} == {case(1): False, case(2): True}


def test_a_line_tells_what_is_known_without_a_text(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1), mandates=("wgad",), reprisal=True, channel="letter"))
    told.tell(tagged(case(1)), tagged(case(1), "women"), assigned(case(1)))
    told.tell(consent_withdrawn(case(1)))
    [line] = page(engine).shown
    assert line.mandates == ("wgad",)
    assert line.tags == ("detention", "women")
    assert (line.reprisal, line.channel, line.assignee) == (True, "letter", "desk-1")
    assert line.consent_withdrawn
    told.tell(triaged(case(1)), untagged(case(1)), unassigned(case(1)), consent_granted(case(1)))
    [line] = page(engine, status=Status.TRIAGED).shown
    assert line.mandates == ("sr-torture", "sr-hrds")
    assert (line.tags, line.assignee, line.consent_withdrawn) == (("women",), None, False)


def test_a_consent_that_only_limits_publication_stops_nothing(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1)), consent_withdrawn(case(1), scope="press"))
    assert not page(engine).shown[0].consent_withdrawn
    told.tell(consent_withdrawn(case(1)), consent_granted(case(1), still_withdrawn=True))
    assert page(engine).shown[0].consent_withdrawn


def test_decided_ones_are_listed_latest_first(engine: Engine) -> None:
    told = Told(engine)
    for n in (1, 2, 3):
        told.tell(received(case(n)), triaged(case(n), triaged_at=AT + timedelta(hours=n)))
    assert found(engine, status=Status.TRIAGED) == [case(3), case(2), case(1)]


@pytest.mark.parametrize("status", [TO_DO, Status.TRIAGED.value])
def test_a_long_queue_comes_in_pages_that_nothing_falls_between(
    engine: Engine, status: str
) -> None:
    told = Told(engine)
    ids = [case(n) for n in range(2 * queries.PAGE + 1)]
    for n, one in enumerate(ids):
        at = AT + timedelta(minutes=n // 3)
        told.tell(received(one, received_at=at, urgent=n % 7 == 0, reprisal=n % 11 == 0))
        if status == Status.TRIAGED:
            told.tell(triaged(one, triaged_at=AT + timedelta(minutes=n // 3)))
    read, beyond = [], ""
    while True:
        one_page = page(engine, status=status, beyond=beyond)
        read += [line.submission_id for line in one_page.shown]
        told.tell(received(str(case(1_000 + len(read))), urgent=True))  # what comes meanwhile
        if not one_page.further:
            break
        assert len(one_page.shown) == queries.PAGE
        beyond = one_page.further
    assert len(read) == len(set(read))
    assert set(read) >= set(ids)


@pytest.mark.parametrize(
    "place",
    [
        *("x", "0.1", "10.1", "10.x.y", "0.1." + case(1), "72.1." + case(1), "10.1.not-an-id"),
        "10." + "9" * 18 + "." + case(1),
    ],
)
def test_a_place_that_makes_no_sense_is_the_beginning(engine: Engine, place: str) -> None:
    Told(engine).tell(received(case(1)))
    assert [line.submission_id for line in page(engine, beyond=place).shown] == [case(1)]


def stock(engine: Engine) -> None:
    told = Told(engine)
    told.tell(
        received(case(1), urgent=True, state="KEN", channel="portal"),
        received(case(2), state="FRA", channel="letter", received_at=AT - timedelta(days=2)),
        received(case(3), reprisal=True, mandates=(), received_at=AT - timedelta(days=20)),
        received(case(4), state="FRA", mandates=("wgad",), received_at=AT - timedelta(days=200)),
        tagged(case(1)),
        tagged(case(2), "women"),
        assigned(case(1)),
        assigned(case(2), to="desk-2"),
    )


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ({}, {1, 2, 3, 4}),
        ({"urgency": "urgent"}, {1}),
        ({"urgency": "ordinary"}, {2, 3, 4}),
        ({"state": "FRA"}, {2, 4}),
        ({"mandate": "wgad"}, {4}),
        ({"mandate": "sr-torture"}, {1, 2}),
        ({"assigned": "me"}, {1}),
        ({"assigned": "nobody"}, {3, 4}),
        ({"assigned": "anyone"}, {1, 2}),
        ({"tag": "women"}, {2}),
        ({"age": "day"}, {1}),
        ({"age": "week"}, {2}),
        ({"age": "month"}, {3}),
        ({"age": "older"}, {4}),
        ({"reprisal": "yes"}, {3}),
        ({"reprisal": "no"}, {1, 2, 4}),
        ({"channel": "letter"}, {2}),
        ({"state": "FRA", "assigned": "nobody"}, {4}),
    ],
)
def test_the_queue_is_narrowed_by_each_filter(
    engine: Engine, narrowed: dict[str, Any], numbers: set[int]
) -> None:
    stock(engine)
    assert set(found(engine, **narrowed)) == {case(n) for n in numbers}


def test_each_filter_tells_how_many_it_would_leave(engine: Engine) -> None:
    stock(engine)
    with engine.connect() as conn:
        left = counts.of_filters(conn, DESK, Filters(state="FRA"), NOW)
    assert left == {
        "urgency": {"ordinary": 2},
        "state": {"KEN": 2, "FRA": 2},
        "mandate": {"sr-torture": 1, "wgad": 1},
        "assigned": {"anyone": 1, "nobody": 1},
        "tag": {"women": 1},
        "age": {"week": 1, "older": 1},
        "reprisal": {"no": 2},
        "channel": {"letter": 1, "portal": 1},
    }


def test_filters_are_those_that_hold_for_the_mandates_of_now(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1), mandates=("wgad",)), triaged(case(1), mandates=("sr-health",)))
    told.tell(triaged(case(1), mandates=("sr-torture",)))
    for mandate, there in [("wgad", False), ("sr-health", False), ("sr-torture", True)]:
        assert bool(found(engine, status="triaged", mandate=mandate)) == there, mandate


def test_an_address_filters_by_codes_of_the_lists_and_by_nothing_else() -> None:
    asked_for = {"state": "KEN", "tag": "Planted", "age": "x", "status": "waiting", "q": "Planted"}
    assert filters.read(asked_for, DESK).codes == {"status": "waiting", "state": "KEN"}
    assert filters.read({"status": "nonsense"}, DESK).status == TO_DO


# --- who sees what ------------------------------------------------------------------------------


def test_an_officer_finds_what_is_shared_with_his_mandates_now_and_nothing_else(
    engine: Engine,
) -> None:
    told = Told(engine)
    told.tell(received(case(1), mandates=("wgad",)))
    told.tell(received(case(2)), triaged(case(2), mandates=("wgad",)))
    told.tell(received(case(3)), triaged(case(3), mandates=("sr-health",)))
    told.tell(received(case(4)), triaged(case(4), mandates=("wgad",)))
    told.tell(triaged(case(4), mandates=("sr-health",)))
    for role in (Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER):
        who = officer("wgad", role=role)
        assert found(engine, actor=who, status="all") == [case(2)]
        with engine.connect() as conn:
            left = counts.of_filters(conn, who, Filters(status="all"), NOW)
            assert left["state"] == {"KEN": 1}
            assert counts.of_queues(conn, who, Filters(), NOW) == {"waiting": 0, "answered": 0}


@pytest.mark.parametrize(
    "role",
    sorted(set(Role) - {Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}),
)
def test_nobody_else_finds_anything(engine: Engine, role: Role) -> None:
    Told(engine).tell(received(case(1)), triaged(case(1)))
    who = Actor(
        actor_id="ngo-1",
        roles=frozenset({role}),
        organisation_id="org-1",
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"KEN"}),
    )
    assert found(engine, actor=who, status="all") == []
    with engine.connect() as conn:
        assert set(counts.of_queues(conn, who, Filters(), NOW).values()) == {0}


def test_a_reprisal_is_not_for_the_desk_officer_of_the_state_unless_shared_with_him(
    engine: Engine,
) -> None:
    told = Told(engine)
    told.tell(received(case(1), reprisal=True), received(case(2)))
    told.tell(received(case(3), reprisal=True, state="FRA"))
    both = Actor(
        actor_id="both-1",
        roles=frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER}),
        states=frozenset({"KEN"}),
    )
    assert set(found(engine, actor=both, status="all")) == {case(2), case(3)}
    with engine.connect() as conn:
        assert counts.of_queues(conn, both, Filters(), NOW)["new"] == 2
    told.tell(triaged(case(1), mandates=("wgad",)))
    shared = Actor(
        actor_id="both-1",
        roles=both.roles | {Role.HUMAN_RIGHTS_OFFICER},
        states=both.states,
        mandates=frozenset({"wgad"}),
    )
    assert case(1) in found(engine, actor=shared, status="all")


def test_a_communication_behind_it_is_known(engine: Engine) -> None:
    told = Told(engine)
    told.tell(received(case(1)), received(case(2)), linked(case(1)), transmitted(case(1)))
    with engine.connect() as conn:
        assert queries.behind_a_communication(conn, case(1))
        assert not queries.behind_a_communication(conn, case(2))


@pytest.mark.parametrize(
    ("actor", "finds"),
    [
        (DESK, True),
        (officer("sr-torture"), True),
        (officer("wgad"), False),
        (Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER})), False),
        (Actor(actor_id="auditor", roles=frozenset({Role.AUDITOR})), False),
    ],
)
def test_a_case_number_finds_what_exists_for_who_asks(
    engine: Engine, actor: Actor, *, finds: bool
) -> None:
    Told(engine).tell(received(case(1)), received(case(2)), triaged(case(1)))
    with engine.connect() as conn:
        lines = queries.numbered(conn, actor, case_number(case(1)))
    assert [line.submission_id for line in lines] == ([case(1)] if finds else [])


def test_a_number_finds_no_reprisal_for_who_is_also_of_the_desk_of_the_state(
    engine: Engine,
) -> None:
    Told(engine).tell(received(case(1), reprisal=True))
    both = frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER})
    actor = Actor(actor_id="both", roles=both, states=frozenset({"KEN"}))
    with engine.connect() as conn:
        assert queries.numbered(conn, actor, case_number(case(1))) == []
