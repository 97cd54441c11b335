"""How a Government cooperates on a request for a visit, in a scheme that is allowed for it."""

from typing import Any

import pytest

from services.followup.visit_file.decide import VISIT_FILE
from shared.contracts.followup_visit_commands import GradeVisitCooperation, StrikeVisitDocument
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused
from shared.core.testing import AT
from shared.reference.debriefs import VALUES
from shared.reference.schemes import CLAUSES, SCHEMES, current
from tests.followup.visits import (
    DATED,
    HOLDER,
    INVITED,
    OFFICER,
    OTHER_HOLDER,
    QRD,
    REQUESTED,
    of,
)

ASKED = (REQUESTED, DATED)


def grade(*history: Any, by: Any = HOLDER, **also: Any) -> Any:
    given = {"scheme": "cooperation", "grade": "partial", "public": False, **also}
    command = of(GradeVisitCooperation, len(history), **given)
    return VISIT_FILE.decide(command, Asked(at=AT, by=by), VISIT_FILE.fold(history))


def test_the_holder_grades_what_was_asked_and_publishes_it_by_the_same_grade() -> None:
    (graded,) = grade(*ASKED)
    assert (graded.scheme, graded.grade, graded.public) == ("cooperation", "partial", False)
    assert graded.now.status == VISIT_FILE.fold(ASKED).now.status, "no step of the visit"
    assert grade(*ASKED, graded) == []
    (public,) = grade(*ASKED, graded, public=True)
    assert VISIT_FILE.fold((*ASKED, graded, public)).cooperation == ("cooperation", "partial", True)


@pytest.mark.parametrize("by", [OFFICER, OTHER_HOLDER, QRD])
def test_nobody_else_grades_it(by: Any) -> None:
    with pytest.raises(Forbidden):
        grade(*ASKED, by=by)


@pytest.mark.parametrize(
    "wrong",
    [{"scheme": "implementation-2", "grade": "fully"}, {"scheme": "x"}, {"grade": "fully"}],
)
def test_a_scheme_of_something_else_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="list of its scheme"):
        grade(*ASKED, **wrong)


def test_without_a_request_there_is_nothing_to_grade() -> None:
    with pytest.raises(Refused, match="Log the request first"):
        grade()


def test_a_public_grade_is_taken_from_everybody_once_its_request_was_struck() -> None:
    asked = (INVITED, REQUESTED)
    (public,) = grade(*asked, public=True)
    strike = of(StrikeVisitDocument, 3, document_id=REQUESTED.document.document_id)
    history = (*asked, public)
    struck = VISIT_FILE.decide(strike, Asked(at=AT, by=OFFICER), VISIT_FILE.fold(history))
    (confidential,) = grade(*history, *struck)
    assert not confidential.public
    with pytest.raises(Refused, match="Log the request first"):
        grade(*history, *struck, confidential, grade="full", public=True)


def test_every_scheme_says_whose_it_is_and_marks_each_value_without_its_colour() -> None:
    for one in SCHEMES.values():
        assert one.owner, one.code
        assert one.source, one.code
        assert set(one.values) <= set(one.marks), one.code
        letters = [one.marks[value].letter for value in one.values]
        assert len(set(letters)) == len(letters), one.code
        assert set(one.counts) <= set(one.values), one.code
    replaced = [one for one in SCHEMES.values() if one.succeeded_by]
    assert all(SCHEMES[str(one.succeeded_by)].version == one.version + 1 for one in replaced)
    assert set(VALUES) == set(CLAUSES.values)
    assert set(current("clause")) == {"clauses"}
    ungraded = {code for code, one in SCHEMES.items() if not one.of}
    assert ungraded == {"upr-info-action"}
