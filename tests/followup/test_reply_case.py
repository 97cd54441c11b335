from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.followup.reply_case import (
    REPLY_CASE,
    AssessReply,
    LogReply,
    MarkOverdue,
    OpenReplyCase,
    due_at,
)
from shared.actor import Actor, Asked, system
from shared.contracts.followup import (
    GovernmentReplyLogged,
    ReplyAssessed,
    ReplyDue,
    ReplyKind,
    ReplyOverdue,
)
from shared.message import Sealed
from shared.roles import Role
from shared.testing import AT, given

DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
HOLDER = Actor(
    actor_id="holder-1",
    roles=frozenset({Role.MANDATE_HOLDER}),
    mandates=frozenset({"sr-torture", "sr-health"}),
)
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"sr-torture"}),
)
CLOCK = system("clock")
TEXT = Sealed("reply-r-1", "x")
DUE_AT = datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC)  # the end of that day in Geneva

OPEN = OpenReplyCase(
    communication_id="c-1",
    reference="UA FRA 1/2026",
    type="UA",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    transmitted_at=AT,
    reply_days=60,
)
DUE = ReplyDue(
    communication_id="c-1",
    reference="UA FRA 1/2026",
    type="UA",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    transmitted_at=AT,
    due_at=DUE_AT,
)
MARK = MarkOverdue(communication_id="c-1")
OVERDUE = ReplyOverdue(
    communication_id="c-1",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    due_at=DUE_AT,
    overdue_at=DUE_AT + timedelta(seconds=1),
)


def log(
    kind: ReplyKind = "substantive", *, language: str = "fr", received_at: datetime = AT
) -> LogReply:
    return LogReply(
        communication_id="c-1",
        reply_id="r-1",
        kind=kind,
        language=language,
        confidential_by_state=False,
        text=TEXT,
        received_at=received_at,
    )


def logged(kind: ReplyKind = "substantive", *, logged_at: datetime = AT) -> GovernmentReplyLogged:
    return GovernmentReplyLogged(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandates=("sr-torture", "wgad"),
        kind=kind,
        language="fr",
        confidential_by_state=False,
        text=TEXT,
        received_at=AT,
        logged_by="desk-1",
        logged_at=logged_at,
    )


def assess(
    value: str = "partial", *, mandate: str = "sr-torture", scheme: str = "cooperation"
) -> AssessReply:
    return AssessReply(
        communication_id="c-1",
        reply_id="r-1",
        mandate=mandate,
        scheme=scheme,
        value=value,
        rationale=TEXT,
    )


def assessed(
    value: str = "partial", *, mandate: str = "sr-torture", by: str = "holder-1"
) -> ReplyAssessed:
    return ReplyAssessed(
        communication_id="c-1",
        reply_id="r-1",
        recipient="FRA",
        mandate=mandate,
        scheme="cooperation",
        value=value,
        rationale=TEXT,
        assessed_by=by,
        assessed_at=AT,
    )


def test_a_transmitted_letter_is_due_a_reply_at_the_end_of_the_sixtieth_day() -> None:
    given(REPLY_CASE).when(OPEN, by=system("followup")).then(DUE)


def test_a_case_is_opened_once() -> None:
    given(REPLY_CASE, DUE).when(OPEN, by=system("followup")).then_nothing()


@pytest.mark.parametrize(
    ("transmitted_at", "days", "expected"),
    [
        # Summer time ends in between: the day in Geneva counts, not sixty times 24 hours.
        (
            datetime(2026, 9, 1, 10, 0, tzinfo=UTC),
            60,
            datetime(2026, 10, 31, 22, 59, 59, 999999, tzinfo=UTC),
        ),
        # In Geneva it is the next day already.
        (
            datetime(2026, 6, 1, 22, 30, tzinfo=UTC),
            1,
            datetime(2026, 6, 3, 21, 59, 59, 999999, tzinfo=UTC),
        ),
        (
            datetime(2026, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=-5))),
            60,
            datetime(2026, 3, 6, 22, 59, 59, 999999, tzinfo=UTC),
        ),
    ],
)
def test_days_are_calendar_days_of_geneva(
    transmitted_at: datetime, days: int, expected: datetime
) -> None:
    assert due_at(transmitted_at, days) == expected


@pytest.mark.parametrize("command", [MARK, log(), assess()])
def test_nothing_happens_to_a_letter_that_was_never_transmitted(
    command: MarkOverdue | LogReply | AssessReply,
) -> None:
    given(REPLY_CASE).when(command, by=DESK).then_refused("No such communication")


def test_a_passed_deadline_makes_the_reply_overdue() -> None:
    late = DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, DUE).when(MARK, by=CLOCK, at=late).then(OVERDUE)


def test_the_whole_of_the_last_day_is_in_time() -> None:
    given(REPLY_CASE, DUE).when(MARK, by=CLOCK, at=DUE_AT).then_refused("not due yet")


def test_a_reply_becomes_overdue_once() -> None:
    late = DUE_AT + timedelta(days=1)
    given(REPLY_CASE, DUE, OVERDUE).when(MARK, by=CLOCK, at=late).then_nothing()


