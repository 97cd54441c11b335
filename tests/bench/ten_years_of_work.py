"""Ten years of the Committee's own work: plans, situations, reports, issues, coverage, packs.

As in ``ten_years``, rows are written as they stand after all facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Engine

from portal.committee.coverage.read_model import snapshots, values
from portal.committee.plans.read_model import clashes, plans
from portal.committee.reports.read_model import reports, sessions
from portal.committee.situations.read_model import situations, themes
from portal.committee.warning.read_model import alerts
from portal.public.briefings.read_model import issues
from portal.public.packs import counting
from portal.public.packs.read_model import editions
from portal.public.register.statistics import Reading
from portal.stakeholders.contacts.read_model import contacts
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.reference.coverage import covered, standards
from shared.reference.early_warning import RULES
from shared.reference.packs import DEFINITIONS
from shared.reference.report_deadlines import CHAIN, STAGES, due_on
from shared.reference.situations import INDICATORS
from tests.bench import ten_years_of_papers as papers
from tests.bench import ten_years_of_texts as texts
from tests.bench.plans import settle
from tests.bench.society import organisation
from tests.bench.ten_years import Row, TenYears, write
from tests.support.coverage import States
from tests.support.warnings import Warnings

SOURCE: Final = "https://www.example.org/visits"
_DAY: Final = timedelta(days=1)
_WITHIN: Final = 60
_ENDS: Final = ("closed", "closed", "closed", "referred", "raised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How much of each there is after ten years."""

    alerts: int = 1_200
    situations: int = 500
    plans: int = 6_000
    meetings: int = 150
    documents: int = 300
    threads: int = 1_500
    messages: int = 15_000
    reports: int = 1_500
    weeks: int = 520
    months: int = 120
    packs: int = 6  # the last two years can be drafted
    contacts: int = 20_000
    trainings: int = 300
    with_states: int = 3_000
    organisations: int = 2_000


SHORT: Final = Work(
    alerts=5,
    situations=5,
    plans=5,
    meetings=4,
    documents=3,
    threads=3,
    messages=6,
    reports=5,
    weeks=3,
    months=2,
    packs=1,
    contacts=5,
    trainings=10,
    with_states=5,
    organisations=60,
)


def fill(
    engine: Engine, vault: Vault, years: TenYears, work: Work, *, member: str, guest: str
) -> None:
    """``member``: of the Committee, who has some of the action items. ``guest``: of meetings."""
    States(engine).adopted()
    warnings = Warnings(engine, vault)
    for rule in RULES:
        warnings.adopted(rule=rule)
    with engine.begin() as conn:
        for rows in (
            _alerts(years, work.alerts),
            _situations(years, work.situations),
            _plans(years, work.plans),
            texts.meetings(years, vault, work.meetings, member),
            texts.documents(years, vault, work.documents),
            texts.forum(years, vault, work.threads, work.messages),
            _reports(years, work.reports),
            _issues(years, work.weeks),
            _coverage(years, work.months),
            _contacts(years, work, vault),
            papers.alerts(work.alerts, years),
            papers.on_situations(work.situations, years, vault),
            papers.on_plans(work.plans, years, vault),
            papers.invitations(work.meetings, years, guest),
            papers.with_states(work.with_states, years, vault),
        ):
            write(conn, rows)
    with engine.connect() as conn:
        counted = counting.counted(
            conn, years.now.year - 1, Reading(today=years.now.date(), within=_WITHIN)
        )
    told = [[one.key, [[row.key, list(row.values)] for row in one.rows]] for one in counted.tables]
    with engine.begin() as conn:
        write(conn, _packs(years, work.packs, told))
    settle(engine)


def _alerts(years: TenYears, number: int) -> Iterator[Row]:
    for n in range(number):
        at, rule = years.when(n, number), list(RULES)[n % len(RULES)]
        open_ = n >= number - 25
        stage = _ENDS[n % len(_ENDS)] if open_ else "closed"
        of = {"level": "alert", "now": 4, "on": at.date() - _DAY, "told_at": at, "stage": stage}
        of |= {"code": None if stage == "raised" else "mandates", "stage_at": at + _DAY}
        yield (
            alerts,
            {
                **of,
                **{f"desk_{name}": value for name, value in of.items()},
                "alert_id": str(derive_id("alert of ten years", n)),
                "rule": rule,
                "version": 1,
                "state": years.state(),
                "usual": 0,
                "doubtful": False,
                "raised_at": at,
            },
        )


def _situations(years: TenYears, number: int) -> Iterator[Row]:
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("situation of ten years", n))
        stage = ("open", "proposed")[n % 4 == 0] if n >= number - 30 else "closed"
        named = years.some(2)
        yield (
            situations,
            {
                "situation_id": one,
                "state": years.state(),
                "mandates": named,
                "codes": list(INDICATORS)[:2],
                "level": "watch",
                "stage": stage,
                "code": "improved" if stage == "closed" else None,
                "reprisals": n % 20 == 0,
                "proposed_by": "a-member",
                "proposed_at": at,
                "opened_at": None if stage == "proposed" else at + _DAY,
                "ended_at": at + 90 * _DAY if stage == "closed" else None,
                "review_on": at.date() + 90 * _DAY if stage == "open" else None,
            },
        )
        for mandate in named:
            yield themes, {"situation_id": one, "mandate": mandate, "there": True}


