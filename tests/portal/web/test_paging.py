"""Every list is paged: none ends without saying so."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, create_engine, insert, select

from portal.web import paging
from portal.web.paging import COUNTED, Page, cut

PORTAL = Path(paging.__file__).parents[1]
lines = Table("lines", MetaData(), Column("number", Integer, primary_key=True))
EVERY = select(lines.c.number).order_by(lines.c.number)

# Where a query ends otherwise, and why nothing is lost by it.
OTHERWISE = {
    "app/migrations/portal/v0022_pseudonyms.py": "what is done at a time; the rest follows",
    "casefile/submissions/queries.py": "pages",
    "casefile/submissions/wanted.py": "the choice of the newest submission",
    "committee/activity/read_model.py": "the newest of a feed, which goes on by itself",
    "committee/committee_advice/views.py": "the most urgent in a margin, which leads to all",
    "committee/coverage/table.py": "the newest set of standards",
    "committee/iap/views.py": "the most urgent in a margin, which leads to all",
    "committee/meetings/views.py": "the next in a margin, which leads to all",
    "committee/warning/queries.py": "one of several that serve",
    "demo/touring.py": "the case of a tour is the newest one",
    "desk/triage/candidates.py": "says that there are more",
    "desk/triage/queries.py": "pages",
    "followup/partners/queries.py": "the admission for which somebody undertook",
    "followup/recommendations/narrowing.py": "the first and the last day",
    "followup/recommendations/shared_with.py": "a part of a file; the rest follows",
    "followup/replies/file.py": "one of several that serve",
    "followup/replies/lists.py": "pages",
    "followup/reprisals/queries.py": "the last end of a visit",
    "homes/dossiers/queries.py": "the last version",
    "followup/rounds/history.py": "the newest round of a recommendation",
    "followup/tellings/queries.py": "what was told last",
    "public/register/of_visits.py": "as many addresses as a sitemap holds",
    "followup/threads/searching.py": "the newest that are looked through, and the page says so",
    "followup/visits/letter_news.py": "where a letter stood before",
    "followup/visits/queries.py": "the newest document of a kind",
    "followup/visit_reports/together.py": "at most fifty reports on one State to choose from",
    "followup/visits/terms.py": "one file of a mission",
    "homes/nominations/inviting.py": "what is done at a time; the rest follows",
    "homes/nominations/offers.py": "what is done at a time; the rest follows",
    "homes/notices/deriving.py": "what is done at a time; the rest follows",
    "homes/notices/following.py": "what is done at a time; the rest follows",
    "homes/notices/sending.py": "what is done at a time; the rest follows",
    "letters/communications/languages.py": "the newest letter that was sent to a State",
    "letters/statements/missions.py": "the newest statements of one mission",
    "oversight/audit/queries.py": "pages",
    "oversight/forgetting/erasing.py": "pages",
    "public/briefings/sources.py": "what a section has room for; the rest is counted",
    "public/briefings/subscribing.py": "the next issue; the others follow",
    "public/briefings/views.py": "the newest of a feed",
    "public/corpus/laying.py": "what is done at a time; the rest follows",
    "public/corpus/queries.py": "pages",
    "public/corpus/since.py": "pages",
    "public/corpus/tally.py": "the most frequent values, and the page says so",
    "public/corpus/uploads.py": "the last batch of a source, and what was said last",
    "public/corpus/waiting.py": "what is done at a time; the rest follows",
    "public/following/asking.py": "what is done at a time; the rest follows",
    "public/history/importing.py": "what is done at a time; the rest follows",
    "public/history/queries.py": "one of several that serve",
    "public/history/visits.py": "the newest in a part, which leads to all",
    "public/register/published.py": "the newest of a feed",
    "public/register/queries.py": "pages; the newest of a feed",
    "public/register/signed.py": "the last version, of which somebody asks alone",
    "public/register/statement_queries.py": "pages; the newest of a feed",
    "selection/registering.py": "what is done at a time; the rest follows",
    "stakeholders/dialogues/joint.py": "who left last",
    "web/accounts/proposals.py": "the only one that is open of an account",
    "web/accounts/remembered.py": "one of several that serve",
    "web/accounts/account.py": "the rows of one page of accounts, which is counted beside",
    "web/accounts/starting.py": "what is done at a time; the rest follows",
    "web/audit/chain.py": "the last link of the chain",
    "web/delivery/emptying.py": "what is done at a time; the rest follows",
    "web/delivery/outbox.py": "what is done at a time; the rest follows",
    "web/paging.py": "pages",
}


@pytest.fixture
def conn() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    lines.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def filled(conn: Connection, number: int) -> None:
    conn.execute(insert(lines), [{"number": n} for n in range(1, number + 1)])


def on(number: int) -> Callable[[str], int]:
    return lambda _: number


def page(conn: Connection, number: int) -> Page[int]:
    found = cut(conn, EVERY, "lines", on(number))
    return found.of(row.number for row in found)


def test_every_row_is_on_one_page(conn: Connection) -> None:
    filled(conn, 215)
    seen: list[int] = []
    number: int | None = 1
    while number:
        shown = page(conn, number)
        seen += shown
        number = shown.next
    assert seen == list(range(1, 216))
    assert (shown.number, shown.previous, shown.said) == (5, 4, "201 to 215 of 215")


@pytest.mark.parametrize(("rows", "said"), [(0, ""), (1, ""), (50, ""), (51, "1 to 50 of 51")])
def test_a_list_that_fits_has_one_page(conn: Connection, rows: int, said: str) -> None:
    if rows:
        filled(conn, rows)
    shown = page(conn, 1)
    assert len(shown) == min(rows, 50)
    assert (shown.next, shown.previous) == (2 if said else None, None)
    assert not said or shown.said == said


def test_a_page_that_is_no_more_is_the_last_one(conn: Connection) -> None:
    filled(conn, 60)
    shown = page(conn, 9)
    assert (shown.number, list(shown), shown.next) == (2, list(range(51, 61)), None)


def test_a_long_list_is_not_counted_to_its_end_and_read_to_its_end(conn: Connection) -> None:
    filled(conn, COUNTED + 120)
    assert page(conn, 1).said == "1 to 50 of more than 1,000"
    assert page(conn, 22).next == 23
    assert (list(page(conn, 23)), page(conn, 23).next) == (list(range(1101, 1121)), None)


def test_rows_made_of_one_do_not_count_twice(conn: Connection) -> None:
    filled(conn, 51)
    found = cut(conn, EVERY, "lines")
    twice = found.of(each for row in found for each in (row, row))
    assert (len(twice), twice.next, twice.said) == (100, 2, "1 to 50 of 51")


@pytest.mark.parametrize(
    ("number", "shown", "said"),
    [(1, 50, "1 to 50 of 51"), (2, 1, "51 to 51 of 51"), (9, 1, "51 to 51 of 51")],
)
def test_what_is_there_already_pages_too(number: int, shown: int, said: str) -> None:
    found = paging.part(range(51), "lines", on(number))
    assert (len(found), found.said) == (shown, said)
    assert paging.part([], "lines", on(number)).next is None


def test_nothing_else_ends_a_query() -> None:
    ends = {
        str(file.relative_to(PORTAL))
        for file in PORTAL.rglob("*.py")
        if "node_modules" not in file.parts and _limits(file)
    }
    assert ends == set(OTHERWISE)


def _limits(file: Path) -> bool:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(one, ast.Attribute) and one.attr == "limit" for one in calls)
