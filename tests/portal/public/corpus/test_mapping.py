"""Sheets whose columns somebody says: matrices of the review, and sheets of States."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.public.corpus import checking, chunking, uploads, writing
from portal.public.corpus.checking import Problem, Wrong
from portal.public.corpus.chunking import sorted_out
from portal.public.corpus.columns import Reason, Unreadable
from portal.public.corpus.formats import MATRIX, NATIONAL, hash_of, likely, proposed
from portal.public.corpus.formats import mapped as under
from portal.public.corpus.laying import Seen
from portal.public.corpus.reading import Encoding, beginning
from portal.web import xlsx
from shared.contracts.followup_reference import ReferenceColumns
from shared.contracts.followup_reference_commands import ImportReferenceBatch, MapReferenceSheet
from shared.core.roles import Role
from shared.core.testing import AT
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.portal.public.corpus.test_pages import asked
from tests.portal.stakeholders.test_pages import text
from tests.support.corpus import Corpus
from tests.support.portal import Pages

DESK, PUBLIC = "/recommendation-imports", "/en/all-recommendations"
MATRIX_HEAD = (
    *("Recommendation", "Position", "Full list of themes"),
    "Assessment/comments on level of implementation",
)
FIRST = ("6.1 Ratify the Convention (France)", "Supported", "A12 Treaties\nB3 Torture", "Done")
SECOND = ("6.2 Abolish the death penalty (Spain)", "Noted", "D23 Death penalty", "")
NATIONAL_HEAD = ("N°", "Recommandation", "Thème", "Statut")
THEMES = (
    ("12", "Ratifier la Convention", "Traités", "Réalisée"),
    ("12", "Ratifier la Convention", "Torture", "Réalisée"),
    ("13", "Abolir la peine de mort", "Vie", "En cours"),
    ("13", "Abolir la peine de mort", "Vie", "Réalisée"),
)


def sheet(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def of(head: tuple[str, ...], **also: Any) -> ReferenceColumns:
    told = ReferenceColumns(
        titles=1,
        head=hash_of(head),
        columns=likely(head),
        review=head is MATRIX_HEAD,
        state="KEN",
        symbol=None,
        session="35",
        joined=False,
    )
    return replace(told, **also)


def mapped(corpus: Corpus, batch_id: str, told: ReferenceColumns, number: int = 1) -> None:
    corpus.tell(replace(of_reference.MAPPED, batch_id=batch_id, columns=told, number=number))


def remembered(portal: Pages) -> ReferenceColumns | None:
    with portal.engine.connect() as conn:
        return uploads.remembered(conn, hash_of(MATRIX_HEAD), of_reference.DESK)


def test_what_the_columns_seem_to_be_is_offered() -> None:
    assert likely(MATRIX_HEAD) == ("text", "position", "themes", "assessment")
    assert likely(NATIONAL_HEAD) == ("number", "text", "themes", "claim")
    assert likely(("Text", "Recommendation", "x")) == ("text", "", "")
    of_rows = (("1", "Ratify", "Life", "Done"), ("2", "Act now", "Life", "Done"))
    assert proposed(NATIONAL_HEAD, of_rows) == ("", "text", "themes", "claim")
    head = ("No", "Recommendation", "Response", "Status")
    assert proposed(head, (("6.1", "Ratify"), ("6.2",), ())) == ("number", "text", "position", "")
    assert hash_of(("N°", "Text ", "")) == hash_of(("n", "text"))
    content = sheet(("Second cycle", "", ""), ("", ""), NATIONAL_HEAD, *THEMES)
    found = beginning(io.BytesIO(content))
    assert (found.titles, found.head, found.encoding) == (3, [*NATIONAL_HEAD], Encoding.UTF_8)
    assert found.rows == [list(one) for one in THEMES]
    assert beginning(io.BytesIO(b"")).head == []
    commas = sheet(("Second cycle, adopted, Kenya", "", ""), NATIONAL_HEAD, *THEMES)
    assert beginning(io.BytesIO(commas)).head == [*NATIONAL_HEAD]
    assert beginning(io.BytesIO(b"PK,Recommendation\n1,Act")).head == ["PK", "Recommendation"]
    half = '<c t="inlineStr"><is><t>No_xD83D_</t></is></c>'  # of a pair, which no page can have
    lines = [xlsx.line([half, xlsx.text(one)]) for one in ("Recommendation", "Act")]
    found = beginning(io.BytesIO(b"".join(writing._book(lines))))
    assert (found.head, found.rows) == (["No", "Recommendation"], [["No", "Act"]])
    with pytest.raises(Unreadable) as no, sorted_out(io.BytesIO(content), Seen(), of(MATRIX_HEAD)):
        pass
    assert no.value.reason is Reason.COLUMN_MISSING
    with pytest.raises(Unreadable):
        under(of(MATRIX_HEAD, state="XXX"), MATRIX_HEAD)  # it was a State when it was said


def test_an_assessment_in_a_matrix_is_no_grade_and_is_left_out_row_by_row() -> None:
    told = of(MATRIX_HEAD, symbol="A/HRC/44/9")
    content = io.BytesIO(sheet(MATRIX_HEAD, FIRST, SECOND, FIRST))
    with sorted_out(content, Seen(), told) as (found, rows):
        first, second, twice = rows
    assert found.format.source == MATRIX
    assert first.item is not None
    assert first.item.row.themes == ("A12 Treaties", "B3 Torture")
    assert "Done" not in repr(first.item)
    assert first.problems == [Problem(MATRIX_HEAD[-1], Wrong.ASIDE)]
    assert (first.item.states, first.item.number, first.item.row.body) == (("KEN",), "6.1", "UPR")
    assert (first.item.row.symbol, first.item.row.session) == ("A/HRC/44/9", "35")
    assert (second.problems, twice.problems) == ([], [Problem("", Wrong.TWICE)])


def test_a_text_that_stands_there_once_for_each_theme_is_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = of(NATIONAL_HEAD, joined=True)
    content = sheet(NATIONAL_HEAD, *THEMES)
    with sorted_out(io.BytesIO(content), Seen(), told) as (found, rows):
        one, part, other, differs = rows
    assert found.format.source == NATIONAL
    assert one.item is not None
    assert (one.item.row.themes, one.item.row.claim) == (("Traités", "Torture"), "Réalisée")
    assert (one.item.number, one.item.row.number) == ("12", "12")
    assert part.joined
    assert not other.joined
    assert (differs.joined, differs.problems) == (False, [Problem("", Wrong.TWICE)])
    (chunk,) = chunking.chunks(io.BytesIO(content), Seen(), told)
    assert (len(chunk.items), chunk.joined, chunk.wrong, chunk.aside) == (2, 1, 1, 0)
    with monkeypatch.context() as patch:
        patch.setattr(checking, "LONGEST_LIST", 12)
        (chunk,) = chunking.chunks(io.BytesIO(content), Seen(), told)
    assert (len(chunk.items), chunk.joined, chunk.wrong) == (1, 0, 3)
    with monkeypatch.context() as patch:
        patch.setattr(chunking, "_MOST_THEMES", 16)
        with pytest.raises(Unreadable):
            list(chunking.chunks(io.BytesIO(content), Seen(), told))
    monkeypatch.setattr(chunking, "_MOST_JOINED", 1)
    with pytest.raises(Unreadable) as no:
        list(chunking.chunks(io.BytesIO(content), Seen(), told))
    assert no.value.reason is Reason.TOO_LARGE


def test_a_state_may_say_at_length_what_was_done() -> None:
    rows = (("6.1", "Ratify", "Life", "a" * 30_000), ("6.2", "Act now", "Life", "a" * 30_001))
    content = io.BytesIO(sheet(NATIONAL_HEAD, *rows))
    with sorted_out(content, Seen(), of(NATIONAL_HEAD)) as (_, told):
        long, longer = told
    assert (long.item is not None, long.problems) == (True, [])
    assert (longer.item, longer.problems) == (None, [Problem("Statut", Wrong.TOO_LONG)])


def test_a_list_withdraws_nothing_of_another_list_of_its_source(corpus: Corpus) -> None:
    for number, session in enumerate(("22", "35"), 1):
        batch = f"upr-{session}"
        corpus.sent(batch, sheet(MATRIX_HEAD, FIRST, SECOND), whole=True)
        mapped(corpus, batch, of(MATRIX_HEAD, session=session))
        corpus.imported(batch, number, "KEN")
        corpus.work()
    assert len(corpus.in_force()) == 4
    corpus.sent("less", sheet(MATRIX_HEAD, FIRST), whole=True)
    mapped(corpus, "less", of(MATRIX_HEAD))
    corpus.imported("less", 3, "KEN")
    corpus.work()
    assert len(corpus.in_force()) == 3


def test_what_two_lists_have_is_withdrawn_by_the_first_one_alone(corpus: Corpus) -> None:
    other = tuple(f"{title} " if n else "Text" for n, title in enumerate(MATRIX_HEAD))
    lists = {
        "first": (MATRIX_HEAD, FIRST, SECOND),
        "other": (other, FIRST),
        "later": (other, (*SECOND[:1], "Supported", "", "")),
        "less": (MATRIX_HEAD, SECOND),
    }
    left = {"first": 2, "other": 2, "later": 2, "less": 1}
    for number, (batch, (head, *some)) in enumerate(lists.items(), 1):
        corpus.sent(batch, sheet(head, *some), whole=True)
        mapped(corpus, batch, of(head, columns=likely(MATRIX_HEAD), review=True))
        corpus.imported(batch, number, "KEN")
        corpus.work()
        assert len(corpus.in_force()) == left[batch]


def test_the_desk_says_what_the_columns_are_and_it_is_remembered(
    portal: Pages, corpus: Corpus
) -> None:
    desk, batch = portal.signed_in(Role.QUICK_RESPONSE_DESK), str(uuid4())
    path = f"{DESK}/{batch}"
    corpus.sent(batch, sheet(MATRIX_HEAD, FIRST, SECOND))
    assert desk.get(f"{path}/columns").status_code == 404  # nobody has looked at it
    corpus.work()
    assert f"{path}/columns" in desk.get(path).text
    page = desk.get(f"{path}/columns").text
    assert "<bdi>Done</bdi>" in page
    assert '<option value="assessment" selected>' in page
    form = {f"column_{n}": one for n, one in enumerate(likely(MATRIX_HEAD))}
    form |= {"command_id": str(uuid4()), "state": "KEN", "session": "35", "review": "y"}
    assert desk.post(f"{path}/columns", {**form, "column_0": "grade"}).status_code == 422
    assert desk.post(f"{path}/columns", form).status_code == 303
    assert asked(portal) == MapReferenceSheet(batch_id=batch, columns=of(MATRIX_HEAD))
    mapped(corpus, batch, of(MATRIX_HEAD))
    assert "Being checked" in desk.get(path).text
    corpus.work()
    page = text(desk.get(path).text)
    assert "Source Matrix of the Universal Periodic Review" in page
    assert "without what somebody says of the implementation: 1." in page
    told = list(csv.reader(io.StringIO(desk.get(f"{path}/problems.csv").text.lstrip("\ufeff"))))
    assert [line[0] for line in told[1:]] == [FIRST[0]]
    assert told[1][-1].startswith(f"{MATRIX_HEAD[-1]}: What somebody says of the implementation")
    desk.post(f"{path}/import", {"command_id": str(uuid4()), "after": "0", "mapping": "1"})
    command = asked(portal)
    assert isinstance(command, ImportReferenceBatch)
    assert (command.mapping, command.counts.new, command.source) == (1, 2, MATRIX)

    again = str(uuid4())
    corpus.sent(again, sheet(MATRIX_HEAD, SECOND))
    assert remembered(portal) == of(MATRIX_HEAD)
    corpus.work()
    page = desk.get(f"{DESK}/{again}/columns").text
    assert '<option value="assessment" selected>' in page
    assert 'value="35"' not in page
    assert '<option value="KEN" selected' not in page  # a guess, for another State's
    other = portal.signed_in(Role.DESK_OFFICER)
    assert other.get(f"{DESK}/{again}/columns").status_code == 404  # somebody else's
    bad = str(uuid4())
    corpus.sent(bad, "Рекомендация".encode("cp1251"))
    corpus.work()
    assert desk.get(f"{DESK}/{bad}/columns").status_code == 404
    corpus.portal.vault.forget(f"reference-{batch}", at=corpus.portal.clock.at)
    assert desk.get(f"{path}/columns").status_code == 404  # it was erased
    corpus.imported(batch, 1, "KEN")
    corpus.work()
    assert desk.get(f"{path}/columns").status_code == 404


def test_what_was_said_last_and_stands_is_remembered(portal: Pages, corpus: Corpus) -> None:
    for batch in ("earlier", "later"):
        corpus.sent(batch, sheet(MATRIX_HEAD, FIRST))
    mapped(corpus, "later", of(MATRIX_HEAD))
    anew = of(MATRIX_HEAD, joined=True)
    told = replace(of_reference.MAPPED, mapped_at=AT + timedelta(days=1), columns=anew)
    corpus.tell(replace(told, batch_id="earlier"))
    assert remembered(portal) == anew
    corpus.tell(replace(of_reference.DISCARDED, batch_id="earlier"))
    assert remembered(portal) == of(MATRIX_HEAD)


def test_a_claim_of_a_state_is_shown_as_its_own_and_as_no_grade(
    portal: Pages, corpus: Corpus
) -> None:
    anybody = portal.visitor()
    corpus.laid(said("Ratify", 1))
    corpus.sent("national", sheet(NATIONAL_HEAD, *THEMES))
    mapped(corpus, "national", of(NATIONAL_HEAD))
    mapped(corpus, "national", of(NATIONAL_HEAD, joined=True), 2)
    corpus.work()
    with portal.engine.connect() as conn:
        one = uploads.one(conn, "national", of_reference.DESK)
    assert one is not None
    assert (one.joined, one.mapping, one.rows, one.counts["new"]) == (1, 2, 4, 2)
    corpus.imported("national", 2, "KEN")
    corpus.work()
    records = json.loads(anybody.get("/api/v1/recommendations").text)["recommendations"]
    found = {record["source"]: record for record in records}
    assert found[NATIONAL]["claim"] in {"Réalisée", "En cours"}
    shown = text(anybody.get(f"{PUBLIC}/{found[NATIONAL]['id']}").text)
    assert "What the State says was done, which is no grade" in shown
    assert "Paragraph 1" in shown
