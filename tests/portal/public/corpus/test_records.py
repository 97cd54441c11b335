"""A record as programs read it, who is named as its source, and addresses that make no sense."""

import pytest

from portal.public.corpus import programs, public, words
from shared.core.testing import AT
from shared.read_models.model import Applier
from tests.portal.public.corpus.test_programs import API, ONE, OWN, WHOLE, own, published, told
from tests.support.corpus import Corpus
from tests.support.portal import Pages

__all__ = ["own"]


def test_a_record_has_uhris_columns_and_ours(portal: Pages, corpus: Corpus, own: Applier) -> None:
    corpus.laid(ONE)
    published(corpus, own, OWN)
    reader = portal.visitor()
    (one,) = told(reader, API)["recommendations"]
    assert one["id"] == ONE.annotation
    assert one["state_codes"] == ["KEN"]
    assert (one["mandate"], one["source"], one["updated"]) == ("sr-torture", "UHRI", AT.isoformat())
    assert (one["Reccomending Body"], one["Themes"]) == ("SR Torture", ["Health"])
    assert one["Document Publication Date"] == "2017-11-22"
    (mine,) = told(reader, f"{API}?cursor=p9223372036854775807")["recommendations"]
    assert (mine["id"], mine["source"]) == (OWN.recommendation_id, "Rapporteur")
    assert mine["Countries Concerned"] == ["Kenya"]
    described = told(reader, f"{API}/openapi.json")["components"]["schemas"]["Recommendation"]
    assert set(described["properties"]) == set(described["required"]) == set(one) == set(mine)

    answer = reader.get(API)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = reader.client.get(API, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    page = reader.get("/en/all-recommendations/programs").text
    assert f'href="{WHOLE}"' in page


def test_what_makes_no_sense_is_refused_by_name(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    reader = portal.visitor()
    for asked, field in (
        ("state=XYZ", "state"),
        (f"theme={'x' * 201}", "theme"),
        ("updated-since=yesterday", "updated-since"),
        ("updated-since=1.0.0.yesterday", "updated-since"),
        ("updated-since=0001-01-01T00:00:00%2B14:00", "updated-since"),
        ("cursor=c1;", "cursor"),
        ("cursor=c9223372036854775808", "cursor"),
        ("cursor=w2147483648", "cursor"),  # PostgreSQL would not take it for a number of a batch
    ):
        answer = reader.get(f"{API}?{asked}")
        assert answer.status_code == 422, asked
        assert answer.mimetype == "application/problem+json"
        assert told(reader, f"{API}?{asked}")["errors"][0]["field"] == field
    for asked in ("updated-since=0001-01-01", "updated-since=1.0.0.", "state=YUG"):
        assert reader.get(f"{API}?{asked}").status_code == 200


def test_the_platform_names_the_source_and_grants_what_it_was_told_to(
    portal: Pages, corpus: Corpus, own: Applier, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.laid(ONE)
    reader = portal.visitor()
    exported = "/all-recommendations/export.csv"
    assert "official grade" in told(reader, API)["note"]
    assert words.NOTE in reader.get(exported).text.splitlines()[0]
    granted = portal.settings.model_copy(update={"corpus_licence": "As the source says."})
    for module in (programs, public):
        monkeypatch.setattr(module, "settings", lambda: granted)
    assert told(reader, API)["licence"] == "As the source says."
    assert "As the source says." in reader.get("/en/all-recommendations/programs").text
    assert "As the source says." in reader.get(exported).text.splitlines()[0]
