"""The corpus for programs: pages, what changed since, the whole with its checksum."""

import csv
import gzip
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import update

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.rounds.read_model import ROUNDS
from portal.public.corpus import files, since, words
from portal.public.corpus import graded as graded_columns
from portal.public.corpus.read_model import laid
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_publication import RecommendationPublished, RecommendationWithdrawn
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationClosed,
    RecommendationLeadAnswered,
    RecommendationPositionRecorded,
    RecommendationTagged,
)
from shared.contracts.followup_rounds import FollowUpRoundOpened, FollowUpTablePublished
from shared.contracts.followup_rounds import Step as PublicStep
from shared.contracts.followup_visit_reports import ReportPlace
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.testing import AT
from shared.read_models.model import Applier
from tests.followup import test_reference as of_reference
from tests.portal.followup.recommendations.test_informed import TOLD
from tests.portal.public.corpus.conftest import said
from tests.support.corpus import Corpus
from tests.support.followup import NOW, RECOMMENDATION, assessed, issued, tell
from tests.support.followup import published as recommended
from tests.support.portal import Pages, Visitor

API, WHOLE = "/api/v1/recommendations", "/api/v1/recommendations/all.ndjson"
ONE, TWO, THREE = said("Act one", 1), said("Act two", 2), said("Act three", 3, "Uganda")
HOUR = timedelta(hours=1)
OWN = RecommendationPublished(
    recommendation_id="5f0e6c5b-0000-4000-8000-000000000001",
    communication_id=None,
    addressee="KEN",
    mandate="sr-torture",
    issued_at=AT,
    text="Close the cells.",
    symbol="A/HRC/1/2/Corr.1",
    published_by="officer-1",
    published_at=AT + HOUR,
)
PLACE = ReportPlace(
    mission_id="mission-1", symbol="A/HRC/61/54/Add.1", paragraph="92 (a)", words_hash="x"
)


@pytest.fixture
def own(corpus: Corpus) -> Applier:
    applier = Applier(corpus.portal.engine, REGISTER)
    applier.prepare()
    return applier


def published(corpus: Corpus, own: Applier, fact: object) -> None:
    corpus.tell(fact)
    own.apply(corpus.facts[-1:])
    corpus.facts.pop()


def second(corpus: Corpus, *rows: Any, at: datetime, whole: bool = True) -> str:
    batch_id = f"batch at {at:%H}"
    corpus.uploaded(batch_id, *rows, whole=whole)
    imported = replace(
        of_reference.taken(batch_id, corpus.told), states=("KEN", "UGA"), imported_at=at
    )
    corpus.tell(imported)
    corpus.work()
    return batch_id


def told(reader: Visitor, address: str) -> Any:
    return reader.get(address).json


def taken(reader: Visitor, address: str = API) -> list[tuple[str, str]]:
    """Follow every page; return each text with its status."""
    found, next_ = list[tuple[str, str]](), address
    while next_:
        page = told(reader, next_)
        found += [(one["Text"], one["status"]) for one in page["recommendations"]]
        next_ = page["next"]
    return found


