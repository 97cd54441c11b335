"""Sheets of other sources: what UPR Info exports, beside UHRI's, and the letters of old files."""

import csv
import io
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from portal.public.corpus import laying, named, queries, uploads, writing
from portal.public.corpus.checking import Item, Problem, Wrong, checked
from portal.public.corpus.columns import Reason, Row, Unreadable
from portal.public.corpus.formats import OURS, UHRI, UPR_INFO, sniffed
from portal.public.corpus.hidden import NOT_OUT
from portal.public.corpus.reading import Encoding, opened, read
from shared.core.roles import Role
from shared.read_models.model import apply_together
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.portal.stakeholders.test_pages import text
from tests.support.corpus import Corpus
from tests.support.portal import Pages

DESK, PUBLIC = "/recommendation-imports", "/en/all-recommendations"
HEAD = ("To", "Text", "From", "Response", "Action", "Issue", "Session")
ONE = ("Kenya", "Ratify the Convention", "France, Côte d'Ivoire", "Accepted", "5", "Treaties", "14")
TWO = ("Kenya", "Abolish the death penalty", "Spain", "Noted", "4", "Death penalty,Life", "14")


def sheet(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, code: str = "latin-1") -> bytes:
    """Return an export as UPR Info makes it: Latin-1, and lines that end as on an old Mac."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r").writerows([head, *rows])
    return out.getvalue().encode(code)


def items(content: bytes) -> list[Item | list[Problem]]:
    with opened(io.BytesIO(content)) as found:
        return [one.problems or checked(one.row, found.format) for one in found.lines]


def keys(*rows: tuple[str, ...]) -> set[str]:
    return {one.key for one in items(sheet(*rows)) if isinstance(one, Item)}


def test_an_export_of_upr_info_is_known_by_its_titles() -> None:
    with opened(io.BytesIO(sheet(ONE, TWO))) as found:
        assert (found.format, found.encoding) == (UPR_INFO, Encoding.WESTERN)
        one, two = (line.row for line in found.lines)
    assert one == Row(
        text="Ratify the Convention",
        countries=("Kenya",),
        body="UPR",
        type="Recommendations",
        by_states=("France", "Côte d'Ivoire"),
        position="Accepted",
        action="5",
        themes=("Treaties",),
        session="14",
    )
    assert two.themes == ("Death penalty", "Life")
    first, _ = items(sheet(ONE, TWO))
    assert isinstance(first, Item)
    assert (first.states, first.mechanism, first.source) == (("KEN",), named.REVIEW, "UPR Info")
    with pytest.raises(Unreadable) as no:
        list(read(io.BytesIO(sheet(head=(*HEAD, "Issues")))))
    assert (no.value.reason, no.value.column) == (Reason.COLUMN_TWICE, "Issue")


@pytest.mark.parametrize(
    ("head", "column"),
    [
        (("No", "State under Review", "Recommendation", "Recommending State", "Session"), "Text"),
        ((*HEAD, "Assessment/comments"), None),
        ((*HEAD, "No"), None),
        (("Text", "Countries", "Body", "Symbol", "Status"), None),
        (("Text", "Countries", "Body", "Symbol", "Source"), None),
    ],
)
def test_a_sheet_with_a_column_of_a_matrix_is_neither_of_upr_info_nor_of_uhri(
    head: tuple[str, ...], column: str | None
) -> None:
    with pytest.raises(Unreadable) as no:
        sniffed(head)
    reason = Reason.COLUMN_MISSING if column else Reason.COLUMN_OTHER
    assert (no.value.reason, no.value.column) == (reason, column or head[-1])


def test_what_we_write_is_known_again_and_only_uhris_rows_are_taken() -> None:
    ours = ("States by code", "Key", "Source", "Paragraph", "Claim of the State", "A note")
    lines = [
        (said("Ratify", 1), ["KEN", "x", "UHRI", "", "", ""]),
        (said("Act", 0, annotation=""), ["KEN", "sha256-1", "UPR matrix", "6.1", "Done", ""]),
        (said("Act", 2), ["KEN"]),
    ]
    content = "".join(writing.csv_lines(lines, ours)).encode()
    with opened(io.BytesIO(content)) as found:
        assert (found.format, found.format.source) == (OURS, "UHRI")
        assert found.aside == ("States by code", "Paragraph", "Claim of the State", "A note")
        one, two, three = found.lines
    item = checked(one.row, OURS)
    assert isinstance(item, Item)
    assert item == checked(said("Ratify", 1))
    assert two.problems == [Problem("Source", Wrong.SOURCE, "UPR matrix")]
    assert three.problems == [Problem("Source", Wrong.SOURCE)]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("France", ("France",)),
        ("France, Spain; France", ("France", "Spain")),
        ("Korea, Republic of, Spain", ("Korea, Republic of", "Spain")),
        ("Congo, Democratic Republic of the|Chad", ("Congo, Democratic Republic of the", "Chad")),
        ("France and Spain", ("France and Spain",)),
        (" ,", ()),
    ],
)
def test_recommending_states_are_divided_by_names(cell: str, names: tuple[str, ...]) -> None:
    assert named.several(cell) == names


def test_no_state_of_an_export_is_guessed_and_a_row_says_what_is_wrong() -> None:
    rows = (
        ("Kenya, Uganda", *ONE[1:]),
        (*ONE[:2], "France and Spain", *ONE[3:]),
        ("Yugoslavia", *ONE[1:]),
        (*ONE[:4], "6", *ONE[5:]),
        ("", *ONE[1:]),
        (ONE[0], "Annex", *ONE[2:]),
    )
    assert items(sheet(*rows)) == [
        [Problem("To", Wrong.STATE, "Kenya, Uganda")],
        [Problem("From", Wrong.STATE, "France and Spain")],
        [Problem("To", Wrong.STATE, "Yugoslavia")],
        [Problem("Action", Wrong.ACTION, "6")],
        [Problem("To", Wrong.NO_STATE)],
        [Problem("Text", Wrong.NOISE, "Annex")],
    ]


def test_a_cell_of_thousands_of_names_is_not_looked_at_name_by_name() -> None:
    names = [f"Nowhere {n}" for n in range(20)]
    rows = ((*ONE[:2], ", ".join(names), *ONE[3:]), (*ONE[:2], "a," * 40_000, *ONE[3:]))
    several, thousands = items(sheet(*rows))
    assert several == [Problem("From", Wrong.STATE, name) for name in names[:10]]
    assert thousands == [Problem("From", Wrong.TOO_LONG)]


def test_where_no_document_is_named_the_session_and_who_recommends_tell_two_apart() -> None:
    same = (
        ONE[0],
        "RATIFY  the Convention",
        "Côte d'Ivoire;France",
        "Noted",
        "1",
        "",
        "Session 14",
    )
    assert len(keys(ONE, same)) == 1
    others = ((*ONE[:6], "28"), (*ONE[:2], "Spain", *ONE[3:]), ("Uganda", *ONE[1:]))
    assert len(keys(ONE, *others, (*ONE[:6], ""))) == 5
    uhri = checked(replace(next(iter(read(io.BytesIO(sheet(ONE)))))[1], session=""))
    assert isinstance(uhri, Item)
    assert uhri.source == UHRI.source
    assert uhri.key not in keys((*ONE[:6], ""))
    assert len(keys((*ONE[:6], "Cycle 3, session 35"), (*ONE[:6], "Cycle 3, session 36"))) == 2


def test_the_same_words_of_two_bodies_are_two_recommendations() -> None:
    row = Row(text="Ratify the Protocol", countries=("Kenya",), body="CEDAW")
    national = replace(UPR_INFO, source="National sheet")
    some = [checked(replace(row, body=body), national) for body in ("CEDAW", "CRC", "cedaw ")]
    one, other, same = (item.key for item in some if isinstance(item, Item))
    assert one == same
    assert one != other


@pytest.mark.parametrize("code", ["mac-roman", "cp850", "cp437"])
def test_letters_of_an_old_mac_or_of_dos_are_not_taken_for_western_ones(code: str) -> None:
    row = ("Kenya", "Derogar a través de leyes", "France", *ONE[3:])
    with pytest.raises(Unreadable) as no:
        list(read(io.BytesIO(sheet(row, code=code))))
    assert no.value.reason is Reason.ENCODING
    western = "NAÇÕES «IRMÃ» Señor, l\u2019œuvre de l'été \u2013 “où” · 1º nºs 2 §4 Ça NON-ÉTABLI"
    ((_, found, _),) = read(io.BytesIO(sheet((row[0], western, *row[2:]), code="cp1252")))
    assert found.text == western


@pytest.mark.parametrize(
    ("words", "code", "read_as"),
    [
        ("Władze współpracują", "cp1250", "cp1250"),
        ("doğa ve eğitim", "cp1254", "cp1254"),
        ("des réfugiés", "utf-8", "latin-1"),
    ],
)
def test_letters_of_other_countries_are_not_taken_for_western_ones(
    words: str, code: str, read_as: str
) -> None:
    garbled = words.encode(code).decode(read_as)
    bad = "cut \xe9" if code == "utf-8" else ""  # one bad byte makes a file no UTF-8
    row = ("Kenya", f"{garbled} {bad}", "France", *ONE[3:])
    with pytest.raises(Unreadable) as no:
        list(read(io.BytesIO(sheet(row, code=read_as))))
    assert no.value.reason is Reason.ENCODING


def test_a_sheet_withdraws_and_changes_nothing_of_another_source(corpus: Corpus) -> None:
    corpus.laid(
        said("Ratify the Convention", 1), Row(text=ONE[1], countries=("Kenya",), body="UPR")
    )
    corpus.sent("upr", sheet(ONE, TWO), whole=True)
    corpus.work()
    with corpus.portal.engine.connect() as conn:
        one = uploads.one(conn, "upr", of_reference.DESK)
    assert one is not None
    assert one.counts == {"new": 2, "changed": 0, "same": 0, "withdrawn": 0, "problems": 0}
    assert one.after == 0  # of its source
    corpus.imported("upr", 2, "KEN")
    corpus.work()
    assert len(corpus.in_force()) == 4
    corpus.sent("less", sheet(ONE), whole=True)
    corpus.imported("less", 3, "KEN")
    corpus.work()
    assert TWO[1] not in corpus.in_force()
    assert len(corpus.in_force()) == 3
    corpus.uploaded("uhri", said("Ratify the Convention", 1), whole=True)
    corpus.imported("uhri", 4, "KEN")
    corpus.work()
    assert corpus.in_force() == ["1. Ratify the Convention", ONE[1]]
    for batch in ("uhri", "less"):
        corpus.undone(batch)
        corpus.work()
    assert len(corpus.in_force()) == 4


def test_a_batch_is_undone_under_a_later_one_of_another_source(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(said("Act one", 1))
    corpus.sent("upr", sheet(ONE, TWO))
    batch = of_reference.taken("upr", corpus.told + 1)
    corpus.tell(replace(batch, source="UPR Info", states=("KEN",)))
    corpus.work()
    two = corpus.laid(said("Act 2", 1))
    assert len(corpus.shown()) == 3
    with corpus.portal.engine.connect() as conn:
        assert uploads.last(conn, "UPR Info") == "upr"
        assert uploads.last(conn, "UHRI") == two
        assert uploads.last(conn, None) is None
    monkeypatch.setattr(laying, "CHUNK", 1)
    take_up, steps = laying.take_up, iter([True, False])

    def killed(*of: Any) -> bool:
        if not next(steps):
            raise KeyboardInterrupt
        return take_up(*of)

    corpus.undone("upr")
    with monkeypatch.context() as patch:
        patch.setattr(laying, "take_up", killed)
        with pytest.raises(KeyboardInterrupt):
            corpus.work()
    assert len(corpus.in_force()) == 2  # one is still to be cleared away
    assert corpus.shown() == corpus.shown("act") == ["1. Act 2"]
    corpus.work()
    assert corpus.in_force() == corpus.shown() == ["1. Act 2"]


def test_the_pages_say_whose_it_is_and_give_wrong_rows_back_as_they_were(
    portal: Pages, corpus: Corpus
) -> None:
    desk, anybody, batch = (
        portal.signed_in(Role.QUICK_RESPONSE_DESK),
        portal.visitor(),
        str(uuid4()),
    )
    wrong = ("Nowhere", "=SUM(1)\x07 and more", *ONE[2:])
    of_them = ("Said by", "Problem")
    rows = ((*ONE, "", ""), (*wrong, "Ana Zub", "old"), (*ONE, "", ""))
    corpus.sent(batch, sheet(*rows, head=(*HEAD, *of_them)))
    corpus.work()
    page = text(desk.get(f"{DESK}/{batch}").text)
    assert "Source UPR Info" in page
    assert "Western European (Windows-1252 or Latin-1)" in page
    told = desk.get(f"{DESK}/{batch}/problems.csv").text.lstrip("\ufeff")
    head, first, twice = csv.reader(io.StringIO(told))
    assert head == [*HEAD, "Problem"]
    assert first[:2] == ["Nowhere", "'=SUM(1) and more"]
    assert first[2] == ONE[2]
    assert first[-1] == "To: No State, or more than one, was called so at that time: Nowhere"
    assert twice[-1] == "This stands in the sheet before"
    (_, again, _), _ = read(io.BytesIO(told.encode()))
    assert again.text == "=SUM(1) and more"
    assert "Zub" not in told
    assert desk.get(f"{DESK}/{batch}/problems.xlsx").status_code == 200
    other = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert other.get(f"{DESK}/{batch}/problems.csv").status_code == 404  # somebody else's
    assert "problems.csv" not in other.get(f"{DESK}/{batch}").text
    corpus.imported(batch, 1, "KEN")
    corpus.work()
    (record,) = json.loads(anybody.get("/api/v1/recommendations").text)["recommendations"]
    assert (record["source"], record["action"], record["state_codes"]) == ("UPR Info", 5, ["KEN"])
    shown = text(anybody.get(f"{PUBLIC}/{record['id']}").text)
    assert "How strong its verb is, from 1 to 5, as UPR Info says 5" in shown
    assert "Source UPR Info" in shown
    line = json.loads(anybody.get("/all-recommendations/export.ndjson").text)
    assert (line["Source"], line["Action of UPR Info"]) == ("UPR Info", "5")


def test_a_name_that_was_taken_out_comes_back_in_no_other_sheet(corpus: Corpus) -> None:
    corpus.laid(said("Free Zora Quib", 1), said("Free Zora Quib", 2, "Uganda"))
    corpus.sent("upr", sheet((ONE[0], "Free Zora Quib", *ONE[2:])))
    corpus.imported("upr", 2, "KEN")
    corpus.work()
    assert len(corpus.shown("quib")) == 3
    out = replace(of_reference.TAKEN_OUT, item=said("", 1).annotation)
    corpus.tell(replace(out, reason="wrong"))
    assert sorted(corpus.shown("quib")) == ["2. Free Zora Quib", "Free Zora Quib"]
    corpus.tell(replace(of_reference.PUT_BACK, item=out.item))
    corpus.tell(replace(out, change=3))
    assert corpus.shown("quib") == ["2. Free Zora Quib"]  # another State's


def test_a_name_that_was_taken_out_stays_out_whatever_becomes_of_its_sheet(corpus: Corpus) -> None:
    corpus.sent("upr", sheet((ONE[0], "Free Zora Quib", *ONE[2:])))
    corpus.imported("upr", 1, "KEN")
    corpus.work()
    gone = said("Free Zora Quib", 1)
    corpus.uploaded("2", gone)
    corpus.imported("2", 2)
    corpus.work()
    (other,) = keys((ONE[0], "Free Zora Quib", *ONE[2:]))
    with corpus.portal.engine.connect() as conn:
        words = queries.words_of(conn, gone.annotation)
        assert words == queries.words_of(conn, other)
    out = replace(of_reference.TAKEN_OUT, item=gone.annotation, words=words)
    corpus.tell(out)
    with corpus.portal.engine.connect() as conn:
        assert queries.by_item(conn, other) is None
        assert queries.by_item(conn, other, NOT_OUT) is not None  # to take it out as well
        assert queries.by_item(conn, gone.annotation, NOT_OUT) is None
    corpus.portal.vault.forget("reference-2", at=corpus.portal.clock.at)
    corpus.applier.drop()
    corpus.applier.prepare()
    apply_together([(corpus.applier, corpus.facts)])
    assert corpus.importer.once()  # the first sheet alone
    assert corpus.shown("quib") == []
    corpus.work()  # the second one cannot be read any more
    assert corpus.shown("quib") == []
    corpus.undone("2")
    corpus.work()
    assert corpus.shown("quib") == []
    corpus.tell(replace(of_reference.PUT_BACK, item=out.item))
    assert corpus.shown("quib") == ["Free Zora Quib"]
