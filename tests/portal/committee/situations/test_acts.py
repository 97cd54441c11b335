"""What is done with a situation: its steps, who takes them, and the actions of a Government."""

from datetime import timedelta

import pytest

from portal.web.accounts import account as accounts
from shared.contracts.stakeholders_situation_commands import (
    ChangeSituationLevel,
    CloseSituation,
    DeclineSituation,
    KeepSituationFromDesk,
    NoteGovernmentAction,
    OpenSituation,
    ReopenSituation,
    ReviewSituation,
    TakeBackGovernmentAction,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.committee.situations.conftest import (
    KENYA,
    PAGE,
    asked,
    form,
    on_record,
)
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import situations as said
from tests.support.portal import Pages, Visitor
from tests.support.watched import Watched


def test_each_step_names_what_the_page_showed(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    one = list_.proposed()
    until = (day_of(portal.clock()) + timedelta(days=30)).isoformat()
    page = chair.get(f"{PAGE}/{one}/open").text
    assert 'name="step" type="hidden" value="1"' in page
    chair.post(f"{PAGE}/{one}/open", form(step="1", review_on=until))
    assert isinstance(asked(portal), OpenSituation)
    assert (asked(portal).step, asked(portal).review_on.isoformat()) == (1, until)
    chair.post(f"{PAGE}/{one}/decline", form(step="x", code="later"))
    assert isinstance(asked(portal), DeclineSituation)
    assert asked(portal).step == -1
    list_.step(said.OPENED, one)
    review = form(step="2", review_on=until, note="Quib review")
    for path, typed, kind in (
        ("review", review, ReviewSituation),
        ("level", form(step="2", level="urgent", reason="Why"), ChangeSituationLevel),
        ("close", form(step="2", code="improved", reason="Why"), CloseSituation),
    ):
        assert 'value="2"' in chair.get(f"{PAGE}/{one}/{path}").text
        chair.post(f"{PAGE}/{one}/{path}", typed)
        assert isinstance(asked(portal), kind)
        assert asked(portal).step == 2
    for path in ("open", "decline", "take-back", "reopen"):
        assert chair.get(f"{PAGE}/{one}/{path}").status_code == 404
    list_.step(said.REVIEWED, one)
    list_.step(said.LEVELLED, one)
    list_.step(said.CLOSED, one)
    page = text(chair.get(f"{PAGE}/{one}").text)
    for words in ("Quib review", "Level changed (Urgent)", "Closed: The situation improved"):
        assert words in page
    chair.post(f"{PAGE}/{one}/reopen", form(step="5", review_on=until, reason="Again"))
    assert isinstance(asked(portal), ReopenSituation)
    list_.step(said.REOPENED, one)
    page = text(chair.get(f"{PAGE}/{one}").text)
    assert "Opened again" in page
    assert "Close this situation" in page


def test_the_desk_reviews_and_takes_the_own_proposal_back_and_no_more(
    portal: Pages, list_: Watched, desk: Visitor
) -> None:
    assert desk.account
    one = list_.proposed(proposed_by=desk.account.account_id)
    desk.post(f"{PAGE}/{one}/take-back", form(step="1"))
    assert asked(portal).code == "taken_back"
    assert desk.get(f"{PAGE}/{list_.proposed()}/take-back").status_code == 404
    list_.step(said.OPENED, one)
    page = text(desk.get(f"{PAGE}/{one}").text)
    assert "Review this situation" in page
    assert "Note an action of the Government" in page
    for words in ("Change the level", "Close this situation"):
        assert words not in page
    for path in ("open", "level", "close", "reopen"):
        assert desk.get(f"{PAGE}/{one}/{path}").status_code == 403


def test_a_member_concerned_is_shown_as_recused_and_decides_nothing(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    on_record(portal, chair, "KEN")
    one = list_.opened()
    page = text(chair.get(f"{PAGE}/{one}").text)
    assert "You are recused" in page
    assert "Review this situation" not in page
    for path in ("review", "level", "close", "actions/note"):
        assert chair.get(f"{PAGE}/{one}/{path}").status_code == 404
    theme = list_.opened("NPL", mandates=("sr-torture",))
    assert "You are recused" in text(chair.get(f"{PAGE}/{theme}").text)
    assert "You are recused" not in text(chair.get(f"{PAGE}/{list_.opened('NPL')}").text)


def test_only_the_chair_opens_and_closes_where_there_is_one(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    on_record(portal, chair, "FRA", chair=True)
    one, other = list_.proposed(), portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert chair.get(f"{PAGE}/{one}/open").status_code == 200
    assert other.get(f"{PAGE}/{one}/open").status_code == 404
    list_.step(said.OPENED, one)
    assert "Change the level" in text(other.get(f"{PAGE}/{one}").text)
    assert "Close this situation" not in text(other.get(f"{PAGE}/{one}").text)


def test_what_rests_on_reprisals_later_is_kept_from_the_desk_then(
    portal: Pages, list_: Watched, chair: Visitor, desk: Visitor
) -> None:
    one = list_.opened()
    here, keep = f"{PAGE}/{one}", f"{PAGE}/{one}/keep-from-desk"
    assert "neither see nor review it" in text(chair.get(keep).text)
    assert desk.get(here).status_code == 200
    assert desk.get(keep).status_code == 403
    chair.post(keep, form(step="2"))
    assert asked(portal) == KeepSituationFromDesk(situation_id=one, step=2)
    list_.step(said.KEPT, one)
    assert desk.get(here).status_code == 404
    assert KENYA not in text(desk.get(PAGE).text)
    page = text(chair.get(here).text)
    assert "Kept from the desk of the State" in page
    assert "It rests on reprisals, so" in page
    assert keep not in page
    assert chair.get(keep).status_code == 404


@pytest.mark.parametrize("why", ["another mandate", "no role", "disabled"])
def test_somebody_stands_in_for_a_chair_whose_account_cannot_act(
    portal: Pages, list_: Watched, why: str
) -> None:
    """The record of elections knows of none of these."""
    role = Role.MANDATE_HOLDER if why == "no role" else Role.COORDINATION_COMMITTEE
    second = frozenset({"wgad"}) if why == "another mandate" else frozenset[str]()
    chair = portal.signed_in(role, mandates=second)
    on_record(portal, chair, "FRA", chair=True)
    assert chair.account
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, chair.account.account_id, disabled=why == "disabled")
    one = list_.proposed(mandates=("wgad",))
    other = portal.signed_in(Role.COORDINATION_COMMITTEE)
    until = (day_of(portal.clock()) + timedelta(days=30)).isoformat()
    other.post(f"{PAGE}/{one}/open", form(step="1", review_on=until))
    command = asked(portal)
    assert isinstance(command, OpenSituation)
    assert chair.account.account_id in command.unable
    other.post(f"{PAGE}/{one}/decline", form(step="1", code="later"))
    assert asked(portal).unable == command.unable
    list_.step(said.OPENED, one)
    other.post(f"{PAGE}/{one}/close", form(step="2", code="improved", reason="Why"))
    assert asked(portal).unable == command.unable
    list_.step(said.CLOSED, one)
    other.post(f"{PAGE}/{one}/reopen", form(step="3", review_on=until, reason="Again"))
    assert asked(portal).unable == command.unable


def test_an_action_is_noted_with_its_source_and_taken_back(
    portal: Pages, list_: Watched, chair: Visitor
) -> None:
    one = list_.opened(mandates=("wgad",))
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"}))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    note = f"{PAGE}/{one}/actions/note"
    typed = form(kind="inquiry", acted_on="2026-01-04", source=said.SOURCE)
    assert "Check this action" in text(officer.post(note, typed).text)
    officer.post(note, {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, NoteGovernmentAction)
    assert (command.kind, command.source) == ("inquiry", said.SOURCE)
    list_.step(said.NOTED, one, action_id=command.action_id)
    back = f"{PAGE}/{one}/actions/{command.action_id}/take-back"
    for visitor in (officer, chair, holder):
        page = visitor.get(f"{PAGE}/{one}").text
        assert said.SOURCE in page
        assert (back in page) is (visitor is not holder)
    assert holder.get(back).status_code == holder.get(note).status_code == 403
    officer.post(back, form())
    assert isinstance(asked(portal), TakeBackGovernmentAction)
    list_.step(said.UNNOTED, one, action_id=command.action_id)
    assert said.SOURCE not in chair.get(f"{PAGE}/{one}").text
    assert chair.get(back).status_code == 404


def test_what_was_erased_is_said(portal: Pages, list_: Watched, chair: Visitor) -> None:
    one = list_.opened()
    portal.vault.forget(f"situation-{one}", at=portal.clock())
    page = chair.get(f"{PAGE}/{one}")
    assert page.status_code == 200
    assert "Zora" not in page.text
