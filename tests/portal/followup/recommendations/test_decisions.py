"""The list of information that a mandate decides about, and of what it decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from portal.followup.recommendations import decisions
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.web.clock.read_model import DEMO
from shared.contracts.followup_taking_up import RecommendationLetGo
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.portal.followup.recommendations.story import CHE, NEWS, TORTURE
from tests.portal.followup.recommendations.test_informed import (
    BACK,
    GONE,
    HERE,
    NOT_PUBLIC,
    PUBLISH,
    TAKE_BACK,
    TOLD,
    WITHHELD,
    WITHHOLD,
    holder,
    ngo,
    sealed,
    told,
)
from tests.support.compiled import engine_of
from tests.support.followup import (
    INFO,
    NOW,
    RECOMMENDATION,
    informed,
    issued,
    published,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

LIST = "/recommendations/information"
TITLE = "Information to decide on"
ONE = "1 piece of information to decide on"
OFFICE = Actor(
    actor_id="o", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({"sr-torture"})
)
ANEW = replace(published(issued()), published_at=NOW + timedelta(days=1))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        yield built


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    yield made
    made.dispose()


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)


def listed(engine: Engine, actor: Actor = OFFICE) -> dict[str, list[str]]:
    """Return what each list has, twice the same: what waits is what is counted."""
    with engine.connect() as conn:
        found = {
            outcome: [row.info_id for row in conn.execute(decisions.lines(actor, outcome))]
            for outcome in decisions.OUTCOMES
        }
        assert decisions.number(conn, actor) == len(found[decisions.WAITING])
    return {outcome: some for outcome, some in found.items() if some}


@pytest.mark.parametrize(
    ("since", "where"),
    [
        ((), decisions.WAITING),
        ((TOLD,), decisions.PUBLISHED),
        ((WITHHELD,), decisions.WITHHELD),
        ((WITHHELD, TOLD), decisions.PUBLISHED),
        ((TOLD, BACK), decisions.TAKEN_BACK),
        ((TOLD, BACK, WITHHELD), decisions.WITHHELD),
        ((TOLD, NOT_PUBLIC, BACK), decisions.TAKEN_BACK),
        ((GONE,), None),
        ((WITHHELD, GONE), None),
    ],
)
def test_each_piece_is_on_one_list(
    engine: Engine, since: tuple[object, ...], where: str | None
) -> None:
    said = replace(informed("ngo", by="x", organisation_id="org-1"), wish="publish")
    one = issued()
    story = [one, published(one), shared("org-1"), said, *since]
    for _ in range(2):
        tell(engine, RECOMMENDATIONS, story)
    assert listed(engine) == ({where: [INFO]} if where else {})
    assert listed(engine, replace(OFFICE, mandates=frozenset({"sr-health"}))) == {}
    assert listed(engine, replace(OFFICE, roles=frozenset({Role.GOVERNMENT}))) == {}


def test_what_is_public_anew_waits_anew(engine: Engine) -> None:
    said = replace(informed("ngo", by="x", organisation_id="org-1"), wish="unnamed")
    one = issued()
    tell(engine, RECOMMENDATIONS, [one, published(one), said, TOLD, NOT_PUBLIC, BACK, ANEW])
    assert decisions.WAITING in listed(engine)


def test_nothing_waits_that_nobody_can_decide_about(engine: Engine) -> None:
    alone = informed("ngo", by="x", organisation_id="org-1")
    wished = replace(alone, wish="publish", info_id="i-8")
    correction = replace(wished, corrects="i-8", info_id="i-9")
    one = issued()
    story = [one, published(one), alone, wished, correction]
    tell(engine, RECOMMENDATIONS, story)
    assert listed(engine) == {decisions.WAITING: ["i-9"]}
    gone = RecommendationLetGo(
        recommendation_id=RECOMMENDATION,
        mandate="sr-torture",
        addressee="CHE",
        reason=alone.text,
        let_go_by="holder-1",
        let_go_at=NOW,
    )
    tell(engine, RECOMMENDATIONS, [*story, gone])
    assert listed(engine) == {}


def test_those_of_the_mandate_find_it_and_the_holder_decides(portal: Pages) -> None:
    assert "Information appears here once" in officer(portal).get(LIST).text
    told(portal)
    for reader, home in ((holder(portal), "/waiting"), (officer(portal), "/mandate")):
        for page in (reader.get(home).text, reader.get("/recommendations").text):
            assert ONE in page
        page = reader.get(LIST).text
        assert "Close the cells." in page
        assert "Non-governmental organisation" in page
        assert NEWS not in page
        assert (PUBLISH in page, WITHHOLD in page) == (home == "/waiting",) * 2
        assert 'dir="rtl"' in reader.get(f"/ar{LIST}").text
    told(portal, TOLD)
    for reader in (holder(portal), officer(portal)):
        assert ONE not in reader.get("/recommendations").text
        assert HERE not in reader.get(LIST).text
        assert TAKE_BACK in reader.get(f"{LIST}?outcome=published").text


def test_what_is_withheld_can_be_published_later(portal: Pages) -> None:
    told(portal, replace(WITHHELD, reason=sealed(portal, "In doubt.")))
    page = holder(portal).get(f"{LIST}?outcome=withheld").text
    assert PUBLISH in page
    assert WITHHOLD not in page
    assert HERE not in officer(portal).get(f"{LIST}?outcome=withheld").text
    assert "Close the cells." in officer(portal).get(f"{LIST}?outcome=withheld").text


def test_before_the_recommendation_is_public_it_can_be_withheld(portal: Pages) -> None:
    told(portal, public=False)
    page = holder(portal).get(LIST).text
    assert WITHHOLD in page
    assert PUBLISH not in page
    assert "once the recommendation is public" in page


def test_the_list_is_narrowed_by_what_it_shows(portal: Pages) -> None:
    told(portal)
    reader = officer(portal)
    here = f"recommendation={RECOMMENDATION}"
    for said in ("state=CHE", "provider=ngo", "wish=publish", here, "state=x&age=y"):
        assert "Close the cells." in reader.get(f"{LIST}?{said}").text, said
    for said in ("provider=nhri", "wish=unnamed", "age=30", "recommendation=none"):
        page = reader.get(f"{LIST}?{said}").text
        assert "Close the cells." not in page, said
        assert "No information that you may see" in page
    portal.clock.forward(timedelta(days=31))
    assert "Close the cells." in officer(portal).get(f"{LIST}?age=30").text


def test_nobody_else_finds_a_trace(portal: Pages) -> None:
    told(portal)
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"}))
    for said in ("", "?state=CHE", f"?recommendation={RECOMMENDATION}"):
        assert "Close the cells." not in other.get(f"{LIST}{said}").text
    assert ONE not in other.get("/mandate").text
    assert "Switzerland" not in other.get(LIST).text
    government = portal.signed_in(Role.GOVERNMENT, state_codes=CHE)
    for visitor in (government, ngo(portal), portal.signed_in(Role.PUBLICATION_OFFICER)):
        assert visitor.get(LIST).status_code in (403, 404)
    for visitor in (government, ngo(portal)):
        page = visitor.get("/recommendations").text
        assert TITLE not in page
        assert ONE not in page
