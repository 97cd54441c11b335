"""Grading for the mandate: who delegates it, who grades, what stands and what ended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.followup.grading.read_model import GRADING
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.accounts import account as accounts
from portal.web.audit.chain import audit
from shared.contracts.approvals_holding import HolderNoted
from shared.contracts.followup_grading import GradingDelegated, GradingDelegationEnded
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier, digest
from tests.followup.reports import PUBLISHED
from tests.portal.followup.recommendations.story import TORTURE, holder, ngo
from tests.support.check import CHECKED
from tests.support.followup import (
    RECOMMENDATION,
    arriving,
    assessed,
    issued,
    published,
    sent,
    tell,
)
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready

LIST = "/grading-delegations"
NEW = f"{LIST}/new/sr-torture"
THIS = str(derive_id("grading delegation", 1))
PAGE = f"/recommendations/{RECOMMENDATION}"
GRADE = f"{LIST}/grade/{RECOMMENDATION}"
FORM = {"scheme": "implementation-2", "grade": "unknown", "rationale": "Nobody said anything."}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        ready(built.engine, READ_MODELS)
        tell(built.engine, RECOMMENDATIONS, facts(built))
        yield built


def facts(portal: Pages) -> list[Any]:
    text = portal.vault.seal(f"recommendation-{RECOMMENDATION}", "Close the cells.")
    return [issued(text=text, communication_id=None)]


def officer(portal: Pages, mandates: frozenset[str] = TORTURE) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=mandates)


def id_of(visitor: Visitor) -> str:
    assert visitor.account is not None
    return visitor.account.account_id


def delegated(portal: Pages, to: Visitor, by: Visitor, **also: Any) -> GradingDelegated:
    values: dict[str, Any] = {
        "mandate": "sr-torture",
        "delegation_id": THIS,
        "delegate_id": id_of(to),
        "scope": "all",
        "state": None,
        "mission_id": None,
        "recommendations": (),
        "until": day_of(portal.clock()) + timedelta(days=30),
        "delegated_by": id_of(by),
        "delegated_at": portal.clock(),
    }
    return GradingDelegated(**{**values, **also})


def ended(portal: Pages, one: GradingDelegated) -> GradingDelegationEnded:
    return GradingDelegationEnded(
        mandate=one.mandate,
        delegation_id=one.delegation_id,
        delegate_id=one.delegate_id,
        ended_by=one.delegated_by,
        ended_at=portal.clock(),
    )


def test_the_holder_delegates_after_reading_it_once_more_and_the_log_has_it_once(
    portal: Pages,
) -> None:
    me, other = holder(portal), officer(portal)
    stranger = officer(portal, frozenset({"sr-food"}))
    page = me.get(NEW).text
    assert f'value="{id_of(other)}"' in page
    assert f'value="{id_of(stranger)}"' not in page
    until = day_of(portal.clock()) + timedelta(days=14)
    form = {
        "command_id": str(derive_id("x")),
        "delegate": id_of(other),
        "scope": "state",
        "state": "CHE",
        "visit": "",
        "until": until.isoformat(),
    }
    for wrong in (
        {"delegate": id_of(stranger)},
        {"delegate": ""},
        {"state": ""},
        {"scope": "visit"},
        {"until": ""},
        {"scope": "cats"},
    ):
        answer = me.post(NEW, {**form, **wrong})
        assert answer.status_code == 422, wrong
        assert until.isoformat() in answer.text or "until" in wrong, "what was typed stays"
    assert "Check the delegation before you record it" in me.post(NEW, form).text
    assert portal.asked == []
    for _ in range(2):
        assert me.post(NEW, {**form, **CHECKED}).status_code == 303
    first, again = map(sent, portal.asked)
    assert first["id"] == again["id"]
    data = first["data"]
    assert (data["scope"], data["state"], data["mission_id"]) == ("state", "CHE", None)
    with portal.engine.connect() as conn:
        logged = conn.execute(select(audit).where(audit.c.what == "grant")).all()
    assert [row.subject for row in logged] == [f"account-{id_of(other)}"]
    assert logged[0].purpose.startswith("grading:sr-torture:")


def test_of_a_visit_whose_report_is_published(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    report = replace(PUBLISHED, mandate="sr-torture")
    tell(portal.engine, VISIT_REPORTS, [report])
    form = {
        "command_id": str(derive_id("x")),
        "delegate": id_of(other),
        "scope": "visit",
        "state": "CHE",
        "visit": report.mission_id,
        "until": day_of(portal.clock()).isoformat(),
        **CHECKED,
    }
    assert me.post(NEW, form).status_code == 303
    data = sent(portal.asked[-1])["data"]
    assert (data["mission_id"], data["state"]) == (report.mission_id, None)


def test_the_officer_grades_under_it_and_nobody_without(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    colleague = officer(portal)
    assert other.get(GRADE).status_code == 404
    tell(portal.engine, GRADING, [delegated(portal, other, me)])
    assert GRADE in other.get(PAGE).text
    shown = other.get(GRADE).text
    assert "You grade in the name of SR torture" in shown
    answer = other.post(GRADE, {"command_id": str(derive_id("g")), **FORM})
    assert answer.status_code == 303, answer.text
    assert sent(portal.asked[-1])["type"] == "assess-implementation"
    assert GRADE not in colleague.get(PAGE).text
    assert colleague.get(GRADE).status_code == 404
    assert me.get(GRADE).status_code == 403, "the holder needs none"
    assert "Assess implementation in" not in me.get(PAGE).text
    assert other.get(f"{PAGE}/assess").status_code == 403
    for path in ("publish", "close", "correct"):
        assert other.get(f"{PAGE}/{path}").status_code == 403
    for path in (NEW, f"{LIST}/{THIS}/end"):
        assert other.get(path).status_code == 403, "a delegate never delegates"


def test_what_the_officer_wrote_stays_if_it_ended_meanwhile(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    one = delegated(portal, other, me)
    tell(portal.engine, GRADING, [one, ended(portal, one)])
    no = "Only the Mandate-holder, or an officer to whom that one delegated it, may assess it now."
    portal.answer = httpx.Response(403, json={"title": no})
    form = {"command_id": str(derive_id("g")), **FORM}
    answer = other.post(GRADE, form)
    assert answer.status_code == 403
    assert FORM["rationale"] in answer.text
    assert no in answer.text
    assert "You grade in the name of" not in answer.text
    asked = len(portal.asked)
    assert officer(portal, frozenset({"sr-food"})).post(GRADE, form).status_code == 404
    assert len(portal.asked) == asked


@pytest.mark.parametrize(
    "also",
    [
        {"scope": "state", "state": "KEN"},
        {"scope": "visit", "mission_id": "m", "recommendations": ("another",)},
        {"mandate": "sr-food"},
        {"until": date(2020, 1, 1)},
        {"delegate_id": "somebody"},
    ],
)
def test_out_of_scope_or_time_there_is_no_way(portal: Pages, also: dict[str, Any]) -> None:
    me, other = holder(portal), officer(portal)
    tell(portal.engine, GRADING, [delegated(portal, other, me, **also)])
    assert other.get(GRADE).status_code == 404
    assert GRADE not in other.get(PAGE).text


@pytest.mark.parametrize(
    "also",
    [
        {"scope": "state", "state": "CHE"},
        {"scope": "visit", "mission_id": "m", "recommendations": (RECOMMENDATION,)},
    ],
)
def test_within_the_scope_there_is(portal: Pages, also: dict[str, Any]) -> None:
    me, other = holder(portal), officer(portal)
    tell(portal.engine, GRADING, [delegated(portal, other, me, **also)])
    assert other.get(GRADE).status_code == 200


def test_it_ends_with_its_day_its_end_the_account_and_the_page_says_which(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    one = delegated(portal, other, me)
    tell(portal.engine, GRADING, [one])
    for reader in (me, other):
        page = reader.get(LIST).text
        assert "In force" in page
        assert "What ended" not in page
    assert f"{LIST}/{THIS}/end" in me.get(LIST).text
    assert f"{LIST}/{THIS}/end" not in other.get(LIST).text
    assert me.get(f"{LIST}/{THIS}/end").status_code == 200
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, id_of(other), disabled=True)
    page = me.get(LIST).text
    assert "Over: the officer works for the mandate no more" in page
    assert f"{LIST}/{THIS}/end" in page, "it would stand again with the account"
    assert me.get(f"{LIST}/{THIS}/end").status_code == 200
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, id_of(other), disabled=False)
    tell(portal.engine, GRADING, [one, ended(portal, one)])
    page = me.get(LIST).text
    assert "What ended" in page
    assert "Ended" in page
    assert me.get(f"{LIST}/{THIS}/end").status_code == 404
    assert officer(portal).get(GRADE).status_code == 404


def test_a_day_that_is_over_and_a_term_that_is_over_end_it_by_themselves(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    past = delegated(portal, other, me, until=day_of(portal.clock()) - timedelta(days=1))
    tell(portal.engine, GRADING, [past])
    page = other.get(LIST).text
    assert "Over" in page
    assert f"{LIST}/{THIS}/end" not in me.get(LIST).text
    stale = me.post(f"{LIST}/{THIS}/end", {"command_id": str(derive_id("e"))})
    assert stale.status_code == 404, "nothing is taken, and the log says nothing of it"
    another = str(derive_id("grading delegation", 2))
    tell(portal.engine, GRADING, [past, delegated(portal, other, me, delegation_id=another)])
    assert other.get(GRADE).status_code == 200
    term = HolderNoted(
        mandate="sr-torture",
        term_id="t-1",
        seat=None,
        holder_id=id_of(me),
        starts_on=date(2020, 8, 1),
        last=day_of(portal.clock()) - timedelta(days=1),
        noted_at=portal.clock(),
    )
    tell(portal.engine, COMMUNICATIONS, [term])
    assert other.get(GRADE).status_code == 404
    assert "who delegated it holds the mandate no more" in other.get(LIST).text


def test_the_holder_ends_it_and_a_refusal_is_said(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    tell(portal.engine, GRADING, [delegated(portal, other, me)])
    path, form = f"{LIST}/{THIS}/end", {"command_id": str(derive_id("e"))}
    assert me.post(path, form).status_code == 303
    assert sent(portal.asked[-1])["type"] == "end-grading-delegation"
    stranger = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert stranger.get(path).status_code == 404
    assert stranger.get(NEW).status_code == 404
    assert "In force" not in stranger.get(LIST).text


def test_what_ended_comes_a_page_at_a_time(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    over = day_of(portal.clock()) - timedelta(days=1)
    many = [str(derive_id("grading delegation", n)) for n in range(60)]
    some = [delegated(portal, other, me, delegation_id=one, until=over) for one in many]
    tell(portal.engine, GRADING, some)
    first = me.get(LIST).text
    assert "1 to 50 of 60" in first
    assert me.get(f"{LIST}?ended=2").text.count("Delegated by") == 10


def test_of_a_working_group_the_chair_alone_delegates(portal: Pages) -> None:
    group = frozenset({"wgad"})
    member = portal.signed_in(Role.MANDATE_HOLDER, mandates=group)
    chair = portal.signed_in(Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR, mandates=group)
    assert member.get(f"{LIST}/new/wgad").status_code == 404
    assert chair.get(f"{LIST}/new/wgad").status_code == 200


def test_the_grade_says_by_whom_and_those_of_the_mandate_under_which(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    tell(portal.engine, GRADING, [delegated(portal, other, me)])
    grade = replace(assessed("fully"), assessed_by=id_of(other), delegation_id=THIS)
    tell(portal.engine, RECOMMENDATIONS, [*facts(portal), grade, published()])
    page = me.get(PAGE).text
    assert "in the mandate&#39;s name, under a delegation" in page
    assert "Graded under a delegation of" in page
    assert other.account is not None
    assert other.account.name in page
    reader = ngo(portal).get(PAGE).text
    assert "in the mandate&#39;s name, under a delegation" in reader
    assert "Graded under a delegation of" not in reader
    assert other.account.name not in reader, "the officer's name is the mandate's"


def test_every_fact_delivered_twice_leaves_the_tables_as_they_are(portal: Pages) -> None:
    me, other = holder(portal), officer(portal)
    one = delegated(portal, other, me)
    applier = Applier(portal.engine, GRADING)
    history = [one, ended(portal, one)]
    applier.apply(arriving(history))
    with portal.engine.connect() as conn:
        once = digest(conn, GRADING.tables)
    applier.apply(arriving(history))
    with portal.engine.connect() as conn:
        assert digest(conn, GRADING.tables) == once
