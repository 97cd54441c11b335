"""Search in six languages, with the same results on both databases."""

# The letters of every script are what this is about.
# ruff: noqa: RUF001

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select

from portal.public.register import search
from portal.public.register.read_model import REGISTER
from portal.public.register.tables import letters
from portal.web import terms
from shared.read_models.model import MADE_BY, Applier, shape_of
from tests.support.compiled import engine_of
from tests.support.publication import arriving, published

TEXTS = {
    1: "The journalist was tortured in a secret detention facility. Her lawyer was threatened.",
    2: "تلقينا معلومات عن احتجاز المدافعين عن حقوق الإنسان في المستشفى العسكري.",
    3: "我们收到关于一名记者被任意拘留的信息。",
    4: "Мы получили сведения о пытках журналистки в тюрьме.",
    5: "La défenseure a été détenue à l'hôpital, où l'on a refusé des soins.",
    6: "La señora fue víctima de desaparición forzada en el año 2025.",
}


@pytest.fixture
def conn(database_url: str) -> Iterator[Connection]:
    engine = engine_of(database_url)
    applier = Applier(engine, REGISTER)
    applier.prepare()
    facts = [published(text, number, recipient="ZWE") for number, text in TEXTS.items()]
    applier.apply(arriving(*facts))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def found(conn: Connection, words: str) -> list[int]:
    query = search.query(words, dialect=conn.dialect.name)
    assert query is not None
    keys = search.keys(conn, letters, query)
    rows = conn.scalars(select(letters.c.reference).where(letters.c.key.in_(keys)))
    return sorted(int(reference.split()[2].split("/")[0]) for reference in rows)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("torture journalist", [1]),
        ("TORTURED", [1, 2, 3, 4, 5, 6]),  # all are by the mandate on torture
        ("lawyer prison", []),
        ("torturing women", []),
        ("threatening lawyers", [1]),
        ("journalists", [1]),
        ('"journalist"', [1]),
        ('"journalists"', []),
        ('"lawyer" threatens', [1]),
        ("«пытках»", [4]),
        ("«пытка»", []),
        ("احتجاز", [2]),
        ("الاحتجاز", [2]),
        ("مدافعين", [2]),
        ("الانسان", [2]),
        ("مستشفى", [2]),
        ("拘留", [3]),
        ("记者被任意", [3]),
        ("信息", [3]),
        ("留拘", []),
        ("журналист", [4]),
        ("ПЫТКАХ", [4]),
        ("пыток", [4]),
        ("журналистками", [4]),
        ("тюрем", [4]),
        ("hôpitaux défenseures", [5]),
        ("desapariciones forzadas", [6]),
        ("المدافعون", [2]),
        ("defenseure hopital", [5]),
        ("hôpital", [5]),
        ("desaparicion senora", [6]),
        ("2025", [6]),
        ("fra 6/2026", [6]),
        ("Zimbabwe", [1, 2, 3, 4, 5, 6]),
        ("Зимбабве", [1, 2, 3, 4, 5, 6]),
        ("津巴布韦", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_words_are_found(conn: Connection, words: str, numbers: list[int]) -> None:
    assert found(conn, words) == numbers


@pytest.mark.parametrize(
    "words",
    [
        "'",
        '"',
        "a' | 'b",
        'x" OR "y',
        "NEAR(a b)",
        "a:*",
        "& | !",
        "(",
        "-",
        "_state_zwe",
        "a\x00b",
    ],
)
def test_nothing_that_is_typed_is_taken_for_the_databases_language(
    conn: Connection, words: str
) -> None:
    query = search.query(words, dialect=conn.dialect.name)
    if query is not None:
        assert len(search.keys(conn, letters, query)) <= len(TEXTS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("women", "woman"),
        ("torturadas", "torturada"),
        ("jueces", "juez"),
        ("journaux", "journal"),
        ("yeux", "œil"),
        ("пыток", "пытка"),
        ("журналисткой", "журналистка"),
        ("исчезновений", "исчезновение"),
        ("ребёнка", "дети"),
        ("النساء", "امرأة"),
        ("السجون", "سجن"),
        ("المدافعون", "مدافعين"),
        ("الدول", "دولة"),
    ],
)
def test_forms_of_one_word_have_a_stem_in_common(one: str, other: str) -> None:
    assert {*terms.stems_of(*terms.words(one))} & {*terms.stems_of(*terms.words(other))}


def test_each_irregular_word_stands_there_once_and_joins_others() -> None:
    """A line of one word would say nothing, and one that is there twice hides which line joins."""
    with terms.IRREGULAR.open(encoding="utf-8", newline="") as file:
        lines = [(row["language"], terms.words(row["words"])) for row in csv.DictReader(file)]
    assert all(len(set(words)) > 1 for _, words in lines)
    for language in {language for language, _ in lines}:
        every = [word for one, words in lines if one == language for word in set(words)]
        assert sorted(every) == sorted(set(every))


def test_tables_made_by_another_stemmer_are_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = letters.c.terms.info
    before = shape_of.__wrapped__(REGISTER.tables)
    monkeypatch.setitem(kept, MADE_BY, f"{kept[MADE_BY]}.1")
    assert shape_of.__wrapped__(REGISTER.tables) != before


def test_stems_are_the_same_in_threads_that_reduce_at_once() -> None:
    words = [f"tortur{end}" for end in ("ed", "ing", "es", "adas", "es")] * 40
    alone = [terms.stems_of(word) for word in words]
    terms.stems_of.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms.stems_of, words)) == alone


def test_what_changes_and_what_goes_is_found_no_more(database_url: str) -> None:
    engine = engine_of(database_url)
    applier = Applier(engine, REGISTER)
    applier.prepare()
    applier.apply(arriving(published("The dentist.", 1), published("The baker.", 1, edition=2)))
    with engine.connect() as conn:
        assert (found(conn, "dentist"), found(conn, "baker")) == ([], [1])
    applier.drop()
    applier.prepare()
    applier.apply(arriving(published("The miller.", 1)))
    with engine.connect() as conn:
        assert (found(conn, "baker"), found(conn, "miller")) == ([], [1])
    engine.dispose()


def test_a_query_without_words_asks_for_nothing() -> None:
    assert search.query(" ?! ", dialect="sqlite") is None


def test_marks_are_terms_that_no_text_contains() -> None:
    mark = search.mark("state", "FRA")
    assert mark == "_state_fra"
    assert mark not in terms.terms(f"{mark} state fra")
    assert search.stored("b a", marks=[mark]) == "_state_fra a b"
    assert search.stored("tortured") == "tortur_ tortured tortured_"
