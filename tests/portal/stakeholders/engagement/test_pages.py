"""Reports on engagement: two persons, what everybody reads, and no hidden organisation."""

from uuid import uuid4

import pytest

from portal.stakeholders.engagement import asking
from portal.stakeholders.organisations.tables import veil
from shared.core.roles import Role
from shared.reference.engagement import report_id
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.consultations import DAY, Forum
from tests.support.engagement import TORTURE, Reports
from tests.support.organisations import LONG_AGO, Register, asked_for, named
from tests.support.papers import told_in_each_language
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW

HERE = f"/engagement-desk/{TORTURE}/2026/3"
ID = report_id(TORTURE, 2026, 3)
TYPED = {"narrative": "Quib came of it", "visits": "1"}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


# --- drafting ------------------------------------------------------------------------------------


def test_an_officer_chooses_what_it_is_about_reads_the_numbers_and_keeps_the_draft(
    portal: Pages, drafter: Visitor
) -> None:
    assert "will appear here" in main(drafter.get("/engagement-desk").text)
    page = drafter.get("/engagement-desk/begin").text
    assert "Quarter 3 of 2026" in page
    assert "Quarter 4 of 2026" not in page, "it is not over"
    begun = drafter.post("/engagement-desk/begin", form(mandate=TORTURE, quarter="2026-3"))
    assert begun.location == HERE
    assert drafter.post("/engagement-desk/begin", form()).status_code == 422
    asked = len(portal.asked)
    check = main(drafter.post(HERE, form(**TYPED)).text)
    for words in ("Check this draft", "Quib came of it", "Contacts with organisations 0"):
        assert words in check
    assert len(portal.asked) == asked
    done = drafter.post(HERE, form(**TYPED, checked="send"))
    assert done.location.startswith(f"/engagement-desk/{ID}")
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["report_id"], data["year"], data["quarter"]) == (
        *("draft-engagement-report", ID),
        *(2026, 3),
    )
    assert data["counts"]["numbers"]["visits"] == 1
    assert "Quib" not in portal.asked[-1].read().decode()


def test_a_draft_makes_sense(drafter: Visitor) -> None:
    for wrong in ({"narrative": ""}, {"visits": "many"}, {"visits": "-1"}, {"visits": ""}):
        answer = drafter.post(HERE, form(**{**TYPED, **wrong}))
        assert answer.status_code == 422
        assert "There is a problem" in answer.text


@pytest.mark.parametrize(
    "path", [f"{TORTURE}/2026/4", f"{TORTURE}/2026/5", f"{TORTURE}/1999/1", "sr-hrds/2026/3"]
)
def test_nobody_drafts_for_another_mandate_or_a_quarter_that_goes_on(
    drafter: Visitor, path: str
) -> None:
    assert drafter.get(f"/engagement-desk/{path}").status_code == 404
    assert drafter.post(f"/engagement-desk/{path}", form(**TYPED)).status_code == 404


def test_what_is_there_is_opened(reports: Reports, drafter: Visitor) -> None:
    of = reports.drafted()
    begun = drafter.post("/engagement-desk/begin", form(mandate=TORTURE, quarter="2026-3"))
    assert begun.location == f"/engagement-desk/{of}"


def test_consultations_of_the_quarter_are_offered(
    portal: Pages, drafter: Visitor, register: Register
) -> None:
    forum = Forum(portal.engine, portal.vault)
    of = forum.called(1, title="Zanthor", opens=NOW - 120 * DAY, closes=NOW - 80 * DAY)
    forum.called(2, title="Later", opens=NOW - 20 * DAY, closes=NOW - DAY)
    page = drafter.get(HERE).text
    assert "Zanthor" in page
    assert "Later" not in page
    drafter.post(HERE, form(**TYPED, consultations=of, checked="send"))
    counts = asked_for(portal.asked[-1])[1]["counts"]
    assert (counts["consultations"], counts["numbers"]["consultations"]) == ([of], 1)


