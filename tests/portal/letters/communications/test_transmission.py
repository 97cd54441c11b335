"""The last step on the pages: who transmits which letter, and on whose authorisation."""

from shared.core.message import derive_id
from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_decisions import OTHER_TEXT, TEXT, actions, last
from tests.support.people import forms_of


def test_the_chief_reads_and_transmits(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    listed = desk["chief"].get("/transmit").text
    assert "Read and transmit" in listed
    assert listed.count("Authorised") == 2
    confirm = desk["chief"].get(f"{page}/transmit").text
    assert "the first wording." in confirm
    assert "nothing can stop or change it" in confirm
    assert confirm.index("the first wording.") < confirm.index("Transmit now")
    sent = desk.press("chief", f"{page}/transmit", "/transmit")
    assert sent.status_code == 303
    type_, data = last(desk)
    assert type_ == "transmit-communication"
    assert (data["version"], data["content_hash"]) == (1, desk.hash_of(TEXT))
    shown = desk["chief"].get(sent.location).text
    assert "UA KEN 1/2026" in shown
    assert "diplomatic channels" in shown
    gone = desk["chief"].get("/transmit").text
    assert "UA KEN 1/2026" in gone
    assert "Read and transmit" not in gone


def test_letters_of_one_recipient_count_on(desk: Desk) -> None:
    for n in (1, 2):
        page = desk.cleared(text=TEXT, type="UA" if n == 1 else "AL")
        desk.press("chief" if n == 1 else "desk", f"{page}/transmit", "/transmit")
        reference = f"{'UA' if n == 1 else 'AL'} KEN {n}/2026"
        assert reference in desk["desk"].get(page).text


def test_without_an_authorisation_the_chief_is_told_whose_is_missing(desk: Desk) -> None:
    page = desk.cleared(authorise=False, text=TEXT)
    assert "Waits for SR torture, SR HRDs" in desk["chief"].get("/transmit").text
    confirm = desk["chief"].get(f"{page}/transmit").text
    assert "missing from SR torture, SR HRDs" in confirm
    assert "transmit" not in actions(confirm)


def test_an_authorisation_revoked_at_the_last_moment_stops_it(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    [form] = [
        f
        for f in forms_of(desk["chief"].get(f"{page}/transmit").text)
        if f["action"].endswith("/transmit")
    ]
    desk.press("holder", page, "/revoke")
    sent = desk["chief"].post(form["action"], form["fields"])
    assert sent.status_code == 422
    assert "The authorisation to transmit is missing from SR torture" in sent.text
    assert desk["chief"].get("/transmit?lang=fr").status_code == 303
    sent = desk["chief"].post(form["action"], form["fields"])
    mandates = "des mandats suivants\u00a0: SR torture"
    assert f"Il manque l’autorisation de transmettre {mandates}" in sent.text  # noqa: RUF001


def test_a_letter_changed_at_the_last_moment_is_gone_for_the_chief(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    [form] = [
        f
        for f in forms_of(desk["chief"].get(f"{page}/transmit").text)
        if f["action"].endswith("/transmit")
    ]
    desk.service.lagging = True
    desk.press("officer", f"{page}/revise", "/revise", text=OTHER_TEXT)
    sent = desk["chief"].post(form["action"], form["fields"])
    assert sent.status_code == 422
    assert "look at version 2" in sent.text
    desk.service.catch_up()
    assert desk["chief"].post(form["action"], form["fields"]).status_code == 404
    assert desk["chief"].get(page).status_code == 404


def test_the_desk_transmits_other_letters(desk: Desk) -> None:
    page = desk.cleared(type="AL", text=TEXT)
    assert "Read and transmit" in desk["desk"].get("/transmit").text
    assert "Read and transmit" not in desk["chief"].get("/transmit").text
    assert desk["chief"].get(f"{page}/transmit").status_code == 404
    assert desk.press("desk", f"{page}/transmit", "/transmit").status_code == 303
    assert "AL KEN 1/2026" in desk["desk"].get(page).text


def test_the_desk_does_not_transmit_an_urgent_appeal(desk: Desk) -> None:
    page = desk.cleared(text=TEXT)
    assert desk["desk"].get(f"{page}/transmit").location == page
    forged = {"command_id": str(derive_id("x")), "version": "1", "content_hash": desk.hash_of(TEXT)}
    sent = desk["desk"].post(f"{page}/transmit", forged)
    assert sent.status_code == 403
    assert "Only the Chief" in sent.text
