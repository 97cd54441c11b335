"""Accreditation on the pages: recorded, claimed, from a sheet, and no condition of anything."""

import ast
import csv
from datetime import date, timedelta
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from portal.stakeholders.organisations.listed import COLUMNS
from portal.web.audit.chain import audit
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_accreditations import AccreditationClaimChecked
from shared.core.roles import Role
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.support import drafts
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.portal import Pages, Visitor

ID = named(1)
DESK, SHEET = f"/register-desk/{ID}", "/register-desk/accreditations"
ENTERED = {
    "status": "ganhri:A",
    "body": "SCA",
    "decided": "2026-03-01",
    "effective": "2026-03-02",
    "document": "SCA report, page 9",
}
ROW = {
    "organisation": "Alpha Watch",
    "scheme": "ganhri",
    "status": "A",
    "body": "SCA",
    "decided": "2026-03-01",
    "effective": "2026-03-02",
    "document": "SCA report, page 9",
}


def test_an_officer_records_it_with_its_document_and_the_fact_says_nothing_in_the_clear(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    assert officer.post(f"{DESK}/accreditation", form(**ENTERED)).status_code == 303
    type_, data, _ = asked_for(portal.asked[0])
    assert type_ == "record-accreditation"
    assert set(data) == {"organisation_id", "record_id", "record", "corrects", "source"}
    assert b"SCA" not in portal.asked[0].content
    assert b"2026-03" not in portal.asked[0].content
    first = data["record_id"]
    officer.post(f"{DESK}/accreditation", form(**{**ENTERED, "document": "Another paper"}))
    assert asked_for(portal.asked[1])[1]["record_id"] == first, "the same decision"


def test_a_paper_an_end_and_a_wrong_correction_can_be_corrected(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    asked = []
    corrects = ""
    for document in ("A wrong paper", "Another wrong paper", "The paper"):
        told = {**ENTERED, "document": document, "corrects": corrects}
        assert officer.post(f"{DESK}/accreditation", form(**told)).status_code == 303
        data = asked_for(portal.asked[-1])[1]
        asked.append(data)
        corrects = data["record_id"]
        register.tell(
            register.decided(
                ID, "A", document=document, record_id=corrects, corrects=data["corrects"]
            )
        )
    ids = [one["record_id"] for one in asked]
    assert [one["corrects"] for one in asked] == [None, *ids[:2]]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"document": ""},
        {"effective": "2026-02-01"},
        {"decided": "2036-01-01", "effective": "2036-01-02"},
        {"status": "ecosoc:suspended"},
        {"corrects": "no-such-record"},
    ],
)
def test_what_makes_no_sense_is_not_recorded(
    portal: Pages, register: Register, officer: Visitor, change: dict[str, str]
) -> None:
    register.confirmed(ID, "Alpha Watch")
    assert officer.post(f"{DESK}/accreditation", form(**{**ENTERED, **change})).status_code == 422
    assert not portal.asked


def test_a_public_page_says_what_is_in_force_and_a_hidden_one_says_nothing(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.public(ID, "Alpha Watch", type="nhri")
    register.tell(
        register.decided(ID, "A"),
        register.decided(ID, "special_review", effective=date(2026, 5, 1)),
    )
    for visitor, path in ((portal.visitor(), f"/en/organisations/{ID}"), (officer, DESK)):
        page = main(visitor.get(path).text)
        assert "A: fully in line with the Paris Principles Under special review" in page
        assert "SCA report, page 9" in page
    lists = "/en/organisations?status="
    assert "Alpha Watch" in portal.visitor().get(f"{lists}A").text
    assert "Alpha Watch" not in portal.visitor().get(f"{lists}B").text
    portal.sign_in(portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ID)).post(
        "/our-organisation/hide-now", {}
    )
    assert "Alpha Watch" not in portal.visitor().get(f"{lists}A").text
    assert portal.visitor().get(f"/en/organisations/{ID}").status_code == 404


