"""Internal statistics: each number is counted anew from the facts, for each reader; and SD2."""

import csv
import io
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select

from portal.app.read_models import READ_MODELS
from portal.casefile import reprisals
from portal.committee.gaps.bands import PERIOD, period_of
from portal.committee.statistics.pictures import FIGURES
from portal.committee.statistics.readers import READERS
from portal.desk.triage.read_model import TRIAGE
from portal.followup.replies.read_model import REPLIES
from portal.web.audit.chain import audit
from portal.web.i18n.formats import short_day
from shared.contracts.followup import ReplyAssessed
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from shared.reference import COOPERATION, mandate_acronym, recipient_name
from tests.portal.committee.statistics.recount import (
    GRADES,
    MANDATES,
    STATES,
    Only,
    bands_recounted,
    letters_told,
    recount,
    submissions_recounted,
    submissions_told,
)
from tests.support import followup
from tests.support.followup import NOW, arriving
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.submissions import published, received, triaged
from tests.support.twice import twice

PAGE = "/internal-statistics"
TODAY = date(2026, 11, 24)
FILTERS = {
    "": Only(),
    "since=2025&until=2024": Only(since=2024, until=2025),
    "state=KEN": Only(state="KEN"),
    "mandate=sr-food": Only(mandate="sr-food"),
    "region=AFR&since=2025": Only(region="AFR", since=2025),
    "state=ZZZ&mandate=NONE&region=MOON&since=abc&until=99999": Only(),
}
HOW = {
    "in_time": "In substance, in time",
    "later": "In substance, later",
    "not_due": "Time to reply is not over",
}
Rows = dict[str, list[int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    site: Pages
    letters: Sequence[Any]
    submissions: Sequence[Any]

    def visitor(self, *roles: Role, **also: Any) -> Visitor:
        return self.site.signed_in(*roles, **also)


@pytest.fixture(scope="module", params=[1, 2])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A history, of which every fact is delivered twice; a third of the letters on reprisals."""
    chance = random.Random(request.param)
    sent, came = letters_told(chance, 120, NOW), submissions_told(chance, 400, NOW)
    with pages(*sqlite_urls(tmp_path_factory.mktemp("portal"))) as built:
        ready(built.engine, READ_MODELS)
        twice([Applier(built.engine, REPLIES)], arriving(sent))
        twice([Applier(built.engine, TRIAGE)], [published(f, n) for n, f in enumerate(came, 1)])
        for n in range(120):
            of = {"submission_id": str(derive_id("behind", n))}
            with built.engine.begin() as conn:
                values = {**of, "reprisal": n % 3 == 0, "state": "FRA"}
                conn.execute(insert(reprisals.submissions), values)
                letter = {**of, "communication_id": str(derive_id("letter", n))}
                conn.execute(insert(reprisals.behind), letter)
        yield World(site=built, letters=sent, submissions=came)


def sheet(visitor: Visitor, name: str, query: str = "") -> list[list[str]]:
    answer = visitor.get(f"{PAGE}/{name}.csv?{query}")
    assert answer.status_code == 200, (name, query)
    assert "attachment" in answer.headers["Content-Disposition"]
    return [*csv.reader(io.StringIO(answer.text))]


def read(visitor: Visitor, name: str, query: str = "") -> Rows:
    """Return the numbers by the label of their row; by the code where there is one."""
    head, *rows = sheet(visitor, name, query)
    coded = 2 if "Code" in head else 1
    return {row[coded - 1]: [int(one) if one else None for one in row[coded:]] for row in rows}


def as_said(name: str, rows: Rows) -> Rows:
    """Return the rows under the labels that the page has for them."""
    match name:
        case "grades":
            return {COOPERATION.values[key]: values for key, values in rows.items()}
        case "compared":
            return {HOW[key]: values for key, values in rows.items()}
        case "pairs":
            return {
                ", ".join(mandate_acronym(one) for one in key.split("+")): values
                for key, values in rows.items()
            }
        case _:
            return rows


def alike(name: str, found: Rows, should: Rows) -> bool:
    """Years between that have nothing are rows too; the names of pairs have no order."""
    if name == "pairs":
        return {frozenset(key.split(", ")): of for key, of in found.items()} == {
            frozenset(key.split(", ")): of for key, of in should.items()
        }
    return found == should


# --- every number ---------------------------------------------------------------------------------


@pytest.mark.parametrize("query", FILTERS)
@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.CHIEF])
def test_every_number_is_that_of_the_facts(world: World, query: str, role: Role) -> None:
    visitor = world.visitor(role)
    should = recount(world.letters, FILTERS[query], TODAY)
    for name, rows in should.items():
        assert alike(name, read(visitor, name, query), as_said(name, rows)), name


@pytest.mark.parametrize("query", FILTERS)
def test_the_desk_counts_submissions_one_by_one(world: World, query: str) -> None:
    visitor = world.visitor(Role.QUICK_RESPONSE_DESK)
    years, states = submissions_recounted(world.submissions, FILTERS[query])
    assert read(visitor, "submissions", query) == years
    assert read(visitor, "origins", query) == states
    assert sheet(visitor, "bands")[1:] == [], "who opens them all has no bands"


@pytest.mark.parametrize("query", ["", "since=2025", "mandate=sr-food"])
@pytest.mark.parametrize("role", [Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER])
def test_holder_and_officer_learn_what_came_of_their_own_letters_alone(
    world: World, query: str, role: Role
) -> None:
    own = frozenset({"sr-torture", "wgad"})
    visitor = world.visitor(role, mandates=own)
    should = recount(
        world.letters, FILTERS.get(query, Only(since=2025)), TODAY,
        learns=lambda one: not own.isdisjoint(one.mandates),
    )  # fmt: skip
    for name in ("letters", "signed", "replies", "states", "grades", "compared"):
        assert alike(name, read(visitor, name, query), as_said(name, should[name])), name
    pairs = {key: of for key, of in should["pairs"].items() if own & {*key.split("+")}}
    assert alike("pairs", read(visitor, "pairs", query), as_said("pairs", pairs))
    only = FILTERS.get(query, Only(since=2025))
    years, states = submissions_recounted(world.submissions, only, mandates=own)
    assert read(visitor, "submissions", query) == years
    assert read(visitor, "origins", query) == states
    assert sheet(visitor, "bands")[1:] == []


def test_a_desk_officer_counts_the_own_states_without_reprisals(world: World) -> None:
    """R15: not the letters on them, and not the submissions."""
    states = frozenset({"KEN", "PER"})
    visitor = world.visitor(Role.DESK_OFFICER, state_codes=states)
    closed = {str(derive_id("letter", n)) for n in range(120) if n % 3 == 0}
    should = recount(
        world.letters, Only(), TODAY,
        sees=lambda one: one.recipient in states and one.communication_id not in closed,
    )  # fmt: skip
    for name in ("letters", "signed", "replies", "states", "grades", "compared"):
        assert alike(name, read(visitor, name), as_said(name, should[name])), name
    for name in ("pairs", "submissions", "origins"):
        assert read(visitor, name) == {}, name
    said = {(row[1], row[2], row[4]) for row in sheet(visitor, "bands")[1:]}
    assert said == bands_recounted(world.submissions, TODAY, states=states)


# --- what the Committee reads ---------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.COORDINATION_COMMITTEE, Role.CHIEF])
def test_the_committee_and_the_chief_read_submissions_in_bands(world: World, role: Role) -> None:
    visitor = world.visitor(role)
    said = {(row[1], row[2], row[4]) for row in sheet(visitor, "bands")[1:]}
    assert said == bands_recounted(world.submissions, TODAY)
    assert said, "the history has some"
    assert read(visitor, "submissions") == read(visitor, "origins") == {}
    page = visitor.get(PAGE).text
    assert 'id="bands"' in page
    assert "Signals" not in page, "these are submissions, whether a mandate has them or not"
    assert 'id="submissions"' not in page


@pytest.mark.parametrize("query", ["", "since=2026", "state=KEN", "mandate=sr-food"])
def test_the_committee_reads_letters_and_replies_and_bands_of_grades(
    world: World, query: str
) -> None:
    """No filter is of grades, and none of this year is counted: nothing can be subtracted."""
    visitor = world.visitor(Role.COORDINATION_COMMITTEE)
    only = FILTERS.get(query, Only(since=2026))
    should = recount(world.letters, only, TODAY)
    for name in ("letters", "signed", "pairs", "replies", "states"):
        assert alike(name, read(visitor, name, query), as_said(name, should[name])), name
    over = recount(_of_years_over(world.letters), Only(), date(TODAY.year, 1, 1))["compared"]
    banded = {how: _banded(row) for how, row in over.items()}
    assert read(visitor, "compared", query) == as_said("compared", banded)
    assert any(one for row in banded.values() for one in row), "the history has some"
    assert all(of == [None] for of in read(visitor, "grades", query).values())


def test_a_member_who_holds_a_mandate_reads_the_own_grades_and_bands_of_the_others(
    world: World,
) -> None:
    own = frozenset({"sr-iran"})
    visitor = world.visitor(Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER, mandates=own)
    alone = world.visitor(Role.MANDATE_HOLDER, mandates=own)
    assert read(visitor, "grades") == read(alone, "grades")
    over = recount(
        _of_years_over(world.letters), Only(), date(TODAY.year, 1, 1),
        learns=lambda one: own.isdisjoint(one.mandates),
    )["compared"]  # fmt: skip
    banded = {how: _banded(row) for how, row in over.items()}
    assert read(visitor, "compared") == as_said("compared", banded)


def _of_years_over(facts: Sequence[Any]) -> list[Any]:
    """Return the facts without the grades of this year; those before hold as they stood."""

    def year(fact: Any) -> int:
        return fact.assessed_at.year if isinstance(fact, ReplyAssessed) else 0

    return sorted((f for f in facts if year(f) < TODAY.year), key=year)


def _banded(row: Sequence[int | None]) -> list[int | None]:
    """Nothing below five; and nothing at all where one value alone has five."""
    found = [next((least for least in (50, 20, 10, 5) if (one or 0) >= least), None) for one in row]
    return found if sum(one is not None for one in found) > 1 else [None for _ in row]


def test_bands_leave_out_what_somebody_opens_one_by_one(portal: Pages) -> None:
    """Of four, three of which are one's own, the fourth would be alone."""
    ready(portal.engine, READ_MODELS)
    at = NOW - timedelta(days=(TODAY - period_of(TODAY) + PERIOD).days)
    facts: list[Any] = []
    for state, of_others in (("KEN", 1), ("PER", 4)):
        for n in range(of_others + 3):
            one = str(derive_id("one", state, n))
            facts.append(received(one, received_at=at, state=state, mandates=("wgad",)))
            mandates = ("sr-food",) if n < 3 else ("wgad",)
            facts.append(triaged(one, mandates=mandates, triaged_at=at))
    twice([Applier(portal.engine, TRIAGE)], [published(f, n) for n, f in enumerate(facts, 1)])
    member = portal.signed_in(
        Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"})
    )
    assert read(member, "origins") == {"KEN": [3], "PER": [3]}
    assert [row[1] for row in sheet(member, "bands")[1:]] == ["PER"]
    both = sheet(portal.signed_in(Role.COORDINATION_COMMITTEE), "bands")[1:]
    assert {row[1] for row in both} == {"KEN", "PER"}


def test_below_four_there_is_nothing_and_a_period_that_runs_is_not_shown(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    last, applier = period_of(TODAY) - PERIOD, Applier(portal.engine, TRIAGE)
    noon = NOW - timedelta(days=(TODAY - last).days)
    many = [("KEN", 4, noon), ("PER", 3, noon), ("FRA", 60, NOW)]
    facts = [
        received(str(derive_id("one", state, n)), received_at=at, state=state)
        for state, number, at in many
        for n in range(number)
    ]
    twice([applier], [published(fact, n) for n, fact in enumerate(facts, 1)])
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert [row[1] for row in sheet(visitor, "bands")[1:]] == ["KEN"]
    page = visitor.get(PAGE).text
    assert recipient_name("KEN") in page
    assert "4 to 9" in page
    assert recipient_name("PER") not in page
    assert recipient_name("FRA") not in page
    portal.clock.forward(PERIOD)
    assert {row[1]: row[4] for row in sheet(portal.signed_in(Role.CHIEF), "bands")[1:]} == {
        "KEN": "4 to 9",
        "FRA": "50 or more",
    }


# --- the page -------------------------------------------------------------------------------------


def section(page: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_the_table_comes_first_and_has_the_numbers_of_the_sheet(world: World) -> None:
    visitor = world.visitor(Role.QUICK_RESPONSE_DESK)
    page = visitor.get(f"{PAGE}?mandate=sr-food").text
    for name in FIGURES:
        rows = sheet(visitor, name, "mandate=sr-food")[1:]
        part = section(page, name)
        if not any(cell not in {"", "0"} for row in rows for cell in row[-1:]) and not part:
            continue
        assert "<table" in part, name
        assert "<figure" not in part or part.index("<table") < part.index("<figure"), name
        assert all(row[0] in part for row in rows if len(rows) <= 20), name
    assert f"{PAGE}/replies.csv?mandate=sr-food" in page
    assert f"{PAGE}/internal-statistics.xlsx?mandate=sr-food" in page
    marked = visitor.get(f"{PAGE}/replies.csv?for=excel&mandate=sr-food").text
    assert marked == "\ufeff" + visitor.get(f"{PAGE}/replies.csv?mandate=sr-food").text


def test_a_filter_leaves_the_other_choices_there(world: World) -> None:
    visitor = world.visitor(Role.QUICK_RESPONSE_DESK)
    for query in ("", "since=2026", "state=KEN", "since=2099"):
        page = visitor.get(f"{PAGE}?{query}").text
        assert all(f'<option value="{one}"' in page for one in (2024, 2025, *STATES)), query


def test_states_stand_in_the_order_of_their_names(world: World) -> None:
    rows = sheet(world.visitor(Role.COORDINATION_COMMITTEE), "states")[1:]
    assert [row[1] for row in rows] == sorted(STATES, key=recipient_name)


def test_the_workbook_has_every_table(world: World) -> None:
    visitor = world.visitor(Role.COORDINATION_COMMITTEE)
    answer = visitor.get(f"{PAGE}/internal-statistics.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert {"letters", "replies", "states", "compared", "bands"} <= {*book.sheetnames}
    assert "submissions" not in book.sheetnames
    for name in ("letters", "states", "bands"):
        rows = [[*row] for row in book[name].iter_rows(values_only=True)]
        told = [["" if one is None else str(one) for one in row] for row in rows[1:]]
        assert told == [row + [""] * (len(told[0]) - len(row)) for row in sheet(visitor, name)]


def test_the_workbook_says_of_which_day_it_is_for_whom_and_what_is_chosen(world: World) -> None:
    visitor = world.visitor(Role.COORDINATION_COMMITTEE)
    query = "since=2026&state=KEN&mandate=sr-food"
    answer = visitor.get(f"{PAGE}/internal-statistics.xlsx?{query}")
    book: Any = load_workbook(io.BytesIO(answer.data))
    rows = [*book["About"].iter_rows(values_only=True)]
    assert f"as of {short_day(TODAY)}" in rows[1][0]
    assert dict(rows[2:]) == {
        "Roles": "Coordination Committee",
        "From the year": "2026",
        "To the year": "Every year",
        "Regional group": "Every group",
        "State": "Kenya",
        "Mandate": "Special Rapporteur on the right to food",
    }
    others = [one for one in book.worksheets if one.title != "About"]
    assert {one.freeze_panes for one in others} == {"A3"}


def test_a_download_is_on_record(portal: Pages) -> None:
    ready(portal.engine, READ_MODELS)
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    visitor.get(f"{PAGE}/letters.csv")
    visitor.get(f"{PAGE}/internal-statistics.ods")
    with portal.engine.connect() as conn:
        rows = conn.execute(select(audit.c.what, audit.c.subject)).all()
    assert [tuple(row) for row in rows].count(("export", "internal-statistics")) == 2


@pytest.mark.parametrize("role", sorted(READERS))
def test_while_there_is_nothing_the_page_says_so(portal: Pages, role: Role) -> None:
    ready(portal.engine, READ_MODELS)
    visitor = portal.signed_in(role)
    page = visitor.get(PAGE).text
    assert "Numbers appear here with the first letter that you may see." in page
    assert "<select" not in page.partition("<main")[2]
    assert "Nothing that you may see matches." in visitor.get(f"{PAGE}?since=2099").text
    for name in (*FIGURES, "bands"):
        assert sheet(visitor, name)
    assert visitor.get(f"{PAGE}/internal-statistics.xlsx").status_code == 200
    assert visitor.get(f"{PAGE}/none.csv").status_code == 404
    assert PAGE in visitor.get("/activity/").text


@pytest.mark.parametrize("role", sorted({*Role} - READERS))
def test_nobody_else_reads_any_of_it(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role)
    for path in (PAGE, f"{PAGE}/letters.csv", f"{PAGE}/internal-statistics.xlsx"):
        assert visitor.get(path).status_code == 403


def test_a_government_beside_reads_no_opinion_of_it(world: World) -> None:
    """What another role opens is not counted for the page."""
    both = world.visitor(
        Role.MANDATE_HOLDER, Role.GOVERNMENT, mandates=frozenset({"sr-iran"}),
        state_codes=frozenset({"KEN"}),
    )  # fmt: skip
    alone = world.visitor(Role.MANDATE_HOLDER, mandates=frozenset({"sr-iran"}))
    for name in ("grades", "replies", "states"):
        assert read(both, name) == read(alone, name)


def test_the_history_has_what_it_should(world: World) -> None:
    assert {*GRADES} == {*COOPERATION.values}
    assert followup.NOW.date() == TODAY
    assert all(mandate_acronym(one) for one in MANDATES)
