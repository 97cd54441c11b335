"""The access matrix of procedure.md section 6.1, column "Reply < publication", row by row."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from portal.casefile.replies.cases import Case, find
from portal.casefile.replies.sight import Sight, sight
from portal.followup.replies import file, timeline
from portal.followup.replies.lists import Filters, page
from portal.followup.replies.read_model import REPLIES
from portal.followup.replies.reminding import opening
from portal.followup.replies.words import left, reminder, status, why
from portal.web.i18n.texts import speaking
from portal.web.timeline import Step
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference import LANGUAGES
from tests.support import cases as told
from tests.support.compiled import engine_of
from tests.support.followup import LETTER, NOW, due, graded, logged, overdue, tell
from tests.support.reprisals import known

TEXT = Sealed("reply-1", "cipher")
DUE = due(mandates=("sr-torture", "wgad"), submission_ids=(told.SUBMISSION,))


def somebody(role: Role, *, mandates: str = "", states: str = "") -> Actor:
    return Actor(
        actor_id="somebody",
        roles=frozenset({role}),
        mandates=frozenset(mandates.split()),
        states=frozenset(states.split()),
    )


LETTER_ALONE = Sight()
METADATA = Sight(case=True)
REPLIES_ONLY = Sight(case=True, replies=True, government=True, letter=True)
HOUSE = Sight(case=True, replies=True, house=True)
EVERYTHING = Sight(case=True, replies=True, house=True, drafts=True, source=True)
MATRIX = [
    (somebody(Role.QUICK_RESPONSE_DESK), EVERYTHING),
    (somebody(Role.CHIEF), HOUSE),
    (somebody(Role.PUBLICATION_OFFICER), HOUSE),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="wgad"), EVERYTHING),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates="sr-health"), LETTER_ALONE),
    (somebody(Role.MANDATE_HOLDER, mandates="sr-torture"), EVERYTHING),
    (somebody(Role.MANDATE_HOLDER, mandates="sr-health"), LETTER_ALONE),
    (somebody(Role.DESK_OFFICER, states="CHE KEN"), HOUSE),
    (somebody(Role.DESK_OFFICER, states="KEN"), None),
    (somebody(Role.GOVERNMENT, states="CHE"), REPLIES_ONLY),
    (somebody(Role.GOVERNMENT, states="KEN"), None),
    (somebody(Role.COORDINATION_COMMITTEE), METADATA),
    (somebody(Role.AUDITOR), METADATA),
    *(
        (somebody(role, mandates="sr-torture", states="CHE"), None)
        for role in (
            Role.NGO_MEMBER,
            Role.CONTACT_POINT,
            Role.FOCAL_POINT,
            Role.SELECTION_OFFICER,
            Role.STAKEHOLDER_OFFICER,
            Role.PANEL_MEMBER,
            Role.PANEL_CHAIR,
            Role.PRESIDENT,
            Role.CANDIDATE,
            Role.DATA_PROTECTION,
            Role.SYSTEM_ADMIN,
            Role.REPRISALS_FOCAL_POINT,
            Role.UN_PARTNER,
            Role.SOURCE,
            Role.CHAIR_RAPPORTEUR,  # nothing beside what he sees as a mandate-holder
        )
    ),
    (Actor(actor_id="nobody"), None),
]
GOVERNMENT = somebody(Role.GOVERNMENT, states="CHE")
CHIEF = somebody(Role.CHIEF)
DESK = somebody(Role.QUICK_RESPONSE_DESK)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    yield made
    made.dispose()


@pytest.mark.parametrize(("actor", "expected"), MATRIX)
def test_everybody_sees_what_the_matrix_allows(actor: Actor, expected: Sight | None) -> None:
    assert sight(actor, recipient="CHE", mandates=("sr-torture", "wgad")) == expected


@pytest.mark.parametrize("role", list(Role))
def test_no_role_is_forgotten_in_the_matrix(role: Role) -> None:
    assert any(actor.has(role) for actor, _ in MATRIX)


def test_what_is_found_and_listed_is_what_the_matrix_allows(engine: Engine) -> None:
    facts = [
        DUE,
        logged(DUE, text=TEXT),
        graded(DUE, rationale=TEXT),
        told.attached(DUE),
        told.translation_asked(DUE),
        told.forwarded(DUE),
        told.commented(DUE, text=TEXT),
        told.drafted(DUE, text=TEXT),
    ]
    tell(engine, REPLIES, facts)
    known(engine, LETTER)
    with engine.connect() as conn:
        for actor, expected in MATRIX:
            found = find(conn, actor, LETTER)
            assert (found is None) == (expected is None), actor
            listed = page(conn, actor, Filters(show="replied"), NOW).shown
            assert bool(listed) == bool(expected and expected.replies), actor
            if found is None or expected is None:
                continue
            came = file.replies_of(conn, found)
            assert bool(came) == bool(found.answered_at) == expected.case, actor
            if not came:
                continue
            [reply] = came
            assert (reply.text is not None) == expected.replies, actor
            assert bool(reply.files) == expected.replies, actor
            assert bool(reply.grades) == bool(reply.translations) == expected.house, actor
            assert bool(reply.comments) == bool(reply.forwarded_at) == expected.source, actor
            assert bool(file.reminders_of(conn, found)) == expected.drafts, actor
            assert found.translating == expected.house, actor


def test_a_reply_about_a_reprisal_is_not_there_for_the_desk_of_the_state(engine: Engine) -> None:
    """R15 wins over the matrix; a mandate that signed sees it, whoever works for it."""
    tell(engine, REPLIES, [DUE, logged(DUE, text=TEXT)])
    known(engine, LETTER, reprisal=True)
    officer = somebody(Role.DESK_OFFICER, states="CHE")
    also = replace(officer, roles=officer.roles | {Role.QUICK_RESPONSE_DESK})
    works = officer.roles | {Role.MANDATE_HOLDER}
    signs = replace(officer, roles=works, mandates=frozenset({"wgad"}))
    with engine.connect() as conn:
        for actor, sees in ((officer, False), (also, False), (signs, True), (GOVERNMENT, True)):
            assert (find(conn, actor, LETTER) is not None) == sees, actor
            assert bool(page(conn, actor, Filters(show="replied"), NOW).shown) == sees, actor


def test_each_sees_his_part_of_the_timeline(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, overdue(DUE), logged(DUE), graded(DUE), *told.whole(DUE)])
    everybody = {
        "reply-due",
        "reply-overdue",
        "receipt-acknowledged",
        "extension-noted",
        "government-reply-logged",
        "reminder-sent",
    }
    to_the_government = everybody | {
        "extension-requested",
        "reply-attachment-added",
        "closure-notified",
        "case-reopened",
    }
    metadata = everybody | {"follow-up-letter-sent", "case-closed", "case-reopened"}
    house = (
        metadata
        | to_the_government
        | {"reply-assessed", "translation-requested", "translation-received"}
        | {"dialogue-noted", "dialogue-corrected"}
    )
    desk = house | {
        "reminder-proposed",
        "reminder-drafted",
        "reminder-approved",
        "reply-forwarded-to-source",
        "source-commented",
    }
    assert kinds(engine, somebody(Role.AUDITOR)) == metadata
    assert kinds(engine, GOVERNMENT) == to_the_government
    assert kinds(engine, CHIEF) == house
    assert kinds(engine, DESK) == desk


def kinds(engine: Engine, actor: Actor) -> set[str]:
    return {step.kind for step in steps(engine, actor)}


def steps(engine: Engine, actor: Actor) -> list[Step]:
    with engine.connect() as conn:
        found = find(conn, actor, LETTER)
        assert found is not None
        return timeline.shown(file.steps_of(conn, found), found.sight)


def test_notes_and_names_in_the_timeline_are_for_those_who_work_on_the_case(
    engine: Engine,
) -> None:
    facts = [
        DUE,
        told.more_time(DUE, reason=TEXT),
        graded(DUE, rationale=TEXT),
        told.closed(DUE, reasons=TEXT),
    ]
    tell(engine, REPLIES, facts)
    assert {step.kind for step in steps(engine, CHIEF) if step.note} == {
        "extension-requested",
        "reply-assessed",
        "case-closed",
    }
    assert {step.kind for step in steps(engine, GOVERNMENT) if step.note} == {"extension-requested"}
    assert all(step.by_id is None for step in steps(engine, GOVERNMENT))
    committee = steps(engine, somebody(Role.COORDINATION_COMMITTEE))
    assert all(step.note is None and step.by_id is None for step in committee)
    assert [step.title for step in committee if step.kind == "case-closed"] == ["Case closed"]


def test_a_closure_that_the_government_was_not_told_of_is_not_there_for_it(
    engine: Engine,
) -> None:
    facts: list[object] = [DUE, logged(DUE), told.closed(DUE)]
    tell(engine, REPLIES, facts)
    assert shows(engine, GOVERNMENT) == ("Replied", {"replied"})
    assert shows(engine, CHIEF) == ("Closed", {"closed"})
    tell(engine, REPLIES, [*facts, told.reopened(DUE)])
    assert "case-reopened" not in kinds(engine, GOVERNMENT)
    assert "case-reopened" in kinds(engine, CHIEF)


def test_a_government_sees_the_closure_that_it_was_told_of(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, logged(DUE), told.closed(DUE), told.told(DUE, "state")])
    assert shows(engine, GOVERNMENT) == ("Closed", {"closed"})
    with engine.connect() as conn:
        found = find(conn, GOVERNMENT, LETTER)
    assert found is not None
    assert found.outcome == "improved"
    assert found.source_told_at is None


def shows(engine: Engine, actor: Actor) -> tuple[str, set[str]]:
    """Return the status of the case, and the lists in which it stands, for this person."""
    with engine.connect() as conn:
        found = find(conn, actor, LETTER)
        assert found is not None
        lists = {
            show
            for show in ("waiting", "overdue", "week", "replied", "closed")
            if page(conn, actor, Filters(show=show), NOW).shown
        }
    return status(found, NOW)[0], lists


def test_a_letter_that_is_not_there_is_found_by_nobody(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE])
    with engine.connect() as conn:
        assert find(conn, DESK, str(derive_id("another"))) is None


def test_what_the_case_of_a_letter_lacks_its_beginning_is_not_there(engine: Engine) -> None:
    """Of a communication whose reply clock never started there is no case."""
    tell(engine, REPLIES, [logged(DUE)])
    with engine.connect() as conn:
        assert find(conn, DESK, LETTER) is None
        assert page(conn, DESK, Filters(show="replied"), NOW).shown == []


def test_only_the_last_reminder_waits_and_those_that_went_stay(engine: Engine) -> None:
    newer = str(derive_id("reminder", 2))
    facts = [DUE, told.drafted(DUE), told.approved(DUE), told.reminded(DUE)]
    tell(engine, REPLIES, [*facts, told.drafted(DUE, reminder_id=newer)])
    with engine.connect() as conn:
        for actor, expected in ((DESK, [newer, told.REMINDER]), (GOVERNMENT, [told.REMINDER])):
            found = find(conn, actor, LETTER)
            assert found is not None
            assert [one.reminder_id for one in file.reminders_of(conn, found)] == expected


def test_a_reminder_that_was_replaced_is_not_offered_any_more(engine: Engine) -> None:
    newer = str(derive_id("reminder", 2))
    tell(engine, REPLIES, [DUE, told.drafted(DUE), told.drafted(DUE, reminder_id=newer)])
    with engine.connect() as conn:
        found = find(conn, DESK, LETTER)
        assert found is not None
        assert [one.reminder_id for one in file.reminders_of(conn, found)] == [newer]


def test_a_follow_up_letter_knows_the_one_that_it_takes_up(engine: Engine) -> None:
    new = due(told.FOLLOW_UP, reference="AL CHE 2/2026")
    tell(engine, REPLIES, [DUE, new, told.followed_up(DUE)])
    with engine.connect() as conn:
        found = find(conn, DESK, told.FOLLOW_UP)
        assert found is not None
        assert file.follows_up(conn, found) == LETTER


def test_it_is_said_whose_days_they_are(engine: Engine) -> None:
    own = replace(DUE, communication_id=told.FOLLOW_UP, reply_days_of="wgad")
    tell(engine, REPLIES, [replace(DUE, reminder_days_of="wgad"), own])
    its, usual = "by the settings of WGAD, which leads the letter", "as usual for every mandate"
    assert why(found(engine)).endswith(usual)
    assert f", {its}: reminder" in reminder(found(engine))
    with engine.connect() as conn:
        other = find(conn, DESK, told.FOLLOW_UP)
    assert other is not None
    assert why(other).endswith(its)
    assert f", {usual}: reminder" in reminder(other)


def test_the_due_date_is_explained(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE])
    first = (
        "60 calendar days after transmission on 14 Nov 2026, to the end of the day in Geneva, "
        "as usual for every mandate"
    )
    assert why(found(engine)) == first
    tell(engine, REPLIES, [DUE, told.extended(DUE)])
    extended = found(engine)
    assert why(extended) == f"Extended on 24 Nov 2026; it was due on 13 Jan 2027: {first}"
    assert status(extended, NOW) == ("Extended", "active")
    assert extended.due_on == date(2027, 2, 12)


def test_a_reminder_begins_in_the_language_of_the_letter(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE])
    about = found(engine)
    with speaking("fr"):
        assert "transmitted on 14 November 2026, to which" in opening(about)
    text = opening(about, "ru")
    assert "14 ноября 2026 года, ответ" in text
    assert text.startswith("Адресат: ")
    assert text.split("\n")[-1] == "Рабочая группа по произвольным задержаниям"
    assert text.split("\n")[-2].startswith("Специальный докладчик по вопросу о пытках")  # noqa: RUF001  # as it is written
    for language in LANGUAGES:
        text = opening(about, language)
        assert about.reference in text
        assert "{" not in text


def found(engine: Engine, actor: Actor = DESK) -> Case:
    with engine.connect() as conn:
        case = find(conn, actor, LETTER)
    assert case is not None
    return case


def test_an_extension_ends_being_overdue(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, overdue(DUE), told.extended(DUE)])
    assert status(found(engine), NOW)[0] == "Extended"


def test_a_letter_whose_arrival_is_acknowledged_is_not_a_replied_one(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, told.arrived(DUE)])
    assert status(found(engine), NOW) == ("Acknowledged only", "waiting")
    assert shows(engine, DESK)[1] == {"waiting"}


def test_an_acknowledging_letter_is_not_a_reply_either(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, logged(DUE, "acknowledgement")])
    assert status(found(engine), NOW) == ("Acknowledged only", "waiting")


def test_a_reply_counts_as_pending_while_its_translation_is_awaited(engine: Engine) -> None:
    facts: list[object] = [DUE, logged(DUE), told.translation_asked(DUE)]
    tell(engine, REPLIES, facts)
    assert status(found(engine), NOW) == ("Translation pending", "waiting")
    with engine.connect() as conn:
        assert page(conn, DESK, Filters(show="translation"), NOW).shown
    tell(engine, REPLIES, [*facts, told.translation_came(DUE)])
    assert status(found(engine), NOW) == ("Replied", "done")
    with engine.connect() as conn:
        assert not page(conn, DESK, Filters(show="translation"), NOW).shown


def test_a_late_reply_stays_a_late_one(engine: Engine) -> None:
    tell(engine, REPLIES, [DUE, overdue(DUE), logged(DUE)])
    assert status(found(engine), NOW) == ("Replied late", "done")


def test_days_are_those_of_geneva(engine: Engine) -> None:
    midnight_in_geneva = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    reply = replace(logged(DUE, text=TEXT), received_at=midnight_in_geneva)
    tell(engine, REPLIES, [DUE, overdue(DUE), reply])
    case = found(engine)
    with engine.connect() as conn:
        [shown] = file.replies_of(conn, case)
        steps = timeline.shown(file.steps_of(conn, case), case.sight)
    assert case.answered_on == shown.received_on == date(2026, 11, 20)
    came = [one.at for one in steps if one.kind == "government-reply-logged"]
    assert came == [date(2026, 11, 20)]
    assert case.due_on == date(2027, 1, 13)
    assert case.overdue_on == date(2027, 1, 14)
    assert left(case, NOW) == "in 50 days"
    assert left(case, NOW + timedelta(days=53)) == "3 days ago"
