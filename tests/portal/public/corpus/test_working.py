"""Sheets in the background: checked, laid, killed on the way, undone, and made anew."""

import pytest
from sqlalchemy import Engine, select

from portal.public.corpus import laying, queries, uploads
from portal.public.corpus.facets import Wanted
from portal.public.corpus.read_model import CORPUS, laid, tables
from portal.public.corpus.uploads import Sheet
from portal.public.corpus.working import Importer, Overtaken
from shared.read_models.model import apply_together, digest
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.support.corpus import Corpus

ONE, TWO, THREE = said("Act one", 1), said("Act two", 2), said("Act three", 3, "Uganda")


def sheet(corpus: Corpus, batch_id: str) -> Sheet:
    with corpus.portal.engine.connect() as conn:
        found = uploads.one(conn, batch_id, of_reference.DESK)
    assert found is not None
    return found


def test_a_sheet_is_checked_against_what_is_in_force(corpus: Corpus) -> None:
    corpus.laid(ONE, TWO, THREE)
    bad = said("Act", 9, "Nowhere")
    new = said("Act four", 4)
    corpus.uploaded("2", ONE, said("Act 2", 2), new, new, bad, whole=True)
    assert sheet(corpus, "2").stage == "checking"
    corpus.work()
    one = sheet(corpus, "2")
    assert one.stage == "checked"
    assert one.counts == {"new": 1, "changed": 1, "same": 1, "withdrawn": 0, "problems": 2}
    assert (one.states, one.after, one.rows, len(one.content)) == (("KEN",), 1, 5, 64)
    corpus.uploaded("3", new, whole=True)
    corpus.work()
    assert sheet(corpus, "3").counts["withdrawn"] == 2  # what Kenya has, and Uganda has not
    corpus.imported("2", 2)
    corpus.work()
    assert sheet(corpus, "3").after == 2  # it was checked again
    assert corpus.in_force() == ["1. Act one", "3. Act three", "4. Act four", "2. Act 2"]


def test_a_sheet_that_cannot_be_read_says_why(corpus: Corpus) -> None:
    corpus.sent("1", b"Text,Body\nx,y\n")
    corpus.work()
    one = sheet(corpus, "1")
    assert (one.stage, one.reason) == ("unreadable", "column missing")
    corpus.imported("1", 1)
    corpus.work()
    assert corpus.in_force() == []


def test_what_was_erased_is_not_read_and_withdraws_nothing(corpus: Corpus) -> None:
    corpus.laid(ONE)
    corpus.uploaded("2", TWO, whole=True)
    corpus.portal.vault.forget("reference-2", at=corpus.portal.clock.at)
    corpus.work()
    assert sheet(corpus, "2").reason == "erased"
    corpus.imported("2", 2)
    corpus.work()
    assert corpus.in_force() == ["1. Act one"]
    assert (sheet(corpus, "2").stage, sheet(corpus, "2").reason) == ("stuck", "erased")


def test_undoing_gives_back_what_was_before(corpus: Corpus) -> None:
    corpus.laid(ONE, TWO)
    before = corpus.in_force()
    two = corpus.laid(said("Act 2", 2), said("Act four", 4), whole=True)
    assert corpus.in_force() == ["4. Act four", "2. Act 2"]
    with corpus.portal.engine.connect() as conn:
        withdrawn = queries.by_item(conn, ONE.annotation)
        assert withdrawn is not None
        assert withdrawn.replaced
        assert queries.found(conn, Wanted(words="one"))[0] == []
        assert uploads.last(conn, "UHRI") == two
    corpus.undone(two)
    assert sheet(corpus, two).stage == "undoing"
    corpus.work()
    assert sheet(corpus, two).stage == "undone"
    assert corpus.in_force() == before
    with corpus.portal.engine.connect() as conn:
        assert (
            len(queries.found(conn, Wanted(words="act", state="KEN", of={"theme": "Health"}))[0])
            == 2
        )
        assert queries.found(conn, Wanted(words="act", year=2016))[0] == []


def test_after_a_kill_it_goes_on_and_tables_made_anew_have_the_same_rows(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.public.corpus.chunking.CHUNK", 2)
    some = [said(f"Act {n}", n) for n in range(1, 8)]
    corpus.uploaded("1", *some)
    corpus.imported("1", 1)
    laying_, steps = laying.lay, iter(range(100))

    def killed(*args: object) -> None:
        if next(steps) == 2:
            raise KeyboardInterrupt
        laying_(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(laying, "lay", killed)
    with pytest.raises(KeyboardInterrupt):
        corpus.work()
    assert len(corpus.in_force()) == 4
    assert corpus.shown() == []  # it lies beside
    assert sheet(corpus, "1").rows == 5  # of the sheet, with its titles
    corpus.work()
    corpus.undone(corpus.laid(said("Act 2 anew", 2)))
    corpus.work()
    corpus.laid(said("Act 3 anew", 3), some[0], whole=True)
    engine = corpus.portal.engine
    with engine.connect() as conn:
        before = digest(conn, tables)
    corpus.applier.drop()
    corpus.applier.prepare()
    apply_together([(corpus.applier, corpus.facts)])
    corpus.work()
    with engine.connect() as conn:
        assert digest(conn, tables) == before


def test_two_processes_do_a_step_once(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus.uploaded("1", ONE, TWO)
    corpus.imported("1", 1)
    laying_ = laying.lay

    def meanwhile(*args: object) -> None:
        laying_(*args)  # type: ignore[arg-type]
        raise Overtaken

    monkeypatch.setattr(laying, "lay", meanwhile)
    assert not corpus.importer.once()  # and waits, instead of trying at once
    assert corpus.in_force() == []
    monkeypatch.undo()
    corpus.work()
    assert len(corpus.in_force()) == 2
    assert CORPUS.consumer == "portal.corpus"
    assert isinstance(corpus.importer, Importer)
    engine: Engine = corpus.portal.engine
    with engine.connect() as conn:
        assert conn.scalars(select(laid.c.done)).all() == [True]
