"""Internal advisory procedures: a closed group, each with their part."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.committee.iap.found import subject_of
from portal.web.accounts import account as accounts
from portal.web.caseless import found_in
from shared.contracts.stakeholders_iap_commands import TYPES
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import iap as said
from tests.support import committee as members
from tests.support.forms import hidden
from tests.support.iap import Procedures
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE, SEND = "/committee/advisory-procedures", {"checked": "send"}
STEPS = ("categorise", "invite", "considered", "outcome", "tell", "refuse")


@pytest.fixture
def some(portal: Pages) -> Procedures:
    members.Committee(portal.engine, portal.vault)
    return Procedures(portal.engine, portal.vault)


@pytest.fixture
def member(portal: Pages, some: Procedures) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="holder-a", name="Ana")


@pytest.fixture
def kenya(portal: Pages, some: Procedures) -> Visitor:
    return portal.signed_in(
        Role.GOVERNMENT, account_id="kenya", name="Kip", state_codes=frozenset({"KEN"})
    )


@pytest.fixture
def holder(portal: Pages, some: Procedures) -> Visitor:
    return portal.signed_in(
        Role.MANDATE_HOLDER, account_id="holder-x", name="Hana", mandates=frozenset({"wgad"})
    )


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def texts_of(page: str) -> set[str]:
    names = ("papers", "points", "comment", "outcome", "told")
    return {name for name in names if f"Quib {name}" in text(page)}


def test_each_of_the_group_reads_their_own_part_and_nobody_else_anything(
    portal: Pages, some: Procedures, member: Visitor, kenya: Visitor, holder: Visitor
) -> None:
    assert "will appear here" in text(member.get(PAGE).text)
    one = some.upto(said.CATEGORISED)
    assert holder.get(f"{PAGE}/{one}").status_code == 404, "not before the holder is invited"
    assert one not in holder.get(PAGE).text
    told = some.upto(said.TOLD)
    everything = {"papers", "points", "comment", "outcome", "told"}
    assert texts_of(member.get(f"{PAGE}/{told}").text) == everything
    asker, invited = kenya.get(f"{PAGE}/{told}").text, holder.get(f"{PAGE}/{told}").text
    assert f"iap-{told}" in asker, "for an erasure"
    assert texts_of(asker) == {"papers", "told"}
    assert texts_of(invited) == {"points", "comment", "told"}
    for page in (asker, invited):
        assert "Ana" not in page
        assert "Kip" not in text(page).replace("Kip", "", 1) or page is asker
    assert "With the Committee" in text(kenya.get(PAGE).text), "no step in between"
    other = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    strange = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    for visitor in (other, strange):
        assert visitor.get(f"{PAGE}/{told}").status_code == 404
        assert told not in visitor.get(PAGE).text
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER, Role.NGO_MEMBER):
        assert portal.signed_in(role).get(f"{PAGE}/{told}").status_code == 403


def test_a_focal_point_of_an_organisation_asks_and_reads_the_own_part_alone(
    portal: Pages, some: Procedures, member: Visitor
) -> None:
    """Section D.5: at their own request, as a Government does; their organisation is in no fact."""
    roles = (Role.FOCAL_POINT, Role.NGO_MEMBER)
    of = {"organisation": "Zorp Society", "organisation_id": "zorp"}
    focal = portal.signed_in(*roles, account_id="focal", name="Fay", **of)
    ask = f"{PAGE}/ask"
    assert ask in focal.get(PAGE).text
    sent = form(mandate="wgad", papers="How the mandate answers us")
    assert "with your name" in text(focal.post(ask, sent).text)
    assert focal.post(ask, {**sent, **SEND}).status_code == 303
    assert asked(portal).mandate == "wgad"
    for words in (b"Zorp", b"Fay", b"answers us"):
        assert words not in portal.asked[-1].read()
    told = some.upto(said.TOLD, by="focal")
    page = focal.get(f"{PAGE}/{told}").text
    assert texts_of(page) == {"papers", "told"}
    assert "Ana" not in page
    read = text(member.get(f"{PAGE}/{told}").text)
    assert "Fay" in read
    assert "Zorp" not in read
    colleague = portal.signed_in(*roles, account_id="other", **of)
    assert colleague.get(f"{PAGE}/{told}").status_code == 404
    assert told not in colleague.get(PAGE).text
    assert portal.signed_in(Role.NGO_MEMBER).get(ask).status_code == 403


def test_for_a_member_concerned_there_is_none_and_the_next_by_seniority_leads(
    portal: Pages, some: Procedures
) -> None:
    """IAP against the chair (D.8): the chair has the mandate, is a national, or asked."""
    chair = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="chair", name="Cy")
    second = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="second", name="Sol")
    third = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="third", name="Tia")
    seats = (
        members.member("sr-food", "NPL", holder_id="chair"),
        members.member("sr-torture", holder_id="second"),
        members.member("sr-housing", holder_id="third"),
    )
    record = members.Committee(portal.engine, portal.vault, told=900)
    record.tell(members.elected(members=seats), members.designated("sr-food"))
    against = (
        some.received(mandate="sr-food"),
        some.received(state="NPL"),
        some.received("chair", state=None, mandate=None),
    )
    other = some.received(mandate=None, state="FJI")
    for one in against:
        assert chair.get(f"{PAGE}/{one}/categorise").status_code == 404
        assert one not in chair.get(PAGE).text
        assert chair.get(f"{PAGE}/{one}").status_code == 404
        assert second.get(f"{PAGE}/{one}/categorise").status_code == 200
        assert third.get(f"{PAGE}/{one}").status_code == 200
        assert third.get(f"{PAGE}/{one}/categorise").status_code == 404
    assert chair.get(f"{PAGE}/{other}/categorise").status_code == 200
    assert second.get(f"{PAGE}/{other}/categorise").status_code == 404


def test_a_state_that_names_a_case_is_refused_and_learns_nothing(
    portal: Pages, some: Procedures, kenya: Visitor, member: Visitor, holder: Visitor
) -> None:
    """State uses IAP to learn a source (D.8). The sentence is the same whether there is a case."""
    assert "Nothing about a case" in kenya.get(f"{PAGE}/ask").text
    assert found_in("Su solicitud al mes 12, 13 de mayo: another 2020 oath") is None
    number = next(one for one in map(case_number, "abcdef") if any(map(str.isdecimal, one)))
    references = ("AL_IND_1_2020", "\uff21\uff2c IND 12/2020", "OTH 12/2020", "OL IND 3/20")
    for cited in ("AL KEN 3/2026", "JUA XYZ 999/2099", number, *references):
        assert found_in(f"Who wrote of {cited} to you?"), cited
    for cited in ("AL KEN 3/2026", number):
        refused = kenya.post(f"{PAGE}/ask", form(papers=f"Who wrote of {cited} to you?"))
        assert refused.status_code == 422
        said_of = f"Leave out what looks like a reference or a case number: {cited}"
        assert said_of in refused.text
    plain = form(mandate="wgad", papers="Zora comes late.")
    assert "Check what you send" in kenya.post(f"{PAGE}/ask", plain).text
    kenya.post(f"{PAGE}/ask", {**plain, **SEND})
    assert (asked(portal).mandate, asked(portal).papers.subject) == (
        "wgad",
        f"iap-{asked(portal).iap_id}",
    )
    kenya.post(f"{PAGE}/ask", {**form(mandate="", papers="Zora"), **SEND})
    assert asked(portal).mandate is None
    one = some.upto(said.INVITED)
    page = holder.post(f"{PAGE}/{one}/comment", form(comment="On AL KEN 3/2026"))
    assert page.status_code == 422
    page = member.post(f"{PAGE}/{one}/invite", form(text="On AL KEN 3/2026", step="3"))
    assert page.status_code == 422


def test_each_step_names_how_many_the_page_showed(
    portal: Pages, some: Procedures, member: Visitor
) -> None:
    one = some.received()
    typed = {"category": "referred", "code": "case_content", "text": "Zora"}
    shown = {
        "categorise": {"papers"},
        "invite": {"papers"},
        "considered": {"papers", "points"},
        "outcome": {"papers", "points"},
        "tell": {"outcome"},
    }
    for path, fact in zip(
        STEPS[:5],
        (said.CATEGORISED, said.INVITED, said.CONSIDERED, said.RECORDED, said.TOLD),
        strict=True,
    ):
        page = member.get(f"{PAGE}/{one}/{path}").text
        step = hidden(page, "step")
        assert texts_of(page) == shown[path]
        member.post(f"{PAGE}/{one}/{path}", {**form(step=step, **typed), **SEND})
        assert (asked(portal).iap_id, asked(portal).step) == (one, int(step))
        some.tell(fact, one)
    assert step == "5"
    for path in STEPS:
        assert member.get(f"{PAGE}/{one}/{path}").status_code == 404
    recorded = some.upto(said.RECORDED)
    assert "Quib outcome</textarea>" in member.get(f"{PAGE}/{recorded}/outcome").text
    other = some.received()
    member.post(f"{PAGE}/{other}/refuse", {**form(step="1", **typed), **SEND})
    assert asked(portal).code == "case_content"
    some.tell(said.NOT_TAKEN_UP, other)
    assert "It is about a case" in member.get(f"{PAGE}/{other}").text


def test_the_holder_comments_and_who_asked_takes_it_back(
    portal: Pages, some: Procedures, kenya: Visitor, holder: Visitor
) -> None:
    one = some.upto(said.INVITED)
    assert "Quib points" in holder.get(f"{PAGE}/{one}/comment").text
    holder.post(f"{PAGE}/{one}/comment", {**form(comment="Zora"), **SEND})
    assert (asked(portal).comment.subject, asked(portal).invitation) == (f"iap-{one}", 0)
    assert hidden(holder.get(f"{PAGE}/{one}/comment").text, "invitation") == "1"
    some.tell(said.COMMENTED, one)
    assert "Quib comment" in holder.get(f"{PAGE}/{one}/comment").text
    assert holder.get(f"{PAGE}/{one}/withdraw").status_code == 404
    kenya.post(f"{PAGE}/{one}/withdraw", form())
    assert asked(portal).iap_id == one
    some.tell(said.WITHDRAWN, one)
    assert kenya.get(f"{PAGE}/{one}/withdraw").status_code == 404
    assert holder.get(f"{PAGE}/{one}/comment").status_code == 404


def test_invited_anew_an_older_comment_is_marked_and_a_successor_reads_none(
    portal: Pages, some: Procedures, member: Visitor, holder: Visitor
) -> None:
    one = some.upto(said.COMMENTED, received_at=portal.clock() - timedelta(days=40))
    successor = portal.signed_in(
        Role.MANDATE_HOLDER, account_id="holder-y", name="Hugo", mandates=frozenset({"wgad"})
    )
    member.post(f"{PAGE}/{one}/invite", {**form(text="Zora", step="4"), **SEND})
    assert set(asked(portal).holders) == {"holder-x", "holder-y"}
    older = "From before the last invitation"
    assert older not in member.get(f"{PAGE}/{one}").text
    some.tell(said.INVITED, one, holders=("holder-y",), text="Quib points")
    page = text(member.get(f"{PAGE}/{one}").text)
    assert older in page
    assert "Comment of Hana" in page
    assert "Comment of Hugo" in page
    assert "Quib comment" in holder.get(f"{PAGE}/{one}").text
    assert "Quib comment" not in successor.get(f"{PAGE}/{one}").text
    listed = text(successor.get(PAGE).text)
    assert "Invitation of 5" in listed, "and not the day on which it was received"
    some.tell(said.COMMENTED, one, commented_by="holder-y")
    for reader, times in ((holder, 1), (successor, 1), (member, 2)):
        history = text(reader.get(f"{PAGE}/{one}").text)
        for step in ("The holder was invited to comment", "The holder commented"):
            assert history.count(step) == times, "a holder reads nothing of other holders"
    some.tell(said.CATEGORISED, one, category="systemic")
    some.tell(said.TOLD, one, told_to=("requester", "annual_meeting"))
    page = text(successor.get(f"{PAGE}/{one}").text)
    assert "Outcome told" not in page
    assert "Over" in page


@pytest.mark.parametrize("why", ["another mandate", "no role", "disabled", "invited"])
def test_somebody_stands_in_for_a_chair_whose_account_cannot_act(
    portal: Pages, some: Procedures, why: str
) -> None:
    """The record of elections knows of none of these."""
    role = Role.MANDATE_HOLDER if why == "no role" else Role.COORDINATION_COMMITTEE
    own = frozenset({"wgad"}) if why == "another mandate" else frozenset[str]()
    chair = portal.signed_in(role, account_id="chair", mandates=own)
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, "chair", disabled=why == "disabled")
    second = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="second")
    third = portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="third")
    seats = tuple(
        members.member(mandate, holder_id=account)
        for mandate, account in (("sr-food", "chair"), ("sr-torture", "second"), ("x", "third"))
    )
    record = members.Committee(portal.engine, portal.vault, told=900)
    record.tell(members.elected(members=seats), members.designated("sr-food"))
    one = some.received()
    if why == "invited":
        some.tell(said.CATEGORISED, one)
        some.tell(said.INVITED, one, holders=("chair",))
        assert chair.get(f"{PAGE}/{one}").status_code == 404
    assert second.get(f"{PAGE}/{one}/refuse").status_code == 200
    assert third.get(f"{PAGE}/{one}/refuse").status_code == 404
    second.post(f"{PAGE}/{one}/refuse", {**form(step="1", code="known"), **SEND})
    assert asked(portal).unable == ("chair",)


def test_what_was_erased_has_an_end_without_a_text(
    portal: Pages, some: Procedures, member: Visitor
) -> None:
    one, other = some.upto(said.RECORDED), some.upto(said.RECORDED)
    portal.vault.forget(subject_of(one), at=portal.clock())
    told = member.post(f"{PAGE}/{one}/tell", {**form(step="6", text="Zora"), **SEND})
    assert told.status_code == 409
    assert 'value="erased"' in member.get(f"{PAGE}/{one}/refuse").text
    assert 'value="erased"' not in member.get(f"{PAGE}/{other}/refuse").text
    member.post(f"{PAGE}/{one}/refuse", {**form(step="6", code="erased"), **SEND})
    assert asked(portal).code == "erased"
    some.tell(said.NOT_TAKEN_UP, one, code="erased")
    assert "was erased on request" in text(member.get(f"{PAGE}/{one}").text)
