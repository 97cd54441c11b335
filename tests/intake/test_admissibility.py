"""Confirming admissibility: every point answered, of the standard list and of mandates."""

from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import pytest

from services.intake.admissibility import POINTS, NotePoints, stream
from services.intake.app import INTAKE_SERVICE
from services.intake.events import CATALOGUE
from services.intake.policies import react
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_admissibility import AdmissibilityPointsNoted, PointAnswered
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import Metadata, Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore, given
from shared.hosting.service import asking, reacting
from shared.reference.admissibility import STANDARD
from tests.followup.support import arrived
from tests.support.allegation import (
    CONFIRM,
    CONFIRMED,
    DESK,
    ID,
    NGO,
    NOT_ACTED,
    RECEIVED,
    SUBMIT,
    TRIAGE,
    TRIAGED,
)

POLICY = system("intake")
ONE, TWO = TRIAGED.mandates
OWN = ("It is about one person", "The family consents")
OFFICER = Actor(
    actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({ONE})
)
HOLDER = replace(OFFICER, roles=frozenset({Role.MANDATE_HOLDER}))
CHANGED = MandateSettingsChanged(
    mandate=ONE,
    settings=MandateSettings(admissibility_points=OWN, join_days=3),
    changed_by="holder-1",
    changed_at=AT,
)
NOTED = AdmissibilityPointsNoted(mandate=ONE, points=OWN, changed_at=AT, noted_at=AT)
WORD = Sealed(f"submission-{ID}", "x")
ANSWERED = (
    *CONFIRM.answers,
    *(PointAnswered(mandate=ONE, point=point, met=True) for point in OWN),
)


def changed(**some: Any) -> MandateSettingsChanged:
    return replace(CHANGED, settings=MandateSettings(**some))


def answering(*answers: PointAnswered) -> Any:
    return replace(CONFIRM, answers=answers)


# --- confirming -----------------------------------------------------------------------------------


def test_each_point_of_the_standard_list_is_answered_once() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(CONFIRM, by=DESK).then(CONFIRMED)
    given(SUBMISSION, RECEIVED, TRIAGED, CONFIRMED).when(CONFIRM, by=DESK).then_nothing()


def test_an_officer_of_a_mandate_that_it_is_shared_with_confirms_too() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(CONFIRM, by=OFFICER).then(
        replace(CONFIRMED, confirmed_by="officer-1")
    )
    other = replace(OFFICER, mandates=frozenset({"sr-food"}))
    for actor in (other, HOLDER, NGO, POLICY):
        given(SUBMISSION, RECEIVED, TRIAGED).when(CONFIRM, by=actor).then_forbidden()


def test_the_answers_stand_in_the_order_of_the_list() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(answering(*CONFIRM.answers[::-1]), by=DESK).then(
        CONFIRMED
    )


@pytest.mark.parametrize(
    "answers",
    [
        (),
        CONFIRM.answers[1:],
        (*CONFIRM.answers, CONFIRM.answers[0]),
        (*CONFIRM.answers, PointAnswered(mandate=None, point="Another", met=True)),
        (*CONFIRM.answers, PointAnswered(mandate=ONE, point=OWN[0], met=True)),
        (PointAnswered(mandate=ONE, point=STANDARD[0], met=True), *CONFIRM.answers[1:]),
    ],
)
def test_what_is_not_the_list_is_refused(answers: tuple[PointAnswered, ...]) -> None:
    given(SUBMISSION, RECEIVED, TRIAGED).when(answering(*answers), by=DESK).then_refused(
        "Answer every point"
    )


def test_where_a_point_is_not_met_somebody_says_why_it_is_admissible_all_the_same() -> None:
    first, *others = CONFIRM.answers
    silent = answering(replace(first, met=False), *others)
    given(SUBMISSION, RECEIVED, TRIAGED).when(silent, by=DESK).then_refused("all the same")
    said = answering(replace(first, met=False, note=WORD), replace(others[0], note=WORD))
    said = answering(*said.answers, *others[1:])
    given(SUBMISSION, RECEIVED, TRIAGED).when(said, by=DESK).then(
        replace(CONFIRMED, answers=said.answers)
    )


