"""What a step must not do: touch others' texts, withdraw what is there, or trust an old look."""

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import OperationalError

from portal.public.corpus import laying, uploads, working
from portal.public.corpus.columns import Row
from portal.public.corpus.read_model import checks, laid
from portal.public.corpus.uploads import Sheet
from portal.public.corpus.working import Overtaken
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.support.corpus import Corpus

ONE, TWO, THREE = said("Act one", 1), said("Act two", 2), said("Act three", 3, "Uganda")


def sheet(corpus: Corpus, batch_id: str) -> Sheet:
    with corpus.portal.engine.connect() as conn:
        found = uploads.one(conn, batch_id, of_reference.DESK)
    assert found is not None
    return found


def test_a_check_names_the_states_of_what_is_replaced(corpus: Corpus) -> None:
    corpus.laid(ONE, THREE)
    corpus.uploaded("2", said("Taken over", 3, "Kenya"), whole=True)
    corpus.work()
    one = sheet(corpus, "2")
    assert one.states == ("KEN", "UGA")  # by which the decider forbids it
    assert one.counts["withdrawn"] == 1  # of Kenya, about which the sheet says all


def test_a_batch_changes_nothing_beyond_its_states(corpus: Corpus) -> None:
    corpus.laid(ONE, THREE)
    corpus.uploaded("2", said("Taken over", 3, "Kenya"), said("Act", 4, "Uganda"), TWO)
    corpus.imported("2", 2, "KEN")
    corpus.work()
    assert corpus.in_force() == ["1. Act one", "3. Act three", "2. Act two"]


def test_who_began_earlier_does_nothing_more_to_a_batch_that_is_done(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process lays all of it, and the next batch, while this one reads the sheet."""
    corpus.uploaded("1", ONE, TWO, whole=True)
    corpus.uploaded("2", said("Act four", 4))
    corpus.imported("1", 1)
    corpus.work()
    corpus.imported("2", 2)
    corpus.work()
    before = corpus.in_force()
    with corpus.portal.engine.connect() as conn:
        one = conn.execute(uploads.every(of_reference.DESK).where(laid.c.batch_id == "1")).first()
    with pytest.raises(Overtaken):
        corpus.importer._lay(one)  # type: ignore[arg-type]
    assert corpus.in_force() == before


def test_who_takes_up_waits_for_who_lays(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row of the batch is taken before rows are looked at, and no step fits any more."""
    batch_id = corpus.laid(ONE)
    with corpus.portal.engine.begin() as conn:
        conn.execute(update(laid).values(done=False))
    take_up, looked = laying.take_up, []

    def seen(conn: Connection, number: int) -> bool:
        looked.append(conn.scalar(select(laid.c.done)))
        with pytest.raises(Overtaken):
            working._step(conn, batch_id, 2, 2)
        return take_up(conn, number)

    monkeypatch.setattr(laying, "take_up", seen)
    corpus.undone(batch_id)
    corpus.work()
    assert looked == [True, True]
    assert (sheet(corpus, batch_id).stage, corpus.in_force()) == ("undone", [])


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        (said("Act", 1, "Kenia"), ["1. Act one", "3. Act three", "5. Act five"]),
        (said("Act", 1, "Kenia", annotation=""), None),  # it could be any of any State
        (said("Act", 1, "Kenya", annotation="12"), None),
        (said("Act", 1, "Uganda", annotation="12"), ["3. Act three", "5. Act five"]),
        (Row(text="Annex", countries=("Kenya",)), ["3. Act three", "5. Act five"]),
    ],
)
def test_a_row_with_a_problem_is_no_missing_one(
    corpus: Corpus, wrong: Row, kept: list[str] | None
) -> None:
    corpus.laid(ONE, TWO, THREE)
    five = said("Act five", 5)
    corpus.uploaded("2", wrong, five, whole=True)
    corpus.work()
    everything = ["1. Act one", "2. Act two", "3. Act three", "5. Act five"]
    assert sheet(corpus, "2").counts["withdrawn"] == len(everything) - len(kept or everything)
    corpus.imported("2", 2)
    corpus.work()
    assert corpus.in_force() == (kept or everything)


def test_a_sheet_that_is_missing_stops_no_other(corpus: Corpus) -> None:
    corpus.uploaded("1", ONE)
    corpus.uploaded("2", TWO)
    corpus.importer.objects.discard(sheet(corpus, "1").object_name)
    corpus.work()
    assert (sheet(corpus, "1").stage, sheet(corpus, "1").reason) == ("unreadable", "gone")
    corpus.imported("1", 1)
    corpus.imported("2", 2)
    corpus.work()
    assert sheet(corpus, "1").stage == "stuck"
    assert corpus.in_force() == ["2. Act two"]


def test_a_sheet_that_fails_is_set_aside_and_the_next_goes_on(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    class TooLarge(Exception):
        sqlstate = "54000"

    lay = laying.lay

    def limited(conn: Connection, number: int, some: laying.Ready) -> None:
        if number < 3:
            raise ValueError() if number == 1 else OperationalError("", {}, TooLarge())
        lay(conn, number, some)

    monkeypatch.setattr(laying, "lay", limited)
    for number, row in enumerate((ONE, TWO, THREE), 1):
        corpus.uploaded(str(number), row)
        corpus.imported(str(number), number)
    corpus.work()
    assert [sheet(corpus, one).reason for one in "123"] == ["damaged", "too large", ""]
    assert corpus.in_force() == ["3. Act three"]

    def away(*_: object) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(laying, "lay", away)
    corpus.uploaded("4", ONE)
    corpus.imported("4", 4)
    with pytest.raises(OperationalError):
        corpus.work()
    monkeypatch.setattr(laying, "sort", dict)  # a mistake of ours
    corpus.undone("4")
    corpus.uploaded("5", ONE)
    corpus.work()
    assert (sheet(corpus, "5").stage, sheet(corpus, "5").reason) == ("unreadable", "damaged")


def test_a_sheet_that_ends_the_process_is_left_alone(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.uploaded("1", ONE)

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(working, "fetch", killed)
        for _ in range(3):
            with pytest.raises(KeyboardInterrupt):
                corpus.work()
    corpus.work()
    assert (sheet(corpus, "1").stage, sheet(corpus, "1").reason) == ("unreadable", "stopped")
    corpus.uploaded("2", TWO)
    corpus.imported("2", 1)
    corpus.work()
    assert sheet(corpus, "1").stage == "unreadable"  # and is not read again after an import


def test_a_check_ends_when_something_was_imported_meanwhile(corpus: Corpus) -> None:
    corpus.uploaded("1", ONE)
    with corpus.portal.engine.begin() as conn:
        told = {"batch_id": "1", "after": 1, "rows": 0, "attempts": 1, "done": False, "mapping": 0}
        conn.execute(insert(checks).values(told))
    with pytest.raises(Overtaken):
        corpus.importer._note("1", {"done": True}, {"UHRI": 1}, "UHRI")