# --- checking, publishing, keeping ---------------------------------------------------------------


def test_another_person_checks_and_the_decision_names_what_was_read(
    portal: Pages, reports: Reports, drafter: Visitor, checker: Visitor
) -> None:
    of = reports.drafted(text="Quib came of it", by="drafter")
    assert "Another person checks" in main(drafter.get(f"/engagement-desk/{of}").text)
    page = checker.get(f"/engagement-desk/{of}/check").text
    assert "Quib came of it" in page
    assert 'name="version" type="hidden" value="1"' in page
    reports.changed(of, "Another text", by="drafter")
    checker.post(f"/engagement-desk/{of}/check", form(version="1"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"]) == ("check-engagement-report", 1)
    checker.post(f"/engagement-desk/{of}/check", form(version="x"))
    assert asked_for(portal.asked[-1])[1]["version"] == 0
    reports.checked(of)
    drafter.post(f"/engagement-desk/{of}/publish", form(version="2"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["version"]) == ("publish-engagement-report", 2)


@pytest.mark.parametrize(
    ("stage", "open_"),
    [
        ("drafted", {"change", "check", "discard"}),
        ("checked", {"change", "publish", "keep", "discard"}),
        ("published", {"keep"}),
        ("taken back", {"change", "publish"}),
        ("kept", {"change", "publish", "discard"}),
    ],
)
def test_each_stage_has_its_ways_on(
    reports: Reports, checker: Visitor, stage: str, open_: set[str]
) -> None:
    of = reports.drafted()
    if stage != "drafted":
        reports.checked(of)
    if stage in {"published", "taken back"}:
        reports.published(of)
    if stage in {"kept", "taken back"}:
        reports.kept(of)
    page = checker.get(f"/engagement-desk/{of}").text
    for path in ("change", "check", "publish", "keep", "discard"):
        status = checker.get(f"/engagement-desk/{of}/{path}").status_code
        assert (status == 200) is (path in open_)
        assert (f'/engagement-desk/{of}/{path}"' in page) is (path in open_)


@pytest.mark.parametrize(
    ("path", "kind", "also"),
    [
        ("change", "change-engagement-report", {"narrative": "New"}),
        ("keep", "keep-engagement-report", {}),
        ("discard", "discard-engagement-report", {}),
    ],
)
def test_what_is_decided_is_asked_for(
    portal: Pages, reports: Reports, drafter: Visitor, path: str, kind: str, also: dict[str, str]
) -> None:
    of = reports.drafted()
    reports.checked(of)
    assert drafter.post(f"/engagement-desk/{of}/{path}", form(**also)).status_code == 303
    assert asked_for(portal.asked[-1])[0] == kind


def test_a_mandate_reads_its_own_and_a_discarded_one_is_gone(
    portal: Pages, reports: Reports, drafter: Visitor
) -> None:
    of = reports.drafted()
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-hrds"}))
    for path in ("", "/change", "/engagement.csv", "/engagement.pdf"):
        assert drafter.get(f"/engagement-desk/{of}{path}").status_code == 200
        assert other.get(f"/engagement-desk/{of}{path}").status_code == 404
    assert "Quarter 3" not in main(other.get("/engagement-desk").text)
    reports.discarded(of)
    assert drafter.get(f"/engagement-desk/{of}").status_code == 404
    assert "Quarter 3" not in main(drafter.get("/engagement-desk").text)


# --- what everybody reads ------------------------------------------------------------------------


def test_everybody_reads_a_published_report_and_no_other(portal: Pages, reports: Reports) -> None:
    somebody = portal.visitor()
    assert "will appear here" in main(somebody.get("/engagement").text)
    of = reports.drafted(text="Quib came of it", contacts=12, organisations=None, visits=2)
    for path in ("", "/engagement.csv", "/engagement.pdf"):
        assert somebody.get(f"/engagement/{of}{path}").status_code == 404
    reports.published(of)
    assert "Quarter 3 of 2026" in main(somebody.get("/engagement").text)
    answer = somebody.get(f"/engagement/{of}")
    page = main(answer.text)
    for words in ("Quib came of it", "Contacts with organisations 12", "not shown"):
        assert words in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "drafter" not in answer.text
    reports.kept(of)
    assert somebody.get(f"/engagement/{of}").status_code == 404
    assert "Quarter 3" not in main(somebody.get("/engagement").text)


def test_the_numbers_are_a_sheet(portal: Pages, reports: Reports) -> None:
    of = reports.drafted(contacts=12, organisations=None)
    reports.drafted(quarter=(2026, 2))
    reports.published(of)
    for address in (f"/engagement/{of}/engagement.csv", "/engagement/engagement.csv"):
        answer = portal.visitor().get(address)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        lines = answer.text.splitlines()
        assert lines[0] == "mandate,year,quarter,kind,number,kept_back,counted_on"
        assert "sr-torture,2026,3,contacts,12,no,2026-11-24" in lines
        assert "sr-torture,2026,3,organisations,,yes,2026-11-24" in lines
        assert len(lines) == 11, "a draft is in no sheet"
        marked = portal.visitor().get(f"{address}?for=excel")
        assert marked.text == f"\ufeff{answer.text}"
        page = portal.visitor().get(address.removesuffix("/engagement.csv")).text
        assert f'href="{address}?for=excel"' in page


def test_a_report_is_a_document_in_the_readers_language(portal: Pages, reports: Reports) -> None:
    of = reports.drafted(text="First.\n\nSecond.", contacts=12)
    reports.published(of)
    paper, visitor = f"/engagement/{of}/engagement.pdf", portal.visitor()
    told_in_each_language(lambda code: visitor.get(f"/{code}{paper}"), kind="engagement")


def test_whoever_agreed_is_named_while_everybody_may_find_them(
    portal: Pages, register: Register, reports: Reports
) -> None:
    forum = Forum(portal.engine, portal.vault)
    asked = forum.called(opens=NOW - 120 * DAY, closes=NOW - 80 * DAY)
    for n, consent in enumerate(("named", "named", "anonymous", "none")):
        register.public(named(n), f"Zanthor {n}")
        account = portal.person(Role.NGO_MEMBER, organisation_id=named(n))
        forum.proposes(
            asked, account.account_id, organisation_id=named(n), consent=consent, at=NOW - 90 * DAY
        )
    of = reports.drafted(consultations=(asked,))
    reports.published(of)
    page = main(portal.visitor().get(f"/engagement/{of}").text)
    assert "Zanthor 0" in page
    assert "Zanthor 1" in page
    assert "Zanthor 2" not in page
    assert "Zanthor 3" not in page
    before = page.replace("Zanthor 1", "")
    with portal.engine.begin() as conn:
        veil(conn, named(1), at=LONG_AGO.replace(month=11))
    after = main(portal.visitor().get(f"/engagement/{of}").text)
    assert after.split() == before.split(), "the name alone is gone: no number moved"


def test_an_erased_text_says_so_and_the_numbers_stay(
    portal: Pages, reports: Reports, drafter: Visitor
) -> None:
    of = reports.drafted(text="Quib came of it", contacts=12)
    reports.published(of)
    portal.vault.forget(asking.subject_of(of), at=portal.clock())
    for visitor, path in ((portal.visitor(), "/engagement"), (drafter, "/engagement-desk")):
        page = main(visitor.get(f"{path}/{of}").text)
        assert "Quib" not in page
        assert "erased" in page
        assert "Contacts with organisations 12" in page
        assert visitor.get(f"{path}/{of}/engagement.pdf").status_code == 200
    reports.kept(of)
    answer = drafter.post(f"/engagement-desk/{of}/change", form(narrative="New"))
    assert answer.status_code == 409
