"""What narrows the public list of recommendations: by what everybody reads of each, and no more."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.followup.recommendations import narrowing
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register import narrowed, queries
from portal.public.register.read_model import REGISTER
from shared.contracts.followup_recommendations import (
    RecommendationAddresseeNamed,
    RecommendationClosed,
    RecommendationParticularsNoted,
    RecommendationTagged,
)
from shared.core.message import derive_id
from tests.support.followup import (
    NOW,
    UNSEALED,
    assessed,
    informed_outside,
    issued,
    published,
    tell,
)
from tests.support.portal import Pages

LIST = "/register/recommendations"
ONE, TWO, SECRET = (str(derive_id("recommendation", n)) for n in (1, 2, 3))
EARLIER = NOW - timedelta(days=730)
GRADE, HIGHER = (".".join(each) for each in narrowing.grades()[:2])
TO: dict[str, Any] = {"addressee": "KEN"}


def said_of(portal: Pages, one: str) -> list[Any]:
    """What a mandate and others said of one, which is public as soon as it is."""
    of: dict[str, Any] = {"recommendation_id": one, "mandate": "wgad"}
    named = RecommendationAddresseeNamed(
        **of,
        addressee_id=f"a-{one}",
        kind="parliament",
        name=portal.vault.seal(f"recommendation-{one}", "Parliament"),
        organisation_id=None,
        lead="no",
        named_by="x",
        named_at=NOW,
    )
    tagged = RecommendationTagged(
        **of,
        themes=("detention",),
        persons=("women",),
        targets=("16.3",),
        articles=("iccpr-9",),
        tagged_by="x",
        tagged_at=NOW,
    )
    noted = RecommendationParticularsNoted(
        **of,
        title=None,
        section=None,
        language=None,
        time_frame="year",
        target=None,
        step=1,
        noted_by="x",
        noted_at=NOW,
        type="concern",
        source_kind="thematic_report",
    )
    scheme, _, grade = GRADE.partition(".")
    graded = replace(assessed(grade), **of, **TO, scheme=scheme)
    closed = RecommendationClosed(
        **of,
        **TO,
        reason="implemented",
        by_id=None,
        note=UNSEALED,
        closed_by="x",
        closed_at=NOW,
    )
    information = [
        replace(each, **of, **TO, info_id=f"{one[:30]}-{number}")
        for number, each in enumerate(informed_outside(UNSEALED, "It was done.", "org-1")[1:])
    ]
    told = [replace(each, info_id=information[0].info_id) for each in information]
    return [named, tagged, noted, graded, closed, *told]


@pytest.fixture
def some(portal: Pages) -> Pages:
    """Two that are public, of which a mandate said something of the first; one that is not."""
    first, second, secret = (issued(one, **TO, mandate="wgad") for one in (ONE, TWO, SECRET))
    second = replace(second, issued_at=EARLIER)
    facts = [first, second, secret, *said_of(portal, ONE), *said_of(portal, SECRET)]
    public = [published(first), replace(published(second), text="Other words.")]
    tell(portal.engine, RECOMMENDATIONS, [*facts, *public])
    tell(portal.engine, REGISTER, public)
    return portal


def found(portal: Pages, query: str) -> list[str]:
    answer = portal.visitor().get(f"{LIST}/recommendations.csv?{query}")
    assert answer.status_code == 200
    return [one["Id"] for one in csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))]


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("theme=detention", "theme=life"),
        ("person=women", "person=children"),
        ("target=16.3", "target=16.4"),
        ("article=iccpr-9", "article=iccpr-7"),
        ("article=iccpr", "article=cat"),
        ("addressee=parliament", "addressee=nhri"),
        (f"grade={GRADE}", f"grade={HIGHER}"),
        ("information=with", ""),
        ("standing=closed", "standing=overtaken"),
        ("standing=implemented", ""),
        ("due=year", "due=months"),
        ("type=concern", ""),
        ("source=thematic_report", "source=visit_report"),
        ("year=2026", "year=2025"),
    ],
)
def test_each_choice_finds_what_everybody_reads(some: Pages, asked: str, other: str) -> None:
    assert found(some, asked) == [ONE]
    assert found(some, f"{asked}&state=KEN&q=everybody") == [ONE]
    assert found(some, f"{asked}&q=other") == []
    if other:
        assert found(some, other) == []
    page = some.visitor().get(f"{LIST}?{asked}").text
    assert f'id="r-{ONE}"' in page
    assert f'id="r-{TWO}"' not in page
    assert f"recommendations.csv?{asked}" in page
    assert " selected" in page


@pytest.mark.parametrize(
    "asked",
    [
        "addressee=none",
        "grade=none",
        "information=without",
        "standing=not_closed",
        "type=recommendation",
        "year=2024",
    ],
)
def test_what_nothing_was_said_of_is_found_as_well(some: Pages, asked: str) -> None:
    assert found(some, asked) == [TWO]


def test_both_mechanisms(some: Pages) -> None:
    assert set(found(some, "mechanism=own")) == {ONE, TWO}
    assert found(some, "mechanism=taken_up") == []


@pytest.mark.parametrize("asked", ["standing=let_go", "standing=open", "due=passed", "text=x"])
def test_what_is_not_public_cannot_be_asked_for(some: Pages, asked: str) -> None:
    assert set(found(some, asked)) == {ONE, TWO}
    kind, _, code = asked.partition("=")
    assert narrowed.asked_for({kind: code}) == {}
    assert f'value="{code}"' not in some.visitor().get(LIST).text


def test_a_search_looks_on_until_enough_is_found(
    some: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_MANY", 1)
    assert found(some, "state=KEN&year=2024") == [TWO]
    assert set(found(some, "state=KEN&mechanism=own")) == {ONE, TWO}


def test_nothing_found_says_so_and_leads_back(some: Pages) -> None:
    page = some.visitor().get(f"{LIST}?theme=life&state=KEN").text
    assert "No public recommendation is about this." in page
    assert "Clear the filters" in page
