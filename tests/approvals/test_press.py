"""Consent to a press release, as far as intake has published it."""

from dataclasses import replace
from typing import Any

from services.approvals.press import PRESS, NotePersons, NotePress, State, on_intake, stream
from shared.contracts.approvals_statements import PressConsentNoted
from shared.contracts.intake import Consent, ConsentGranted, ConsentWithdrawn, Victim, VictimsAdded
from shared.core.actor import system
from shared.core.message import Sealed
from shared.core.testing import AT, given
from tests.approvals.statements import AGREED, DRAFTED, REFUSING, SUBMISSION
from tests.support.submissions import received

POLICY = system("approvals")
CONSENT = Consent(act="yes", authorities="yes", public="yes", name_form="full", press="yes")


def person(name: str, **answers: Any) -> Victim:
    consent = replace(CONSENT, **answers)
    return Victim(victim_id=name, details=Sealed("submission-1", "x"), consent=consent)


def persons(agreed: tuple[str, ...] = (), refused: tuple[str, ...] = ()) -> NotePersons:
    return NotePersons(submission_id=SUBMISSION, agreed=agreed, refused=refused)


def press(victim_id: str | None, *, given: bool) -> NotePress:
    return NotePress(submission_id=SUBMISSION, victim_id=victim_id, given=given)


def noted(agreed: tuple[str, ...] = (), refused: tuple[str, ...] = ()) -> PressConsentNoted:
    return replace(AGREED, agreed=agreed, refused=refused)


def test_persons_are_noted_as_they_answered_once() -> None:
    given(PRESS).when(persons(("one",), ("two",)), by=POLICY).then(REFUSING)
    given(PRESS, REFUSING).when(persons(("one",), ("two",)), by=POLICY).then_nothing()
    given(PRESS).when(persons(), by=POLICY).then(noted())


def test_what_was_filed_does_not_undo_what_was_said_later() -> None:
    given(PRESS, REFUSING).when(persons(("two",)), by=POLICY).then_nothing()


def test_consent_is_withdrawn_and_given_for_one_or_for_all() -> None:
    given(PRESS, AGREED).when(press("one", given=False), by=POLICY).then(noted((), ("one",)))
    given(PRESS, REFUSING).when(press(None, given=True), by=POLICY).then(noted(("one", "two")))
    given(PRESS, REFUSING).when(press(None, given=False), by=POLICY).then(noted((), ("one", "two")))
    given(PRESS, AGREED).when(press("one", given=True), by=POLICY).then(AGREED)


def test_intake_is_heard() -> None:
    people = (person("one"), person("two", press="no"), person("three", act="no"))
    noted = NotePersons(submission_id=SUBMISSION, agreed=("one",), refused=("two", "three"))
    assert on_intake(replace(received(SUBMISSION), victims=people)) == [noted]
    added = VictimsAdded(submission_id=SUBMISSION, victims=people, added_by="somebody", added_at=AT)
    assert on_intake(added) == [noted]
    withdrawn = ConsentWithdrawn(
        submission_id=SUBMISSION,
        scope="press",
        communication_ids=(),
        withdrawn_by="somebody",
        withdrawn_at=AT,
    )
    assert on_intake(withdrawn) == [press(None, given=False)]
    again = ConsentGranted(
        submission_id=SUBMISSION,
        scope="press",
        victim_id="one",
        communication_ids=(),
        granted_by="somebody",
        granted_at=AT,
    )
    assert on_intake(again) == [press("one", given=True)]
    assert on_intake(replace(again, scope="public")) == []


def test_other_facts_say_nothing_about_it() -> None:
    assert PRESS.fold([DRAFTED]) == State()
    assert PRESS.stream(persons()) == stream(SUBMISSION) == f"press-{SUBMISSION}"
