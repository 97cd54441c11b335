"""Filing by tasks: in any order, saved separately, reviewed, sent once."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.casefile.filing import MISSING
from portal.source.drafts.sections import ENTRY, SECTIONS
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import states
from shared.reference.synonyms import ALSO_CALLED
from tests.support.contact_points import Recognitions, recognised
from tests.support.drafts import LISTS, PLANTED, VICTIM, alert, begun, filled, saved, sent
from tests.support.drafts import SECTIONS as TYPED
from tests.support.portal import Pages, Visitor
from tests.support.submissions import Told

NGO, NHRI, DESK = Role.NGO_MEMBER, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK


def kept(portal: Pages) -> list[Any]:
    with portal.engine.connect() as conn:
        return list(conn.execute(select(outbox).order_by(outbox.c.created_at)).all())


def reveal(portal: Pages, sealed: Mapping[str, str]) -> str | None:
    return portal.vault.reveal(Sealed(**sealed))


def statuses(visitor: Visitor, draft: str) -> dict[str, str]:
    """The word of each task."""
    page = visitor.get(draft).text
    return {
        name: page.split(f'id="task-{name}">')[1].split(">")[1].split("<")[0]
        for name in SECTIONS
        if f'id="task-{name}"' in page
    }


def test_a_new_draft_shows_every_field_group_and_nothing_is_done(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    found = statuses(ngo, draft)
    assert set(found) == set(SECTIONS) - {ENTRY}
    needed = {name for name, one in SECTIONS.items() if one.required} - {ENTRY}
    assert {name for name, word in found.items() if word == "Not started"} == needed
    assert {word for name, word in found.items() if name not in needed} == {"Optional"}
    assert "Before it can be sent" in ngo.get(draft).text


def test_a_list_of_states_is_whole_without_scripts_and_knows_other_names(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    page = ngo.get(f"{begun(ngo)}story/").text
    assert all(f'<option value="{code}"' in page for code in states())
    assert '<option value="CIV" data-also="Ivory Coast">' in page
    assert '<option value="MMR" data-also="Burma">' in page


def test_no_name_that_people_look_for_is_of_no_state() -> None:
    assert set(ALSO_CALLED) <= set(states())


def test_its_pages_speak_to_people(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    new = ngo.get(f"{draft}incidents/new").text
    assert "<title>Add an incident" in new
    assert "Add an incident</h1>" in new
    assert "alpha-3" not in ngo.get(f"{draft}story/").text


def test_beginning_twice_with_one_form_is_one_draft(portal: Pages, told: Told) -> None:
    ngo, form = portal.signed_in(NGO), {"command_id": str(uuid4())}
    first, second = (ngo.post("/submissions/new", form).location for _ in range(2))
    assert first == second


def test_a_section_is_saved_by_itself_and_shown_again(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    saved(ngo, f"{draft}story/", TYPED["story"])
    assert statuses(ngo, draft)["story"] == "Done"
    assert "Planted narrative</textarea>" in ngo.get(f"{draft}story/").text


def test_what_is_wrong_is_said_and_what_was_typed_stays(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    answer = ngo.post(f"{draft}story/", {"narrative": "Planted narrative", "state": ""})
    assert answer.status_code == 422
    assert alert(answer.text) == [MISSING["state"], MISSING["language"]]
    assert "Planted narrative</textarea>" in answer.text
    assert statuses(ngo, draft)["story"] == "In progress"


def test_who_leaves_a_section_with_mistakes_finds_all_of_it_again(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    assert ngo.post(f"{draft}story/", {**TYPED["story"], "state": "CSK"}).status_code == 422
    assert statuses(ngo, draft)["story"] == "Has mistakes"
    again = re.sub(r"\s+", " ", ngo.get(f"{draft}story/").text)
    assert '<option value="CSK" selected>' in again
    assert f"{TYPED['story']['narrative']}</textarea>" in again
    saved(ngo, f"{draft}story/", TYPED["story"])
    assert statuses(ngo, draft)["story"] == "Done"


def test_an_entry_with_mistakes_is_in_its_list_once_and_is_corrected_there(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    wrong = {**LISTS["incidents"], "until": "13 March 2020", "entry": "one form"}
    for _ in range(2):
        assert ngo.post(f"{draft}incidents/new", wrong).status_code == 422
    assert statuses(ngo, draft)["incidents"] == "Has mistakes"
    page = ngo.get(f"{draft}incidents/").text
    assert page.count("Remove<span") == 1
    [entry] = re.findall(r'href="([^"]*/incidents/[^"/]+)">Change', page)
    assert 'value="13 March 2020"' in ngo.get(entry).text
    saved(ngo, entry, LISTS["incidents"])
    assert statuses(ngo, draft)["incidents"] == "Done"


def test_characters_that_nobody_sees_are_kept_with_what_was_typed_and_never_sent(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    hidden = {**TYPED["story"], "narrative": "One\x07 paragraph."}
    assert ngo.post(f"{draft}story/", hidden).status_code == 422
    assert statuses(ngo, draft)["story"] == "Has mistakes"
    assert ngo.post(f"{draft}review", {"command_id": str(uuid4())}).status_code == 422
    assert kept(portal) == []


def test_who_chooses_a_state_of_before_is_told_which_are_there_today(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(Role.NGO_MEMBER)
    draft = begun(ngo)
    assert '<option value="CSK">Czechoslovakia (no longer exists)</option>' in re.sub(
        r"\s+", " ", ngo.get(f"{draft}story/").text
    )
    answer = ngo.post(f"{draft}story/", {**TYPED["story"], "state": "CSK"})
    assert answer.status_code == 422
    [reason] = alert(answer.text)
    assert reason.endswith("today: Czechia (CZE) or Slovakia (SVK)")


def test_a_section_can_be_finished_later(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    saved(ngo, f"{draft}story/", {"narrative": "Half a story", "then": "later"})
    assert statuses(ngo, draft)["story"] == "In progress"
    assert "Half a story</textarea>" in ngo.get(f"{draft}story/").text
    saved(ngo, f"{draft}victims/new", {"name": "Half a name", "then": "later"})
    assert statuses(ngo, draft)["victims"] == "In progress"
    assert str(MISSING["consent.act"]) in ngo.get(f"{draft}victims/").text


def test_nothing_is_sent_before_it_is_whole_and_the_section_is_named(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo, leaving_out=("incidents",))
    page = ngo.get(f"{draft}review").text
    assert "When and where" in page
    assert "Add at least one incident" in page
    answer = ngo.post(f"{draft}review", {"command_id": str(uuid4())})
    assert answer.status_code == 422
    assert "Finish the sections" in alert(answer.text)[0]
    assert kept(portal) == []


def test_a_whole_draft_is_sent_sealed_and_is_gone(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO, organisation_id="org-1")
    draft = filled(
        ngo,
        urgency={"risk": "Planted risk"},
        reprisal={"reprisal": "yes", "reprisal_details": "Planted reprisal"},
        business={"companies": "Planted company"},
        legislation={"law": "Planted bill"},
        domestic={"complaints": "Planted complaint"},
        confidentiality={"confidentiality": "Planted wish"},
        victims={"obtained": "Planted paper"},
    )
    assert set(statuses(ngo, draft).values()) == {"Done"}
    receipt = sent(ngo, draft)
    assert "data-return-code" in ngo.get(receipt).text
    [row] = kept(portal)
    assert not any(word in repr(row) for word in PLANTED)
    data = row.data
    assert (data["urgent"], data["reprisal"], data["requested"]) == (True, True, ["UA"])
    [victim] = data["victims"]
    assert '"name":"Planted Victim"' in (reveal(portal, victim["details"]) or "")
    assert '"obtained":"Planted paper"' in (reveal(portal, victim["details"]) or "")
    assert victim["consent"]["given_by"] == "victim"
    assert victim["consent"]["press"] == "no"
    particulars = reveal(portal, data["particulars"]) or ""
    for word in ("risk", "reprisal", "company", "bill", "complaint", "wish"):
        assert f"Planted {word}" in particulars
    assert "Planted Source" not in particulars
    assert len(data["matching"]) >= 3
    # the draft is a way to its receipt now, and no longer in the list
    assert ngo.get(draft).location == receipt
    assert "Not sent yet" not in ngo.get("/submissions/").text


def test_sending_twice_is_one_submission(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    first = sent(ngo, draft)
    again = ngo.post(f"{draft}review", {"command_id": str(uuid4())})
    assert (again.status_code, again.location) == (303, first)
    assert len(kept(portal)) == 1


def test_the_review_says_what_each_consent_will_do(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo, victims={"minor": "yes", "consent_public": "yes"})
    saved(ngo, f"{draft}victims/new", {**VICTIM, "name": "Another", "consent_act": "no"})
    page = ngo.get(f"{draft}review").text
    assert "the letter names this person" in page
    assert "does not show the name" in page  # a child's never is
    assert "No letter is sent about this person" in page
    assert page.count("No press release speaks of the case") == 1


def test_several_victims_incidents_and_perpetrators_are_told_apart(
    portal: Pages, told: Told
) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    group = {**VICTIM, "kind": "group", "name": "", "description": "Forty families"}
    saved(ngo, f"{draft}victims/new", group)
    saved(ngo, f"{draft}incidents/new", {"date": "April 2026", "place": "Elsewhere"})
    sent(ngo, draft)
    [row] = kept(portal)
    assert len({one["victim_id"] for one in row.data["victims"]}) == 2
    assert '"date":"2026-04"' in (reveal(portal, row.data["incident"]) or "")


def test_an_entry_is_changed_and_removed_after_a_question(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    page = ngo.get(f"{draft}victims/").text
    entry = page.split('/remove"')[0].rpartition('href="')[2]
    saved(ngo, entry, {**VICTIM, "name": "Corrected"})
    assert "Corrected" in ngo.get(f"{draft}victims/").text
    assert "Remove this person or group?" in ngo.get(f"{entry}/remove").text
    assert ngo.post(f"{entry}/remove", {}).status_code == 303
    assert "appears here" in ngo.get(f"{draft}victims/").text
    assert ngo.get(entry).status_code == 404


def test_a_double_click_adds_one_entry(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    for _ in range(2):
        saved(ngo, f"{draft}perpetrators/new", {"who": "Somebody", "entry": "one click"})
    assert ngo.get(f"{draft}perpetrators/").text.count("Remove<span") == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "description": ""}, "Enter a name, or describe the person"),
        ({"kind": "group"}, "Describe the group"),
        ({"consent_act": "impossible"}, "Say why the person cannot be asked"),
        ({"consent_public": ""}, MISSING["consent.public"]),
        ({"minor": "perhaps"}, "Choose one of the answers"),
        ({"name": "x" * 201}, "Shorten this to 200 characters"),
    ],
)
def test_each_victim_is_checked(
    portal: Pages, told: Told, typed: Mapping[str, str], sentence: str
) -> None:
    ngo = portal.signed_in(NGO)
    answer = ngo.post(f"{begun(ngo)}victims/new", {**VICTIM, **typed})
    assert answer.status_code == 422
    assert alert(answer.text) == [sentence]


def test_an_incident_does_not_end_before_it_began(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    address = f"{begun(ngo)}incidents/new"
    wrong = {**LISTS["incidents"], "until": "13 March 2026"}
    assert "before it began" in alert(ngo.post(address, wrong).text)[0]
    saved(ngo, address, {**LISTS["incidents"], "until": "March 2026"})


# --- for whom, and by whom -----------------------------------------------------------------------


def test_a_contact_point_says_for_whom_and_nobody_else_is_asked(portal: Pages, told: Told) -> None:
    Recognitions(portal.engine).tell(recognised())
    nhri = portal.signed_in(NHRI, organisation_id="nhri")
    draft = begun(nhri)
    answer = nhri.post(f"{draft}submitter/", TYPED["submitter"])
    assert alert(answer.text) == [MISSING["for_whom"]]
    ngo = portal.signed_in(NGO)
    assert "For whom do you file this?" not in ngo.get(f"{begun(ngo)}submitter/").text
    draft = filled(nhri, submitter={"for_whom": "Planted Person"})
    sent(nhri, draft)
    [row] = kept(portal)
    assert (row.data["channel"], row.data["on_behalf"]) == ("contact_point", True)
    identity = portal.vault.identity(row.data["source_subject"])
    assert identity is not None
    assert identity["for_whom"] == "Planted Person"


def test_the_desk_enters_a_letter_of_an_earlier_day(portal: Pages, told: Told) -> None:
    desk = portal.signed_in(DESK)
    draft = filled(desk, entry={"channel": "letter", "came": "20 November 2026"})
    receipt = sent(desk, draft)
    assert desk.get(receipt).status_code == 200
    [row] = kept(portal)
    assert row.data["channel"] == "letter"
    assert row.data["received_at"] == "2026-11-19T23:00:00Z"  # that day begins in Geneva
    assert not row.data["on_behalf"]


@pytest.mark.parametrize("role", [r for r in Role if r not in {NGO, NHRI, DESK}])
def test_nobody_else_writes(portal: Pages, told: Told, role: Role) -> None:
    draft = begun(portal.signed_in(NGO))
    visitor = portal.signed_in(role)
    assert visitor.get(draft).status_code == 403
    assert visitor.post("/submissions/new", {"command_id": str(uuid4())}).status_code == 403


@pytest.mark.parametrize("part", ["nonsense/", "entry/", "story/new", "victims/x", "story/import"])
def test_what_is_not_there_is_not_found(portal: Pages, told: Told, part: str) -> None:
    ngo = portal.signed_in(NGO)
    assert ngo.get(f"{begun(ngo)}{part}").status_code == 404


@pytest.mark.parametrize("page", ["", "story/", "victims/", "victims/new", "review", "delete"])
def test_every_page_has_the_way_out(portal: Pages, told: Told, page: str) -> None:
    ngo = portal.signed_in(NGO)
    text = ngo.get(f"{begun(ngo)}{page}").text
    assert "Exit this page" in text
    assert portal.settings.exit_url in text


def test_a_story_of_several_paragraphs_is_saved_as_browsers_send_it(
    portal: Pages, told: Told
) -> None:
    """Lines of a text end in CR and LF where a browser sends them."""
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    typed = {**TYPED["story"], "narrative": "One paragraph.\r\n\r\nAnother one."}
    saved(ngo, f"{draft}story/", typed)
    assert "One paragraph.\n\nAnother one." in ngo.get(f"{draft}story/").text.replace("\r\n", "\n")
    saved(ngo, f"{draft}victims/new", {**VICTIM, "description": "Tall.\r\nHas a scar."})


def test_other_control_characters_of_a_story_are_still_refused(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = begun(ngo)
    typed = {**TYPED["story"], "narrative": "One\x07 paragraph.\r\n\r\nAnother one."}
    answer = ngo.post(f"{draft}story/", typed)
    assert answer.status_code == 422
    assert "U+0007" in answer.text
    assert "U+000D" not in answer.text


def test_the_desk_is_asked_about_who_wrote_and_not_about_itself(portal: Pages, told: Told) -> None:
    desk, ngo = portal.signed_in(DESK), portal.signed_in(NGO)
    assert "who wrote or called" in desk.get("/submissions/new").text
    draft = begun(desk)
    assert "Enter the name of the source" in desk.get(draft).text
    assert ">The source</h2>" in desk.get(draft).text
    page = f"{draft}submitter/"
    shown = desk.get(page).text.partition("<main")[2]
    for words in ("Name of the source", "reach the source safely", "links the source to"):
        assert words in shown
    assert "Your name" not in shown
    assert "reach you" not in shown
    answer = desk.post(page, {"submitter_name": ""})
    assert "Enter the name of the source: it stays confidential" in alert(answer.text)
    saved(desk, page, TYPED["submitter"])
    review = desk.get(f"{draft}review").text
    assert "Name of the source" in review
    assert "Your name" not in review
    asked = ngo.get(f"{begun(ngo)}submitter/").text
    assert "Your name" in asked
    assert "Name of the source" not in asked