def test_a_substantive_reply_stops_the_clock() -> None:
    late = DUE_AT + timedelta(days=1)
    given(REPLY_CASE, DUE, logged()).when(MARK, by=CLOCK, at=late).then_nothing()


@pytest.mark.parametrize("kind", ["acknowledgement", "holding"])
def test_an_acknowledgement_or_a_holding_reply_does_not_stop_the_clock(kind: ReplyKind) -> None:
    late = DUE_AT + timedelta(seconds=1)
    given(REPLY_CASE, DUE, logged(kind)).when(MARK, by=CLOCK, at=late).then(OVERDUE)


def test_a_holding_reply_after_a_substantive_one_does_not_start_the_clock_again() -> None:
    late = DUE_AT + timedelta(days=1)
    history = (DUE, logged(), logged("holding"))
    given(REPLY_CASE, *history).when(MARK, by=CLOCK, at=late).then_nothing()


def test_the_desk_logs_a_reply() -> None:
    given(REPLY_CASE, DUE).when(log(), by=DESK).then(logged())


def test_a_late_reply_is_accepted() -> None:
    late = DUE_AT + timedelta(days=300)
    given(REPLY_CASE, DUE, OVERDUE).when(log(), by=DESK, at=late).then(logged(logged_at=late))


def test_a_reply_is_logged_once() -> None:
    given(REPLY_CASE, DUE, logged()).when(log(), by=DESK).then_nothing()


@pytest.mark.parametrize("other", [CHIEF, HOLDER, OFFICER, CLOCK])
def test_only_the_desk_logs_replies(other: Actor) -> None:
    given(REPLY_CASE, DUE).when(log(), by=other).then_forbidden()


def test_a_reply_is_in_a_language_of_the_list() -> None:
    given(REPLY_CASE, DUE).when(log(language="tlh"), by=DESK).then_refused("language")


def test_a_reply_cannot_have_come_before_the_letter() -> None:
    early = log(received_at=AT - timedelta(days=1))
    given(REPLY_CASE, DUE).when(early, by=DESK).then_refused("before the letter")


def test_a_reply_may_come_on_the_day_of_the_letter_whatever_the_hour() -> None:
    same_day = AT - timedelta(hours=3)
    command = log(received_at=same_day)
    [event] = REPLY_CASE.decide(command, _asked(), REPLY_CASE.fold([DUE]))
    assert isinstance(event, GovernmentReplyLogged)
    assert event.received_at == same_day


def test_a_time_of_receipt_without_its_zone_is_refused() -> None:
    naive = log(received_at=AT.replace(tzinfo=None))
    given(REPLY_CASE, DUE).when(naive, by=DESK).then_refused("time zone")


def test_a_holder_of_a_signing_mandate_assesses_a_reply() -> None:
    given(REPLY_CASE, DUE, logged()).when(assess(), by=HOLDER).then(assessed())


def test_mandates_may_differ_about_a_reply() -> None:
    other = Actor(
        actor_id="holder-2", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
    )
    given(REPLY_CASE, DUE, logged(), assessed()).when(
        assess("none", mandate="wgad"), by=other
    ).then(assessed("none", mandate="wgad", by="holder-2"))


def test_a_mandate_may_change_its_mind_about_a_reply() -> None:
    history = (DUE, logged(), assessed("pending"))
    given(REPLY_CASE, *history).when(assess("full"), by=HOLDER).then(assessed("full"))


def test_the_same_grade_again_changes_nothing() -> None:
    given(REPLY_CASE, DUE, logged(), assessed()).when(assess(), by=HOLDER).then_nothing()


@pytest.mark.parametrize("other", [DESK, CHIEF, OFFICER, CLOCK])
def test_nobody_but_a_mandate_holder_assesses_a_reply(other: Actor) -> None:
    given(REPLY_CASE, DUE, logged()).when(assess(), by=other).then_forbidden()


def test_nobody_assesses_a_reply_for_a_mandate_that_he_does_not_hold() -> None:
    command = assess(mandate="wgad")
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_forbidden()


def test_a_mandate_that_did_not_sign_does_not_assess() -> None:
    command = assess(mandate="sr-health")
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_refused("did not sign")


def test_only_a_reply_that_came_is_assessed() -> None:
    given(REPLY_CASE, DUE).when(assess(), by=HOLDER).then_refused("no such reply")


@pytest.mark.parametrize(
    ("scheme", "value"),
    [("cooperation", "excellent"), ("implementation", "fully"), ("stars", "five")],
)
def test_a_grade_is_one_of_the_scheme_for_replies(scheme: str, value: str) -> None:
    command = assess(value, scheme=scheme)
    given(REPLY_CASE, DUE, logged()).when(command, by=HOLDER).then_refused("grade from the list")


def test_a_history_that_lacks_its_beginning_is_no_case() -> None:
    given(REPLY_CASE, OVERDUE).when(MARK, by=CLOCK).then_refused("No such communication")


def _asked() -> Asked:
    return Asked(at=AT, by=DESK)
