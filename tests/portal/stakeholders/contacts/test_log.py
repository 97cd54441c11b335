"""The contact log: who reads which entries, what is sealed, and what an organisation sees."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.stakeholders.contacts import demo
from portal.web.audit.chain import audit
from shared.contracts.stakeholders_contact_commands import FollowUpContact, TakeBackContact
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.support.contacts import NOW, Log
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages, Visitor

HERE = "/contact-log"
SENT = {
    "on": "2026-11-20",
    "channel": "call",
    "person": "Zoé Speaker",
    "purpose": "visit",
    "mandate": "sr-torture",
    "follow_up_on": "2026-12-01",
    "note": "Asked for the programme",
}


def main(page: str) -> str:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    return " ".join(text.split())


def form(**also: object) -> dict[str, object]:
    return {"command_id": str(uuid4()), **also}


def test_a_contact_is_logged_under_the_key_of_the_person(portal: Pages, officer: Visitor) -> None:
    for person in ("Zoé Speaker", "ZOE  SPEAKER"):
        to = f"{HERE}/log/{named(2)}"
        sent = officer.post(to, form(**{**SENT, "person": person}))
        assert sent.status_code == 303, main(sent.text)
    kind, data, _ = asked_for(portal.asked[0])
    assert (kind, data["mandate"], data["on"]) == ("log-contact", "sr-torture", "2026-11-20")
    body = portal.asked[0].read().decode()
    assert named(2) not in body
    assert "Zoé" not in body
    assert "programme" not in body
    first, second = (asked_for(one)[1] for one in portal.asked)
    assert first["who"]["subject"] == second["who"]["subject"] == first["note"]["subject"]
    assert first["organisation"] == portal.vault.pseudonym("contacts", named(2))


def test_what_makes_no_sense_or_names_a_case_is_not_logged(portal: Pages, officer: Visitor) -> None:
    wrongs: tuple[dict[str, object], ...] = (
        {"on": "2027-01-01"},
        {"follow_up_on": "2026-11-19"},
        {"person": ""},
        {"channel": "pigeon"},
        {"mandate": "sr-nothing"},
        {"note": "As in AL KEN 3/2026"},
    )
    for wrong in wrongs:
        sent = officer.post(f"{HERE}/log/{named(1)}", form(**{**SENT, **wrong}))
        assert (sent.status_code, "error-summary" in sent.text) == (422, True), wrong
    assert portal.asked == []


def test_a_contact_without_note_mandate_or_follow_up_is_logged(
    portal: Pages, officer: Visitor
) -> None:
    bare = {**SENT, "mandate": "none", "follow_up_on": "", "note": ""}
    assert officer.post(f"{HERE}/log/{named(1)}", form(**bare)).status_code == 303
    _, data, _ = asked_for(portal.asked[0])
    assert (data["mandate"], data["follow_up_on"], data["note"]) == (None, None, None)


def test_an_erased_person_is_not_logged_again(portal: Pages, officer: Visitor, log: Log) -> None:
    entry = log.contact(1, named(1), person="zoe speaker", note="A note")
    subject = log.facts[entry][0].who.subject  # type: ignore[union-attr]
    portal.vault.forget(subject, at=NOW)
    page = main(officer.get(f"{HERE}/{entry}").text)
    assert "Name erased" in page
    assert "A note" not in page
    refused = officer.post(f"{HERE}/log/{named(1)}", form(**SENT))
    assert (refused.status_code, "is not logged again" in refused.text) == (409, True)


def test_stakeholder_officers_read_all_and_others_their_mandates(
    portal: Pages, officer: Visitor, servicing: Visitor, log: Log
) -> None:
    assert "will appear here" in main(servicing.get(HERE).text)
    ours = log.contact(1, named(2), person="ada ours")
    others = log.contact(2, named(2), person="ben others", mandate="sr-food")
    none = log.contact(3, named(1), person="cy none", mandate=None)
    page = main(officer.get(HERE).text)
    assert all(one in page for one in ("ada ours", "ben others", "cy none", "Hidden Network"))
    page = main(servicing.get(HERE).text)
    assert "ada ours Hidden Network" in page
    assert "ben" not in page
    assert "cy none" not in page
    for entry, status in ((ours, 200), (others, 404), (none, 404), (str(uuid4()), 404)):
        for what in ("", "/take-back"):
            assert servicing.get(f"{HERE}/{entry}{what}").status_code == status
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert "ben others" in main(holder.get(HERE).text)
    assert holder.get(f"{HERE}/{ours}").status_code == 404


def test_nobody_finds_a_hidden_organisation_by_logging_contacts(
    portal: Pages, officer: Visitor, servicing: Visitor, log: Log
) -> None:
    assert "Hidden Network" in main(officer.get(f"{HERE}/log?q=hidden").text)
    assert "Hidden Network" not in main(servicing.get(f"{HERE}/log").text)
    assert servicing.get(f"{HERE}/log/{named(2)}").status_code == 404
    assert servicing.get(f"{HERE}/log/{named(9)}").status_code == 404
    assert servicing.get(f"{HERE}/log/{named(1)}").status_code == 200
    log.contact(1, named(2), mandate="sr-food")
    assert servicing.get(f"{HERE}/log/{named(2)}").status_code == 404
    log.contact(2, named(2))
    assert "Hidden Network" in main(servicing.get(f"{HERE}/log").text)
    page = servicing.get(f"{HERE}/log/{named(2)}").text
    assert 'value="sr-torture"' in page
    assert 'value="sr-food"' not in page


def test_what_is_to_be_done_comes_first_and_ends(portal: Pages, officer: Visitor, log: Log) -> None:
    late = log.contact(1, named(1), days=20, follow_up_on=day_of(NOW) - timedelta(days=3))
    page = main(officer.get(HERE).text)
    assert "Overdue" in page[: page.index("All contacts")]
    assert officer.post(f"{HERE}/{late}/done", form()).status_code == 303
    assert asked_for(portal.asked[0])[:2] == ("follow-up-contact", {"entry_id": late})
    log.do(FollowUpContact(entry_id=late))
    page = main(officer.get(HERE).text)
    assert "Overdue" not in page
    assert "Done" in page
    assert officer.get(f"{HERE}/{late}/done").status_code == 404


def test_an_entry_in_error_is_taken_back_and_read_by_nobody(
    portal: Pages, officer: Visitor, focal: Visitor, log: Log
) -> None:
    wrong = log.contact(1, named(2))
    assert officer.post(f"{HERE}/{wrong}/take-back", form()).status_code == 303
    assert asked_for(portal.asked[0])[:2] == ("take-back-contact", {"entry_id": wrong})
    log.do(TakeBackContact(entry_id=wrong))
    assert officer.get(f"{HERE}/{wrong}").status_code == 404
    assert "will appear here" in main(officer.get(HERE).text)
    assert "will appear here" in main(focal.get("/our-contacts").text)


def test_an_organisation_sees_its_own_days_and_nothing_else(
    portal: Pages, focal: Visitor, log: Log
) -> None:
    log.contact(1, named(2), person="ada ours", note="A note", days=4)
    log.contact(2, named(1), days=9)
    page = main(focal.get("/our-contacts").text)
    assert "20 Nov 2026 : Telephone" in page
    for secret in ("ada", "A note", "Torture", "visit", "15 Nov"):
        assert secret not in page
    assert "/our-contacts" in focal.get("/our-organisation").text
    alone = portal.signed_in(Role.CONTACT_POINT, organisation_id=None)
    assert alone.get("/our-contacts").status_code == 404


def test_reads_of_persons_and_notes_are_on_record(
    portal: Pages, officer: Visitor, log: Log
) -> None:
    entry = log.contact(1, named(1), note="A note")
    subject = log.facts[entry][0].who.subject  # type: ignore[union-attr]
    assert "A note" in officer.get(f"{HERE}/{entry}").text
    with portal.engine.connect() as conn:
        assert subject in set(conn.scalars(select(audit.c.subject)))


def test_those_who_write_it_are_led_to_it(
    portal: Pages, officer: Visitor, servicing: Visitor, register: Register
) -> None:
    assert f"{HERE}/log/{named(2)}" in officer.get(f"/register-desk/{named(2)}").text
    assert f'href="{HERE}"' in servicing.get("/mandate").text
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-food"}))
    assert f'href="{HERE}"' in holder.get("/waiting").text


def test_the_demonstration_has_contacts(
    portal: Pages, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    people = {"focal": named(1), "nhri": named(2)}

    def invented(local: str) -> Any:
        return portal.person(Role.FOCAL_POINT, organisation_id=people[local])

    monkeypatch.setattr(demo, "invented", invented)
    monkeypatch.setattr(demo, "ask", lambda command, *_, **__: told.append(command))
    with portal.app.test_request_context():
        demo.tell()
    assert [one.purpose for one in told] == ["session", "visit"]
    assert len({one.entry_id for one in told}) == len(told)


def test_after_a_merger_the_contacts_of_both_entries_are_in_one_place(
    portal: Pages, register: Register, log: Log
) -> None:
    register.confirmed(named(1), "Alfa Watch")
    register.confirmed(named(2), "Beta League")
    one = log.contact(1, named(1), channel="letter")
    log.contact(2, named(2), channel="video")
    real = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=named(2))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert "Letter" not in main(real.get("/our-contacts").text)
    register.merged(named(1), named(2))
    page = main(real.get("/our-contacts").text)
    assert "Letter" in page
    assert "Video call" in page
    assert "Beta League" in main(holder.get(f"{HERE}/{one}").text)
    chosen = main(holder.get(f"{HERE}/log").text)
    assert "Alfa Watch" not in chosen
    assert "Beta League" in chosen
    assert holder.get(f"{HERE}/log/{named(1)}").status_code == 404
