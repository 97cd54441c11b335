"""Coverage of States for each reader: section D.5 of selection-stakeholders-committee.md."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import TypeAdapter

from portal.committee.coverage import taking
from portal.committee.coverage.readers import READERS, WRITERS
from portal.stakeholders.organisations import accreditations
from portal.stakeholders.organisations.tables import veil
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_coverage_commands import TakeCoverageSnapshot
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.coverage import GROUPS, covered, month_of
from tests.portal.committee.coverage.test_contacts import contacts
from tests.portal.stakeholders.test_pages import text
from tests.support.contacts import Log
from tests.support.coverage import SOURCE, States
from tests.support.ods import tables_of
from tests.support.organisations import Register, named
from tests.support.portal import Pages, Visitor

PUBLIC, DESK = "/en/coverage", "/coverage-desk"
SILENCE, ADOPT, SHEET = f"{DESK}/silence", f"{DESK}/adopt", f"{DESK}/sheet"
ANSWER = f"{DESK}/states/KEN/visit"
BAND = "Organisations in contact"
EVERY_PAGE = 4  # pages of the list of States


def whole(visitor: Visitor, path: str) -> str:
    """Return all pages of the list of States as text."""
    mark = "&" if "?" in path else "?"
    return " ".join(
        text(visitor.get(f"{path}{mark}states={page}").text) for page in range(1, EVERY_PAGE + 1)
    )


def rows_of(visitor: Visitor, path: str) -> list[str]:
    """Return the States of a list in the order of the page."""
    found: list[str] = []
    for page in range(1, EVERY_PAGE + 1):
        html = visitor.get(f"{path}{'&' if '?' in path else '?'}states={page}").text
        table = html.partition("<tbody")[2].partition("</tbody>")[0]
        for code in re.findall(r"/states/([A-Z]{3})", table):
            if code not in found:
                found.append(code)
    return found


def member(portal: Pages) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE)


# --- who reads what -------------------------------------------------------------------------------


def test_before_a_set_is_adopted_the_page_says_so(portal: Pages, states: States) -> None:
    for path in (PUBLIC, f"{PUBLIC}/method", f"{PUBLIC}/states/KEN"):
        assert "once the Coordination Committee has adopted" in portal.visitor().get(path).text
    assert "once the Coordination Committee has adopted" in member(portal).get(DESK).text
    for ending in ("csv", "xlsx"):
        assert portal.visitor().get(f"/coverage/coverage.{ending}").status_code == 404


def test_everybody_reads_all_states_and_the_public_columns(portal: Pages, states: States) -> None:
    states.adopted()
    visitor = portal.visitor()
    assert sorted(rows_of(visitor, PUBLIC)) == sorted(covered())
    page = visitor.get(PUBLIC)
    assert page.text.count('<th scope="col"') == 1 + 12
    assert BAND not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "no score and no ranking" in page.text
    assert "Every column" not in page.text
    for path in (f"{PUBLIC}?by=organisations", f"{PUBLIC}?picture=organisations"):
        assert BAND not in visitor.get(path).text


@pytest.mark.parametrize("role", sorted(READERS))
def test_those_who_work_here_read_every_column_and_silence(
    portal: Pages, states: States, role: Role
) -> None:
    states.adopted()
    visitor = portal.signed_in(role, mandates=frozenset({"sr-torture"}))
    page = visitor.get(DESK).text
    assert page.count('<th scope="col"') == 1 + 13
    assert BAND in page
    assert "36 months" in visitor.get(SILENCE).text
    assert DESK in visitor.get(PUBLIC).text
    assert (ADOPT in page) is (role in WRITERS)
    one = visitor.get(f"{DESK}/states/KEN").text
    assert (ANSWER in one) is (role in WRITERS)


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
def test_others_read_what_everybody_reads(portal: Pages, states: States, role: Role) -> None:
    states.adopted()
    visitor = portal.signed_in(role)
    for path in (DESK, SILENCE, f"{DESK}/coverage.csv", f"{DESK}/states/KEN"):
        assert visitor.get(path).status_code == 403
    page = visitor.get(PUBLIC).text
    assert (BAND in page, DESK in page) == (False, False)


@pytest.mark.parametrize("role", [role for role in READERS if role not in WRITERS])
def test_only_the_committee_adopts_and_records(portal: Pages, states: States, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in (ADOPT, SHEET, ANSWER, f"{DESK}/template.csv"):
        assert visitor.get(path).status_code == 403


# --- the table ------------------------------------------------------------------------------------


def test_states_stand_by_name_or_by_one_column_and_no_answer_comes_last(
    portal: Pages, states: States
) -> None:
    states.adopted("treaties", "visit")
    states.recorded("treaties", KEN="8", FRA="3", CHE="12", VAT="na")
    visitor = portal.visitor()
    assert rows_of(visitor, PUBLIC)[0] == "AFG"
    assert rows_of(visitor, f"{PUBLIC}?by=treaties")[:5] == ["FRA", "KEN", "CHE", "VAT", "AFG"]
    assert rows_of(visitor, f"{PUBLIC}?by=score")[0] == "AFG"
    french = rows_of(visitor, "/fr/coverage")
    assert french.index("DEU") < french.index("ARG"), "Allemagne"


def test_a_group_can_be_chosen_and_the_observers_are_one(portal: Pages, states: States) -> None:
    states.adopted("letters")
    visitor = portal.visitor()
    assert rows_of(visitor, f"{PUBLIC}?group=OBS") == ["VAT", "PSE"]
    assert len(rows_of(visitor, f"{PUBLIC}?group=AFR")) == 54
    assert len(rows_of(visitor, f"{PUBLIC}?group=XXX")) == 195


def test_what_is_not_there_is_no_data_and_never_zero(portal: Pages, states: States) -> None:
    states.adopted("treaties", "replies", "letters", "visit")
    states.recorded("visit", KEN="2019-05-17", VAT="never", FRA="elsewhere")
    page = text(portal.visitor().get(f"{PUBLIC}?group=OBS").text)
    assert "Holy See no data not applicable 0 never" in page
    africa = whole(portal.visitor(), f"{PUBLIC}?group=AFR")
    assert "Kenya no data not applicable 0 17 May 2019 (7 years ago)" in africa
    assert "not for itself" in whole(portal.visitor(), f"{PUBLIC}?group=WEOG")


def test_tiles_show_every_state_once_by_group_without_a_judging_word(
    portal: Pages, states: States
) -> None:
    states.adopted("treaties", "visit")
    states.recorded("treaties", KEN="9", FRA="1", CHE="0")
    page = portal.visitor().get(f"{PUBLIC}?picture=treaties").text
    tiles = re.findall(r'tiles__tile--(\d)" href="/en/coverage/states/([A-Z]{3})', page)
    assert len(tiles) == 195
    step = {code: number for number, code in tiles}
    assert (step["KEN"], step["FRA"], step["CHE"], step["AFG"]) == ("4", "1", "1", "0")
    assert page.count('<ul class="tiles">') == len(GROUPS)
    assert not re.search(r"tiles__tile--(?:good|bad|red|green)", page)
    assert "<ul class" in portal.visitor().get(f"{PUBLIC}?picture=visit").text


def test_a_state_has_its_answers_with_sources_and_the_themes_never_taken_up(
    portal: Pages, states: States
) -> None:
    states.adopted()
    states.recorded("treaties", KEN="8")
    page = portal.visitor().get(f"{PUBLIC}/states/KEN").text
    shown = text(page)
    assert f"party? 8 {SOURCE} 1 Oct 2026" in shown
    assert "Public register of letters 24 Nov 2026" in shown
    assert "46 mandates" in shown
    assert "Special Rapporteur on torture" in shown
    for code in ("ATA", "XXX", "ken"):
        assert portal.visitor().get(f"{PUBLIC}/states/{code}").status_code == 404


def test_the_method_says_what_it_is_not_and_lists_what_is_outside(
    portal: Pages, states: States
) -> None:
    states.adopted()
    states.adopted("letters", "treaties")
    page = text(portal.visitor().get(f"{PUBLIC}/method").text)
    assert "no score and no ranking" in page
    assert "Number 2 , 24 Nov 2026 : 2 questions Number 1 , 24 Nov 2026 : 13 questions" in page
    assert "Swaziland 19 Apr 2018 Eswatini" in page
    assert "Cook Islands" in page


# --- exports ------------------------------------------------------------------------------------


def test_exports_have_each_answer_with_its_source_and_day(portal: Pages, states: States) -> None:
    states.adopted()
    states.recorded("treaties", KEN="8")
    answer = portal.visitor().get("/coverage/coverage.csv")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(found) == 195 * 12
    assert "organisations" not in {one["standard"] for one in found}
    (ours,) = [one for one in found if (one["code"], one["standard"]) == ("KEN", "treaties")]
    assert (ours["value"], ours["source"], ours["dated_on"]) == ("8", SOURCE, "2026-10-01")
    (none,) = [one for one in found if (one["code"], one["standard"]) == ("FRA", "treaties")]
    assert (none["value"], none["source"], none["dated_on"]) == ("", "", "")
    marked = portal.visitor().get("/coverage/coverage.csv?for=excel").data
    assert marked == b"\xef\xbb\xbf" + answer.data
    every = member(portal).get(f"{DESK}/coverage.csv").text
    assert len(every.splitlines()) == 1 + 195 * 13


def test_the_workbook_has_the_table_and_its_sources(portal: Pages, states: States) -> None:
    states.adopted("treaties", "organisations")
    states.recorded("treaties", AFG="8")
    book = load_workbook(io.BytesIO(portal.visitor().get("/coverage/coverage.xlsx").data))
    table, sources = book.worksheets
    assert [one.value for one in table[1]] == ["State", "Code", "Core treaties"]
    assert [one.value for one in table[2]] == ["Afghanistan", "AFG", 8]
    assert [one.value for one in table[3]][2] == "no data"
    assert table.max_row == 196
    assert sources.max_row == 196
    assert sources["F2"].value == SOURCE
    same = tables_of(portal.visitor().get("/coverage/coverage.ods").data)
    assert [len(one) for one in same] == [196, 196]
    assert same[0][1][1:] == ["AFG", "8"]


# --- snapshots ------------------------------------------------------------------------------------


def snapshot(portal: Pages, states: States) -> Any:
    """Let the clock of the consuming process ask, and the service take it."""
    at = portal.clock()
    assert taking.due(portal.engine, portal.vault, at=at)
    assert not taking.due(portal.engine, portal.vault, at=at), "it waits"
    with portal.engine.begin() as conn:
        (row,) = conn.execute(outbox.select().where(outbox.c.type == "take-coverage-snapshot"))
        conn.execute(outbox.delete())
    command = TypeAdapter(TakeCoverageSnapshot).validate_python(row.data)
    states.taken(command, at=at)
    return command


def test_the_clock_takes_a_snapshot_once_a_month_and_it_never_changes(
    portal: Pages, states: States
) -> None:
    assert not taking.due(portal.engine, portal.vault, at=portal.clock()), "no set"
    states.adopted("treaties", "letters")
    states.recorded("treaties", KEN="8")
    command = snapshot(portal, states)
    month = month_of(day_of(portal.clock()))
    assert (command.month, command.version) == (month, 1)
    assert not taking.due(portal.engine, portal.vault, at=portal.clock()), "taken"
    states.recorded("treaties", KEN="9", FRA="8")
    visitor = portal.visitor()
    then = visitor.get(f"{PUBLIC}/states/KEN?month={month}").text
    assert f"party? 8 {SOURCE}" in text(then)
    assert "party? 9" in text(visitor.get(f"{PUBLIC}/states/KEN").text)
    changed = text(visitor.get(f"{PUBLIC}/compare/{month}").text)
    assert "France Core treaties no data 8" in changed
    assert "Kenya Core treaties 8 9" in changed
    sheet = visitor.get(f"/coverage/coverage.csv?month={month}").text
    assert f"KEN,AFR,treaties,8,treaties,{SOURCE},2026-10-01,{month},1" in sheet
    for wrong in ("2020-01", "x"):
        assert visitor.get(f"{PUBLIC}?month={wrong}").status_code == 404
        assert visitor.get(f"{PUBLIC}/compare/{wrong}").status_code == 404
    portal.clock.forward(timedelta(days=31))
    assert taking.due(portal.engine, portal.vault, at=portal.clock())


def test_a_snapshot_of_before_keeps_its_own_set(portal: Pages, states: States) -> None:
    states.adopted("treaties", "letters")
    command = snapshot(portal, states)
    states.adopted("upr")
    page = portal.visitor().get(f"{PUBLIC}?month={command.month}").text
    assert ("Core treaties" in page, "Last universal periodic review" in page) == (True, False)
    assert (
        "Every answer is the same" in portal.visitor().get(f"{PUBLIC}/compare/{command.month}").text
    )


def test_an_institution_that_hides_takes_its_grade_out_of_old_snapshots(
    portal: Pages, states: States, register: Register
) -> None:
    states.adopted("nhri")
    entry = register.public(named("nhri"), "The institution", type="nhri", country="KEN")
    register.tell(register.decided(entry, "A"))
    command = snapshot(portal, states)
    path = f"{PUBLIC}/states/KEN?month={command.month}"
    assert "institution? A Register" in text(portal.visitor().get(path).text)
    with portal.engine.begin() as conn:
        veil(conn, entry, portal.clock())
    for one in (path, f"{PUBLIC}/states/KEN"):
        assert "institution? no data" in text(portal.visitor().get(one).text)
    csv_ = portal.visitor().get(f"/coverage/coverage.csv?month={command.month}").text
    assert "KEN,AFR,nhri,," in csv_


def test_the_profile_of_a_state_has_its_recorded_answers_with_their_sources(
    portal: Pages, states: States, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grade is kept by nobody who reads it, and goes with its institution."""
    read = []

    def counted(*some: Any, **more: Any) -> Any:
        read.append(some)
        return every(*some, **more)

    every = accreditations.every
    monkeypatch.setattr(accreditations, "every", counted)
    states.adopted("invitation", "nhri", "organisations")
    path = "/en/register/states/KEN"
    before = portal.visitor().get(path)
    assert "At a glance" not in before.text
    assert "no-store" not in before.headers["Cache-Control"]
    entry = register.public(named("nhri"), "The institution", type="nhri", country="KEN")
    register.tell(register.decided(entry, "A"))
    with_grade = portal.visitor().get(path)
    assert "institution? A Register" in text(with_grade.text)
    assert with_grade.headers["Cache-Control"] == "no-store"
    assert len(read) == 2
    assert "institution? A Register" in text(portal.visitor().get(path).text)
    portal.visitor().get("/en/register/states/FRA")
    assert len(read) == 2, "the register is read once until it changes"
    with portal.engine.begin() as conn:
        veil(conn, entry, portal.clock())
    assert "At a glance" not in portal.visitor().get(path).text
    states.recorded("invitation", KEN="yes")
    assert "standing invitation? yes" in text(portal.visitor().get(path).text)


