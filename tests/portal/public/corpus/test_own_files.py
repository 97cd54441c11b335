"""The lists of recommendations as files: each has what the list shows its reader, and all of it."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.corpus import own_files
from portal.public.register.read_model import REGISTER
from portal.web.audit.chain import audit
from shared.contracts.followup_recommendations import RecommendationTagged
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.public.corpus.test_programs import published
from tests.support.corpus import Corpus
from tests.support.followup import NOW, assessed, issued, tell
from tests.support.followup import published as made_public
from tests.support.portal import Pages, Visitor

LIST, REGISTERED = "/recommendations/recommendations", "/register/recommendations/recommendations"
MINE, THEIRS = (str(derive_id("recommendation", n)) for n in (11, 12))


@pytest.fixture
def some(portal: Pages, corpus: Corpus) -> Pages:
    """One of a mandate that is not public, and a public one of another, with what is said of it."""
    one = issued(MINE, addressee="KEN", text=_sealed(portal, MINE, "=Shut it"))
    other = issued(THEIRS, addressee="UGA", mandate="wgad", text=_sealed(portal, THEIRS, "Before"))
    tags = RecommendationTagged(
        recommendation_id=MINE,
        mandate="sr-torture",
        themes=("detention",),
        persons=("women",),
        targets=("16.3",),
        articles=(),
        tagged_by="x",
        tagged_at=NOW,
    )
    public = made_public(other)
    graded = replace(assessed("not"), recommendation_id=MINE)
    tell(portal.engine, RECOMMENDATIONS, [one, tags, graded, other, public])
    own = Applier(portal.engine, REGISTER)
    own.prepare()
    published(corpus, own, public)
    return portal


def _sealed(portal: Pages, of: str, words: str) -> Any:
    return portal.vault.seal(f"recommendation-{of}", words)


def read(visitor: Visitor, address: str) -> list[dict[str, str]]:
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    return [*csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))]


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))


def test_a_list_is_a_file_of_what_it_shows_its_reader(some: Pages) -> None:
    mine = {one["Id"]: one for one in read(holder(some), f"{LIST}.csv")}
    assert mine.keys() == {MINE, THEIRS}
    one = mine[MINE]
    assert (one["Text"], one["Countries Concerned"]) == ("'=Shut it", "- Kenya"), "no formula"
    assert one["Themes"] == "- Detention, torture and disappearance"
    assert (one["Affected Persons"], one["Sdgs"]) == ("- Women and girls", "- 16.3")
    assert (one["Scheme"], one["Grade"], one["Public since"]) == ("implementation", "not", "")
    assert mine[THEIRS]["Public since"]
    government = some.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    [theirs] = read(government, f"{LIST}.csv")
    assert (theirs["Id"], theirs["Grade"]) == (MINE, ""), "the grade is not public"
    ngo = some.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
    assert [each["Id"] for each in read(ngo, f"{LIST}.csv")] == [THEIRS]


def test_a_filter_of_the_list_is_one_of_the_file_and_the_page_leads_there(some: Pages) -> None:
    me = holder(some)
    assert f"{LIST}.xlsx?state=KEN" in me.get("/recommendations?state=KEN").text
    assert [one["Id"] for one in read(me, f"{LIST}.csv?state=KEN")] == [MINE]
    assert read(me, f"{LIST}.csv?state=TCD") == []
    for kind in ("xlsx", "ods"):
        assert me.get(f"{LIST}.{kind}").data.startswith(b"PK")
    first = json.loads(me.get(f"{LIST}.ndjson?mandate=wgad").text.splitlines()[0])
    assert first["Id"] == THEIRS
    assert me.get(f"{LIST}.pdf").status_code == 404


def test_a_download_of_the_list_is_on_record_and_kept_by_nobody(some: Pages) -> None:
    answer = holder(some).get(f"{LIST}.csv")
    assert answer.headers["Cache-Control"] == "no-store"
    with some.engine.connect() as conn:
        rows = conn.execute(select(audit.c.what, audit.c.subject)).all()
    assert ("export", "recommendations") in [tuple(row) for row in rows]


@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.COORDINATION_COMMITTEE])
def test_who_has_no_list_has_no_file_of_it(some: Pages, role: Role) -> None:
    assert some.signed_in(role).get(f"{LIST}.csv").status_code == 403


def test_the_register_is_a_file_of_what_is_public(some: Pages) -> None:
    anybody = some.visitor()
    [one] = read(anybody, f"{REGISTERED}.csv")
    assert (one["Id"], one["Status"]) == (THEIRS, "in force")
    assert f"{REGISTERED}.ods?state=UGA" in anybody.get("/register/recommendations?state=UGA").text
    assert read(anybody, f"{REGISTERED}.csv?state=KEN") == [], "it is not public"


def test_a_file_goes_on_where_the_first_part_ends(
    some: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the same moment stand by their ids, and none is there twice or left out."""
    both = [one["Id"] for one in read(holder(some), f"{LIST}.csv")]
    assert sorted(both) == both == sorted([MINE, THEIRS]), "issued at one moment"
    monkeypatch.setattr(own_files, "_TOGETHER", 1)
    assert [one["Id"] for one in read(holder(some), f"{LIST}.csv")] == both
    assert len(read(some.visitor(), f"{REGISTERED}.csv")) == 1
