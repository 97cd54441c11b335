"""What became of a partner elsewhere (E.13): an institution suspended, an NGO outlawed."""

from datetime import timedelta
from typing import Any

import pytest

from portal.followup.partners.queries import OFFICE
from portal.stakeholders.organisations.law_model import LAWS
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.stakeholders_contact_laws import ContactLawLifted, ContactLawRecorded
from shared.contracts.stakeholders_organisations import RiskFlagCleared, RiskFlagRaised
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.partners.test_pages import comes, officer, page_of
from tests.portal.stakeholders.test_pages import text
from tests.support.contact_points import Recognitions, recognised, reinstated, suspended
from tests.support.missions import STATE, Missions
from tests.support.organisations import Register
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NHRI, NGO = "nhri-1", str(derive_id("organisation of a visit"))
STAYS = "its access stays until the mandate ends it"
SUSPENDED, AT_RISK = "contact point is suspended", "The register has it as at risk"
LAW = "A law or list of the State punishes contact"


@pytest.fixture
def partners(portal: Pages) -> Partners:
    """A visit that is under way."""
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    for what in ("security_cleared", "began"):
        missions.step(what)
    return Partners(missions)


def reads(visitor: Visitor, one: str) -> bool:
    """Whether the partner reads its page; what it reads says nothing of a status."""
    page = visitor.get(f"/my-visits/{one}")
    for word in (STAYS, SUSPENDED, AT_RISK, LAW):
        assert word not in text(page.text)
    return page.status_code == 200


def told(portal: Pages, number: int, *facts: Any) -> None:
    (applier,) = ready(portal.engine, [LAWS])
    at = portal.clock()
    some = [
        of_stakeholders(one, number + each, f"contactlaw-{STATE}", at)
        for each, one in enumerate(facts)
    ]
    twice([applier], some)


def test_nhri_suspended_mid_visit_stays_a_partner_until_the_mandate_ends_it(
    portal: Pages, partners: Partners
) -> None:
    one, visitor = partners.admitted("nhri", NHRI), comes(portal, "nhri", NHRI)
    points = Recognitions(portal.engine)
    points.tell(recognised(NHRI))
    assert STAYS not in text(officer(portal).get(page_of(partners)).text)
    points.tell(suspended(NHRI))
    said = text(officer(portal).get(page_of(partners)).text)
    assert SUSPENDED in said
    assert STAYS in said
    assert reads(visitor, one)
    arabic = officer(portal).get(page_of(partners), Accept_Language="ar").text
    assert SUSPENDED not in text(arabic)
    assert 'dir="rtl"' in arabic
    partners.ask(EndPartner, one)
    assert not reads(visitor, one)
    assert SUSPENDED not in text(officer(portal).get(page_of(partners)).text), "it is over"


def test_nhri_that_is_recognised_again_has_no_word_of_it(portal: Pages, partners: Partners) -> None:
    partners.admitted("nhri", NHRI)
    Recognitions(portal.engine).tell(recognised(NHRI), suspended(NHRI), reinstated(NHRI))
    assert SUSPENDED not in text(officer(portal).get(page_of(partners)).text)


def test_ngo_outlawed_mid_visit_stays_a_partner_until_the_mandate_ends_it(
    portal: Pages, partners: Partners
) -> None:
    one, visitor = partners.admitted("ngo", NGO), comes(portal, "ngo", NGO)
    partners.admitted("rc", "rc-1")
    at = portal.clock()
    law = ContactLawRecorded(
        state=STATE,
        since=at.date(),
        text=portal.vault.seal("contactlaw-1", "Zanthor Act"),
        recorded_by="register",
        recorded_at=at,
    )
    told(portal, 1, law)
    said = text(officer(portal).get(page_of(partners)).text)
    assert said.count(LAW) == 1, "of the organisation, and not of the coordinator"
    assert "Zanthor" not in said
    assert reads(visitor, one)
    told(portal, 2, ContactLawLifted(state=STATE, lifted_by="two", lifted_at=at))
    assert LAW not in text(officer(portal).get(page_of(partners)).text)


def test_ngo_flagged_mid_visit_is_said_to_the_mandate_without_the_reason(
    portal: Pages, partners: Partners
) -> None:
    one, visitor = partners.admitted("ngo", NGO), comes(portal, "ngo", NGO)
    register = Register(portal.engine, portal.vault)
    register.confirmed(NGO, "Zanthor")
    flag: dict[str, Any] = {"organisation_id": NGO, "flag_id": "f-1"}
    at = portal.clock() - timedelta(days=1)
    reason = portal.vault.seal(f"organisation-{NGO}", "Vexing reason")
    register.tell(RiskFlagRaised(**flag, reason=reason, raised_by="x", raised_at=at))
    said = text(officer(portal).get(page_of(partners)).text)
    assert AT_RISK in said
    assert "Vexing" not in said
    assert reads(visitor, one)
    for role in Role:
        if role not in OFFICE:
            page = portal.signed_in(role).get(page_of(partners))
            assert page.status_code in {403, 404}, role
    register.tell(RiskFlagCleared(**flag, cleared_by="y", cleared_at=at))
    assert AT_RISK not in text(officer(portal).get(page_of(partners)).text)
