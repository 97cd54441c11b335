"""Pages of recommendations, for each role."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.web.clock.read_model import DEMO
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.support.check import CHECKED, press
from tests.support.followup import (
    CASE,
    LETTER,
    NOW,
    RECOMMENDATION,
    assessed,
    due,
    implemented,
    informed,
    issued,
    revealed,
    sent,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

TEXT = "Close the basement cells."
NEWS = "The cells were closed in October."
REASONS = "Seen on the spot."
PAGE = f"/recommendations/{RECOMMENDATION}"
INFORM, ASSESS = f"{PAGE}/inform", f"{PAGE}/assess"
NEW = "/recommendations/new"
TORTURE = frozenset({"sr-torture"})
CHE = frozenset({"CHE"})
ISSUE = {
    "command_id": str(derive_id("issue")),
    "communication": LETTER,
    "mandate": "sr-torture",
    "addressee": "CHE",
    "text": TEXT,
    **CHECKED,
}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        tell(built.engine, REPLIES, [due(mandates=("sr-torture", "wgad"))])
        tell(built.engine, RECOMMENDATIONS, [])
        yield built


def told(
    portal: Pages, *, up_to: int = 4, invited: tuple[str, ...] = ("org-1", "org-9", "nhri-1")
) -> None:
    """Let the first facts of the story be known to the portal."""

    def sealed(text: str) -> Sealed:
        return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)

    story = [
        issued(text=sealed(TEXT)),
        *(shared(one) for one in invited),
        informed("ngo", by="ngo-9", organisation_id="org-9", text=sealed(NEWS)),
        assessed("fully", rationale=sealed(REASONS)),
        implemented(),
    ]
    tell(portal.engine, RECOMMENDATIONS, story[: up_to + len(invited)])


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=TORTURE)


def ngo(portal: Pages) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")


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


def test_a_holder_issues_one_that_follows_from_a_letter(portal: Pages) -> None:
    visitor = holder(portal)
    page = visitor.get(f"{NEW}?communication={LETTER}").text
    assert "UA CHE 1/2026" in page
    assert '<option value="CHE" selected>' in page
    portal.answer = httpx.Response(
        200, json={"stream": "recommendation-1", "position": 7, "events": []}
    )
    answer = visitor.post(NEW, ISSUE)
    assert answer.status_code == 303
    body = sent(portal.asked[0])
    new_id = body["data"]["recommendation_id"]
    assert new_id == str(derive_id("recommendation", UUID(ISSUE["command_id"])))
    assert answer.location.startswith(f"/recommendations/{new_id}?after=")
    assert body["type"] == "issue-recommendation"
    assert body["correlation_id"] == str(CASE), "the case of the letter"
    assert body["data"]["communication_id"] == LETTER
    assert body["data"]["addressee"] == "CHE"
    assert revealed(portal.vault, body["data"]["text"]) == TEXT
    assert TEXT.encode() not in portal.asked[0].content


def test_a_recommendation_may_stand_for_itself(portal: Pages) -> None:
    visitor = holder(portal)
    assert visitor.get(NEW).status_code == 200
    visitor.post(NEW, {**ISSUE, "communication": ""})
    body = sent(portal.asked[0])
    assert body["data"]["communication_id"] is None
    assert body["correlation_id"] == body["id"], "a case of its own"


@pytest.mark.parametrize("letter", [str(derive_id("no letter")), "no id", "\x00"])
def test_it_follows_only_from_a_letter_that_the_holder_signed(portal: Pages, letter: str) -> None:
    visitor = holder(portal)
    assert visitor.get(f"{NEW}?{urlencode({'communication': letter})}").status_code == 404
    assert visitor.post(NEW, {**ISSUE, "communication": letter}).status_code == 404
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"}))
    assert other.get(f"{NEW}?communication={LETTER}").status_code == 404
    assert portal.asked == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("addressee", "", "Choose the State"),
        ("addressee", "ZZZ", "Not a valid choice"),
        ("addressee", "OTH", "Not a valid choice"),
        ("text", " ", "Enter the recommendation"),
        ("text", "x" * 100_000, "at most 10,000"),
        ("text", "a\x07b", "cannot be shown"),
    ],
)
def test_bad_input_is_named_and_what_was_typed_is_kept(
    portal: Pages, field: str, value: str, sentence: str
) -> None:
    answer = holder(portal).post(NEW, {**ISSUE, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    if field != "text":
        assert TEXT in answer.text
    assert portal.asked == []


def test_who_holds_two_mandates_says_which_one_recommends(portal: Pages) -> None:
    both = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture", "sr-health"}))
    assert 'value="sr-torture" checked' in both.get(f"{NEW}?communication={LETTER}").text
    assert both.post(NEW, {**ISSUE, "mandate": ""}).status_code == 422
    both.post(NEW, {**ISSUE, "mandate": "sr-health"})
    assert sent(portal.asked[0])["data"]["mandate"] == "sr-health"


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.NGO_MEMBER, {"organisation_id": "org-1"}),
        (Role.CONTACT_POINT, {"organisation_id": "nhri-1"}),
        (Role.GOVERNMENT, {"state_codes": CHE}),
    ],
)
def test_providers_add_information_sealed(portal: Pages, role: Role, reach: dict[str, Any]) -> None:
    told(portal, up_to=1)
    visitor = portal.signed_in(role, **reach)
    assert "Add information" in visitor.get(PAGE).text
    assert TEXT in visitor.get(INFORM).text
    command_id = str(derive_id("inform"))
    answer = visitor.post(INFORM, {"command_id": command_id, "text": NEWS})
    assert answer.status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "provide-implementation-info"
    assert body["correlation_id"] == str(CASE)
    assert body["data"] | {"text": None} == {
        "recommendation_id": RECOMMENDATION,
        "info_id": str(derive_id("implementation-info", UUID(command_id))),
        "text": None,
    }, "who provides it is not said: the service knows who asks"
    assert revealed(portal.vault, body["data"]["text"]) == NEWS


def test_information_is_not_empty_and_a_refusal_keeps_it(portal: Pages) -> None:
    told(portal, up_to=1)
    visitor = ngo(portal)
    command = {"command_id": str(derive_id("inform")), "text": NEWS}
    assert visitor.post(INFORM, {**command, "text": ""}).status_code == 422
    portal.answer = httpx.Response(403, json={"title": "You may not."})
    answer = visitor.post(INFORM, command)
    assert answer.status_code == 403
    assert "You may not." in answer.text
    assert NEWS in answer.text


def test_only_those_who_have_something_to_say_are_asked(portal: Pages) -> None:
    told(portal, up_to=1)
    assert "Add information" not in holder(portal).get(PAGE).text
    assert holder(portal).post(INFORM, {}).status_code == 403
    elsewhere = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    assert elsewhere.get(INFORM).status_code == 404
    both = portal.signed_in(
        Role.GOVERNMENT,
        Role.DESK_OFFICER,
        Role.HUMAN_RIGHTS_OFFICER,
        state_codes=frozenset({"KEN"}),
        mandates=TORTURE,
    )
    assert both.get(PAGE).status_code == 200, "as an officer"
    assert both.get(INFORM).status_code == 404, "his Government is not the one addressed"


def test_the_holder_assesses(portal: Pages) -> None:
    told(portal, up_to=2)
    visitor = holder(portal)
    assert "Assess implementation" in visitor.get(PAGE).text
    assert NEWS in visitor.get(ASSESS).text
    command = {"command_id": str(derive_id("a")), "grade": "fully", "rationale": REASONS}
    assert visitor.post(ASSESS, {**command, "grade": ""}).status_code == 422
    assert visitor.post(ASSESS, command).status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "assess-implementation"
    assert body["correlation_id"] == str(CASE)
    assert (body["data"]["scheme"], body["data"]["grade"]) == ("implementation", "fully")
    assert revealed(portal.vault, body["data"]["rationale"]) == REASONS
    portal.answer = httpx.Response(409, json={"title": "Somebody else changed this."})
    answer = visitor.post(ASSESS, {**command, "command_id": str(derive_id("b"))})
    assert answer.status_code == 409
    assert REASONS in answer.text


def test_nobody_else_assesses(portal: Pages) -> None:
    told(portal)
    other = portal.signed_in(Role.MANDATE_HOLDER, Role.NGO_MEMBER, organisation_id="org-1")
    assert other.get(PAGE).status_code == 200, "as an organisation"
    assert other.get(ASSESS).status_code == 404
    assert "Assess implementation" not in other.get(PAGE).text
    assert ngo(portal).get(ASSESS).status_code == 403


def test_a_refused_recommendation_keeps_its_text(portal: Pages) -> None:
    portal.answer = httpx.Response(503, json={})
    answer = holder(portal).post(NEW, ISSUE)
    assert answer.status_code == 503
    assert TEXT in answer.text
    assert "does not answer" in answer.text


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


def test_a_recommendation_is_read_once_more_before_it_is_issued(portal: Pages) -> None:
    visitor = holder(portal)
    page = visitor.post(NEW, {**ISSUE, "checked": ""})
    assert page.status_code == 200
    assert "Switzerland" in page.text
    assert TEXT in page.text
    again = press(visitor, NEW, page.text, "change")
    assert f"\n{TEXT}</textarea>" in again.text
    assert '<option value="CHE" selected>' in again.text
    assert portal.asked == []
    assert press(visitor, NEW, page.text, "send").status_code == 303
    assert len(portal.asked) == 1


def test_a_holder_invites_an_organisation_and_takes_it_back(portal: Pages) -> None:
    told(portal, up_to=1, invited=())
    visitor = holder(portal)
    page = visitor.get(PAGE).text
    assert "No organisation is invited" in page
    assert f"{PAGE}/share" in page
    assert visitor.get(f"{PAGE}/unshare").status_code == 404
    form = {"command_id": str(derive_id("share")), "organisation_id": "org-1"}
    for wrong in ("", "no code", "<x>"):
        answer = visitor.post(f"{PAGE}/share", {**form, "organisation_id": wrong})
        assert answer.status_code == 422, wrong
    assert visitor.post(f"{PAGE}/share", form).status_code == 303
    body = sent(portal.asked[0])
    assert body["type"] == "share-recommendation"
    assert body["data"] == {"recommendation_id": RECOMMENDATION, "organisation_id": "org-1"}
    told(portal, up_to=1, invited=("org-1",))
    assert "org-1" in visitor.get(PAGE).text
    assert TEXT in ngo(portal).get(PAGE).text
    assert visitor.post(f"{PAGE}/unshare", {**form, "organisation_id": "x"}).status_code == 422
    form["command_id"] = str(derive_id("unshare"))
    assert visitor.post(f"{PAGE}/unshare", form).status_code == 303
    assert sent(portal.asked[1])["type"] == "unshare-recommendation"
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert "org-1" in officer.get(PAGE).text
    assert officer.get(f"{PAGE}/share").status_code == 403
    other = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"}))
    assert other.get(f"{PAGE}/share").status_code == 404


def test_who_is_invited_does_not_see_who_else_is(portal: Pages) -> None:
    told(portal, up_to=1)
    page = ngo(portal).get(PAGE).text
    assert TEXT in page
    assert "nhri-1" not in page


def test_the_way_back_stands_before_the_page(portal: Pages) -> None:
    told(portal)
    visitor = holder(portal)
    for path in (PAGE, NEW, ASSESS, f"{PAGE}/share", f"{PAGE}/publish"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        before, _, shown = answer.text.partition("<main")
        assert "govuk-back-link" in before, path
        assert "govuk-back-link" not in shown, path
