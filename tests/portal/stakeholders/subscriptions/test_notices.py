"""Subscriptions and the desk of notices: whom a notice reaches, and what nobody sees."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from portal.stakeholders.subscriptions import audience, demo, queries
from portal.web.accounts import account as accounts
from portal.web.accounts import focal as speaking
from portal.web.accounts.account import actor_of
from shared.contracts.stakeholders_organisations import OrganisationDissolved
from shared.core.roles import Role
from tests.support.organisations import asked_for, named
from tests.support.portal import Pages, Visitor
from tests.support.subscriptions import NOW, Notices

MINE, DESK = "/my-notices", "/notice-desk"
LATER = NOW + timedelta(days=3)


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def reached(portal: Pages, report_id: str, at: Any = NOW) -> dict[str, tuple[bool, bool]]:
    """Return account → whether weekly, and whether in the inbox alone."""
    with portal.engine.connect() as conn:
        report = queries.one(conn, report_id)
        assert report is not None
        some = queries.audience(conn, report, at=at)
        found = audience.hearers(conn, portal.vault, some)
        assert audience.count(conn, portal.vault, report, at=at) == len(found)
    return {one.account.account_id: (one.weekly, one.quiet) for one in found}


def test_a_person_and_an_organisation_subscribe_under_pseudonyms(
    portal: Pages, focal: Visitor, member: Visitor
) -> None:
    page = main(focal.get(MINE).text)
    assert "For our organisation" in page
    assert "For our organisation" not in main(member.get(MINE).text)
    wishes = {"countries": ["KEN"], "mandates": ["sr-torture"], "language": "fr"}
    sent = focal.post(f"{MINE}/organisation", form(**wishes, cadence="weekly"))
    assert sent.status_code == 303, main(sent.text)
    kind, data, _ = asked_for(portal.asked[0])
    assert kind == "choose-subscription"
    assert data["wishes"] == {
        "countries": ["KEN"],
        "mandates": ["sr-torture"],
        "language": "fr",
        "cadence": "weekly",
    }
    assert named(1) not in portal.asked[0].read().decode()
    assert data["subscription_id"] == audience.subscription_id(
        portal.vault, "organisation", named(1)
    )
    assert member.post(f"{MINE}/person", form(language="en", cadence="at_once")).status_code == 303
    assert member.get(f"{MINE}/organisation").status_code == 404
    assert member.post(f"{MINE}/person", form(language="tlh")).status_code == 422


def test_a_subscription_is_shown_changed_and_ended(
    portal: Pages, member: Visitor, notices: Notices
) -> None:
    assert member.get(f"{MINE}/person/end").status_code == 404
    notices.chooses("person", "member", "KEN", cadence="weekly")
    page = main(member.get(MINE).text)
    assert "Kenya" in page
    assert "Once a week" in page
    assert 'value="KEN" checked' in " ".join(member.get(f"{MINE}/person").text.split())
    assert member.post(f"{MINE}/person/end", form()).status_code == 303
    assert asked_for(portal.asked[0])[0] == "end-subscription"
    notices.chooses("person", "member", at=NOW + timedelta(hours=1))
    assert "All countries" in main(member.get(MINE).text)
    notices.ends("person", "member", at=NOW + timedelta(hours=2))
    assert "Choose what to hear of" in main(member.get(MINE).text)


def test_an_officer_sees_a_number_and_a_rule_and_no_address(
    portal: Pages, officer: Visitor, focal: Visitor, member: Visitor, notices: Notices
) -> None:
    assert "will appear here" in main(officer.get(DESK).text)
    notices.chooses("organisation", named(1), "KEN")
    notices.chooses("person", "member", "FRA")
    report = notices.out(1, "KEN")
    assert "Kenya" in main(officer.get(DESK).text)
    page = officer.get(f"{DESK}/{report}").text
    assert "People who would be told 1" in main(page)
    assert "Hidden Network" not in page
    assert "@" not in main(page)
    assert "People who are told: 1" in main(officer.get(f"{DESK}/{report}/send").text)
    assert officer.post(f"{DESK}/{report}/send", form()).status_code == 303
    assert asked_for(portal.asked[0])[:2] == (
        "send-report-notice",
        {"report_id": report, "edition": 1, "count": 1},
    )
    notices.sends(1)
    assert officer.get(f"{DESK}/{report}/send").status_code == 404
    page = main(officer.get(f"{DESK}/{report}").text)
    assert "People told 1" in page
    assert "Addresses that refused a mail since: 0" in page
    assert f"/statements/{report}" in focal.get(MINE).text
    assert "will appear here" in main(member.get(MINE).text)


def test_no_notice_of_what_is_not_public(
    officer: Visitor, focal: Visitor, notices: Notices
) -> None:
    for number in ("", "/send"):
        assert officer.get(f"{DESK}/{uuid4()}{number}").status_code == 404
    notices.chooses("organisation", named(1))
    report = notices.out(1)
    notices.sends(1)
    assert report in focal.get(MINE).text
    notices.gone(1)
    assert officer.get(f"{DESK}/{report}").status_code == 404
    assert report not in focal.get(MINE).text


@pytest.mark.usefixtures("focal", "member")
def test_the_rule_is_country_and_mandate_and_never_status(portal: Pages, notices: Notices) -> None:
    report = notices.out(1, "KEN")
    assert reached(portal, report) == {}
    for wanted, told in (
        ((), True),
        (("KEN", "FRA"), True),
        (("FRA",), False),
    ):
        notices.chooses("person", "member", *wanted)
        assert ("member" in reached(portal, report)) is told
    notices.chooses("person", "member", mandates=("sr-food",))
    assert "member" not in reached(portal, report)
    notices.chooses("person", "member", mandates=("sr-food", "sr-torture"), cadence="weekly")
    assert reached(portal, report) == {"member": (True, False)}


@pytest.mark.usefixtures("focal", "member")
def test_each_person_hears_once_and_at_once_if_one_subscription_says_so(
    portal: Pages, notices: Notices
) -> None:
    report = notices.out(1)
    notices.chooses("organisation", named(1), cadence="weekly")
    notices.chooses("person", "focal")
    assert reached(portal, report) == {"focal": (False, False)}
    portal.person(
        Role.NGO_MEMBER,
        Role.FOCAL_POINT,
        account_id="left",
        organisation_id=named(1),
        disabled=True,
    )
    assert set(reached(portal, report)) == {"focal"}


@pytest.mark.usefixtures("focal", "member")
def test_a_correction_goes_to_the_first_audience_that_is_still_there(
    portal: Pages, officer: Visitor, notices: Notices
) -> None:
    notices.chooses("organisation", named(1))
    notices.chooses("person", "member")
    report = notices.out(1)
    notices.sends(1)
    portal.person(Role.NGO_MEMBER, account_id="later")
    notices.chooses("person", "later", at=NOW + timedelta(days=1))
    notices.ends("person", "member", at=NOW + timedelta(days=1))
    notices.chooses("organisation", named(1), "FRA", at=NOW + timedelta(days=1))
    notices.out(1, edition=2, at=LATER)
    assert "Corrected" in main(officer.get(DESK).text)
    assert "heard of the first edition" in main(officer.get(f"{DESK}/{report}/send").text)
    assert set(reached(portal, report, LATER)) == {"focal"}


@pytest.mark.usefixtures("member")
def test_a_dissolved_organisation_hears_nothing_and_a_defender_only_in_the_inbox(
    portal: Pages, notices: Notices, register: Any, focal: Visitor
) -> None:
    report = notices.out(1)
    alone = register.confirmed(named(3), "One defender", standing="person")
    portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, account_id="defender", organisation_id=alone)
    notices.chooses("organisation", named(1))
    notices.chooses("organisation", alone)
    assert reached(portal, report) == {"focal": (False, False), "defender": (False, True)}
    register.tell(
        OrganisationDissolved(organisation_id=named(1), dissolved_by="focal", dissolved_at=NOW)
    )
    assert set(reached(portal, report)) == {"defender"}


@pytest.mark.usefixtures("member")
def test_when_the_last_focal_point_left_the_members_hear_for_the_organisation(
    portal: Pages, notices: Notices
) -> None:
    """But not who was suspended because somebody else may use the account."""
    report = notices.out(1)
    for account_id in ("leaves", "suspended"):
        portal.person(
            *(Role.NGO_MEMBER, Role.FOCAL_POINT), account_id=account_id, organisation_id=named(1)
        )
    portal.person(Role.NGO_MEMBER, account_id="elsewhere", organisation_id=named(2))
    notices.chooses("organisation", named(1))
    assert set(reached(portal, report)) == {"leaves", "suspended"}, "who speaks, and no member"
    with portal.engine.begin() as conn:
        one = accounts.by_id(conn, "suspended")
        assert one is not None
        speaking.suspend(conn, one, "takeover", by="an-officer", at=NOW)
    assert set(reached(portal, report)) == {"leaves"}
    with portal.engine.begin() as conn:
        one = accounts.by_id(conn, "leaves")
        assert one is not None
        speaking.end(conn, one)
    assert set(reached(portal, report)) == {"leaves", "member"}, "and stays a member"


def test_the_demonstration_has_subscriptions(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    focal = portal.person(Role.FOCAL_POINT, organisation_id=named(1))
    monkeypatch.setattr(demo, "invented", lambda _: actor_of(focal))
    monkeypatch.setattr(demo, "ask", lambda command, *_, **__: told.append(command))
    with portal.app.test_request_context():
        demo.tell()
    assert [one.subscriber for one in told] == ["organisation", "person"]
