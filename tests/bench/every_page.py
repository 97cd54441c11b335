"""Every page of the portal after ten years, opened by somebody who may open it, on both databases.

``every_page.csv`` says of each route that is asked for with GET who opens it, and where; and
``not_measured.csv`` of those that nobody opens here why not. The tables
have ten years of cases, of the Committee's work, of the register's texts and of organisations and
their people, and one world in which everything has happened once: whose items the addresses name.
The pages that other parts measure on fillings of their own are opened here as well.

A page is opened whole, in this process. What goes on to be sent while it is read, as the export of
a register, is timed until its first part comes.
"""

import csv
import gc
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, delete
from typing_extensions import override
from werkzeug.test import TestResponse

from portal.app.read_models import READ_MODELS
from portal.public.register import tables as register_tables
from shared.core.roles import Role
from shared.read_models.places import positions
from tests.bench import committee, plans, queue, register, stakeholders, ten_years_of_work
from tests.bench import ten_years_of_papers as papers
from tests.bench.figures import rate
from tests.bench.queue import on_postgres
from tests.bench.ten_years import TenYears
from tests.bench.ten_years_of_work import Work
from tests.support.lived_in import LivedIn, lived_in
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.programs import token_of
from tests.support.ready import ready

LIST: Final = Path(__file__).with_name("every_page.csv")
NOT_MEASURED: Final = Path(__file__).with_name("not_measured.csv")
EVERYBODY, PROGRAM = "everybody", "a program"
_AFTER: Final = 9_000_001
"""The number of the first fact after all that the lived-in world is told."""
_PEOPLE: Final[Mapping[str, str]] = {
    "the Committee": Role.COORDINATION_COMMITTEE,
    "the Chief": Role.CHIEF,
    "a holder": Role.MANDATE_HOLDER,
    "a desk officer": Role.DESK_OFFICER,
    "a partner in the country": Role.UN_PARTNER,
    "a guest": Role.GOVERNMENT,
    "an auditor": Role.AUDITOR,
    "everybody": EVERYBODY,
}
"""Who the readers of the Committee's pages are here."""
_SHOWN: Final = 20
_SLOWEST, _WIDE = 3, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``endpoint``: empty for an address that another part measures as well.

    ``address``: an id that is another one each time is written ``*``: a page above links to it.
    """

    endpoint: str
    reader: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    submissions: int
    letters: int
    recommendations: int
    work: Work
    people: stakeholders.Size
    requests: int


LONG: Final = Size(
    submissions=150_000,
    letters=10_000,
    recommendations=270_000,
    work=Work(contacts=0),  # those of the organisations are told as facts
    people=stakeholders.Size(
        organisations=15_000, persons=30_000, registrations=5_000, requests=20
    ),
    requests=20,
)
SHORT: Final = Size(
    submissions=60,
    letters=30,
    recommendations=30,
    work=replace(ten_years_of_work.SHORT, contacts=0),
    people=stakeholders.SHORT,
    requests=1,
)


@cache
def places() -> Sequence[Place]:
    """Return every route that is opened, by whom and where."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [Place(**row) for row in csv.DictReader(file)]


@cache
def not_measured() -> Mapping[str, str]:
    """Return the routes that nobody opens here, and why not."""
    with NOT_MEASURED.open(encoding="utf-8", newline="") as file:
        return {row["endpoint"]: row["why"] for row in csv.DictReader(file)}


