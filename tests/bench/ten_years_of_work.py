"""Ten years of the Committee's own work: plans, situations, meetings, documents, threads, issues.

As in ``ten_years``, rows are written as they stand after all facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Engine

from portal.committee.coverage.read_model import snapshots, values
from portal.committee.forum import found as forum
from portal.committee.forum.read_model import messages, threads
from portal.committee.meetings import found as meetings
from portal.committee.meetings.read_model import items
from portal.committee.meetings.read_model import meetings as met
from portal.committee.plans.read_model import clashes, plans
from portal.committee.reports.read_model import reports, sessions
from portal.committee.situations.read_model import situations, themes
from portal.committee.warning.read_model import alerts
from portal.public.briefings.read_model import issues
from portal.public.documents import found as library
from portal.public.documents.read_model import audiences, documents, titles, versions
from portal.public.packs import counting
from portal.public.packs.read_model import editions
from portal.public.register.statistics import Reading
from portal.stakeholders.contacts.read_model import contacts
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.reference.coverage import covered, standards
from shared.reference.documents import KINDS
from shared.reference.early_warning import RULES
from shared.reference.packs import DEFINITIONS
from shared.reference.report_deadlines import CHAIN, STAGES, due_on
from shared.reference.situations import INDICATORS
from tests.bench.ten_years import Row, TenYears, settle, write
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
    packs: int = 9  # one year can be drafted
    contacts: int = 20_000


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
)


def fill(engine: Engine, vault: Vault, years: TenYears, work: Work, member: str) -> None:
    """``member``: of the Committee, who has some of the action items."""
    States(engine).adopted()
    warnings = Warnings(engine, vault)
    for rule in RULES:
        warnings.adopted(rule=rule)
    with engine.begin() as conn:
        for rows in (
            _alerts(years, work.alerts),
            _situations(years, work.situations),
            _plans(years, work.plans),
            _meetings(years, vault, work.meetings, member),
            _documents(years, vault, work.documents),
            _forum(years, vault, work.threads, work.messages),
            _reports(years, work.reports),
            _issues(years, work.weeks),
            _coverage(years, work.months),
            _contacts(years, work.contacts),
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
                "since": n,
                "period_by": "a-holder",
                "planned_at": years.when(n, number),
            },
        )
        if n % 5 == 0 and n:
            other = str(derive_id("plan of ten years", n - 1))
            flagged = {"position": n, "apart": 14, "flagged_at": years.when(n, number)}
            yield clashes, {"plan_id": one, "other_id": other, **flagged}


def _meetings(years: TenYears, vault: Vault, number: int, member: str) -> Iterator[Row]:
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("meeting of ten years", n))
        stage = "called" if n >= number - 3 else "held" if n >= number - 5 else "agreed"
        starts = at + 90 * _DAY if stage == "called" else at
        held = stage != "called"
        sealed = vault.seal(meetings.subject_of(one), f"What meeting {n} is about.")
        yield (
            met,
            {
                "meeting_id": one,
                "kind": ("committee", "desk", "office")[n % 3],
                "starts_at": starts,
                "states": [years.state()],
                "named_only": n % 4 == 0,
                "agenda": sealed,
                "called_by": member,
                "called_at": at - 20 * _DAY,
                "stage": stage,
                "held_on": at.date() if held else None,
                "participants": [member] if held else None,
                "minutes_due_on": at.date() + 10 * _DAY if held else None,
                "version": 1 if held else None,
                "minutes": sealed if held else None,
                "agreed_at": at + 9 * _DAY if stage == "agreed" else None,
            },
        )
        for action in range(5):
            open_ = n >= number - 8
            item = str(derive_id("action item of ten years", n, action))
            yield (
                items,
                {
                    "action_id": item,
                    "meeting_id": one,
                    "text": vault.seal(meetings.subject_of_item(item), f"Do what {n} asks."),
                    "owner_id": member if action % 2 else None,
                    "due_on": at.date() + 30 * _DAY,
                    "stage": "open" if open_ else "done",
                    "overdue": False,
                    "on_time": None if open_ else action != 0,
                    "opened_at": at,
                    "closed_at": None if open_ else at + 20 * _DAY,
                },
            )


def _documents(years: TenYears, vault: Vault, number: int) -> Iterator[Row]:
    kinds = list(KINDS)
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("document of ten years", n))
        subject = library.subject_of(one)
        yield (
            documents,
            {
                "document_id": one,
                "kind": kinds[n % len(kinds)],
                "language": "en",
                "keywords": vault.seal(subject, "detention, letters"),
                "unit": ("library", "desk")[n % 2],
                "review_on": years.now.date() + (n % 700) * _DAY,
                "asks_reading": n % 10 == 0,
                "registered_at": at,
                "description": 1,
            },
        )
        yield audiences, {"document_id": one, "audience": "public", "place": 0}
        for code in ("en", "fr", "es")[: 1 + n % 3]:
            told = {"document_id": one, "language": code}
            yield titles, {**told, "title": vault.seal(subject, f"Manual {n} on visits, {code}")}
            for version in (1, 2):
                stage = ("superseded", "current")[version == 2]
                yield versions, {**told, **_version(vault, subject, version, stage, at)}


def _version(vault: Vault, subject: str, version: int, stage: str, at: Any) -> dict[str, Any]:
    return {
        "version": version,
        "translates": None,
        "stage": stage,
        "summary": vault.seal(subject, "What is new."),
        "valid_from": at.date(),
        "uploaded_by": "a-librarian",
        "uploaded_at": at,
        "submitted_by": "a-librarian",
        "submitted_at": at,
        "approved_by": "the-chief",
        "approved_at": at,
        "current_at": at,
    }


def _forum(years: TenYears, vault: Vault, number: int, posts: int) -> Iterator[Row]:
    of_each = max(1, posts // number)
    for n in range(number):
        at, one = years.when(n, number), str(derive_id("thread of ten years", n))
        first = str(derive_id("message of ten years", n, 0))
        yield (
            threads,
            {
                "thread_id": one,
                "space": ("all", "committee")[n % 4 == 0],
                "ref": "all",
                "mandate": "sr-torture",
                "title": vault.seal(forum.subject_of(first), f"Question {n}"),
                "started_by": "a-holder",
                "started_at": at,
                "started_on": at.date(),
                "pinned": n % 100 == 0,
                "closed": False,
                "last": (n + 1) * of_each,
                "last_at": at + of_each * _DAY,
            },
        )
        for place in range(of_each):
            message = str(derive_id("message of ten years", n, place))
            when = at + place * _DAY
            yield (
                messages,
                {
                    "message_id": message,
                    "thread_id": one,
                    "position": n * of_each + place + 1,
                    "mandate": "sr-torture",
                    "author": "a-holder",
                    "text": vault.seal(forum.subject_of(message), "What I think of it."),
                    "hash": f"{n:032x}{place:032x}",
                    "posted_at": when,
                    "month": f"{when:%Y-%m}",
                    "version": 1,
                    "poll": 0,
                },
            )


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


def _contacts(years: TenYears, number: int) -> Iterator[Row]:
    for n in range(number):
        told = {"organisation": f"pseudonym-{n % 900}", "day": years.when(n, number).date()}
        one = str(derive_id("contact of ten years", n))
        yield contacts, {"entry_id": one, "taken_back": False, **told}


def _packs(years: TenYears, number: int, told: Sequence[Any]) -> Iterator[Row]:
    for n in range(number):
        year = years.now.year - 1 - n
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
