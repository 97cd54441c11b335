"""The pages of publication: their content, their commands, and refusals."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import Any

import httpx
import pytest

from portal.casefile.submissions import receipts
from portal.casefile.submissions.receipts import Receipt
from portal.followup.publication.binding import salt_of
from portal.followup.publication.read_model import PUBLICATION
from shared.contracts.followup_publication import RedactionRemoved
from shared.core.commitment import committed
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.channel import Told
from tests.support.followup import LETTER, NOW, REPLY
from tests.support.people import forms_of
from tests.support.portal import Pages
from tests.support.publication import (
    ANSWER,
    ORIGINAL,
    RENDITION,
    SUBMISSION,
    TRANSLATION,
    allegation,
    approved,
    arriving,
    awaits,
    drafted,
    embargo,
    ended,
    logged,
    published,
    redacted,
    revised,
    translated,
    translation_awaits,
    transmitted,
)
from tests.support.publishing import PAGE, SEIZED, TOOL, officer, tell
from tests.support.submissions import triaged

COMMAND = str(derive_id("command"))


def sent(portal: Pages) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(portal.asked[-1].content)
    return body


@pytest.mark.parametrize(
    ("role", "also"),
    [
        (Role.PUBLICATION_OFFICER, {}),
        (Role.HUMAN_RIGHTS_OFFICER, SEIZED),
        (Role.MANDATE_HOLDER, SEIZED),
    ],
)
def test_those_who_make_it_public_see_list_and_letter(
    portal: Pages, role: Role, also: dict[str, Any]
) -> None:
    visitor = portal.signed_in(role, **also)
    assert "AL FRA 3/2026" in visitor.get("/publication").text
    page = visitor.get(PAGE).text
    assert "Under embargo" in page
    assert "Substantive reply in French" in page
    assert ORIGINAL.splitlines()[0] not in page


@pytest.mark.parametrize("role", [Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER])
def test_for_other_mandates_it_does_not_exist(portal: Pages, role: Role) -> None:
    visitor = portal.signed_in(role, mandates=frozenset({"sr-food"}))
    assert "AL FRA 3/2026" not in visitor.get("/publication").text
    for page in (PAGE, TOOL, f"{PAGE}/embargo", f"{PAGE}/withdraw", f"{PAGE}/letter/names"):
        assert visitor.get(page).status_code in {403, 404}, page


def test_a_translation_is_redacted_and_approved_beside_its_reply(portal: Pages) -> None:
    text = portal.vault.seal(f"reply-{REPLY}", "أُفرج عن Ana Pérez.")
    tell(portal, translated(text), translation_awaits())
    visitor = officer(portal)
    assert "Translation of a reply into Arabic" in visitor.get(PAGE).text
    page = visitor.get(f"{PAGE}/{TRANSLATION}/redact").text
    assert "No consent to publish the name" in page
    assert "cannot be approved" not in visitor.get(f"{PAGE}/{TRANSLATION}/approve").text
    answer = visitor.post(
        f"{PAGE}/{TRANSLATION}/redact",
        {"command_id": COMMAND, "phrase": "Ana Pérez", "form": "removed", "reason": "no_consent"},
    )
    assert answer.status_code == 303
    assert sent(portal)["data"]["document"] == TRANSLATION


def test_the_tool_proposes_what_consent_does_not_cover(portal: Pages) -> None:
    page = officer(portal).get(TOOL).text
    assert "No consent to publish the name" in page
    assert re.search(r'name="place"[^>]*value="23-32" checked', page)
    assert "Rosa Lima" not in page


def test_the_organisation_that_filed_it_and_its_address_are_the_source_too(portal: Pages) -> None:
    filer = portal.person(Role.NGO_MEMBER, organisation="Demo Watch (invented)")
    with portal.engine.begin() as conn:
        receipts.add(conn, filed_by(filer.account_id))
    said = f"What Demo Watch claims is false. We wrote to {filer.email}."
    tell(portal, translated(portal.vault.seal(f"reply-{REPLY}", said)), translation_awaits())
    visitor = officer(portal)
    page = visitor.get(f"{PAGE}/{TRANSLATION}/redact").text
    assert 'name="place"' not in page
    assert "Somebody who may know the source has to look" in page
    visitor.post(f"{PAGE}/{TRANSLATION}/approve", {"command_id": COMMAND, "redactions": ""})
    assert sent(portal)["data"]["source_findings"] == 2


def test_where_a_source_may_be_told_an_officer_who_may_know_sees_with_a_reason(
    portal: Pages,
) -> None:
    said = "Ms Lima claims this. Write to desk@ngo.example."
    tell(portal, translated(portal.vault.seal(f"reply-{REPLY}", said)), translation_awaits())
    Told(portal.engine).tell(
        allegation(portal.vault.seal("submission-1", json.dumps({"name": "Ana Pérez"}))),
        replace(triaged(mandates=("wgad",)), submission_id=SUBMISSION),
    )
    place = f"{PAGE}/{TRANSLATION}"
    for who in (officer(portal), portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, **SEIZED)):
        page = who.get(f"{place}/redact").text
        assert 'name="place"' not in page
        assert "Somebody who may know the source has to look" in page
        assert "redact/passages" not in page
    assert f"{place}/passages" in page
    assert f"{place}/passages" not in officer(portal).get(f"{place}/redact").text
    reason = {"command_id": COMMAND, "reason": "I redact it."}
    shown = who.post(f"{place}/passages", reason).text
    assert sent(portal)["type"] == "open-source-identity"
    assert sent(portal)["data"]["submission_id"] == SUBMISSION
    assert "Ms Lima claims this." in shown
    assert "Write to desk@ngo.example." in shown
    assert "Redact them. Nobody can decide otherwise" in shown
    again = who.post(f"{place}/passages", reason)
    assert again.status_code == 409
    assert "shown once" in again.text
    assert "Where the text may tell" not in again.text
    [form] = [one for one in forms_of(shown) if one["action"].endswith("/clear")]
    stay = who.post(form["action"], {**form["fields"], "reason": "Another Lima."})
    assert stay.status_code == 303
    assert sent(portal)["type"] == "clear-passages"
    [passage] = sent(portal)["data"]["passages"]
    assert len(passage) == 64


def test_places_that_may_be_part_of_a_name_are_looked_at_before_it_is_approved(
    portal: Pages,
) -> None:
    said = "Ms Pérez was released."
    tell(portal, translated(portal.vault.seal(f"reply-{REPLY}", said)), translation_awaits())
    visitor, place = officer(portal), f"{PAGE}/{TRANSLATION}"
    page = visitor.get(f"{place}/redact").text
    assert re.search(r'name="place"[^>]*value="3-8">', page)
    assert "Perhaps part of a person's name" in page
    assert "Places that may be part of a name" in visitor.get(f"{place}/approve").text
    approval = {"command_id": COMMAND, "redactions": ""}
    refused = visitor.post(f"{place}/approve", approval)
    assert refused.status_code == 422
    assert "Look at these places" in refused.text
    assert portal.asked == []
    assert visitor.post(f"{place}/approve", {**approval, "looked": "y"}).status_code == 303


def filed_by(account_id: str) -> Receipt:
    return Receipt(
        submission_id=SUBMISSION,
        command_id=derive_id("filing"),
        code_hash="c",
        fingerprint="f",
        submitter_id=account_id,
        organisation_id="org-1",
        created_at=NOW,
    )


def test_proposed_places_are_redacted_at_once(portal: Pages) -> None:
    visitor = officer(portal)
    answer = visitor.post(
        f"{PAGE}/letter/proposed", {"command_id": COMMAND, "place": ["23-32", "0-5"]}
    )
    assert answer.status_code == 303
    [made] = sent(portal)["data"]["redactions"]
    assert (made["start"], made["end"], made["form"], made["reason"]) == (
        23,
        32,
        "removed",
        "no_consent",
    )
    nothing = visitor.post(f"{PAGE}/letter/proposed", {"command_id": COMMAND})
    assert nothing.status_code == 422


@pytest.mark.parametrize(
    ("marked", "places"),
    [
        ({"phrase": "ana pérez"}, [(23, 32)]),
        ({"sentence": ["34-57"]}, [(34, 57)]),
        ({"start": "3", "end": "6"}, [(3, 6)]),
        ({"phrase": "she", "start": "0", "end": "2"}, [(34, 37), (0, 2)]),
    ],
)
def test_words_sentences_and_selections_are_redacted(
    portal: Pages, marked: dict[str, Any], places: list[tuple[int, int]]
) -> None:
    form = {"command_id": COMMAND, "form": "initials", "reason": "security", **marked}
    assert officer(portal).post(TOOL, form).status_code == 303
    made = sent(portal)["data"]["redactions"]
    assert [(one["start"], one["end"]) for one in made] == places
    assert {one["form"] for one in made} == {"initials"}


def test_marking_nothing_keeps_what_was_typed(portal: Pages) -> None:
    visitor = officer(portal)
    form = {"command_id": COMMAND, "form": "removed", "reason": "other", "phrase": "Nowhere"}
    page = visitor.post(TOOL, form)
    assert page.status_code == 422
    assert "words that stand in the text" in page.text
    assert 'value="Nowhere"' in page.text
    page = visitor.post(TOOL, {**form, "phrase": "Ana", "reason": ""})
    assert page.status_code == 422
    assert "Choose the reason" in page.text
    assert portal.asked == []


@pytest.mark.parametrize("span", ["5-2", "0-999", "x-y", "-1-3", "1", ""])
def test_a_place_that_is_none_is_not_redacted(portal: Pages, span: str) -> None:
    form = {"command_id": COMMAND, "form": "removed", "reason": "other", "sentence": [span]}
    assert officer(portal).post(TOOL, form).status_code == 422


def test_a_redaction_is_taken_out_again(portal: Pages) -> None:
    tell(portal, redacted())
    visitor = officer(portal)
    page = visitor.get(TOOL).text
    one = redacted().redaction_id
    assert one in page
    visitor.post(f"{PAGE}/letter/remove", {"command_id": COMMAND, "redaction": one})
    assert sent(portal)["data"]["redactions"] == [one]
    assert visitor.post(f"{PAGE}/letter/remove", {"command_id": COMMAND}).status_code == 422


def test_the_rendition_is_shown_and_approved_word_for_word(portal: Pages) -> None:
    tell(portal, redacted())
    visitor = officer(portal)
    page = visitor.get(f"{PAGE}/letter/approve").text
    assert RENDITION in page
    assert "Ana" not in page
    made = redacted().redaction_id
    done = visitor.post(f"{PAGE}/letter/approve", {"command_id": COMMAND, "redactions": made})
    assert done.status_code == 303
    data = sent(portal)["data"]
    assert data["rendition_hash"] == committed(RENDITION, salt_of(portal.vault, LETTER, "letter"))
    assert data["rendition_hash"] != sha256(RENDITION.encode()).hexdigest(), "a guess is confirmed"
    assert portal.vault.reveal(Sealed(**data["rendition"])) == RENDITION
    assert (data["source_findings"], data["name_findings"]) == (0, 0)
    assert data["redactions"] == [made]


def test_whoever_redacted_reads_why_somebody_else_approves(portal: Pages) -> None:
    visitor = officer(portal)
    assert visitor.account
    mine = replace(redacted(), made_by=visitor.account.account_id)
    tell(portal, mine)
    page = visitor.get(f"{PAGE}/letter/approve").text
    assert "You redacted this text yourself" in page
    assert "Approve for publication" not in page
    assert "Approve for publication" in officer(portal).get(f"{PAGE}/letter/approve").text
    removed = RedactionRemoved(
        communication_id=LETTER,
        document="letter",
        redaction_id=mine.redaction_id,
        removed_by=visitor.account.account_id,
        removed_at=NOW,
    )
    tell(portal, mine, removed)
    assert "You redacted this text yourself" in visitor.get(f"{PAGE}/letter/approve").text


def test_redactions_that_changed_meanwhile_are_not_approved(portal: Pages) -> None:
    tell(portal, redacted())
    old = {"command_id": COMMAND, "redactions": ""}
    page = officer(portal).post(f"{PAGE}/letter/approve", old)
    assert page.status_code == 409
    assert "have changed" in page.text
    assert portal.asked == []


def test_a_name_that_still_stands_is_told_to_the_officer_and_the_service(portal: Pages) -> None:
    visitor = officer(portal)
    assert "consent does not cover" in visitor.get(f"{PAGE}/letter/approve").text
    portal.answer = httpx.Response(400, json={"title": "The text still holds a name."})
    page = visitor.post(f"{PAGE}/letter/approve", {"command_id": COMMAND, "redactions": ""})
    assert (page.status_code, sent(portal)["data"]["name_findings"]) == (400, 1)
    assert "The text still holds a name." in page.text


def test_a_confidential_reply_has_no_tool(portal: Pages) -> None:
    Applier(portal.engine, PUBLICATION).drop()
    Applier(portal.engine, PUBLICATION).prepare()
    letter = (drafted(), revised(), transmitted())
    applier = Applier(portal.engine, PUBLICATION)
    applier.apply(arriving(*letter, topic="approvals.events"))
    secret = logged(portal.vault.seal(f"reply-{REPLY}", ANSWER), confidential=True)
    applier.apply(arriving(embargo(), secret, awaits(confidential=True)))
    visitor = officer(portal)
    assert "keeps this reply confidential" in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/{REPLY}/redact").status_code == 404
    assert visitor.get(f"{PAGE}/nothing/redact").status_code == 404


def test_a_holder_decides_about_the_embargo_and_about_names(portal: Pages) -> None:
    visitor = portal.signed_in(Role.MANDATE_HOLDER, **SEIZED)
    form = {"command_id": COMMAND, "mandate": "wgad", "reason": "A life is in danger."}
    early = visitor.post(f"{PAGE}/embargo", {**form, "what": "early"})
    assert early.status_code == 303
    assert sent(portal)["type"] == "decide-early-publication"
    assert portal.vault.reveal(Sealed(**sent(portal)["data"]["reason"])) == form["reason"]
    visitor.post(f"{PAGE}/embargo", {**form, "what": "later", "until": "2027-03-01"})
    assert sent(portal)["type"] == "move-embargo"
    assert sent(portal)["data"]["embargo_until"].startswith("2027-03-01T22:59:59")
    before = visitor.post(f"{PAGE}/embargo", {**form, "what": "later", "until": "2026-11-25"})
    assert before.status_code == 422
    assert "Enter a day after" in before.text
    assert "A life is in danger." in before.text
    visitor.post(f"{PAGE}/letter/names", form)
    assert sent(portal)["type"] == "allow-names"
    assert visitor.post(f"{PAGE}/letter/names", {**form, "reason": ""}).status_code == 422


def test_what_is_public_can_be_taken_back(portal: Pages) -> None:
    visitor = officer(portal)
    assert visitor.get(f"{PAGE}/withdraw").status_code == 404
    tell(portal, approved(), ended(), published())
    assert "Take it back" in visitor.get(PAGE).text
    empty = visitor.post(f"{PAGE}/withdraw", {"command_id": COMMAND, "note": "Somebody wrote."})
    assert empty.status_code == 422
    assert "Somebody wrote." in empty.text
    form = {"command_id": COMMAND, "reason": "danger", "note": "Somebody wrote."}
    assert visitor.post(f"{PAGE}/withdraw", form).status_code == 303
    assert sent(portal)["type"] == "withdraw-publication"


def test_an_erased_text_says_so(portal: Pages) -> None:
    portal.vault.forget(f"communication-{LETTER}", at=portal.clock())
    page = officer(portal).get(TOOL).text
    assert "erased on request" in page


def test_a_page_that_has_seen_all_gets_nothing_new(portal: Pages) -> None:
    visitor = officer(portal)
    for path in ("/publication", PAGE):
        seen = re.search(r"seen=(\w+)", visitor.get(path).text)
        assert seen
        assert visitor.get(f"{path}?seen={seen[1]}").status_code == 204