def measured(size: Size, *, durable: bool = True) -> dict[str, Any]:
    """``cpu`` is this process's share: all of it with SQLite, not what PostgreSQL itself used."""
    return {name: {**asdict(size), **_of(built, size)} for name, built in _databases(durable)}


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Name what missed the aim or was not opened, and the slowest besides; all are in the JSON."""
    for name, one in found.items():
        pages_ = one["pages"]
        opened = {page: told for page, told in pages_.items() if "p95_ms" in told}
        slowest = sorted(opened.items(), key=lambda item: -item[1]["p95_ms"])
        missed = sum(told["p95_ms"] >= committee.AIM for told in opened.values())
        held = "held" if not missed and len(opened) == len(pages_) else f"missed by {missed}"
        yield (
            f"\nEvery page, {one['submissions']} submissions, {one['letters']} letters, "
            f"{one['recommendations']} recommendations, {name}: {len(opened)} of {len(pages_)} "
            f"opened, aim p95 {committee.AIM:.0f} ms: {held}"
        )
        yield f"{'the slowest':<90}{'first':>7}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}"
        for page, told in slowest[: max(_SHOWN, missed)]:
            yield (
                f"{page:<90}{told['first_ms']:>7}{told['p50_ms']:>8.0f}{told['p95_ms']:>8.0f}"
                f"{told['cpu']['page']:>8.0f}   {told['statements']} statements"
            )
            for took, statement in told["asked"]:
                yield f"{took:>20} ms: {statement[:_WIDE]}"
        for page, told in pages_.items():
            if page not in opened:
                yield f"{page}: answered {told['status']}"
        yield f"filled in {one['filled_s']:.0f} s, opened in {one['opened_s']:.0f} s"


def _databases(durable: bool) -> Iterator[tuple[str, Pages]]:  # noqa: FBT001
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        usual: dict[str, Any] = {"demo": True, "comparisons_a_day": 10**6}
        with pages(
            *sqlite_urls(Path(directory)), attachments=f"{directory}/files", **usual
        ) as built:
            yield "sqlite", built
        with (
            on_postgres(durable=durable) as urls,
            pages(*urls, attachments=f"{directory}/more", **usual) as built,
        ):
            yield "postgresql", built


def _of(built: Pages, size: Size) -> dict[str, Any]:
    began = time.perf_counter()
    readers = filled(built, size)
    gc.collect()
    gc.freeze()  # what the filling left is not of a process that serves pages
    filled_s = round(time.perf_counter() - began, 1)
    began = time.perf_counter()
    found = {
        f"{one.reader}: {one.address}": _opened(built, readers[one.reader], one, size.requests)
        for one in [*places(), *_besides(size)]
    }
    opened_s = round(time.perf_counter() - began, 1)
    return {"filled_s": filled_s, "opened_s": opened_s, "pages": found}


def filled(built: Pages, size: Size) -> Mapping[str, Visitor]:
    """Fill the tables; return who opens pages, by name."""
    ready(built.engine, READ_MODELS)
    years = TenYears(built.clock())
    public = {register_tables.letters, register_tables.replies, register_tables.recommendations}
    years.fill(
        built.engine,
        submissions=size.submissions,
        letters=size.letters,
        recommended=size.recommendations,
        without=public,
    )
    register.fill(built.engine, size.letters, size.recommendations)
    member = _account_of(Role.COORDINATION_COMMITTEE)
    ten_years_of_work.fill(
        built.engine,
        built.vault,
        years,
        size.work,
        member=member,
        guest=_account_of(Role.GOVERNMENT),
    )
    papers.tell(built, size.work.trainings, _account_of(Role.CHIEF))
    with built.engine.begin() as conn:
        conn.execute(delete(positions))  # the world that follows numbers its facts from one
    world = lived_in(built)
    stakeholders.filled(built, size.people, told=_AFTER)
    plans.settle(built.engine)
    return _readers(world, size)


def _account_of(role: Role) -> str:
    """Return who holds it in the world that is lived in: its people are numbered by their roles."""
    return f"account-{list(Role).index(role) + 1}"


def _readers(world: LivedIn, size: Size) -> Mapping[str, Visitor]:
    built = world.portal
    readers = {str(who) or EVERYBODY: one for who, one in world.visitors.items()}
    others = stakeholders.visitors(built, size.people)
    filer = others["focal point"].account  # who also files, as a program does
    assert filer is not None
    program = Program(built.app.test_client(), filer, token=token_of(built, filer))
    return {**readers, PROGRAM: program, **others}


@dataclass(slots=True)
class Program(Visitor):
    """Shows a token instead of a cookie."""

    token: str = ""

    @override
    def get(self, path: str, **headers: str) -> TestResponse:
        return Visitor.get(self, path, Authorization=f"Bearer {self.token}", **headers)


def _besides(size: Size) -> Iterator[Place]:
    """Give what other parts open: the widest lists and searches of the same tables."""
    for who, addresses in committee.PAGES.items():
        for address in addresses:
            if papers.PROCEDURE in address:
                continue  # of the member of this world: a holder opens one above
            earlier = address.replace("2026-w47", "2026-w46")  # the world makes that issue itself
            yield Place(endpoint="", reader=_PEOPLE[who], address=earlier)
    for who, address in stakeholders.addresses(size.people).values():
        yield Place(endpoint="", reader=who, address=address)
    for address in register.SEARCHES:
        yield Place(endpoint="", reader=EVERYBODY, address=address)
    for address in queue.PAGES:
        yield Place(endpoint="", reader=Role.QUICK_RESPONSE_DESK, address=address)


def with_ids(reader: Visitor, address: str) -> str:
    """Return the address with ids that the pages above link to in place of ``*``.

    Of those one whose own page leads on to the rest of the address, if there is such a one.
    """
    known, *others = address.split("*")
    for rest in others:
        link = re.compile(rf'"{re.escape(known)}([0-9a-f-]{{16,36}})\b')
        above = accumulate(known.strip("/").split("/"), "{}/{}".format)
        pages_ = (reader.get(f"/{one}{end}").text for one in [*above][::-1] for end in ("/", ""))
        found = next(filter(None, map(link.findall, pages_)), ["*"])
        leading = (one for one in dict.fromkeys(found) if _leads(reader, f"{known}{one}", rest))
        known = f"{known}{next(leading, found[0])}{rest}"
    return known


def _leads(reader: Visitor, page: str, rest: str) -> bool:
    return not rest.strip("/") or f"{page}{rest}" in reader.get(page).text


def _opened(built: Pages, reader: Visitor, place: Place, requests: int) -> dict[str, Any]:
    place = replace(place, address=with_ids(reader, place.address))
    with plans.statements(built.engine) as asked:
        first, status = _seconds(reader, place.address)
    if status >= 400:
        return {"status": status}
    used, began = time.process_time(), time.perf_counter()
    latencies = [_seconds(reader, place.address)[0] for _ in range(requests)]
    cpu = {"page": time.process_time() - used}
    told = rate(latencies, time.perf_counter() - began, cpu)
    return {
        **asdict(told),
        "first_ms": round(first * 1_000),
        "statements": len(asked),
        "asked": _slowest(built.engine, asked) if told.p95_ms >= committee.AIM else [],
    }


def _slowest(engine: Engine, asked: Sequence[plans.Asked]) -> list[tuple[int, str]]:
    """Ask the same once more, each by itself; return the slowest with their milliseconds."""
    found = []
    with engine.connect() as conn:
        for statement, values in asked:
            at = time.perf_counter()
            conn.exec_driver_sql(statement, values).all()
            took = round((time.perf_counter() - at) * 1_000)
            found.append((took, " ".join(statement.split())))
    return sorted(found, reverse=True)[:_SLOWEST]


def _seconds(reader: Visitor, address: str) -> tuple[float, int]:
    """Until the first part of the answer is there, as browsers ask for it; and its status."""
    at = time.perf_counter()
    answer = reader.get(address, Accept_Encoding="gzip")
    took = time.perf_counter() - at
    answer.close()
    return took, answer.status_code