def test_a_grade_of_a_snapshot_is_of_who_is_found_now_as_it_was_in_force_on_that_day(
    portal: Pages, states: States, register: Register
) -> None:
    """Another institution of the State that is found does not lend its being found."""
    states.adopted("nhri")
    for number, grade in ((1, "A"), (2, "B")):
        entry = register.public(named(number), f"House {number}", type="nhri", country="KEN")
        register.tell(register.decided(entry, grade))
    none = register.public(named(3), "House 3", type="nhri", country="NPL")
    register.tell(register.decided(none, "applied"))
    month = snapshot(portal, states).month
    path = f"{PUBLIC}/states/KEN?month={month}"
    nepal = f"{PUBLIC}/states/NPL?month={month}"
    assert "institution? A/B Register" in text(portal.visitor().get(path).text)
    assert "institution? no grade" in text(portal.visitor().get(nepal).text)
    with portal.engine.begin() as conn:
        veil(conn, named(1), portal.clock())
    assert "institution? B Register" in text(portal.visitor().get(path).text)
    after = day_of(portal.clock()) + timedelta(days=1)
    withdrawn = register.decided(named(2), "withdrawn", decided=after, effective=after)
    later = register.public(named(4), "House 4", type="nhri", country="NPL")
    register.tell(register.decided(later, "A"), withdrawn)
    assert "institution? B Register" in text(portal.visitor().get(path).text), "it was, on that day"
    assert "institution? no data" in text(portal.visitor().get(nepal).text)


def test_a_band_is_in_no_public_byte_of_a_snapshot(
    portal: Pages, states: States, register: Register, log: Log
) -> None:
    states.adopted("letters", "organisations")
    contacts(log, register, 5, "FRA", days=60)
    command = snapshot(portal, states)
    whole_ = member(portal).get(f"{DESK}/states/FRA?month={command.month}").text
    assert "4 to 9" in whole_
    for path in (f"{PUBLIC}/states/FRA", f"{PUBLIC}/states/FRA?month={command.month}"):
        assert "4 to 9" not in portal.visitor().get(path).text
    sheet = portal.visitor().get(f"/coverage/coverage.csv?month={command.month}").text
    assert "organisations" not in sheet
