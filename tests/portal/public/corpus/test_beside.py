"""What a batch brings lies beside what is shown, and changes places with it at once."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.public.corpus import chunking, laying, queries, uploads, working
from portal.public.corpus.facets import Wanted
from portal.public.corpus.working import Importer
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.support.corpus import Corpus

ONE, TWO, THREE = said("Act one", 1), said("Act two", 2), said("Act three", 3, "Uganda")
BEFORE = ["3. Act three", "2. Act two", "1. Act one"]
AFTER = ["4. Act four", "2. Act 2", "3. Act three"]  # Kenya has no first one any more


@contextmanager
def each_step(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """Note what is shown before each step, by words and without."""
    found: list[list[str]] = []

    def noting(name: str) -> None:
        real = getattr(laying, name)

        def noted(*args: Any) -> Any:
            assert corpus.shown("act") == corpus.shown()
            found.append(corpus.shown())
            return real(*args)

        patch.setattr(laying, name, noted)

    with monkeypatch.context() as patch:
        for name in ("ready", "missing", "hide", "find_again", "take_up"):
            noting(name)
        yield found


def second(corpus: Corpus) -> str:
    corpus.laid(ONE, TWO, THREE)
    corpus.uploaded("2", said("Act 2", 2), said("Act four", 4), whole=True)
    corpus.imported("2", corpus.told)
    return "2"


def test_a_batch_is_shown_at_once_and_undone_at_once(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laying, "CHUNK", 1)
    monkeypatch.setattr(chunking, "CHUNK", 1)
    batch_id = second(corpus)
    with each_step(corpus, monkeypatch) as seen:
        corpus.work()
    assert corpus.shown() == AFTER
    assert [one for n, one in enumerate(seen) if one != seen[n - 1]] == [BEFORE, AFTER]
    assert seen.count(AFTER) == 3  # what was replaced leaves the search, one by one
    corpus.undone(batch_id)
    assert corpus.shown() == AFTER
    with each_step(corpus, monkeypatch) as seen:
        corpus.work()
    assert [one for n, one in enumerate(seen) if one != seen[n - 1]] == [AFTER, BEFORE]
    assert corpus.shown() == corpus.shown("act") == BEFORE


def test_a_search_does_not_read_what_is_replaced(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    corpus.laid(*(said("Act", n) for n in range(50)))
    corpus.uploaded("2", *(said("Act", n, themes=("Water",)) for n in range(50)))
    corpus.imported("2", corpus.told)
    looks = list[int]()
    real = queries._keys

    def looked(*of: Any) -> list[int]:
        looks.append(of[-1])
        return real(*of)

    with monkeypatch.context() as patch:
        patch.setattr(laying, "hide", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.work()
        patch.setattr(queries, "_keys", looked)
        patch.setattr(
            queries, "of_keys", lambda _, some, __: [] if not some else pytest.fail("read")
        )
        with corpus.portal.engine.connect() as conn:
            found = queries.found(conn, Wanted(of={"theme": "Health"}), 2)
    assert (found, len(looks)) == (([], None), 2)


def test_one_recommendation_is_the_version_that_is_shown(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    second(corpus)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(laying, "withdraw", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.work()
    with corpus.portal.engine.connect() as conn:
        old, new = (
            queries.by_item(conn, TWO.annotation),
            queries.by_item(conn, said("", 4).annotation),
        )
        assert queries.filling(conn)
    assert old is not None
    assert (old.row.text, old.replaced, new) == ("2. Act two", False, None)
    corpus.work()
    with corpus.portal.engine.connect() as conn:
        gone = queries.by_item(conn, ONE.annotation)
        assert not queries.filling(conn)
    assert gone is not None
    assert gone.replaced


@pytest.mark.parametrize("step", ["ready", "lay", "missing", "hide", "find_again", "take_up"])
def test_it_stops_between_two_steps_and_another_process_goes_on(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(laying, "CHUNK", 1)
    monkeypatch.setattr(chunking, "CHUNK", 1)
    batch_id = second(corpus)
    stopping, real, steps = corpus.importer.stopping, getattr(laying, step), []

    def told(*args: Any) -> Any:
        steps.append(stopping.is_set())
        stopping.set()
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(laying, step, told)
        if step in {"find_again", "take_up"}:
            corpus.work()
            corpus.undone(batch_id)
        corpus.work()
    assert steps == [False]
    stopping.clear()
    corpus.work()
    assert corpus.shown() == (BEFORE if step in {"find_again", "take_up"} else AFTER)


def test_a_check_that_is_stopped_is_no_failed_one(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.uploaded("1", ONE, whole=True)
    corpus.importer.stopping.set()
    for _ in range(5):
        assert not corpus.importer.once()
    corpus.importer.stopping.clear()
    real = Importer._lacking
    with monkeypatch.context() as patch:  # also while it counts what is withdrawn

        def stopping(self: Importer, *of: Any) -> int:
            self.stopping.set()
            return real(self, *of)

        patch.setattr(Importer, "_lacking", stopping)
        for _ in range(5):
            corpus.importer.stopping.clear()
            assert not corpus.importer.once()
    corpus.importer.stopping.clear()
    corpus.work()
    with corpus.portal.engine.connect() as conn:
        one = uploads.one(conn, "1", of_reference.DESK)
    assert one is not None
    assert one.stage == "checked"


def test_it_stops_also_before_a_large_file_has_a_first_row(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping, read = corpus.importer.stopping, list[int]()

    class Slow(chunking.Watched):
        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            read.append(len(found))
            stopping.set()
            return found

    corpus.uploaded("1", ONE)
    monkeypatch.setattr(working, "Watched", Slow)
    assert not corpus.importer.once()
    assert read == [4]  # what kind of file it is


def test_the_end_of_the_process_waits_for_one_step_alone(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, stopped = threading.Event(), list[bool]()

    def once(self: Importer) -> bool:
        began.set()
        stopped.append(self.stopping.wait(30))
        return False

    monkeypatch.setattr(Importer, "once", once)
    portal = corpus.portal

    async def ended() -> None:
        task = asyncio.create_task(working.run(portal.engine, portal.vault, portal.settings))
        await asyncio.to_thread(began.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(ended())
    assert stopped == [True]
