"""What is done in the library: registered, uploaded, approved, narrowed, withdrawn, read."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.casefile.attachments.scan import Harmful
from portal.public.documents import demo
from portal.public.documents.found import subject_of
from services.stakeholders.documents.decide import LIBRARY
from shared.contracts.stakeholders_library_commands import (
    TYPES,
    AcknowledgeLibraryReading,
    ApproveLibraryVersion,
    ChangeLibraryAudience,
    DescribeLibraryDocument,
    FollowLibraryThemes,
    RegisterLibraryDocument,
    SetLibraryBundle,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryDocument,
    WithdrawLibraryVersion,
)
from shared.core.actor import ActorSigner
from shared.core.roles import Role
from tests.portal.public.documents.conftest import PAGE, PUBLIC, asked, form
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import documents as said
from tests.support.documents import TITLE, Library
from tests.support.files import PDF, send
from tests.support.invented import asked_of
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

LATER = "2027-11-01"
OWN = {"command_id", "csrf_token"}  # of each form
TYPED: dict[str, Any] = {
    "kind": "training",
    "language": "fr",
    "title_fr": "Cours Quib",
    "title_en": "Quib course",
    "keywords": "gribble",
    "themes": ["visits"],
    "unit": "library",
    "audience": ["holders", "staff"],
    "mandate": "wgad",
    "review_on": LATER,
    "asks_reading": "y",
    "supersedes": "",
}


def hidden(page: str) -> dict[str, str]:
    """Return what a form brings back that nobody types, but its command's id."""
    found = dict(re.findall(r'type="hidden" name="(\w+)"[^>]* value="([^"]*)"', page))
    found |= dict(re.findall(r'name="(\w+)" type="hidden" value="([^"]*)"', page))
    return {
        name: value for name, value in found.items() if name not in {"command_id", "csrf_token"}
    }


def _carried(page: str) -> str:
    return page.split('name="carried" hidden>')[1].split("</textarea>", maxsplit=1)[0].strip()


