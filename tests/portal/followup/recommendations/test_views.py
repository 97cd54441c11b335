"""Pages of recommendations, for each role that reads them."""

from typing import Any

import pytest

from shared.core.roles import Role
from tests.portal.followup.recommendations.story import (
    ASSESS,
    CHE,
    INFORM,
    NEW,
    NEWS,
    PAGE,
    REASONS,
    TEXT,
    TORTURE,
    holder,
    told,
)
from tests.support.followup import (
    LETTER,
    NOW,
    RECOMMENDATION,
)
from tests.support.portal import Pages


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.MANDATE_HOLDER, {"mandates": TORTURE}),
        (Role.HUMAN_RIGHTS_OFFICER, {"mandates": TORTURE}),
    ],
)
def test_those_who_work_for_the_mandate_read_everything(
    portal: Pages, role: Role, reach: dict[str, Any]
) -> None:
    told(portal)
    visitor = portal.signed_in(role, **reach)
    page = visitor.get(PAGE)
    assert page.status_code == 200
    for seen in (TEXT, NEWS, REASONS, "Implemented", "Non-governmental organisation"):
        assert seen in page.text
    assert TEXT in visitor.get("/recommendations").text


def test_they_read_from_whom_and_not_who_of_an_organisation_it_was(portal: Pages) -> None:
    """He may be the source behind the letter: that takes a reason and a record (R5)."""
    told(portal)
    portal.person(Role.NGO_MEMBER, account_id="ngo-9", name="Nadia of the organisation")
    for role in (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER):
        assert "Nadia" not in portal.signed_in(role, mandates=TORTURE).get(PAGE).text
    colleague = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-9")
    assert "Nadia" in colleague.get(PAGE).text


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.NGO_MEMBER, {"organisation_id": "org-1"}),
        (Role.CONTACT_POINT, {"organisation_id": "nhri-1"}),
        (Role.GOVERNMENT, {"state_codes": CHE}),
    ],
)
def test_others_read_the_recommendation_and_its_grade_and_no_more(
    portal: Pages, role: Role, reach: dict[str, Any]
) -> None:
    told(portal)
    visitor = portal.signed_in(role, **reach)
    assert "Implemented" not in visitor.get(PAGE).text, "the grade is not public"
    told(portal, public=True)
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert TEXT in page.text
    assert "Implemented" in page.text
    for hidden in (NEWS, REASONS, "Information from", LETTER):
        assert hidden not in page.text
    assert TEXT in visitor.get("/recommendations").text


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.GOVERNMENT, {"state_codes": frozenset({"KEN"})}),
        (Role.DESK_OFFICER, {"state_codes": CHE}),
        (Role.MANDATE_HOLDER, {"mandates": frozenset({"sr-health"})}),
        (Role.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({"sr-health"})}),
        (Role.NGO_MEMBER, {"organisation_id": "org-2"}),
        (Role.NGO_MEMBER, {}),
        (Role.CONTACT_POINT, {"organisation_id": "nhri-2"}),
    ],
)
def test_for_those_it_is_not_shared_with_it_does_not_exist(
    portal: Pages, role: Role, reach: dict[str, Any]
) -> None:
    told(portal)
    visitor = portal.signed_in(role, **reach)
    assert visitor.get(PAGE).status_code == 404
    listed = visitor.get("/recommendations")
    assert listed.status_code == 200
    assert TEXT not in listed.text
    assert "will appear here" in listed.text


@pytest.mark.parametrize(
    "role", [Role.COORDINATION_COMMITTEE, Role.QUICK_RESPONSE_DESK, Role.PANEL_MEMBER]
)
def test_the_rest_has_no_page_of_recommendations(portal: Pages, role: Role) -> None:
    told(portal)
    visitor = portal.signed_in(role)
    for path in ("/recommendations", PAGE, NEW, INFORM, ASSESS):
        assert visitor.get(path).status_code == 403, path


def test_a_poll_is_answered_only_when_something_changed(portal: Pages) -> None:
    told(portal, up_to=1)
    visitor = holder(portal)
    for known, path in enumerate(("/recommendations", PAGE), start=2):
        page = visitor.get(path).text
        poll = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        assert visitor.fragment(poll).status_code == 204
        told(portal, up_to=known)
        answer = visitor.fragment(poll)
        assert answer.status_code == 200
        assert "<html" not in answer.text


def test_a_recommendation_that_is_on_its_way_says_so(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.web.waiting._PATIENCE", 0.05)
    visitor = holder(portal)
    late, reached = (f"{PAGE}?after={portal.after(f'followup.events:0:{n}')}" for n in (99, 1))
    page = visitor.get(late)
    assert page.status_code == 200
    assert "still being processed" in page.text
    assert visitor.get(PAGE).status_code == 404
    told(portal, up_to=1)
    assert "still being processed" in visitor.get(late).text
    assert TEXT in visitor.get(reached).text


def test_an_erased_recommendation_says_so(portal: Pages) -> None:
    told(portal, up_to=1)
    portal.vault.forget(f"recommendation-{RECOMMENDATION}", at=NOW)
    visitor = holder(portal)
    assert "[erased]" in visitor.get("/recommendations").text
    assert "This text was erased on 24 Nov 2026, on request." in visitor.get(PAGE).text


def test_the_way_back_stands_before_the_page(portal: Pages) -> None:
    told(portal)
    visitor = holder(portal)
    for path in (PAGE, NEW, ASSESS, f"{PAGE}/share", f"{PAGE}/publish"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        before, _, shown = answer.text.partition("<main")
        assert "govuk-back-link" in before, path
        assert "govuk-back-link" not in shown, path