def test_a_program_takes_pages_parts_and_what_changed(
    portal: Pages, corpus: Corpus, own: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(since, "AT_ONCE", 1)
    reader = portal.visitor()
    assert reader.get(API).json == {
        "schema": "1",
        "licence": None,
        "note": words.NOTE_OF_BOTH,
        "as_of": None,
        "incomplete": False,
        "recommendations": [],
        "next": f"{API}?cursor=w2147483647-9223372036854775807",
    }
    corpus.laid(ONE, TWO, THREE)
    published(corpus, own, OWN)
    old = [("3. Act three", "in force"), ("2. Act two", "in force"), ("1. Act one", "in force")]
    mine = ("Close the cells.", "in force")
    assert taken(reader) == [*old, mine]
    mark = told(reader, API)["as_of"]
    second(corpus, said("Act 2", 2), said("Four", 4, themes=("Éducation",)), at=AT + 3 * HOUR)
    four, two = ("4. Four", "in force"), ("2. Act 2", "in force")
    gone = ("", "withdrawn")
    assert taken(reader) == [two, four, old[0], gone, mine]
    assert taken(reader, f"{API}?state=KEN&theme=Health") == [two, gone]
    assert taken(reader, f"{API}?state=UGA") == [old[0]]
    assert taken(reader, f"{API}?theme=éducation") == [four]
    assert taken(reader, f"{API}?updated-since={(AT + 2 * HOUR).isoformat()}") == [
        *(two, four, gone, mine)
    ]
    assert taken(reader, f"{API}?updated-since={mark}&theme=Health") == [two, gone]
    assert taken(reader, f"{API}?updated-since={(AT + 4 * HOUR).isoformat()}") == []
    back = RecommendationWithdrawn(
        recommendation_id=OWN.recommendation_id,
        addressee="KEN",
        mandate="sr-torture",
        issued_at=AT,
        reason="error",
        note=Sealed("recommendation-1", "x"),
        withdrawn_by="officer-1",
        withdrawn_at=AT + 5 * HOUR,
    )
    published(corpus, own, back)
    (record,) = told(reader, f"{API}?cursor=p9223372036854775807")["recommendations"]
    assert (record["status"], record["Text"], record["Document Symbol"]) == ("withdrawn", "", "")


def test_a_mark_misses_nothing_and_tells_what_left_a_part(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    reader = portal.visitor()
    corpus.laid(ONE, TWO)
    published(corpus, own, OWN)
    mark = told(reader, API)["as_of"]
    corpus.laid(said("Act one", 1, themes=("Water",)))  # known late: imported before what is known
    ask = f"{API}?updated-since={mark}"
    mine = ("Close the cells.", "in force")  # of the last hour
    assert taken(reader, ask) == [("1. Act one", "in force"), mine]
    assert taken(reader, f"{ask}&theme=Water") == [("1. Act one", "in force")]
    first = told(reader, f"{ask}&theme=Health")
    (left,) = told(reader, first["next"])["recommendations"]
    assert (left["id"], left["status"], left["Text"]) == (ONE.annotation, "no longer here", "")
    assert taken(reader, f"{API}?theme=Health") == [("2. Act two", "in force")]
    mark = told(reader, API)["as_of"]
    second(corpus, TWO, at=AT + 3 * HOUR)  # it brings no row
    assert taken(reader, f"{API}?updated-since={mark}") == [("", "withdrawn"), mine]


def test_what_cannot_be_read_any_more_makes_nothing_whole(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    reader = portal.visitor()
    corpus.laid(ONE)
    mark = told(reader, API)["as_of"]
    with portal.engine.begin() as conn:
        conn.execute(update(laid).values(stuck="erased"))
    assert told(reader, API)["incomplete"] is True
    assert json.loads(reader.get(WHOLE).text.splitlines()[-1])["whole"] is False
    assert reader.get(f"{API}/all.csv").text.splitlines()[-1].startswith("# whole: no; A sheet")
    assert reader.get(f"{API}?updated-since={mark}").status_code == 410


def test_a_file_is_compressed_and_never_takes_the_room_of_all(
    portal: Pages, corpus: Corpus, own: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(*(said(f"Act {'again ' * 50}", n) for n in range(40)))
    reader, squeezed = portal.visitor(), {"Accept-Encoding": "gzip"}
    plain, export = reader.get(WHOLE).data, "/all-recommendations/export.csv"
    answer = reader.client.get(WHOLE, headers=squeezed)
    assert gzip.decompress(answer.data) == plain
    assert answer.content_length == len(answer.data)

    def room(size: int) -> None:
        small = portal.settings.model_copy(update={"http_held_bytes": 3 * size})
        monkeypatch.setattr(files, "settings", lambda: small)

    room(len(answer.data))
    assert reader.get(WHOLE).status_code == 406
    assert reader.client.get(WHOLE, headers=squeezed).status_code == 200
    room(100)
    assert reader.client.get(WHOLE, headers=squeezed).status_code == 503
    assert reader.get(export).status_code == 422


def test_a_file_across_an_import_is_refused(
    portal: Pages, corpus: Corpus, own: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(ONE)
    real = files.made

    def meanwhile(*args: Any) -> Any:
        told = real(*args)
        corpus.laid(TWO)
        return told

    monkeypatch.setattr(files, "made", meanwhile)
    assert portal.visitor().get("/all-recommendations/export.csv").status_code == 503


def test_what_everybody_reads_of_our_own_is_told_with_what_changed(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    """Where it stands, addressees, position, tags and last grades, in codes (F.6)."""
    one = replace(issued(), addressee="KEN")
    public = replace(recommended(one), report=PLACE)
    named, said, about, graded = beside(portal)
    ended = replace(graded, grade="not")
    story = [one, named, said, about, ended]
    tell(portal.engine, RECOMMENDATIONS, story)
    published(corpus, own, public)
    reader, last = portal.visitor(), f"{API}?cursor=p9223372036854775807"
    (mine,) = told(reader, last)["recommendations"]
    assert (mine["addressees"], mine["position"], mine["grades"]) == ([], None, []), "not public"
    tell(portal.engine, RECOMMENDATIONS, [*story, public])
    (mine,) = told(reader, last)["recommendations"]
    assert (mine["Document Symbol"], mine["paragraph"]) == (PLACE.symbol, "92 (a)")
    stands = {"mission": PLACE.mission_id, "symbol": PLACE.symbol, "paragraph": "92 (a)"}
    assert mine["report"] == stands
    body = {"kind": "parliament", "name": "National Assembly", "leads": False}
    assert mine["addressees"] == [body]
    on = NOW.date().isoformat()
    assert mine["position"] == {"position": "partly", "by_government": True, "on": on}
    assert mine["tags"] == {
        "themes": ["detention"],
        "persons": ["women"],
        "targets": ["16.3"],
        "articles": ["cat-2"],
    }
    assert mine["regions"] == ["AFR"]
    grade = {"scheme": "implementation", "grade": "not", "counts_as": "not"}
    assert mine["grades"] == [{**grade, "by": "sr-torture", "on": on}]
    as_of = told(reader, API)["as_of"]
    later = NOW + 3 * HOUR
    better = replace(graded, assessed_at=later)
    tell(portal.engine, RECOMMENDATIONS, [*story, public, better])
    assert told(reader, API)["as_of"] != as_of
    (mine,) = taken_whole(reader, f"{API}?updated-since={as_of}")
    assert (mine["grades"][0]["grade"], mine["updated"]) == ("fully", later.isoformat())
    assert mine["information"] == []
    tell(
        portal.engine, RECOMMENDATIONS, [*story, public, better, replace(TOLD, published_at=later)]
    )
    (mine,) = told(reader, last)["recommendations"]
    days = {"from": "2026-01-01", "to": "2026-03-31", "on": on}
    assert mine["information"] == [{"provider": "ngo", "name": TOLD.name, **days}]
    late = f"{API}?updated-since={(later + 2 * HOUR).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    assert taken_whole(reader, late) == []
    as_of = told(reader, API)["as_of"]
    told_nobody = (
        RecommendationLeadAnswered(
            recommendation_id=RECOMMENDATION,
            addressee_id="a-1",
            mandate="sr-torture",
            accepted=False,
            answered_by="x",
            answered_at=later + 3 * HOUR,
        ),
        replace(graded, addressee_id="a-1", assessed_at=later + 3 * HOUR),
    )
    tell(portal.engine, RECOMMENDATIONS, [*story, public, better, *told_nobody])
    assert told(reader, API)["as_of"] == as_of, "nobody reads that somebody declined to lead"
    assert taken_whole(reader, late) == []


def test_one_that_was_replaced_comes_again_once_what_stands_in_its_place_is_public(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    one = replace(issued(), addressee="KEN")
    other = replace(one, recommendation_id=OWN.recommendation_id)
    by_other = RecommendationClosed(
        recommendation_id=RECOMMENDATION,
        addressee="KEN",
        mandate="sr-torture",
        reason="superseded",
        by_id=OWN.recommendation_id,
        note=portal.vault.seal(f"recommendation-{RECOMMENDATION}", "Said anew."),
        closed_by="x",
        closed_at=NOW,
    )
    story = [one, recommended(one), by_other, other]
    tell(portal.engine, RECOMMENDATIONS, story)
    published(corpus, own, recommended(one))
    reader, late = portal.visitor(), NOW + 3 * HOUR
    (mine,) = taken_whole(reader, API)
    assert mine["closed"] == {"reason": "superseded", "instead": None}, "it is not public"
    as_of = told(reader, API)["as_of"]
    public = replace(OWN, published_at=late)
    tell(portal.engine, RECOMMENDATIONS, [*story, public])
    published(corpus, own, public)
    some = taken_whole(reader, f"{API}?updated-since={as_of}")
    closed = {one["id"]: one["closed"] for one in some}
    assert closed[RECOMMENDATION] == {"reason": "superseded", "instead": OWN.recommendation_id}
    at = f"{API}?updated-since={(late + HOUR / 2).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    assert {one["id"] for one in taken_whole(reader, at)} == {*closed}


def beside(portal: Pages) -> tuple[Any, ...]:
    """What is said of a recommendation beside its words, before it is public."""
    name = portal.vault.seal(f"recommendation-{RECOMMENDATION}", "National Assembly")
    of: dict[str, Any] = {"recommendation_id": RECOMMENDATION, "mandate": "sr-torture"}
    return (
        RecommendationAddresseeNamed(
            **of,
            addressee_id="a-1",
            kind="parliament",
            name=name,
            organisation_id=None,
            lead="no",
            named_by="x",
            named_at=NOW,
        ),
        RecommendationPositionRecorded(
            **of,
            position_id="p-1",
            addressee="KEN",
            position="partly",
            note=name,
            by_government=True,
            recorded_by="x",
            recorded_at=NOW,
        ),
        RecommendationTagged(
            **of,
            themes=("detention",),
            persons=("women",),
            targets=("16.3",),
            articles=("cat-2",),
            tagged_by="x",
            tagged_at=NOW,
        ),
        assessed("fully"),
    )


def taken_whole(reader: Visitor, address: str) -> list[Any]:
    found: list[Any] = []
    at: str | None = address
    while at:
        page = told(reader, at)
        found, at = [*found, *page["recommendations"]], page["next"]
    return found


def test_the_whole_says_that_it_is_whole(
    portal: Pages, corpus: Corpus, own: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(ONE, TWO, THREE)
    published(corpus, own, OWN)
    reader = portal.visitor()
    answer = reader.get(WHOLE)
    assert answer.mimetype == "application/x-ndjson"
    *lines, last = answer.text.splitlines(keepends=True)
    head, *rows = map(json.loads, lines)
    assert (head["schema"], head["licence"]) == ("1", None)
    assert [one["Text"][:1] for one in rows] == ["3", "2", "1", "C"]
    sum_ = sha256("".join(lines).encode()).hexdigest()
    assert json.loads(last) == {"whole": True, "rows": 4, "sha256": sum_}
    marks = iter(since.Mark(last=n, undone=0, stuck=0, own=None) for n in (1, 1, 2, 2, 3))
    monkeypatch.setattr(since, "mark", lambda _: next(marks))
    last = reader.get(WHOLE).text.splitlines()[-1]
    assert json.loads(last)["whole"] is False
    assert "# whole: no; Something changed" in reader.get(f"{API}/all.csv").text


def test_while_something_changes_places_a_program_waits(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    corpus.laid(ONE)
    reader = portal.visitor()
    batch_id = second(corpus, TWO, at=AT + HOUR, whole=False)
    corpus.tell(replace(of_reference.UNDONE, batch_id=batch_id, undone_at=AT + 3 * HOUR))
    for address in (API, WHOLE):
        answer = reader.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    corpus.work()
    assert taken(reader) == [("1. Act one", "in force")]
    gone = f"{API}?updated-since={(AT + HOUR).isoformat()}"
    assert reader.get(gone).status_code == 410
    assert "Take all of it again" in told(reader, gone)["detail"]
    as_of = told(reader, API)["as_of"]
    assert taken(reader, f"{API}?updated-since={as_of}") == []


def test_all_of_it_is_a_csv_with_grades_and_the_checksum_in_its_last_line(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    """Grades and who informed are those that are public; of providers their kinds alone."""
    corpus.laid(ONE)
    one = issued(OWN.recommendation_id, addressee="KEN")
    graded = replace(assessed("partially"), recommendation_id=OWN.recommendation_id)
    tell(portal.engine, RECOMMENDATIONS, [one, recommended(one), graded])
    published(corpus, own, OWN)
    opened = FollowUpRoundOpened(
        round_id="r", mandate="sr-torture", state="KEN", done_by="x", done_at=NOW,
        scope="visit", year=2026, rows=(OWN.recommendation_id,), due_on=NOW.date(),
    )  # fmt: skip
    step = PublicStep(
        recommendation_id=OWN.recommendation_id, answer_id="a", kind="ngo", name="Quay", text="x"
    )
    table = FollowUpTablePublished(
        round_id="r", mandate="sr-torture", state="KEN", done_by="x", done_at=NOW,
        version=1, year=2026, symbol=None, situations=(), steps=(step,),
    )  # fmt: skip
    tell(portal.engine, ROUNDS, [opened, table])
    answer = portal.visitor().get(f"{API}/all.csv")
    *lines, last = answer.text.splitlines(keepends=True)
    rows = list(csv.DictReader(io.StringIO("".join(lines).lstrip("\ufeff"))))
    assert [row["Id"] for row in rows] == [ONE.annotation, OWN.recommendation_id]
    said_ = [rows[1][title] for title in graded_columns.TITLES]
    assert said_ == ["implementation", "partially", day_of(NOW).isoformat(), "ngo"]
    assert [rows[0][title] for title in graded_columns.TITLES] == [""] * 4
    assert "Quay" not in answer.text
    assert words.NOTE_OF_BOTH in lines[0]
    sum_ = sha256("".join(lines).encode()).hexdigest()
    assert last == f"# whole: yes; rows: 2; sha256: {sum_}\r\n"