def test_before_it_is_shared_nobody_knows_whose_points_count() -> None:
    given(SUBMISSION, RECEIVED).when(CONFIRM, by=DESK).then_refused("Share it with a mandate")


def test_nothing_is_confirmed_of_what_is_not_acted_on() -> None:
    given(SUBMISSION, RECEIVED, TRIAGED, NOT_ACTED).when(CONFIRM, by=DESK).then_refused(
        "Reopen it first"
    )


def test_the_points_of_each_mandate_that_it_is_shared_with_are_answered_too() -> None:
    state = SUBMISSION.fold([RECEIVED, TRIAGED])
    assert SUBMISSION.consults(CONFIRM, state) == [stream(ONE), stream(TWO)]
    given(SUBMISSION, RECEIVED, TRIAGED, NOTED).when(CONFIRM, by=DESK).then_refused(
        "Answer every point"
    )
    given(SUBMISSION, RECEIVED, TRIAGED, NOTED).when(answering(*ANSWERED), by=DESK).then(
        replace(CONFIRMED, answers=ANSWERED)
    )
    both = (*ANSWERED, PointAnswered(mandate=TWO, point=OWN[0], met=False, note=WORD))
    theirs = replace(NOTED, mandate=TWO, points=OWN[:1])
    given(SUBMISSION, RECEIVED, TRIAGED, theirs, NOTED).when(answering(*both), by=DESK).then(
        replace(CONFIRMED, answers=both)
    )
    elsewhere = replace(NOTED, mandate="sr-food")
    given(SUBMISSION, RECEIVED, TRIAGED, elsewhere).when(CONFIRM, by=DESK).then(CONFIRMED)


def test_what_was_confirmed_before_there_was_a_list_stays_so() -> None:
    old = CATALOGUE.decode(
        "admissibility-confirmed",
        1,
        b'{"submission_id": "s", "confirmed_by": "desk-1", "confirmed_at": "2026-01-05T09:00:00Z"}',
    )
    assert old.answers == ()
    given(SUBMISSION, RECEIVED, TRIAGED, old).when(CONFIRM, by=DESK).then_nothing()


# --- noting ---------------------------------------------------------------------------------------


def test_what_a_mandate_has_of_its_own_is_noted_once() -> None:
    note = NotePoints(of=CHANGED)
    given(POINTS).when(note, by=POLICY).then(NOTED)
    given(POINTS, NOTED).when(note, by=POLICY).then_nothing()
    given(POINTS).when(NotePoints(of=changed(join_days=3)), by=POLICY).then_nothing()
    given(POINTS, NOTED).when(NotePoints(of=changed()), by=POLICY).then(replace(NOTED, points=()))


def test_stakeholders_is_heard_of_settings() -> None:
    assert react(CHANGED) == [NotePoints(of=CHANGED)]
    assert POINTS.stream(NotePoints(of=CHANGED)) == stream(ONE) == f"admissibility-{ONE}"


async def test_a_change_told_twice_holds_for_the_next_confirmation() -> None:
    store = InMemoryStore()
    ask = asking(INTAKE_SERVICE, store)
    apply = reacting(INTAKE_SERVICE, ask)
    metadata = Metadata(
        correlation_id=derive_id("case"), causation_id=derive_id("cause"), actor="somebody"
    )
    elsewhere = InMemoryStore()
    await elsewhere.append(
        f"mandate-{ONE}", [(derive_id("fact"), CHANGED)], metadata, expected=None
    )
    for _ in range(2):
        await apply([arrived(elsewhere.log[0])])
    assert [record.event for record in store.log] == [replace(NOTED, noted_at=ANY)]
    for n, (command, by) in enumerate(((SUBMIT, NGO), (TRIAGE, DESK))):
        await ask(command, Asked(at=AT, by=by), derive_id("command", n), metadata)
    now = Asked(at=AT, by=DESK)
    with pytest.raises(Refused, match="Answer every point"):
        await ask(CONFIRM, now, derive_id("command", 2), metadata)
    await ask(answering(*ANSWERED), now, derive_id("command", 3), metadata)
    assert store.log[-1].event == replace(CONFIRMED, answers=ANSWERED)
