"""The import of a sheet of 270,000 recommendations, and the search afterwards, on both databases.

Most rows of a second sheet are as before, some are changed: that is how the corpus grows.
"""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from portal.public.corpus import writing
from portal.public.corpus.columns import Row
from portal.public.register.read_model import REGISTER
from shared.core.message import derive_id
from shared.reference import states
from tests.bench import plans
from tests.bench.figures import rate
from tests.bench.queue import on_postgres
from tests.support.corpus import Corpus
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.ready import ready

PAGES: Final = (
    "/en/all-recommendations",
    "/en/all-recommendations?q=torture",
    "/en/all-recommendations?q=rights+detention&state=FRA",
    "/en/all-recommendations?theme=Health&year=2016",
    "/en/all-recommendations?mechanism=UPR&position=Noted&region=AFR",
    "/en/all-recommendations?mechanism=special+procedure&position=Noted",  # none has both
    "/api/v1/recommendations?state=FRA&updated-since=2026-01-01",
    "/api/v1/recommendations?cursor=w2147483647",
)
_WORDS: Final = (
    *("rights", "torture", "detention", "journalist", "health", "water", "children", "women"),
    *(f"{one}{two}" for one in "bcdfghklmnprstvw" for two in ("alon", "enti", "osta", "umel")),
)
_LONG: Final = 50  # words of a text
_CHANGED: Final = 20  # every such row of the second sheet
_TALLIED: Final = 5  # of the same rows, for the second sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    rows: int
    requests: int


SHORT: Final = Size(rows=300, requests=2)


def measured(size: Size, *, durable: bool = True) -> dict[str, Any]:
    return {
        name: {**asdict(size), **_of(_with_register(built), size)}
        for name, built in _databases(durable=durable)
    }


def _databases(*, durable: bool) -> Iterator[tuple[str, Pages]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        with pages(*sqlite_urls(Path(directory)), attachments=f"{directory}/files") as built:
            yield "sqlite", built
        with (
            on_postgres(durable=durable) as urls,
            pages(*urls, attachments=f"{directory}/more") as built,
        ):
            yield "postgresql", built


def _with_register(built: Pages) -> Corpus:
    """A program gets what this platform published besides."""
    ready(built.engine, [REGISTER])
    return Corpus(built)


def _of(corpus: Corpus, size: Size) -> dict[str, Any]:
    before = _peak()
    found: dict[str, Any] = {"check_s": 0.0, "import_s": 0.0, "next_import_s": 0.0}
    _upload(corpus, "1", size.rows, changed=False)
    with _timed(found, "check_s"):
        corpus.work()
    corpus.imported("1", 1, *states())
    with _timed(found, "import_s"):
        corpus.work()
    _upload(corpus, "2", size.rows // _TALLIED, changed=True)
    corpus.imported("2", 2, *states())
    with _timed(found, "next_import_s"):
        corpus.work()
    return {**found, "grew_mb": _peak() - before, "pages": _opened(corpus.portal, size.requests)}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024


def _upload(corpus: Corpus, batch_id: str, number: int, *, changed: bool) -> None:
    with tempfile.TemporaryFile() as file:
        for line in writing.csv_lines((one, ()) for one in invented(number, changed=changed)):
            file.write(line.encode())
        file.seek(0)
        corpus.kept(batch_id, file)


@contextmanager
def _timed(found: dict[str, Any], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    found[name] = round(time.perf_counter() - began, 2)


def invented(number: int, *, changed: bool) -> Iterator[Row]:
    """Yield the same rows each time; some of them anew if ``changed``."""
    chance = random.Random(1)
    names = [one.names["en"] for one in states().values()]
    for n in range(number):
        words = " ".join(chance.choices(_WORDS, k=_LONG))
        anew = " once more" if changed and n % _CHANGED == 0 else ""
        yield Row(
            text=f"{n % 90 + 1}. The State should {words}{anew}.",
            countries=(chance.choice(names),),
            body="UPR" if n % 3 == 0 else "- SR Torture",
            position="Noted" if n % 3 == 0 else "",
            symbol=f"A/HRC/{n % 60}/{n % 97}",
            themes=(chance.choice(("Health", "Education", "Equality")),),
            published=datetime(2006, 6, 1) + timedelta(days=chance.randrange(7_000)),  # noqa: DTZ001
            annotation=str(derive_id("annotation", n)),
        )


def _opened(built: Pages, requests: int) -> dict[str, Any]:
    reader, found = built.visitor(), dict[str, Any]()
    for page in PAGES:
        with plans.statements(built.engine) as asked:
            reader.get(page)
        latencies: list[float] = []
        began = time.perf_counter()
        for _ in range(requests):
            at = time.perf_counter()
            answer = reader.get(page)
            latencies.append(time.perf_counter() - at)
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status_code}")
        found[page] = {
            **asdict(rate(latencies, time.perf_counter() - began)),
            "plans": plans.explained(built.engine, asked),
        }
    return found