def test_the_librarian_registers_a_document(
    portal: Pages, library: Library, librarian: Visitor
) -> None:
    path = f"{PAGE}/register"
    assert "second person" in text(librarian.get(path).text)
    for wrong, says in (
        ({"title_fr": ""}, "title in the language of the original"),
        ({"audience": [], "mandate": ""}, "Choose who can see it"),
        ({"review_on": "2020-01-01"}, "Enter a day after today"),
    ):
        refused = librarian.post(path, form(**{**TYPED, **wrong}))
        assert refused.status_code == 422
        assert says in text(refused.text)
    before = library.document("staff", title="Quib before")
    typed = form(**{**TYPED, "supersedes": f"https://x.example{PUBLIC}/{before}?after=1"})
    check = text(librarian.post(path, typed).text)
    assert "Replaces another document Quib before" in check
    assert "Nobody of its audience sees it before a version is approved." in check
    assert "Cours Quib" in check
    assert librarian.post(path, {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert isinstance(command, RegisterLibraryDocument)
    assert command.audience == ("holders", "staff", "mandate:wgad")
    assert command.titles.keys() == {"en", "fr"}
    assert command.asks_reading
    assert command.supersedes == before
    opened = portal.vault.reveal(command.titles["fr"])
    assert opened == "Cours Quib"


def test_a_document_is_described_anew(portal: Pages, library: Library, librarian: Visitor) -> None:
    one = library.document("holders", titles={"fr": "Manuel"})
    path = f"{PAGE}/{one}/describe"
    page = librarian.get(path).text
    assert "Manuel" in page
    assert "gribble" in page
    typed = form(title_en="Quib two", keywords="", themes=["reports"], review_on=LATER, was="1")
    assert librarian.post(path, typed).status_code == 303
    command = asked(portal)
    assert isinstance(command, DescribeLibraryDocument)
    assert command.titles.keys() == {"en"}
    assert command.keywords is None
    assert command.themes == ("reports",)
    assert command.was == 1
    library.tell(replace(said.DESCRIBED, document_id=one, titles=command.titles))
    assert hidden(librarian.get(path).text)["was"] == "2"


def test_words_that_everybody_reads_are_sent_as_they_are_and_the_chiefs_to_change(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor
) -> None:
    one = library.document("public", titles={"fr": "Manuel"})
    path = f"{PAGE}/{one}/describe"
    assert path in chief.get(f"{PAGE}/{one}").text
    assert "only the Chief changes its titles" in text(chief.get(path).text)
    typed = {"title_en": TITLE, "title_fr": "Manuel", "keywords": "gribble", "review_on": LATER}
    librarian.post(path, form(**typed))
    same = asked(portal)
    chief.post(path, form(**{**typed, "title_fr": "Guide", "keywords": "quibs"}))
    new = asked(portal)
    kept = {code: new.titles[code] == same.titles[code] for code in same.titles}
    assert kept == {"en": True, "fr": False}
    assert new.keywords != same.keywords
    librarian.post(path, form(**typed))
    assert (asked(portal).titles, asked(portal).keywords) == (same.titles, same.keywords)
    inside = library.document("holders")
    assert chief.get(f"{PAGE}/{inside}/describe").status_code == 404


def test_an_erased_document_is_withdrawn_without_a_reason_and_stands_in_no_list(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor, holder: Visitor
) -> None:
    one = library.document("holders", review_on=portal.clock.at.date())
    library.uploaded(one, 2)
    library.tell(replace(said.BUNDLED, documents=(one,)))
    portal.vault.forget(subject_of(one), at=portal.clock.at)
    assert f"/{one}" not in holder.get(PAGE).text
    assert "The induction kit" not in holder.get("/mandates/onboarding/mine").text
    assert f"/{one}" in librarian.get(PAGE).text
    assert f"/{one}" not in librarian.get(f"{PAGE}?state=due").text
    for path in (f"{PAGE}/{one}/en/2/withdraw", f"{PAGE}/{one}/withdraw"):
        assert 'name="reason"' not in chief.get(path).text
        typed = form()
        assert "Reason" not in text(chief.post(path, typed).text)
        assert chief.post(path, {**typed, "checked": "send"}).status_code == 303
        assert asked(portal).reason is None


def test_a_version_is_uploaded_with_a_check_page_and_downloaded_by_its_audience(
    portal: Pages, library: Library, librarian: Visitor, holder: Visitor
) -> None:
    one = library.document("holders", "public")
    path = f"{PAGE}/{one}/en/new"
    assert "Upload a version: English" in text(librarian.get(path).text)
    typed = {"version": "2", "summary": "Quib change", "valid_from": "2026-11-24"}
    without = send(librarian, path, **typed)
    assert without.status_code == 422
    assert "Choose at least one file" in without.text
    command_id = str(uuid4())
    check = send(librarian, path, (PDF, "quib.pdf"), command_id=command_id, **typed).text
    assert "quib.pdf" in check
    carried = _carried(check)
    again = {"command_id": command_id, **typed, "carried": carried, "checked": "send"}
    assert librarian.post(path, again).status_code == 303
    command = asked(portal)
    assert isinstance(command, UploadLibraryVersion)
    assert (command.version, command.translates) == (2, None)
    library.current(one, 2, files=command.files)
    assert librarian.post(path, again).status_code == 303  # sent once more
    first, second = (asked_for(each)[2] for each in portal.asked[-2:])
    assert first == second
    another = librarian.post(path, form(**{**again, "command_id": str(uuid4()), "version": "3"}))
    assert "kept for a day only" in another.text  # it is version 2's
    address = f"/{one}/files/{command.files[0].file_id}"
    for visitor, place in ((portal.visitor(), "/library"), (holder, PAGE), (librarian, PAGE)):
        answer = visitor.get(place + address)
        assert answer.data == PDF
    assert "quib.pdf" in portal.visitor().get(f"{PUBLIC}/{one}").text
    library.narrowed(one, "staff")
    for visitor, place in ((portal.visitor(), "/library"), (holder, PAGE)):
        assert visitor.get(place + address).status_code == 404
    assert librarian.get(PAGE + address).data == PDF
    assert librarian.get(f"{PAGE}/{one}/files/{uuid4()}").status_code == 404


def test_a_file_in_which_the_scanner_finds_something_is_not_kept(
    library: Library, librarian: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = library.registered("holders")

    def harmful(*_: object) -> None:
        raise Harmful

    monkeypatch.setattr("portal.casefile.attachments.keep.scan", harmful)
    typed = {"version": "1", "summary": "Quib change", "valid_from": "2026-11-24"}
    refused = send(librarian, f"{PAGE}/{one}/en/new", (PDF, "quib.pdf"), **typed)
    assert refused.status_code == 422
    assert "something harmful" in refused.text


def test_a_translation_says_which_version_it_translates(
    portal: Pages, library: Library, librarian: Visitor
) -> None:
    bare = library.registered("holders")
    assert librarian.get(f"{PAGE}/{bare}/fr/new").status_code == 404
    assert librarian.get(f"{PAGE}/{bare}/xx/new").status_code == 404
    one = library.document("holders")
    path = f"{PAGE}/{one}/fr/new"
    assert "Which version of the original" in librarian.get(path).text
    typed = {"version": "1", "summary": "Quib", "valid_from": "2026-11-24", "translates": "1"}
    check = send(librarian, path, (PDF, "quib.pdf"), **typed).text
    carried = _carried(check)
    librarian.post(path, form(**typed, carried=carried, checked="send"))
    assert asked(portal).translates == 1


def test_a_version_is_submitted_approved_and_withdrawn(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor
) -> None:
    before = library.document("holders", title="Quib before")
    one = library.document("holders", "staff", titles={"fr": "Manuel Quib"}, supersedes=before)
    library.current(one, 1, "fr", translates=1)
    library.uploaded(one, 2, valid_from=portal.clock.at.date() + timedelta(days=5))
    base = f"{PAGE}/{one}/en"
    page = text(librarian.get(f"{base}/2/submit").text)
    assert "Quib summary en 2" in page
    assert librarian.post(f"{base}/2/submit", form()).status_code == 303
    assert isinstance(asked(portal), SubmitLibraryVersion)
    assert librarian.get(f"{base}/1/submit").status_code == 404
    assert chief.get(f"{base}/2/approve").status_code == 404
    library.step(said.SUBMITTED, one, 2)
    page = text(chief.get(f"{base}/2/approve").text)
    assert "Mandate-holders; Staff" in page
    assert "becomes current on the day" in page
    assert "Title: français Manuel Quib" in page
    assert "Replaces Quib before" in page
    first = hidden(chief.get(f"{base}/2/approve").text)
    library.narrowed(one, "staff")
    assert chief.post(f"{base}/2/approve", form(**first)).status_code == 303
    command = asked(portal)
    assert isinstance(command, ApproveLibraryVersion)
    assert (command.audience, command.description) == (("holders", "staff"), 1)
    assert librarian.get(f"{base}/2/approve").status_code == 403
    typed = form(reason="Quib wrong")
    check = text(librarian.post(f"{base}/1/withdraw", typed).text)
    assert "Withdrawn with it français 1" in check
    assert librarian.post(f"{base}/1/withdraw", {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert isinstance(command, WithdrawLibraryVersion)
    assert portal.vault.reveal(command.reason) == "Quib wrong"


def test_the_audience_is_changed_and_the_document_withdrawn_after_a_check(
    portal: Pages, library: Library, librarian: Visitor, chief: Visitor, holder: Visitor
) -> None:
    one = library.document("holders", "staff", "mandate:wgad", titles={"fr": "Manuel Quib"})
    path = f"{PAGE}/{one}/audience"
    page = librarian.get(path).text
    assert "Title: français Manuel Quib Keywords gribble" in text(page)
    first = hidden(page)
    titles = {"en": library.seal(one, "Quib anew")}
    library.tell(replace(said.DESCRIBED, document_id=one, titles=titles))
    typed = form(audience=["staff"], mandate="", **first)
    check = text(librarian.post(path, typed).text)
    assert "Sees it no more Mandate-holders" in check
    assert librarian.post(path, {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert isinstance(command, ChangeLibraryAudience)
    assert command.audience == ("staff",)
    assert (command.was, command.description) == (("holders", "staff", "mandate:wgad"), 1)
    typed = form(reason="Quib old")
    path = f"{PAGE}/{one}/withdraw"
    assert "It cannot be taken back" in text(chief.post(path, typed).text)
    assert chief.post(path, {**typed, "checked": "send"}).status_code == 303
    assert isinstance(asked(portal), WithdrawLibraryDocument)
    for place in ("audience", "withdraw", "describe", "en/new", "en/1/withdraw"):
        assert holder.get(f"{PAGE}/{one}/{place}").status_code == 403
    library.withdrawn(one)
    for place in ("withdraw", "describe", "en/new", "en/1/withdraw"):
        assert librarian.get(f"{PAGE}/{one}/{place}").status_code == 404
    page = librarian.get(f"{PAGE}/{one}").text
    assert f"{PAGE}/{one}/audience" in page
    assert f"{PAGE}/{one}/withdraw" not in page
    assert "for fewer people" in text(librarian.get(f"{PAGE}/{one}/audience").text)


def test_a_reader_says_so_once_they_have_read_it(
    portal: Pages, library: Library, holder: Visitor
) -> None:
    one = library.document("holders")
    path = f"{PAGE}/{one}/en/1/read"
    assert "Have you read this version?" in holder.get(path).text
    assert holder.post(path, form()).status_code == 303
    assert isinstance(asked(portal), AcknowledgeLibraryReading)
    module = library.document("holders", kind="training")
    assert "Have you done this module?" in holder.get(f"{PAGE}/{module}/en/1/read").text
    silent = library.document("holders", asks_reading=False)
    assert holder.get(f"{PAGE}/{silent}/en/1/read").status_code == 404
    hidden = library.document("staff")
    assert holder.get(f"{PAGE}/{hidden}/en/1/read").status_code == 404


def test_the_librarian_puts_the_kit_together(
    portal: Pages, library: Library, librarian: Visitor
) -> None:
    assert "Register a document first." in librarian.get(f"{PAGE}/kit").text
    one = library.document("holders", title="Quib one", kind="training")
    two = library.document("holders", title="Quib two", kind="induction")
    three = library.document("staff", title="Quib manual of three")
    page = librarian.get(librarian.get(f"{PAGE}/kit?mandate=wgad").location).text
    assert "Additions to the induction kit: Working Group on Arbitrary Detention" in text(page)
    assert "Quib one" in page
    assert "Quib manual of three" not in page
    action = re.findall(r'method="post" action="([^"]*)"', page.split("<main")[1])[-1]
    library.tell(replace(said.BUNDLED, documents=(two, one), mandate="wgad"))
    before = hidden(librarian.get(action).text)
    address = f"http://localhost{PAGE}/{three}"
    typed = form(documents=[one, two], another=address, **before)
    assert librarian.post(action, typed).status_code == 303
    command = asked(portal)
    assert isinstance(command, SetLibraryBundle)
    assert command == SetLibraryBundle(mandate="wgad", documents=(two, one, three), was=(two, one))
    for wrong in (f"{PAGE}/{uuid4()}", "Quib"):
        refused = librarian.post(action, form(another=wrong))
        assert refused.status_code == 422
        assert "Enter the address of a document" in text(refused.text)
    assert librarian.get(f"{PAGE}/kit/nothing").status_code == 404


def test_a_reader_chooses_the_themes_to_hear_of(
    portal: Pages, library: Library, holder: Visitor
) -> None:
    assert holder.account
    library.followed(holder.account.account_id, "reports")
    path = f"{PAGE}/themes"
    assert 'value="reports" checked' in " ".join(holder.get(path).text.split())
    assert holder.post(path, form(themes=["visits"])).status_code == 303
    command = asked(portal)
    assert isinstance(command, FollowLibraryThemes)
    assert command.themes == ("visits",)


def test_the_desk_registers_for_itself(portal: Pages, library: Library) -> None:
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    typed = form(**{**TYPED, "unit": "desk"})
    desk.post(f"{PAGE}/register", {**typed, "checked": "send"})
    assert asked(portal).unit == "desk"
    assert desk.get(f"{PAGE}/{library.registered('holders')}/describe").status_code == 404


def test_the_demonstration_follows_the_rules(portal: Pages, library: Library) -> None:
    for local, role in (
        ("stakeholders", Role.STAKEHOLDER_OFFICER),
        ("chief", Role.CHIEF),
        ("holder", Role.MANDATE_HOLDER),
    ):
        portal.person(role, email=f"{local}@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(one) for name, one in TYPES.items()}
    history: list[Any] = []
    for request in portal.asked:
        command, by = asked_of(signer, request, types)
        facts = list(LIBRARY.decide(command, by, LIBRARY.fold(history)))
        assert facts, type(command).__name__
        history += facts
    library.tell(*history)
    page = text(portal.signed_in(Role.CHIEF).get(f"{PAGE}?state=prepared").text)
    for title in ("Manual of operations", "Checklist before a visit", "Lessons of two visits"):
        assert title in page
    before = len(portal.asked)
    with portal.app.test_request_context():
        demo.tell()  # again: no version is uploaded anew
    again = {asked_for(one)[0] for one in portal.asked[before:]}
    assert "upload-library-version" not in again
