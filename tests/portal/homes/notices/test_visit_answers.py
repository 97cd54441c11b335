"""Notices of what a Government answers here about a visit (E.10)."""

from dataclasses import replace

from portal.followup.visits.read_model import VISITS
from portal.homes.notices.words import NEWS, words
from shared.contracts.followup_visits import VisitFilePassedOn
from shared.core.geneva import day_of
from tests.followup.visits import ACCEPTED, FILE_ID, fact
from tests.portal.homes.notices.conftest import Office

KIND = "visit-answered-here"


def heard(office: Office) -> list[tuple[str, str, str]]:
    """Work twice, as nothing is told twice."""
    office.work()
    office.work()
    return sorted((one.reason, one.page, one.item_id) for one in office.told() if one.kind == KIND)


def answered(office: Office, channel: str = "here", number: int = 0) -> None:
    on = day_of(office.clock())
    paper = replace(ACCEPTED.document, channel=channel, passed_on=on, dated_on=on)
    paper = replace(paper, document_id=f"{paper.document_id[:-1]}{number}")
    one = replace(ACCEPTED, document=paper, done_at=office.clock(), done_by="government-1")
    office.tell(one, models=(VISITS,))


def test_the_mandate_and_the_desk_hear_of_an_answer_here_once(office: Office) -> None:
    answered(office, "mission")  # which somebody logged
    assert heard(office) == []
    answered(office)
    told = heard(office)
    assert {reason for reason, *_ in told} == {"dialogue", "desk"}
    assert {(page, item) for _, page, item in told} == {("visitfile", FILE_ID)}
    for reason in ("dialogue", "desk"):
        assert words(reason, KIND) != NEWS
    office.tell(fact(VisitFilePassedOn, to=None, done_at=office.clock()), models=(VISITS,))
    answered(office, number=1)  # to a file that is a record
    assert {reason for reason, *_ in heard(office)[len(told) :]} <= {"desk", "dialogue"}
    assert len(heard(office)) == len(told) + sum(reason == "desk" for reason, *_ in told)
