"""Internal advisory procedures: a closed group, each with their part; totals for all."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from shared.contracts.stakeholders_iap_commands import TYPES
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import iap as said
from tests.support import committee as members
from tests.support.forms import hidden
from tests.support.iap import Procedures
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE, SEND = "/committee/advisory-procedures", {"checked": "send"}
TOTALS = "/en/committee/advisory-procedures/totals"
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
    assert texts_of(asker) == {"papers", "told"}
    assert texts_of(invited) == {"points", "comment", "told"}
    for page in (asker, invited):
        assert "Ana" not in page
        assert "Kip" not in text(page).replace("Kip", "", 1) or page is asker
    assert "With the Committee" in text(kenya.get(PAGE).text), "no step in between"
    other = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    strange = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    for visitor in (other, strange):
        assert visitor.get(f"{PAGE}/{told}").status_code == 404
        assert told not in visitor.get(PAGE).text
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER, Role.NGO_MEMBER):
        assert portal.signed_in(role).get(f"{PAGE}/{told}").status_code == 403


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
    for cited in ("AL KEN 3/2026", "JUA XYZ 999/2099", case_number("one"), case_number("two")):
        refused = kenya.post(f"{PAGE}/ask", form(papers=f"Who wrote of {cited} to you?"))
        assert refused.status_code == 422
        assert "Leave out what looks like a reference or a case number" in refused.text
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
    for path, fact in zip(
        STEPS[:5],
        (said.CATEGORISED, said.INVITED, said.CONSIDERED, said.RECORDED, said.TOLD),
        strict=True,
    ):
        page = member.get(f"{PAGE}/{one}/{path}").text
        step = hidden(page, "step")
        member.post(f"{PAGE}/{one}/{path}", {**form(step=step, **typed), **SEND})
        assert (asked(portal).iap_id, asked(portal).step) == (one, int(step))
        some.tell(fact, one)
    assert step == "5"
    for path in STEPS:
        assert member.get(f"{PAGE}/{one}/{path}").status_code == 404
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
    assert asked(portal).comment.subject == f"iap-{one}"
    some.tell(said.COMMENTED, one)
    assert "Quib comment" in holder.get(f"{PAGE}/{one}/comment").text
    assert holder.get(f"{PAGE}/{one}/withdraw").status_code == 404
    kenya.post(f"{PAGE}/{one}/withdraw", form())
    assert asked(portal).iap_id == one
    some.tell(said.WITHDRAWN, one)
    assert kenya.get(f"{PAGE}/{one}/withdraw").status_code == 404
    assert holder.get(f"{PAGE}/{one}/comment").status_code == 404


def test_totals_are_bands_of_years_that_are_over(portal: Pages, some: Procedures) -> None:
    this_year = portal.clock()
    for number in range(5):
        ended = this_year if number == 4 else AT - timedelta(days=30)
        one = some.received()
        some.tell(said.CATEGORISED, one)
        some.tell(said.TOLD, one, told_at=ended)
    page = text(portal.visitor().get(TOTALS).text)
    assert "referred it 4-9" in page.replace("\u2013", "-")
    assert "systemic issue Fewer than 4" in page
