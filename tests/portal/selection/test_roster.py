"""The roster: joined with a consent, searched by the officer, and gone when the consent ends."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from portal.selection.roster import entries
from portal.selection.roster_model import roster
from portal.web.audit.chain import audit
from shared.contracts.stakeholders_erasure import CandidateErased
from shared.core.roles import Role
from tests.portal.selection.facts import told
from tests.portal.selection.world import World, account, text
from tests.support.portal import Visitor

ENTRY: dict[str, Any] = {
    "name": "Ada Invented",
    "gender": "female",
    "nationality": "KEN",
    "other": "FRA",
    "languages": ["en", "ar"],
    "fields": ["sr-torture"],
    "contact": "12 Invented Street",
    "consent": "y",
    "checked": "send",
}
OWN, DESK = "/roster/", "/roster-desk/"


def joined(w: World, **also: Any) -> Visitor:
    person = w.portal.signed_in(Role.CANDIDATE)
    sent = w.do(person, "/roster/join", **{**ENTRY, **also})
    assert sent.status_code == 303, sent.text
    return person


def found(w: World, **asked: str) -> str:
    sent = w.officer.get(f"{DESK}?{urlencode(asked)}")
    assert sent.status_code == 200, sent.text
    return text(sent)


def later(w: World, person: Visitor, by: timedelta) -> Visitor:
    """Let time pass; whoever was signed in signs in again."""
    w.portal.clock.forward(by)
    w.officer = w.portal.sign_in(account(w.officer))
    return w.portal.sign_in(account(person))


def entry_of(w: World, person: Visitor) -> str:
    return entries.entry_of(w.portal.vault, account(person).account_id)


def test_a_person_joins_after_reading_the_entry_once_more(selection: World) -> None:
    w = selection
    person = w.portal.signed_in(Role.CANDIDATE, name="Ada")
    assert "You are not on the roster" in text(person.get(OWN))
    assert 'value="Ada"' in person.get("/roster/join").text
    wrong = w.do(person, "/roster/join", **{**ENTRY, "consent": "", "nationality": "XXX"})
    assert wrong.status_code == 422
    assert "Tick the box if you agree" in text(wrong)
    assert "Choose a State from the list" in text(wrong)
    shown = text(w.do(person, "/roster/join", **{**ENTRY, "checked": ""}))
    assert "Your consent holds for 24 months" in shown
    assert "Ada Invented" in shown
    assert "People will appear here" in found(w)
    assert w.do(person, "/roster/join", **ENTRY).status_code == 303
    page = text(person.get(OWN))
    assert "Ada Invented" in page
    assert "12 Invented Street" in page
    assert person.get("/roster/join").status_code == 303


def test_the_officer_finds_people_by_field_language_and_region(selection: World) -> None:
    w = selection
    assert "People will appear here" in found(w)
    joined(w)
    joined(w, name="Ben Invented", nationality="FRA", languages=["fr"], fields=[])
    both = {"Ada Invented", "Ben Invented"}
    for asked, names in (
        ({}, both),
        ({"field": "sr-torture"}, both),
        ({"field": "sr-water"}, {"Ben Invented"}),
        ({"language": "ar"}, {"Ada Invented"}),
        ({"region": "WEOG"}, {"Ben Invented"}),
        ({"region": "AFR", "language": "fr"}, set()),
    ):
        page = found(w, **asked)
        assert {name for name in both if name in page} == names, asked
    assert "2 people fit" in found(w)
    assert "Invented Street" not in found(w)
    assert w.officer.get(f"{DESK}?language=xx").status_code == 422


def test_whom_the_officers_page_shows_is_on_record(selection: World) -> None:
    w = selection
    ada, ben = joined(w), joined(w, name="Ben Invented", languages=["fr"])
    found(w, language="ar")
    with w.portal.engine.connect() as conn:
        read = set(conn.scalars(select(audit.c.subject)))
    assert entries.subject_of(entry_of(w, ada)) in read
    assert entries.subject_of(entry_of(w, ben)) not in read


def test_no_fact_and_no_table_has_the_account_or_the_details(selection: World) -> None:
    w = selection
    person = joined(w)
    [fact] = [one for one in w.service.store.log if one.stream.startswith("roster-")]
    with w.portal.engine.connect() as conn:
        row = conn.execute(select(roster)).one()
    for kept in (repr(fact), repr(row)):
        for told_of in (account(person).account_id, "Ada", "KEN", "sr-torture", "Street"):
            assert told_of not in kept


def test_an_entry_is_changed_and_the_consent_renewed(selection: World) -> None:
    w = selection
    person = joined(w)
    assert 'value="Ada Invented"' in person.get("/roster/change").text
    sent = w.do(person, "/roster/change", **{**ENTRY, "name": "Ada Changed"})
    assert sent.status_code == 303
    assert "Ada Changed" in found(w)
    person = later(w, person, timedelta(days=700))
    assert person.get("/roster/renew").status_code == 200
    assert w.do(person, "/roster/renew").status_code == 303
    later(w, person, timedelta(days=100))
    assert "Ada Changed" in found(w)


def test_the_end_of_the_consent_removes_the_person_from_every_page_and_count(
    selection: World,
) -> None:
    w = selection
    person = joined(w)
    with w.portal.engine.connect() as conn:
        until = conn.scalar(select(roster.c.consent_until))
    assert until is not None
    person = later(w, person, until - w.portal.clock.at)
    assert "1 person fits" in found(w)
    w.portal.clock.forward(timedelta(seconds=1))
    assert "1 person fits" not in found(w)
    assert "Ada" not in found(w)
    assert "You are not on the roster" in text(person.get(OWN))
    for page in ("change", "renew", "leave"):
        assert person.get(f"/roster/{page}").status_code == 404
    before = entry_of(w, person)
    assert w.do(person, "/roster/join", **ENTRY).status_code == 303
    assert entry_of(w, person) != before
    assert "1 person fits" in found(w)


def test_who_leaves_is_erased_at_once_and_may_come_back(selection: World) -> None:
    w = selection
    person = joined(w)
    before = entry_of(w, person)
    assert "erased at once" in text(person.get("/roster/leave"))
    assert w.do(person, "/roster/leave").status_code == 303
    assert w.portal.vault.forgotten([entries.subject_of(before)])
    assert "Ada" not in found(w)
    assert w.do(person, "/roster/join", **ENTRY).status_code == 303
    assert "1 person fits" in found(w)


def test_who_is_erased_is_found_by_nobody(selection: World) -> None:
    w = selection
    person = joined(w)
    entry_id = entry_of(w, person)
    w.portal.vault.forget(entries.subject_of(entry_id), at=w.portal.clock.at)
    assert "Ada" not in found(w)
    assert "You are not on the roster" in text(person.get(OWN))
    erased = CandidateErased(
        what="rosterperson",
        item_id=entry_id,
        erasure_id="e",
        basis="b",
        asked_by="a",
        erased_by="p",
        erased_at=w.portal.clock.at,
    )
    w.service.applier.apply(told([erased], first=9_000))
    with w.portal.engine.connect() as conn:
        assert conn.execute(select(roster)).all() == []


def test_an_application_begins_from_the_entry(selection: World) -> None:
    w = selection
    vacancy, person = w.called(), joined(w)
    path = f"/roster/apply/{vacancy}"
    assert path in person.get("/candidate/").text
    stranger = w.portal.signed_in(Role.CANDIDATE)
    assert stranger.get(path).status_code == 404
    assert path not in stranger.get("/candidate/").text
    w.saved(vacancy, person, "languages", mother_tongue="Swahili", spoken="en")
    assert person.get(path).status_code == 200
    assert w.do(person, path).status_code == 303
    personal = person.get(f"/candidate/apply/{vacancy}/sections/personal").text
    assert 'value="Ada Invented"' in personal
    assert "12 Invented Street" in personal
    assert "Enter the year of your birth" in personal
    assert "Swahili" in person.get(f"/candidate/apply/{vacancy}/sections/languages").text
    assert path not in person.get("/candidate/").text


def test_who_is_no_candidate_is_led_to_no_roster(selection: World) -> None:
    link = 'href="/roster/"'
    assert link in selection.portal.visitor().get("/en/apply/").text
    assert link in selection.portal.signed_in(Role.CANDIDATE).get("/en/apply/").text
    assert link not in selection.officer.get("/en/apply/").text
