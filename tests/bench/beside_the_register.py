"""What stands beside the register on its pages: tags, reports, follow-up tables, calls for input.

As in ``ten_years``, rows are written as they stand after all facts.
"""

import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from portal.committee.reports.read_model import reports as owed
from portal.committee.reports.read_model import sessions
from portal.followup.inputs.read_model import calls
from portal.followup.missions.read_model import missions
from portal.followup.recommendations.tables import tags
from portal.followup.rounds.read_model import rounds
from portal.followup.visit_reports.read_model import reports
from shared.core.message import derive_id
from shared.reference import OTHER, mandates, recipients
from shared.reference.report_deadlines import CHAIN
from shared.reference.themes import THEMES
from tests.bench.ten_years import Row, write

_BEGIN: Final = datetime(2017, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_YEARS: Final = 3_300  # days
_OF_A_SESSION: Final = 40


def fill(engine: Engine, *, visits: int, recommendations: int) -> None:
    """``visits``: with a report and its tables each. Every second recommendation has tags."""
    chance = random.Random(2)
    with engine.begin() as conn:
        for rows in (
            _tags(recommendations, chance),
            _visits(visits, chance),
            _rounds(visits, chance),
            _calls(visits, chance),
            _owed(visits, chance),
        ):
            write(conn, rows)


def _tags(number: int, chance: random.Random) -> Iterator[Row]:
    codes = list(THEMES)
    for n in range(0, number, 2):
        of = {"recommendation_id": str(derive_id("recommendation", n)), "kind": "theme"}
        for place, code in enumerate(chance.sample(codes, chance.randint(1, 2))):
            yield tags, {**of, "code": code, "place": place}


def _visits(number: int, chance: random.Random) -> Iterator[Row]:
    for n in range(number):
        mission = str(derive_id("visit beside the register", n))
        at, mandate, state = _at(n, number), _mandate(chance), _state(chance)
        of = {"mission_id": mission, "mandate": mandate, "state": state, "steps": 9}
        first = (at - 200 * _DAY).date()
        course = {"plans": "agreed", "phase": "completed", "dated": 1}
        days = {"first": first, "last": first + 10 * _DAY, "opened_at": at}
        yield missions, {**of, **course, **days}
        yield (
            reports,
            {
                **of,
                "stage": "published",
                "symbol": f"A/HRC/{n % 90}/{n}",
                "languages": ["en", "fr"],
                "published_at": at,
                "mandates": [mandate],
                "number": n + 1,
                "public_comments": [],
            },
        )


def _rounds(number: int, chance: random.Random) -> Iterator[Row]:
    for n in range(number):
        at = _at(n, number)
        yield (
            rounds,
            {
                "round_id": str(derive_id("round beside the register", n)),
                "mandate": _mandate(chance),
                "state": _state(chance),
                "scope": "visit",
                "year": at.year,
                "due_on": (at - 60 * _DAY).date(),
                "opened_at": at - 150 * _DAY,
                "version": 2,
                "compiled_at": at - 50 * _DAY,
                "published": None if n % 4 == 0 else 2,
                "published_at": None if n % 4 == 0 else at,
                "number": n + 1,
                "symbol": f"A/HRC/{n % 90}/{n}/Add.1",
            },
        )


def _calls(number: int, chance: random.Random) -> Iterator[Row]:
    for n in range(2 * number):
        at = _at(n, 2 * number)
        yield (
            calls,
            {
                "call_id": str(derive_id("call beside the register", n)),
                "mission_id": str(derive_id("visit beside the register", n // 2)),
                "mandate": _mandate(chance),
                "state": _state(chance),
                "closes_on": (at + 45 * _DAY).date(),
                "public": n % 5 != 0,
                "ended": ("closed", "withdrawn")[n % 7 == 0],
                "issued_at": at,
                "number": n + 1,
                "steps": 2,
            },
        )


def _owed(number: int, chance: random.Random) -> Iterator[Row]:
    """Reports on themes, each of a session."""
    for n in range(number):
        on, session = _at(n, number).date(), n // _OF_A_SESSION
        session_id = str(derive_id("session beside the register", session))
        if n % _OF_A_SESSION == 0:
            of = {"session_id": session_id, "body": "HRC", "number": session}
            weeks = {f"{step}_weeks": count for step, count in asdict(CHAIN).items()}
            yield sessions, {**of, "starts_on": on, "ends_on": on + 20 * _DAY, **weeks}
        yield (
            owed,
            {
                "report_id": str(derive_id("report beside the register", n)),
                "mandate": _mandate(chance),
                "session_id": session_id,
                "kind": "annual",
                "stage": "translated",
                "dropped": False,
                "symbol": f"A/HRC/{session}/{n}",
                "published_on": on,
                "joined": n,
                "done": n,
            },
        )


def _at(n: int, number: int) -> datetime:
    return _BEGIN + _DAY * (_YEARS * (n + 0.5) / number)


def _mandate(chance: random.Random) -> str:
    return chance.choice(list(mandates()))


def _state(chance: random.Random) -> str:
    return chance.choice([code for code in recipients() if code != OTHER])
