"""What a text is found by beside its words, and how many have it."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from portal.public.corpus import named, tally
from portal.public.corpus.facets import KINDS, Wanted
from tests.followup import test_reference as of_reference
from tests.portal.public.corpus.conftest import said
from tests.support.corpus import Corpus
from tests.support.portal import Pages

PUBLIC = "/en/all-recommendations"
REVIEW: Any = {
    "body": "UPR",
    "persons": ("Women & girls", "Children"),
    "sdgs": ("5 - GENDER EQUALITY",),
    "type": "Recommendations",
    "position": "Supported",
    "session": "27",
}


def listed(page: str, kind: str) -> list[str]:
    """Return what a list of the page offers."""
    found = re.search(rf'<select[^>]* id="{kind}".*?</select>', page, re.DOTALL)
    return re.findall(r"<option[^>]*>([^<]*)</option>", found[0]) if found else []


def test_each_facet_finds_and_says_how_many_have_it(portal: Pages, corpus: Corpus) -> None:
    anybody = portal.visitor()
    assert listed(anybody.get(PUBLIC).text, "mechanism") == []
    corpus.laid(
        said("Ratify", 1, **REVIEW),
        said("Train", 2, **{**REVIEW, "position": "Noted", "themes": ("health",)}),
        said("Free", 3, "Uganda", body="CEDAW", type="Concerns/Observations"),
        said("Stop", 4, "Uganda"),
    )
    page = anybody.get(PUBLIC).text
    assert listed(page, "mechanism")[:2] == ["All", "Universal Periodic Review (2)"]
    assert listed(page, "theme")[1:] == ["Health (4)"]  # in whatever case a sheet has it
    assert "African States (4)" in listed(page, "region")
    every = {
        "mechanism": ("UPR", 2),
        "body": (named.mandate("SR Torture") or "", 1),
        "theme": ("HEALTH", 4),
        "person": ("Children", 2),
        "sdg": ("5 - GENDER EQUALITY", 2),
        "type": ("Concerns/Observations", 1),
        "position": ("Supported", 1),
        "region": ("AFR", 4),
        "session": ("27", 2),
    }
    assert tuple(every) == KINDS
    for kind, (value, number) in every.items():
        page = anybody.get(f"{PUBLIC}?{urlencode({kind: value})}").text
        assert f"Found: {number}." in page, kind
        assert 'details class="govuk-details"' in page
    both = anybody.get(f"{PUBLIC}?mechanism=UPR&position=Noted").text
    assert ("2. Train" in both, "1. Ratify" in both) == (True, False)
    assert listed(both, "session") == ["All", "27 (1)"]
    assert listed(both, "position") == ["All", "Supported", "Noted"]  # another can be chosen
    assert "No recommendation fits." in anybody.get(f"{PUBLIC}?body=CEDAW&position=Noted").text
    lines = anybody.get("/all-recommendations/export.csv?session=27&position=Supported").text
    assert ("1. Ratify" in lines, "2. Train" in lines) == (True, False)
    shown = anybody.get(f"{PUBLIC}/{said('', 1).annotation}").text
    assert "?person=Women+%26+girls" in shown


def test_what_was_taken_out_is_in_no_number(corpus: Corpus) -> None:
    corpus.laid(said("Ban", 1, **REVIEW), said("Feed", 2))
    for told, number in ((of_reference.TAKEN_OUT, 0), (of_reference.PUT_BACK, 1)):
        corpus.tell(replace(told, item=said("Ban", 1).annotation))
        corpus.work()
        with corpus.portal.engine.connect() as conn:
            every = tally.tally(conn, Wanted())
        assert len(every.of["session"]) == number


def test_what_has_no_room_in_the_list_is_said(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "LISTED", 2)
    monkeypatch.setattr(tally, "FEW", 2)
    corpus.laid(
        *(said("Act", n, themes=("Theme 2", "Theme 3")) for n in (2, 3)),
        said("Act", 1, themes=("Theme 1",)),
    )
    page = corpus.portal.visitor().get(f"{PUBLIC}?theme=Theme+1&q=act").text
    assert "The most frequent ones." in page
    assert len(listed(page, "theme")) == 4  # those two, the one asked for, and all
    with corpus.portal.engine.connect() as conn:
        assert tally.tally(conn, Wanted(words="act")).found is None
