"""The gender of a holder, as the Secretariat publishes it: with its source, and never guessed."""

from dataclasses import replace

import pytest

from services.stakeholders.holder_gender import HOLDER_GENDER
from shared.contracts.stakeholders_holder_gender import HolderGenderRecorded
from shared.contracts.stakeholders_holder_gender_commands import RecordHolderGender
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference import GENDERS
from tests.stakeholders.test_terms import CHIEF, ENDED, STARTED

RECORD = RecordHolderGender(
    mandate="sr-torture", term_id="t-1", gender="female", source="A/HRC/60/62"
)
RECORDED = HolderGenderRecorded(
    mandate="sr-torture",
    term_id="t-1",
    gender="female",
    source="A/HRC/60/62",
    recorded_by="chief-1",
    recorded_at=AT,
)


def test_the_chief_records_once_what_is_published_also_of_a_term_that_ended() -> None:
    for before in ((STARTED,), (STARTED, ENDED)):
        given(HOLDER_GENDER, *before).when(RECORD, by=CHIEF).then(RECORDED)
        given(HOLDER_GENDER, *before, RECORDED).when(RECORD, by=CHIEF).then_nothing()


@pytest.mark.parametrize("gender", GENDERS)
def test_it_is_corrected_and_taken_back_by_another_record(gender: str) -> None:
    source = "https://www.example.org/holders"
    again = replace(RECORD, gender=gender, source=source)
    given(HOLDER_GENDER, STARTED, RECORDED).when(again, by=CHIEF).then(
        replace(RECORDED, gender=gender, source=source)
    )


def test_nothing_is_recorded_without_a_term_a_source_or_a_word_of_the_list() -> None:
    given(HOLDER_GENDER).when(RECORD, by=CHIEF).then_refused("no such term")
    given(HOLDER_GENDER, STARTED).when(replace(RECORD, gender="her name"), by=CHIEF).then_refused(
        "Choose the gender"
    )
    for source in ("", "her name", "http://www.example.org"):
        given(HOLDER_GENDER, STARTED).when(replace(RECORD, source=source), by=CHIEF).then_refused(
            "symbol of a document"
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
def test_nobody_but_the_chief_records_it(role: Role) -> None:
    actor = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"sr-torture"}))
    given(HOLDER_GENDER, STARTED).when(RECORD, by=actor).then_forbidden()


def test_a_decision_reads_the_terms_of_the_mandate() -> None:
    assert HOLDER_GENDER.consults(RECORD, HOLDER_GENDER.initial) == ["terms-sr-torture"]
    assert HOLDER_GENDER.stream(RECORD) == "holdergender-sr-torture"
