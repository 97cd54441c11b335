"""The pages of the Committee's workspace after ten years, by reader, on both databases.

Whole pages, opened in this process: once before anything is in memory, then again and again.
"""

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from portal.app.read_models import READ_MODELS
from portal.committee.warning import days
from shared.contracts.stakeholders_alerts import Series
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.bench import past_letters, plans, ten_years_of_work, warning
from tests.bench import ten_years_of_papers as papers
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.bench.society import Society
from tests.bench.ten_years import TenYears
from tests.bench.ten_years_of_work import Work
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

MANDATE, STATE, DAY = "sr-torture", "FRA", "2024-06-04"
_OTHERS: Final = 9
"""On the Committee besides the reader; who presides is asked of each."""
_THREAD: Final = derive_id("thread of ten years", 0)
_ALERT, _SITUATION, _PLAN, _MEETING, _DOCUMENT = (
    derive_id(f"{one} of ten years", 1)
    for one in ("alert", "situation", "plan", "meeting", "document")
)
_REPORT: Final = derive_id("report of ten years", 0, 0)
_CONTACT: Final = derive_id("contact with a State of ten years", 1)
PAGES: Final[Mapping[str, Sequence[str]]] = {
    "the Committee": (
        "/activity/",
        f"/activity/?state={STATE}",
        f"/activity/?mandate={MANDATE}&unnamed=yes",
        "/activity/?kind=communication-transmitted&region=AFR",
        f"/activity/day?on={DAY}",
        f"/activity/day?on={DAY}&state={STATE}&whole=1",
        "/coverage-desk",
        "/coverage-desk?by=letters&picture=recommendations",
        "/coverage-desk?month=2026-10",
        "/coverage-desk/compare/2026-10",
        f"/coverage-desk/states/{STATE}",
        "/coverage-desk/silence",
        "/coverage-desk/coverage.xlsx",
        "/coverage-desk/coverage.csv",
        "/gaps",
        "/early-warning",
        f"/early-warning/{_ALERT}",
        "/early-warning/rules",
        "/early-warning/rules/letters/trial",
        "/early-warning/rules/urgent/trial",
        "/early-warning/rules/submissions/trial",
        "/early-warning/regions",
        "/internal-statistics",
        f"/internal-statistics?state={STATE}&since=2020",
        "/internal-statistics/internal-statistics.xlsx",
        *(f"/internal-statistics/{one}.csv" for one in ("pairs", "states", "bands")),
        "/planning-board",
        "/planning-board?over=yes",
        f"/planning-board/{_PLAN}",
        "/watch-list",
        f"/watch-list/{_SITUATION}",
        "/committee/meetings",
        f"/committee/meetings/{_MEETING}",
        "/committee/advice",
        f"/committee/advice/{papers.ADVICE}",
        "/committee/advisory-procedures",
        f"/committee/advisory-procedures/{papers.PROCEDURE}",
        "/committee/procedures",
        f"/committee/procedures/{papers.SOP}",
        "/documents",
        "/documents?q=detention",
        f"/documents/{_DOCUMENT}",
        "/report-deadlines",
        "/report-deadlines/calendar.ics",
        "/report-deadlines/sessions",
        f"/report-deadlines/{_REPORT}",
        "/trainings",
        f"/trainings/{papers.TRAINING}",
    ),
    "the Chief": (
        "/activity/",
        f"/activity/?mandate={MANDATE}",
        "/gaps",
        "/internal-statistics",
        f"/internal-statistics?mandate={MANDATE}",
        "/internal-statistics/internal-statistics.xlsx",
        "/report-deadlines?by=mandate",
        "/statistics-packs-desk",
        "/statistics-packs-desk/draft",
        "/briefing-desk",
        "/briefing-desk/2026-w48",
        "/staff-briefings/2026-w47",
        "/committee/advice",
        "/trainings",
        "/trainings/trainings.csv",
        f"/countries/{STATE}",
        "/contacts-with-states",
        f"/contacts-with-states/{_CONTACT}",
    ),
    "a holder": (
        "/activity/",
        f"/activity/day?on={DAY}",
        "/gaps",
        "/internal-statistics",
        "/planning-board",
        "/watch-list",
        "/report-deadlines",
        "/forum",
        "/forum/all/all",
        f"/forum/threads/{_THREAD}",
        "/waiting",
        f"/countries/{STATE}",
        f"/planning-board/{_PLAN}",
        "/committee/procedures",
    ),
    "a desk officer": (
        "/activity/",
        f"/activity/day?on={DAY}",
        "/coverage-desk/silence",
        "/gaps",
        "/early-warning",
        "/internal-statistics",
        "/watch-list",
        "/countries",
        f"/countries/{STATE}",
        "/contacts-with-states",
    ),
    "a partner in the country": ("/country-team", f"/country-team/{STATE}"),
    "a guest": ("/committee/invitations", f"/committee/invitations/{_MEETING}"),
    "an auditor": ("/forum/figures",),
    "everybody": (
        "/coverage",
        f"/coverage/states/{STATE}",
        "/coverage/compare/2026-10",
        "/coverage/figures",
        "/coverage/figures/touched.svg",
        "/coverage/coverage.xlsx",
        "/statistics-packs",
        "/statistics-packs/2023/0",
        "/statistics-packs/2023/0/pack.xlsx",
        "/statistics-packs/2023/0/pack.pdf",
        "/library",
        "/library?q=detention",
        f"/library/{_DOCUMENT}",
        "/briefings",
        "/briefings/2026-w47",
        "/briefings/2026-w47/issue.pdf",
        "/committee/public-procedures",
        "/committee/public-advisory-procedures",
        "/follow",
    ),
}
"""By who opens them."""
_HELD: Final[tuple[Series, ...]] = ("letters", "urgent")
"""What imported letters are a past of."""
AIM: Final = 300.0
"""Milliseconds, 95th percentile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """``past``: letters from before the platform. ``years``: of what is held that are tried."""

    submissions: int
    letters: int
    recommendations: int
    requests: int
    past: int
    years: int
    work: Work


LONG: Final = Size(
    submissions=150_000,
    letters=10_000,
    recommendations=270_000,
    requests=20,
    past=10_000,
    years=6,
    work=Work(),
)
SHORT: Final = Size(
    submissions=60,
    letters=30,
    recommendations=30,
    requests=1,
    past=200,
    years=1,
    work=ten_years_of_work.SHORT,
)


def measured(size: Size, *, durable: bool = True) -> dict[str, Any]:
    """``cpu`` is this process's share: all of it with SQLite, not what PostgreSQL itself used."""
    return {
        name: {**asdict(size), **_of(built, size)} for name, built in databases(durable=durable)
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = (
            f"Ten years: {one['submissions']} submissions, {one['letters']} letters, "
            f"{one['recommendations']} recommendations, {name}"
        )
        yield f"\n{title:<82}{'first':>7}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}   (aim {AIM:.0f})"
        for who, pages in one["pages"].items():
            for page, figures in pages.items():
                held = "held" if figures["p95_ms"] < AIM else "missed"
                yield (
                    f"{f'{who}: {page}':<82}{figures['first_ms']:>7}{figures['p50_ms']:>8.0f}"
                    f"{figures['p95_ms']:>8.0f}{figures['cpu']['page']:>8.0f}   {held}, "
                    f"{figures['statements']} statements"
                )
        yield from warning.held_lines(one["held"])
        yield f"filled in {one['filled_s']:.0f} s, {one['filled_cpu_s']:.0f} s of processor"


def _of(built: Pages, size: Size) -> dict[str, Any]:
    readers = _readers(built)
    began, used = time.perf_counter(), time.process_time()
    _fill(built, size, {who: one.account.account_id for who, one in readers.items() if one.account})
    gc.collect()
    gc.freeze()  # what the filling left is not of a process that serves pages
    filled = {
        "filled_s": round(time.perf_counter() - began, 1),
        "filled_cpu_s": round(time.process_time() - used, 1),
    }
    opened = {
        who: {page: _opened(built, readers[who], page, size.requests) for page in pages}
        for who, pages in PAGES.items()
    }
    last = day_of(built.clock()) - timedelta(days=1)
    with built.engine.connect() as conn:
        held = {one: warning.held(conn, one, last, size.years) for one in _HELD}
    return {**filled, "pages": opened, "held": held}


def _readers(built: Pages) -> dict[str, Visitor]:
    own = frozenset({MANDATE})
    for _ in range(_OTHERS):
        built.person(Role.COORDINATION_COMMITTEE)
    return {
        "the Committee": built.signed_in(Role.COORDINATION_COMMITTEE),
        "the Chief": built.signed_in(Role.CHIEF),
        "a holder": built.signed_in(Role.MANDATE_HOLDER, mandates=own),
        "a desk officer": built.signed_in(Role.DESK_OFFICER, state_codes=frozenset({STATE})),
        "a partner in the country": built.signed_in(
            Role.UN_PARTNER, state_codes=frozenset({STATE})
        ),
        "a guest": built.signed_in(Role.GOVERNMENT, state_codes=frozenset({STATE})),
        "an auditor": built.signed_in(Role.AUDITOR),
        "everybody": built.visitor(),
    }


def _fill(built: Pages, size: Size, ids: Mapping[str, str]) -> None:
    """Fill the tables, and keep the days of early warning as the consuming process does."""
    ready(built.engine, READ_MODELS)
    years = TenYears(built.clock())
    years.fill(
        built.engine,
        submissions=size.submissions,
        letters=size.letters,
        recommended=size.recommendations,
    )
    past_letters.imported(built.engine, size.past)
    papers.tell(built, size.work.trainings, ids["the Chief"])
    whose = {"member": ids["the Committee"], "guest": ids["a guest"]}
    ten_years_of_work.fill(built.engine, built.vault, years, size.work, **whose)
    # Its facts count from the first position, which is no new one to what is told before.
    Society(built.engine, built.vault, size.work.organisations, size.work.organisations).fill()
    plans.settle(built.engine)
    days.keep(built.engine)


def _opened(built: Pages, reader: Visitor, page: str, requests: int) -> dict[str, Any]:
    with plans.statements(built.engine) as asked:
        first = _seconds(reader, page)
    used, began = time.process_time(), time.perf_counter()
    latencies = [_seconds(reader, page) for _ in range(requests)]
    cpu = {"page": time.process_time() - used}
    return {
        **asdict(rate(latencies, time.perf_counter() - began, cpu)),
        "first_ms": round(first * 1_000),
        "statements": len(asked),
    }


def _seconds(reader: Visitor, page: str) -> float:
    at = time.perf_counter()
    answer = reader.get(page)
    took = time.perf_counter() - at
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")
    return took
