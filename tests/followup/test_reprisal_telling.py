"""The letters that a reprisal case went into (I5), and what is shown outside its group (XR1)."""

from dataclasses import replace
from typing import Any

import pytest

from services.followup.reprisal.decide import REPRISAL
from shared.core.testing import given
from tests.followup.reprisals import (
    ASSESSED,
    CLOSED,
    CONSENTED,
    DAY,
    FACTS,
    FOCAL,
    FOLLOWED,
    HOLDER,
    LINK,
    LINKED,
    OFFICER,
    PASSED,
    SHOW,
    SHOWN,
    TODAY,
    UNLINK,
    UNLINKED,
    UNSHOW,
    UNSHOWN,
)

OPEN = FACTS[:4]
MAY = (
    *OPEN,
    replace(CONSENTED, consent="sharing"),
    replace(ASSESSED, consent="sharing"),
)


def after(*facts: Any) -> Any:
    return given(REPRISAL, *facts)


def at_step(command: Any, *facts: Any) -> Any:
    return replace(command, step=len(facts))


def test_a_letter_is_linked_by_who_reads_letters_and_keeps_its_number() -> None:
    after(*OPEN).when(LINK, by=OFFICER).then(LINKED)
    after(*OPEN).when(LINK, by=FOCAL).then_forbidden()
    linked = (*OPEN, LINKED)
    after(*linked).when(UNLINK, by=OFFICER).then(UNLINKED)
    after(*linked).when(replace(UNLINK, number=2), by=OFFICER).then_refused("No such letter")
    gone = (*linked, UNLINKED)
    after(*gone).when(at_step(UNLINK, *gone), by=OFFICER).then_refused("No such letter")
    again = replace(LINKED, number=2)
    after(*gone).when(at_step(LINK, *gone), by=OFFICER).then(again)


def test_a_text_is_shown_by_consent_to_one_person_and_with_an_end() -> None:
    after(*MAY).when(SHOW, by=FOCAL).then(SHOWN)
    after(*MAY).when(SHOW, by=HOLDER).then(replace(SHOWN, done_by="holder-1"))
    after(*MAY).when(SHOW, by=OFFICER).then_forbidden()
    after(*OPEN).when(at_step(SHOW, *OPEN), by=FOCAL).then_refused("no consent")
    assessed = MAY[:-1]
    after(*assessed).when(at_step(SHOW, *assessed), by=FOCAL).then_refused("Assess first")
    wrongs: tuple[dict[str, Any], ...] = ({"as_part": "state"}, {"account_id": "officer-1"})
    for wrong in wrongs:
        after(*MAY).when(replace(SHOW, **wrong), by=FOCAL).then_refused("list")
    for day in (TODAY, TODAY + 91 * DAY):
        after(*MAY).when(replace(SHOW, until=day), by=FOCAL).then_refused("last day")
    after(*MAY, SHOWN).when(UNSHOW, by=OFFICER).then(UNSHOWN)


@pytest.mark.parametrize(
    "ends",
    [
        replace(CONSENTED, consent="sharing", answer="withdrawn"),
        replace(CONSENTED, consent="sharing", answer="conditions"),
        replace(FOLLOWED, condition="worse"),
        PASSED,
        UNSHOWN,
        CLOSED,
    ],
    ids=["withdrawn", "conditions", "worse", "passed on", "ended", "closed"],
)
def test_what_is_shown_ends_with_its_consent_its_risk_and_its_case(ends: Any) -> None:
    known = (*MAY, SHOWN, ends)
    case = REPRISAL.fold(known).case
    assert case is not None
    assert case.shown_to == frozenset()
    said = "closed" if ends is CLOSED else "not shown"
    after(*known).when(at_step(UNSHOW, *known), by=FOCAL).then_refused(said)
    withdrawn = replace(CONSENTED, consent="sharing", answer="withdrawn")
    assert case.rests_on("sharing"), withdrawn


def test_another_consent_and_a_new_group_end_nothing() -> None:
    for stays in (replace(CONSENTED, answer="withdrawn"), FACTS[1]):
        case = REPRISAL.fold((*MAY, SHOWN, stays)).case
        assert case is not None
        assert case.shown_to == {"desk-1"}
