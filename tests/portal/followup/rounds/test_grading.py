"""A grade that rests on answers of a round (Q9): the form, what waits, and who sees nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.followup.recommendations.answered import answers_on
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import assessments_of, find, unassessed
from shared.contracts.followup_recommendation_commands import OBSERVED
from shared.contracts.followup_round_commands import TakeAskBack, WithdrawAnswers
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.described import asked
from tests.portal.followup.rounds.test_pages import (
    OWN,
    a_round,
    everything,
    government,
    ngo,
    office,
    others_answer,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import assessed, issued, tell
from tests.support.portal import Pages
from tests.support.rounds import GOVERNMENT, HOLDER, MANDATE, NGO, ONE, OTHER, TWO, Rounds

R = Role
ASSESS = f"/recommendations/{ONE}/assess"
GRADE: dict[str, Any] = {"addressee": "-", "grade": "not", "rationale": "Seen.", "period": ""}


def read(engine: Engine, actor: Actor, row: str = ONE) -> list[str]:
    with engine.connect() as conn:
        return [one.answer_id for one in answers_on(conn, actor, row)]


def waiting(engine: Engine, actor: Actor = HOLDER) -> int:
    with engine.connect() as conn:
        return sum(one.number for one in unassessed(conn, actor, role=R.MANDATE_HOLDER))


def test_the_form_has_the_answers_that_count_and_the_command_names_their_rounds(
    portal: Pages,
) -> None:
    some = a_round(portal)
    holder = office(portal)
    assert "Nobody has sent information on it yet" in text(holder.get(ASSESS).text)
    others_answer(some)
    some.keep(GOVERNMENT, "Our own steps")
    some.submit(GOVERNMENT)
    page = text(holder.get(ASSESS).text)
    for shown in ("Planted Ngo answer", "Planted Other answer", "Our own steps"):
        assert shown in page
    assert "in the follow-up round of 2026 (2)" in page, "two of a kind are numbered"
    for never in ("Nobody has sent", "Planted Apart", "Planted Other second", "Planted Nhri"):
        assert never not in page, "of another row, or a draft"
    assert "Planted Apart" in text(holder.get(f"/recommendations/{TWO}/assess").text)
    chosen = read(portal.engine, HOLDER)[:2]
    data = asked(holder, portal, "/assess", {**GRADE, "based_on": [*chosen, OBSERVED]})["data"]
    assert (data["based_on"], data["rounds"]) == ([*chosen, OBSERVED], [some.round_id])
    typed: dict[str, Any] = {
        **GRADE,
        "command_id": str(derive_id("observed")),
        "based_on": [OBSERVED],
    }
    assert asked(holder, portal, "/assess", typed)["data"]["rounds"] == []
    wrong = {**typed, "command_id": str(derive_id("wrong")), "based_on": ["x"]}
    assert holder.post(ASSESS, wrong).status_code == 422


def test_what_is_taken_back_is_in_no_form_and_waits_no_more(portal: Pages) -> None:
    some = a_round(portal)
    others_answer(some)
    assert waiting(portal.engine) == 4, "two on each recommendation"
    some.ask(WithdrawAnswers, NGO, seen=some.steps_of(NGO))
    assert (len(read(portal.engine, HOLDER)), waiting(portal.engine)) == (1, 2)
    other = next(k for k, one in some.state.providers.items() if one.organisation_id == "org-2")
    some.ask(WithdrawAnswers, OTHER, seen=some.steps_of(OTHER))
    some.ask(TakeAskBack, HOLDER, provider_id=other)
    assert (read(portal.engine, HOLDER), waiting(portal.engine)) == ([], 0)


def test_an_answer_waits_until_a_grade_rests_on_it(portal: Pages) -> None:
    some = a_round(portal)
    answer = some.keep(NGO, "What we saw")
    assert waiting(portal.engine) == 0, "a draft"
    some.submit(NGO, "Org Zora")
    assert waiting(portal.engine) == 1
    now: dict[str, Any] = {"scheme": "implementation-2", "assessed_at": some.at}
    bare = replace(assessed("not"), based_on=(OBSERVED,), **now)
    some.recommend(None, bare)
    assert waiting(portal.engine) == 1, "it rests on something else"
    some.recommend(None, bare, replace(bare, based_on=(answer,)))
    assert waiting(portal.engine) == 0


def test_a_grade_of_a_scheme_that_named_nothing_came_after_it(portal: Pages) -> None:
    some = a_round(portal)
    some.keep(NGO, "What we saw")
    some.submit(NGO, "Org Zora")
    some.recommend(None, replace(assessed("not"), assessed_at=some.at))
    assert waiting(portal.engine) == 0


@pytest.mark.parametrize("role", sorted(frozenset(Role)))
def test_only_the_mandate_reads_them(portal: Pages, role: Role) -> None:
    others_answer(a_round(portal))
    somebody = Actor(
        actor_id="x",
        roles=frozenset({role}),
        states=frozenset({"CHE"}),
        mandates=frozenset({MANDATE}),
        organisation_id="org-1",
    )
    works = role in {R.MANDATE_HOLDER, R.HUMAN_RIGHTS_OFFICER}
    assert len(read(portal.engine, somebody)) == (2 if works else 0)
    stranger = replace(somebody, mandates=frozenset({"wgad"}))
    assert read(portal.engine, stranger) == []


def test_a_round_of_another_mandate_lists_nothing_here(portal: Pages) -> None:
    """Its row names a recommendation that is not its own."""
    some = Rounds(portal.engine, portal.vault, portal.clock())
    sealed = portal.vault.seal(f"recommendation-{ONE}", "Of another mandate.")
    tell(portal.engine, RECOMMENDATIONS, [replace(issued(text=sealed), mandate="wgad")])
    some.opened("org-1")
    some.keep(NGO, "What we saw")
    some.submit(NGO, "Org Zora")
    both = replace(HOLDER, mandates=frozenset({MANDATE, "wgad"}))
    assert (read(portal.engine, both), waiting(portal.engine, both)) == ([], 0)


def test_no_government_and_no_provider_sees_a_trace_of_it(portal: Pages) -> None:
    """A grade rests on an answer: their pages are the same with it and before it was sent."""
    some = a_round(portal)
    answer = str(derive_id("answer", some.name, NGO.actor_id, "Planted Ngo answer"))
    based: dict[str, Any] = {"based_on": (answer,), "scheme": "implementation-2"}
    some.recommend(None, replace(assessed("not"), **based))
    visitors = [government(portal), ngo(portal, "org-9"), ngo(portal, "org-2")]
    before = [everything(one, some) for one in visitors]
    some.keep(NGO, "Planted Ngo answer")
    some.submit(NGO, "Org Zora")
    assert [everything(one, some) for one in visitors] == before
    for one in visitors:
        assert one.get(ASSESS).status_code == 403
    with portal.engine.connect() as conn:
        about = find(conn, GOVERNMENT, ONE)
        assert about is not None
        assert [each.based_on for each in assessments_of(conn, about)] == [()]
        ours = find(conn, HOLDER, ONE)
        assert ours is not None
        assert [each.based_on for each in assessments_of(conn, ours)] == [(answer,)]


def test_the_form_reads_in_arabic(portal: Pages) -> None:
    others_answer(a_round(portal))
    holder = portal.signed_in(R.MANDATE_HOLDER, language="ar", **OWN)
    page = holder.get(ASSESS).text
    assert "Planted Ngo answer" in page
    assert "in the follow-up round of" not in page