def test_a_deferral_past_its_end_shows_no_grade_in_force(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    day = portal.clock().date()
    register.tell(
        register.decided(ID, "A"),
        register.decided(ID, "deferred", effective=date(2026, 4, 1), until=day + timedelta(days=3)),
    )
    assert "No grade in force" not in officer.get(DESK).text
    portal.clock.forward(timedelta(days=5))
    assert officer.account
    officer = portal.sign_in(officer.account)
    assert "No grade in force" in officer.get(DESK).text


def test_a_claim_is_self_declared_and_due_in_five_days(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.public(ID, "Alpha Watch")
    sent = form(status="ecosoc:special", document="E/2020/1")
    assert focal.post("/our-organisation/status", sent).status_code == 303
    assert asked_for(portal.asked[0])[0] == "claim-accreditation"
    register.tell(register.claims(ID, portal.clock()))
    assert officer.account
    assert focal.account
    assert "Self-declared" in focal.get("/our-organisation").text
    assert "Self-declared" not in portal.visitor().get(f"/en/organisations/{ID}").text
    assert "Alpha Watch" not in portal.visitor().get("/en/organisations?status=special").text
    assert "Overdue" not in officer.get("/register-desk").text
    portal.clock.forward(timedelta(days=5, minutes=1))
    officer, focal = portal.sign_in(officer.account), portal.sign_in(focal.account)
    assert "Overdue" in main(officer.get("/register-desk").text)
    check = f"{DESK}/claims/{named('claim')}"
    assert "E/2020/1" in officer.get(check).text
    officer.post(check, form(found="no"))
    type_, data, _ = asked_for(portal.asked[1])
    assert (type_, data["found"]) == ("check-accreditation-claim", False)
    register.tell(
        AccreditationClaimChecked(
            organisation_id=ID,
            claim_id=named("claim"),
            found=False,
            checked_by="officer",
            checked_at=portal.clock(),
        )
    )
    assert officer.get(check).status_code == 404
    assert "Self-declared" not in focal.get("/our-organisation").text


def test_accreditation_stays_when_the_entry_is_erased(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    register.tell(register.decided(ID, "B"))
    portal.vault.forget(f"organisation-{ID}", at=LONG_AGO)
    page = main(officer.get(DESK).text)
    assert "Name erased" in page
    assert "B: partly in line with the Paris Principles" in page


# --- from a sheet -------------------------------------------------------------------------------


def upload(*rows: dict[str, str]) -> dict[str, Any]:
    out = StringIO()
    written = csv.DictWriter(out, COLUMNS, restval="")
    written.writeheader()
    written.writerows(rows)
    return {**form(), "file": (BytesIO(out.getvalue().encode()), "list.csv")}


def rows_of(page: str) -> str:
    return unescape(page.partition('name="rows"')[2].partition(">")[2].partition("</textarea>")[0])


def test_nothing_is_written_before_the_check_page_is_sent_and_a_double_click_is_once(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    page = officer.post(SHEET, upload(ROW, ROW, {**ROW, "organisation": "Not Here"})).text
    assert "Check these accreditations" in page
    assert "Not in the register: 1." in page
    assert "Record 1 row" in page
    assert not kept(portal)
    sent = {**form(), "checked": "send", "rows": rows_of(page)}
    for _ in range(2):
        assert officer.post(SHEET, sent).status_code == 303
    [row] = kept(portal)
    assert (row.service, row.type) == ("stakeholders", "record-accreditation")
    assert row.data["source"] == "sheet"
    assert "SCA" not in str(row.data)


def kept(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(outbox.select()))


def test_one_wrong_row_stops_the_list_and_says_where(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    answer = officer.post(SHEET, upload(ROW, {**ROW, "decided": "soon"}))
    assert answer.status_code == 422
    assert "Row Column What to do 3 decided" in main(answer.text)
    assert not kept(portal)
    assert officer.post(SHEET, form()).status_code == 422
    for rows in ("not a list", '[{"organisation": 5}]', '[{"document": ["a"]}]', "[[]]", "{}"):
        changed = {**form(), "checked": "send", "rows": rows}
        assert officer.post(SHEET, changed).status_code == 422, rows
    assert not kept(portal)


@pytest.mark.parametrize("change", [{}, {"decided": "soon"}, {"status": "nothing"}])
def test_whom_a_list_finds_in_the_register_is_on_record_whatever_its_answer(
    portal: Pages, register: Register, officer: Visitor, change: dict[str, str]
) -> None:
    """A wrong row tells of a hidden organisation that it is there, as a right one does."""
    register.confirmed(ID, "Alpha Watch", type="nhri")
    register.confirmed(named(2), "Beta")
    officer.post(SHEET, upload({**ROW, **change}, {**ROW, "organisation": "Not Here"}))
    with portal.engine.connect() as conn:
        subjects = [row.subject for row in conn.execute(audit.select())]
    assert [one for one in subjects if one.startswith("organisation-")] == [f"organisation-{ID}"]


def test_what_was_recorded_before_is_not_recorded_again(
    portal: Pages, register: Register, officer: Visitor
) -> None:
    register.confirmed(ID, "Alpha Watch", type="nhri")
    officer.post(f"{DESK}/accreditation", form(**ENTERED))
    told = asked_for(portal.asked[0])[1]
    register.tell(register.decided(ID, "A", record_id=told["record_id"]))
    answer = officer.post(SHEET, upload(ROW))
    assert answer.status_code == 422
    assert "Nothing in this list is new" in answer.text


def test_the_template_has_the_columns(officer: Visitor) -> None:
    assert officer.get(f"{SHEET}/template.csv").text.strip("\ufeff\r\n") == ",".join(COLUMNS)


# --- SB1 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [None, "suspended", "withdrawn"])
def test_a_status_is_never_a_condition_to_submit(
    portal: Pages, register: Register, status: str | None
) -> None:
    register.confirmed(ID, "Alpha Watch")
    if status:
        told = {"until": date(2027, 1, 1)} if status == "suspended" else {}
        register.tell(register.decided(ID, "special", "ecosoc", effective=date(2026, 3, 1)))
        register.tell(register.decided(ID, status, "ecosoc", **told))
    member = portal.signed_in(Role.NGO_MEMBER, organisation_id=ID)
    drafts.sent(member, drafts.filled(member))
    [filed] = [one for one in kept(portal) if one.type == "submit-allegation"]
    assert filed.service == "intake"


def test_nothing_that_takes_a_submission_can_ask_for_a_status() -> None:
    root = Path(__file__).parents[4]
    taking = ("portal/source", "portal/casefile", "portal/desk", "services/intake")
    for where in taking:
        for path in (root / where).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [getattr(node, "module", None) or ""]
                names += [one.name for one in getattr(node, "names", [])]
                assert not any("reference.accreditation" in one for one in names), path
                assert not any("accreditations" in one for one in names), path
