"""Subscriptions over time and over mergers: who ended one hears nothing, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from portal.stakeholders.subscriptions import audience
from shared.contracts.stakeholders_dormancy import OrganisationDormant
from shared.core.roles import Role
from tests.portal.stakeholders.subscriptions.test_notices import MINE, form, main, reached
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.subscriptions import NOW, Notices

HOUR = timedelta(hours=1)


@pytest.mark.usefixtures("focal")
def test_who_had_no_subscription_when_a_notice_went_out_gets_no_correction_of_it(
    portal: Pages, member: Visitor, notices: Notices
) -> None:
    notices.chooses("person", "member")
    notices.ends("person", "member", at=NOW + HOUR)
    report = notices.out(1, at=NOW + 2 * HOUR)
    notices.sends(1, at=NOW + 2 * HOUR)
    assert "member" not in reached(portal, report, NOW + 2 * HOUR)
    notices.chooses("person", "member", "KEN", at=NOW + 3 * HOUR)
    notices.out(1, edition=2, at=NOW + 4 * HOUR)
    assert "member" not in reached(portal, report, NOW + 4 * HOUR)
    assert "Kenya" in main(member.get(MINE).text)
    assert report not in member.get(MINE).text


def test_after_a_merger_everybody_hears_and_ends_what_either_entry_subscribed_to(
    portal: Pages, register: Register, notices: Notices, focal: Visitor
) -> None:
    register.confirmed(named(2), "The Network")
    other = portal.signed_in(
        Role.NGO_MEMBER, Role.FOCAL_POINT, account_id="other", organisation_id=named(2)
    )
    moved = notices.chooses("organisation", named(1), "KEN")
    notices.chooses("organisation", named(2), "FRA")
    report = notices.out(1, "KEN")
    assert set(reached(portal, report)) == {"focal"}
    assert other.get(f"{MINE}/{moved}/end").status_code == 404
    register.merged(named(1), named(2))
    assert set(reached(portal, report)) == {"focal", "other"}
    page = main(other.get(MINE).text)
    assert "For an entry that was merged into ours" in page
    assert "Kenya" in page
    assert other.get(f"{MINE}/{moved}/end").status_code == 200
    assert other.post(f"{MINE}/{moved}/end", form()).status_code == 303
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["subscription_id"]) == ("end-subscription", moved)
    notices.ends("organisation", named(1), at=NOW + HOUR)
    assert other.get(f"{MINE}/{moved}/end").status_code == 404
    assert "merged into ours" not in other.get(MINE).text
    register.undone(named(1), named(2))
    assert audience.subscription_id(portal.vault, "organisation", named(1)) == moved
    assert focal.get(f"{MINE}/{moved}/end").status_code == 404


@pytest.mark.usefixtures("focal")
def test_the_real_entry_says_whether_an_organisation_is_dormant(
    portal: Pages, register: Any, notices: Notices
) -> None:
    register.confirmed(named(2), "The Network")
    notices.chooses("organisation", named(1))
    report = notices.out(1)
    register.tell(OrganisationDormant(organisation_id=named(1), dormant_at=NOW))
    assert reached(portal, report) == {}
    register.merged(named(1), named(2))
    assert set(reached(portal, report)) == {"focal"}
    register.tell(OrganisationDormant(organisation_id=named(2), dormant_at=NOW))
    assert reached(portal, report) == {}
