"""Addressees that a Resident Coordinator proposes: who sees them, and what each does (Q2)."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.followup_addressee_proposals import (
    AddresseeProposalDeclined,
    AddresseeProposalTakenBack,
    AddresseeProposalTakenUp,
    AddresseeProposed,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.country_teams import team_of
from tests.portal.followup.recommendations.described import (
    OURS,
    PARLIAMENT,
    asked,
    closed,
    named,
    sealed,
    told,
)
from tests.portal.followup.recommendations.story import CHE, PAGE, TORTURE, holder, ngo
from tests.portal.stakeholders.test_pages import text
from tests.support.followup import NOW, published, revealed, shared, unshared
from tests.support.portal import Pages, Visitor

PROPOSAL, ANOTHER = (str(derive_id("proposal of a test", n)) for n in range(2))
LIST = "/recommendations/addressee-proposals"
NAME, WHY, NO = "The Board of Prisons", "It runs the cells.", "The Government runs it."
OF_ONE = f"/addressees/proposals/{PROPOSAL}"


def coordinator(portal: Pages, **also: Any) -> Visitor:
    given = {"state_codes": CHE, "office": "coordinator", **also}
    return portal.signed_in(Role.UN_PARTNER, **given)


def proposed(portal: Pages, by: str, proposal_id: str = PROPOSAL) -> AddresseeProposed:
    return AddresseeProposed(
        **OURS,
        proposal_id=proposal_id,
        kind="other",
        name=sealed(portal, NAME),
        reason=sealed(portal, WHY),
        proposed_by=by,
        proposed_at=NOW,
    )


def declined(portal: Pages) -> AddresseeProposalDeclined:
    return AddresseeProposalDeclined(
        **OURS,
        proposal_id=PROPOSAL,
        reason=sealed(portal, NO),
        declined_by="account-1",
        declined_at=NOW,
    )


def taken_up(_: Pages) -> AddresseeProposalTakenUp:
    return AddresseeProposalTakenUp(
        **OURS,
        proposal_id=PROPOSAL,
        addressee_id=PARLIAMENT,
        taken_up_by="account-1",
        taken_up_at=NOW,
    )


def taken_back(by: str) -> AddresseeProposalTakenBack:
    return AddresseeProposalTakenBack(
        **OURS, proposal_id=PROPOSAL, taken_back_by=by, taken_back_at=NOW
    )


def test_a_coordinator_proposes_what_the_team_may_read(portal: Pages) -> None:
    told(portal)
    visitor = coordinator(portal)
    form = {"kind": "other", "name": NAME, "reason": WHY}
    path = "/addressees/propose"
    assert visitor.get(PAGE).status_code == visitor.get(f"{PAGE}{path}").status_code == 404
    team = team_of("CHE")
    invited = [shared(team)]
    public = [*invited, unshared(team), published()]
    for reads in (invited, public):
        told(portal, *reads)
        assert f"{PAGE}{path}" in visitor.get(PAGE).text
        assert visitor.get(f"{PAGE}{path}").status_code == 200
        data = asked(visitor, portal, path, {**form, "command_id": str(derive_id(len(reads)))})
        assert data["type"] == "propose-addressee"
        assert data["data"]["kind"] == "other"
        assert revealed(portal.vault, data["data"]["name"]) == NAME
        assert revealed(portal.vault, data["data"]["reason"]) == WHY
    for wrong in ({"kind": ""}, {"name": ""}, {"reason": ""}):
        again = {"command_id": str(derive_id("x")), **form, **wrong}
        assert visitor.post(f"{PAGE}{path}", again).status_code == 422, wrong
    told(portal, *public, closed(portal))
    assert path not in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}{path}").status_code == 404


def test_the_mandate_names_it_or_declines_with_a_reason(portal: Pages) -> None:
    told(portal, published(), proposed(portal, "coordinator"))
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    for visitor in (holder(portal), officer):
        page = visitor.get(PAGE).text
        assert all(one in page for one in (NAME, WHY, f"{OF_ONE}/name", f"{OF_ONE}/decline"))
        assert NAME in visitor.get(LIST).text
        assert "1 proposed addressee to answer" in text(visitor.get("/recommendations").text)
    form = officer.get(f"{PAGE}{OF_ONE}/name").text
    assert f'value="{NAME}"' in form
    assert WHY in form
    words = {"kind": "other", "name": "The Prisons Board", "organisation_id": ""}
    data = asked(officer, portal, f"{OF_ONE}/name", words)["data"]
    assert (data["proposal_id"], revealed(portal.vault, data["name"])) == (
        PROPOSAL,
        "The Prisons Board",
    )
    assert WHY in officer.get(f"{PAGE}{OF_ONE}/decline").text
    empty = {"command_id": str(derive_id("x")), "reason": ""}
    assert officer.post(f"{PAGE}{OF_ONE}/decline", empty).status_code == 422
    data = asked(officer, portal, f"{OF_ONE}/decline", {"reason": NO})["data"]
    assert (data["proposal_id"], revealed(portal.vault, data["reason"])) == (PROPOSAL, NO)
    for path in ("name", "decline"):
        other = f"{PAGE}/addressees/proposals/{ANOTHER}/{path}"
        assert officer.get(other).status_code == 404
    told(portal, published(), proposed(portal, "coordinator"), declined(portal))
    assert officer.get(f"{PAGE}{OF_ONE}/name").status_code == 404, "it is answered"
    assert NAME not in officer.get(LIST).text
    assert "to answer" not in text(officer.get("/recommendations").text)
    assert NO in officer.get(PAGE).text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("answer", [declined, taken_up])
def test_the_proposer_reads_what_became_of_it(
    portal: Pages, language: str, answer: Callable[[Pages], object]
) -> None:
    visitor = coordinator(portal, language=language)
    assert visitor.account is not None
    first = [published(), proposed(portal, visitor.account.account_id)]

    def reads(english: str, arabic: str) -> None:
        for address in (PAGE, LIST):
            page = text(visitor.get(address).text)
            assert NAME in page
            assert (english if language == "en" else arabic) in page
        assert f"{OF_ONE}/name" not in visitor.get(PAGE).text

    told(portal, *first)
    reads("Waits for the mandate", "بانتظار الولاية")
    told(portal, *first, answer(portal))
    if answer is declined:
        reads("Declined", "مرفوض")
    else:
        reads("Taken up", "مأخوذ به")
    assert (NO in visitor.get(PAGE).text) == (answer is declined)
    portal.vault.forget(sealed(portal, NAME).subject, at=NOW)
    for address in (PAGE, LIST):
        page = visitor.get(address)
        assert (page.status_code, NAME in page.text) == (200, False)


def test_the_proposer_takes_it_back_and_the_mandate_sees_it_no_more(portal: Pages) -> None:
    visitor, other, back = coordinator(portal), coordinator(portal), f"{OF_ONE}/take-back"
    assert visitor.account is not None
    first = [published(), proposed(portal, visitor.account.account_id)]
    told(portal, *first)
    assert back in visitor.get(PAGE).text
    assert NAME in visitor.get(f"{PAGE}{back}").text
    command = asked(visitor, portal, back, {})
    assert command["type"] == "take-back-addressee-proposal"
    assert command["data"]["proposal_id"] == PROPOSAL
    assert other.get(f"{PAGE}{back}").status_code == 404
    assert back not in holder(portal).get(PAGE).text
    told(portal, *first, taken_back(visitor.account.account_id))
    for address in (PAGE, LIST):
        page = visitor.get(address).text
        assert NAME in page
        assert "Taken back" in text(page)
        assert back not in page
        assert NAME not in holder(portal).get(address).text
    assert visitor.get(f"{PAGE}{back}").status_code == 404, "nothing waits"
    assert "to answer" not in text(holder(portal).get("/recommendations").text)
    late = asked(holder(portal), portal, f"{OF_ONE}/decline", {"reason": NO})
    assert late["type"] == "decline-addressee-proposal", "the service says that it was taken back"


def test_nobody_else_sees_a_trace_of_a_proposal(portal: Pages) -> None:
    others = {
        "government": portal.signed_in(Role.GOVERNMENT, state_codes=CHE),
        "organisation": ngo(portal),
        "institution": portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1"),
        "desk": portal.signed_in(Role.DESK_OFFICER, state_codes=CHE),
        "agency": portal.signed_in(Role.UN_PARTNER, state_codes=CHE),
        "field": portal.signed_in(Role.UN_PARTNER, state_codes=CHE, office="field"),
        "another coordinator": coordinator(portal),
        "other mandate": portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
        "everybody": portal.visitor(),
    }
    pages = (PAGE, "/recommendations", "/register/recommendations", LIST)
    base = [published(), named(portal, PARLIAMENT, "other", "no")]

    def seen() -> dict[str, list[tuple[int, str]]]:
        got = {who: [one.get(page) for page in pages] for who, one in others.items()}
        return {
            who: [
                (one.status_code, text(one.text) if one.status_code == 200 else "") for one in every
            ]
            for who, every in got.items()
        }

    told(portal, *base)
    before = seen()
    some = [proposed(portal, "somebody"), proposed(portal, "x", ANOTHER)]
    told(portal, *base, *some)
    assert seen() == before
    for more in (taken_up(portal), taken_back("somebody")):
        told(portal, *base, *some, more)
        assert seen() == before
    for who, one in others.items():
        for path in ("name", "decline", "take-back"):
            address = f"{PAGE}{OF_ONE}/{path}"
            assert one.get(address).status_code in {302, 303, 401, 403, 404}, who
        if "coordinator" not in who:
            answer = one.get(f"{PAGE}/addressees/propose").status_code
            assert answer in {302, 303, 401, 403, 404}, who


def test_what_the_mandate_left_waits_nowhere(portal: Pages) -> None:
    told(portal, shared(team_of("CHE")), proposed(portal, "coordinator"))
    visitor = coordinator(portal, state_codes=frozenset({"KEN"}))
    assert NAME not in visitor.get(LIST).text
    assert NAME in holder(portal).get(LIST).text