def _plans(years: TenYears, number: int) -> Iterator[Row]:
    for n in range(number):
        first = years.when(n, number).date() + 300 * _DAY
        one, state = str(derive_id("plan of ten years", n)), years.state()
        yield (
            plans,
            {
                "plan_id": one,
                "mandate": years.some(1)[0],
                "kind": ("visit", "letter")[n % 3 == 0],
                "state": state,
                "first_on": first,
                "last_on": first + 10 * _DAY,
                "stage": ("planned", "confirmed", "dropped")[n % 3],
                "code": "later" if n % 3 == 2 else None,
                "reprisals": n % 50 == 0,
                "shared_at": years.when(n, number) if n % 3 == 1 else None,
                "since": n,
                "period_by": "a-holder",
                "planned_at": years.when(n, number),
            },
        )
        if n % 5 == 0 and n:
            other = str(derive_id("plan of ten years", n - 1))
            flagged = {"position": n, "apart": 14, "flagged_at": years.when(n, number)}
            yield clashes, {"plan_id": one, "other_id": other, **flagged}


def _reports(years: TenYears, number: int) -> Iterator[Row]:
    of_each = max(1, number // 40)
    for n in range(-(-number // of_each)):
        starts = years.when(n, max(1, number // of_each)).date() + 200 * _DAY
        session = str(derive_id("session of ten years", n))
        due = due_on(starts, CHAIN, None)
        yield (
            sessions,
            {
                "session_id": session,
                "body": ("HRC", "GA")[n % 3 == 0],
                "number": 30 + n,
                "starts_on": starts,
                "ends_on": starts + 20 * _DAY,
                "comments_weeks": CHAIN.comments,
                "approval_weeks": CHAIN.approval,
                "submission_weeks": CHAIN.submission,
                "publication_weeks": CHAIN.publication,
                **{f"{step}_on": on for step, on in due.items()},
            },
        )
        over = starts < years.now.date()
        for at in range(of_each):
            yield (
                reports,
                {
                    "report_id": str(derive_id("report of ten years", n, at)),
                    "mandate": years.some(1)[0],
                    "session_id": session,
                    "kind": "annual",
                    "resolution": "52/9",
                    "word_limit": 10_700,
                    "stage": "translated" if over else STAGES[at % 4],
                    "approved": over,
                    "dropped": False,
                    "symbol": f"A/HRC/{30 + n}/{at}" if over else None,
                    "published_on": starts if over else None,
                    "planned_at": years.begin,
                    "joined": n,
                    "done": n,
                    "passed": False,
                },
            )


def _issues(years: TenYears, number: int) -> Iterator[Row]:
    last = years.now.date()
    for back in range(number):
        year, week, _ = (last - 7 * back * _DAY).isocalendar()
        begin = years.now - 7 * back * _DAY
        sent = {"handed_in_by": "the-desk", "handed_in_at": begin, "approved_by": "the-chief"}
        sent |= {"approved_at": begin, "ended_at": begin, "version": 3, "public": True}
        if back == 0:
            sent = dict.fromkeys(sent)
        letters = [f"letter-{n}" for n in range(back * 20 + 1, back * 20 + 21)]
        yield (
            issues,
            {
                "period": f"{year}-w{week:02}",
                "kind": "briefing",
                "stage": "sent" if back else "open",
                "opened_at": begin - 2 * _DAY,
                "items": letters if back else None,
                "fallen": [],
                **sent,
            },
        )


def _coverage(years: TenYears, months: int) -> Iterator[Row]:
    on = years.now.date()
    recorded = [key for key, one in standards().items() if not one.computed]
    kinds = {
        key: "2016-05-03" if one.kind in {"visit", "day"} else "3"
        for key, one in standards().items()
    }
    for key in recorded:
        value = "yes" if standards()[key].kind == "yes" else kinds[key]
        for state in covered():
            of = {"value": value, "source": SOURCE, "dated_on": on, "recorded_at": years.now}
            yield values, {"standard": key, "state": state, **of}
    columns = {
        key: {state: ["3", None, on.isoformat()] for state in covered()}
        for key in ("letters", "recommendations", "themes")
    }
    for back in range(1, months + 1):
        month = date(on.year, on.month, 1)
        for _ in range(back):
            month = (month - _DAY).replace(day=1)
        taken = {"version": 1, "taken_at": years.now, "columns": columns}
        yield snapshots, {"month": f"{month:%Y-%m}", **taken}


def _contacts(years: TenYears, work: Work, vault: Vault) -> Iterator[Row]:
    """Yield contacts with the first of the organisations, which the log knows by a pseudonym."""
    these = [
        vault.pseudonym("contacts", organisation(n)) for n in range(min(900, work.organisations))
    ]
    for n in range(number := work.contacts):
        told = {"organisation": these[n % len(these)], "day": years.when(n, number).date()}
        one = str(derive_id("contact of ten years", n))
        yield contacts, {"entry_id": one, "taken_back": False, **told}


def _packs(years: TenYears, number: int, told: Sequence[Any]) -> Iterator[Row]:
    for n in range(number):
        year = years.now.year - 3 - n
        yield (
            editions,
            {
                "year": year,
                "number": 0,
                "as_of": date(year + 1, 2, 1),
                "within": _WITHIN,
                "numbers": list(told),
                "definitions": DEFINITIONS,
                "hash": f"{year:064x}",
                "drafted_by": "the-desk",
                "drafted_at": years.now,
                "frozen_at": years.now,
            },
        )
