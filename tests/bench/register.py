"""The public register's search, with ten years of letters and all recommendations."""

import random
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.app.read_models import READ_MODELS
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_publication import (
    CommunicationPublished,
    RecommendationPublished,
    ReplyPublished,
)
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from shared.reference import OTHER, mandates, recipients
from tests.bench import beside_the_register, plans
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.support.portal import Pages
from tests.support.ready import ready

# A word of every letter, a rare one, several, other scripts, filters, further pages, and numbers.
SEARCHES = (
    "/en/register",
    "/en/register?q=torture",
    "/en/register?q=unheard",
    "/en/register?q=detention+journalist+lawyer&state=FRA",
    "/en/register?q=احتجاز",
    "/en/register?q=拘留",
    "/en/register?mandate=sr-torture&year=2024&replied=yes",
    "/en/register/recommendations",
    "/en/register/recommendations?q=torture",
    "/en/register/recommendations?q=rights",
    "/en/register/recommendations?q=detention+journalist&state=FRA&mandate=sr-torture",
    "/en/register/recommendations?q=rights&before=3000000000000000000",
    "/en/register/states/FRA",
    "/en/register/states/FRA?kind=recommendation&mandate=sr-torture&events=2",
    "/en/register/states/FRA/briefing?body=CAT&session=2027-04-20",
    "/en/register/themes",
    "/en/register/themes?count=recommendations",
    "/en/register/themes/detention",
    "/register/themes/detention.csv",
    "/en/register/mandates/sr-torture",
    "/en/register/statements",
    "/en/register/bulletin",
    "/en/register/bulletin/2017-03",
    "/en/register/statistics",
    "/en/register/statistics?region=AFR&since=2020",
)
_AT_ONCE = 1_000
_TO = [code for code in recipients() if code != OTHER]
_LETTER, _RECOMMENDATION = 600, 30  # words
_REPLIED = 2  # every second letter
_WORDS = (
    "rights", "torture", "detention", "journalist", "lawyer", "prison", "hospital", "police",
    "court", "trial", "protest", "evidence", "family", "health", "water", "land", "children",
    "women", "minority", "law", "freedom", "expression",
)  # fmt: skip
_OTHERS = (
    "احتجاز المدافعين عن حقوق الإنسان",
    "记者被任意拘留",
    "пытки журналистки",
    "détenue à tort",
)
_FILLING = [f"{first}{last}" for first in "bcdfghklmnprstvw" for last in (
    "alon", "enti", "irva", "osta", "umel", "arni", "elko", "inda", "orum", "ulti",
)]  # fmt: skip
_BEGIN = datetime(2017, 1, 1, tzinfo=UTC)


def measured(
    *, letters: int, recommendations: int, requests: int, durable: bool = True
) -> dict[str, Any]:
    """Fill the register and open each search ``requests`` times, whole pages, in this process.

    ``cpu`` is this process's share: all of it with SQLite, not what PostgreSQL itself used.
    """
    return {
        name: {
            "letters": letters,
            "recommendations": recommendations,
            "searches": _of(built, letters, recommendations, requests),
        }
        for name, built in databases(durable=durable)
    }


def _of(built: Pages, letters: int, recommendations: int, requests: int) -> dict[str, Any]:
    fill(built.engine, letters, recommendations)
    reader = built.visitor()
    found: dict[str, Any] = {}
    for page in SEARCHES:
        with plans.statements(built.engine) as asked:
            reader.get(page)
        latencies: list[float] = []
        used, began = time.process_time(), time.perf_counter()
        for _ in range(requests):
            at = time.perf_counter()
            answer = reader.get(page)
            latencies.append(time.perf_counter() - at)
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status_code}")
        cpu = {"page": time.process_time() - used}
        found[page] = {
            **asdict(rate(latencies, time.perf_counter() - began, cpu)),
            "plans": plans.explained(built.engine, asked),
        }
    return found


def fill(engine: Engine, letters: int, recommendations: int) -> None:
    ready(engine, READ_MODELS)
    applier = Applier(engine, REGISTER)
    chance = random.Random(1)
    position = 0
    for number, make in ((letters, _letter), (recommendations, _recommendation)):
        for first in range(0, number, _AT_ONCE):
            some = range(first, min(first + _AT_ONCE, number))
            facts = [fact for n in some for fact in make(n, chance)]
            applier.apply(_arriving(facts, position))
            position += len(facts)
    beside_the_register.fill(engine, visits=letters // 7, recommendations=recommendations)
    plans.settle(engine)


def _letter(number: int, chance: random.Random) -> Sequence[object]:
    communication_id = str(derive_id("letter", number))
    recipient = chance.choice(_TO)
    sent = _BEGIN + timedelta(hours=8 * number)
    letter = CommunicationPublished(
        communication_id=communication_id,
        edition=1,
        reference=f"AL {recipient} {number + 1}/{sent.year}",
        type=chance.choice(("AL", "UA", "OL")),
        recipient=recipient,
        mandates=tuple(chance.sample(list(mandates()), chance.randint(1, 5))),
        transmitted_at=sent,
        text=_text(chance, _LETTER),
        published_at=sent + timedelta(days=60),
    )
    if number % _REPLIED:
        return [letter]
    return [
        letter,
        ReplyPublished(
            communication_id=communication_id,
            reply_id=str(derive_id("reply", number)),
            kind="substantive",
            language="en",
            received_at=sent + timedelta(days=50),
            text=_text(chance, _LETTER),
            published_at=sent + timedelta(days=60),
        ),
    ]


def _recommendation(number: int, chance: random.Random) -> Sequence[object]:
    issued = _BEGIN + timedelta(minutes=18 * number)
    return [
        RecommendationPublished(
            recommendation_id=str(derive_id("recommendation", number)),
            communication_id=None,
            addressee=chance.choice(_TO),
            mandate=chance.choice(list(mandates())),
            issued_at=issued,
            text=_text(chance, _RECOMMENDATION),
            published_by="somebody",
            published_at=issued,
        )
    ]


def _text(chance: random.Random, words: int) -> str:
    """Some words are in nearly every text and some in few, as in any language."""
    common = [_WORDS[int(len(_WORDS) * chance.random() ** 2)] for _ in range(words // 4)]
    filling = chance.choices(_FILLING, k=words - len(common))
    rare = [chance.choice(_OTHERS)] if chance.random() < 0.05 else []
    unheard = ["unheard"] if chance.random() < 0.001 else []
    return " ".join([*common, *filling, *rare, *unheard])


def _arriving(facts: Sequence[object], position: int) -> list[Published]:
    return [
        Published(
            fact=fact,
            id=derive_id("fact", position + n),
            stream="publication-1",
            position=position + n + 1,
            recorded_at=_BEGIN,
            correlation_id=derive_id("case", position + n),
            actor="somebody",
            traceparent=None,
            topic="followup.events",
            partition=0,
            offset=position + n,
        )
        for n, fact in enumerate(facts)
    ]
