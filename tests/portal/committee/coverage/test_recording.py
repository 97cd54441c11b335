"""The Committee adopts standards and records answers: each read through before it is sent."""

import io
import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.core.roles import Role
from shared.reference.coverage import on_record, standards
from tests.portal.stakeholders.test_pages import text
from tests.support import check
from tests.support.coverage import SOURCE, States
from tests.support.forms import hidden
from tests.support.portal import Pages, Visitor

DESK = "/coverage-desk"
ADOPT, SHEET = f"{DESK}/adopt", f"{DESK}/sheet"
ANSWER = f"{DESK}/states/KEN/visit"


def member(portal: Pages) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


def asked(portal: Pages) -> dict[str, Any]:
    (one,) = portal.asked
    body: dict[str, Any] = json.loads(one.read())
    return body


def test_the_committee_reads_a_set_through_before_it_adopts_it(
    portal: Pages, states: States
) -> None:
    visitor = member(portal)
    assert visitor.get(ADOPT).text.count(" checked") == len(standards())
    sent = {"command_id": str(uuid4()), "version": "0", "standards": ["visit", "letters"]}
    page = visitor.post(ADOPT, sent)
    assert "Check the set of standards" in page.text
    assert not portal.asked
    assert check.press(visitor, ADOPT, page.text, "send").status_code == 303
    body = asked(portal)
    assert body["type"] == "adopt-standard-set"
    assert body["data"] == {"version": 1, "standards": ["visit", "letters"]}


def test_one_answer_is_recorded_with_its_source(portal: Pages, states: States) -> None:
    states.adopted()
    visitor = member(portal)
    sent = {
        "command_id": str(uuid4()),
        "value": "lately",
        "source": "I know",
        "dated_on": "soon",
    }
    wrong = visitor.post(ANSWER, sent)
    assert wrong.status_code == 422
    assert wrong.text.count("govuk-error-message") == 3
    assert not portal.asked
    sent |= {"value": "Never", "source": "A/HRC/60/62", "dated_on": "2026-10-01"}
    assert visitor.post(ANSWER, sent).status_code == 303
    body = asked(portal)
    assert body["data"]["values"] == [
        {
            "state": "KEN",
            "value": "never",
            "source": "A/HRC/60/62",
            "dated_on": "2026-10-01",
        }
    ]
    assert body["data"]["seen"] == "", "what no page showed"
    page = visitor.get(ANSWER).text
    assert hidden(page, "seen") == on_record({}, ["KEN"])
    portal.asked.clear()
    visitor.post(ANSWER, {**sent, "seen": hidden(page, "seen")})
    assert asked(portal)["data"]["seen"] == on_record({}, ["KEN"])
    states.recorded("visit", KEN="2019-05-17")
    page = visitor.get(ANSWER).text
    assert 'value="2019-05-17"' in page
    known = {"KEN": ("2019-05-17", SOURCE, date(2026, 10, 1))}
    assert hidden(page, "seen") == on_record(known, ["KEN"])
    for path in (f"{DESK}/states/ATA/visit", f"{DESK}/states/KEN/letters", f"{DESK}/states/KEN/x"):
        assert visitor.get(path).status_code == 404


def sheet(visitor: Visitor, *lines: str, standard: str = "treaties") -> Any:
    content = "\r\n".join(["state,value,source,dated_on", *lines]).encode()
    sent = {
        "command_id": str(uuid4()),
        "standard": standard,
        "file": (io.BytesIO(content), "answers.csv"),
    }
    return visitor.post(SHEET, sent)


def test_a_sheet_with_a_wrong_row_records_nothing_and_says_which(
    portal: Pages, states: States
) -> None:
    page = sheet(member(portal), "KEN,8,A/HRC/60/62,2026-10-01", "Yugoslavia,x,,")
    assert page.status_code == 422
    assert "nothing was recorded" in page.text
    assert text(page.text).count(" 3 state ") == 1
    assert not portal.asked


def test_a_sheet_is_read_through_and_recorded_in_one_command(portal: Pages, states: States) -> None:
    visitor = member(portal)
    assert visitor.get(f"{DESK}/template.csv").status_code == 200
    page = sheet(visitor, "KEN,8,A/HRC/60/62,2026-10-01", "France,no data,A/HRC/60/62,2026-10-01")
    assert "Check these answers" in page.text
    assert not portal.asked
    assert check.press(visitor, SHEET, page.text, "send").status_code == 303
    body = asked(portal)
    assert [(one["state"], one["value"]) for one in body["data"]["values"]] == [
        ("KEN", "8"),
        ("FRA", None),
    ]
    assert (body["data"]["via"], body["data"]["standard"]) == ("sheet", "treaties")
    assert body["data"]["seen"] == on_record({}, ["KEN", "FRA"]), "as of the check page"


@pytest.mark.parametrize("rows", ["", "[1]", '[{"state": "KEN"}]', "{}"])
def test_what_the_check_page_carried_is_checked_once_more(
    portal: Pages, states: States, rows: str
) -> None:
    sent = {
        "command_id": str(uuid4()),
        "standard": "treaties",
        "checked": "send",
        "rows": rows,
    }
    assert member(portal).post(SHEET, sent).status_code == 422
    forged = json.dumps(
        [{"state": "ATA", "value": "8", "source": "A/HRC/60/62", "dated_on": "2026-10-01"}]
    )
    assert member(portal).post(SHEET, {**sent, "rows": forged}).status_code == 422
    assert not portal.asked


def test_a_sheet_needs_a_question_and_a_file(portal: Pages, states: States) -> None:
    visitor = member(portal)
    sent = {"command_id": str(uuid4()), "standard": "treaties"}
    assert visitor.post(SHEET, sent).status_code == 422
    assert sheet(visitor, "KEN,8,A/HRC/60/62,2026-10-01", standard="letters").status_code == 422
    assert sheet(visitor).status_code == 422
