"""Nominators: named by the candidate, who may ask them to confirm by a link."""

import re
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.homes.nominations.inviting import MOST, invitations
from portal.homes.notices.start_letters import send_invitations
from portal.selection.nominating_model import nominations
from services.stakeholders.nomination import TO_ANSWER
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.selection.world import World, account, text, world
from tests.support.organisations import Register
from tests.support.portal import Visitor

NAME = {"kind": "ngo", "name": "Planted Watch", "email": "planted@example.org"}
SIGN = {"name": "Planted Watch", "signer": "Grace, director"}


def where(candidate_id: str) -> str:
    return f"/candidate/applications/{candidate_id}/nominators"


def mails(w: World) -> list[EmailMessage]:
    went: list[EmailMessage] = []
    portal = w.portal
    send_invitations(portal.engine, portal.vault, portal.settings, went.append, now=portal.clock)
    return went


def named(w: World, candidate_id: str, person: Visitor, **typed: str) -> None:
    sent = w.do(person, f"{where(candidate_id)}/name", **{**NAME, **typed})
    assert sent.status_code == 303, sent.text


def link(mail: EmailMessage) -> str:
    found = re.search(r"https://rapporteur\.example(/nominate/\S+)", mail.get_content())
    assert found
    return found[1]


def asked(w: World, vacancy: str) -> tuple[str, Visitor, str]:
    """A candidate who asked somebody: the id, the person, and the address of the link."""
    ada, person = w.applied(vacancy, "Ada")
    named(w, ada, person)
    [mail] = mails(w)
    return ada, person, link(mail)


def confirmed(w: World, address: str) -> None:
    sent = w.do(w.portal.visitor(), f"{address}/confirm", **SIGN)
    assert sent.status_code == 303, sent.text


def test_a_letter_goes_once_and_names_nobody(selection: World) -> None:
    w = selection
    ada, person = w.applied(w.called(), "Ada")
    named(w, ada, person)
    assert "Asked to confirm" in text(person.get(where(ada)))
    [mail] = mails(w)
    assert mail["To"] == "planted@example.org"
    assert "Ada" not in mail.as_string()
    assert "torture" not in mail.as_string().lower()
    assert mails(w) == []
    with w.portal.engine.connect() as conn:
        [row] = conn.execute(select(invitations)).all()
    assert row.email is None
    assert link(mail).rpartition("/")[2] not in str(row)


def test_the_letter_goes_to_the_address_of_the_form_that_was_accepted(selection: World) -> None:
    """A refused form is corrected and sent again, with the same id as a double click has."""
    w = selection
    ada, person = w.applied(w.called(), "Ada")
    for number in range(5):
        named(w, ada, person, name=f"Watch {number}", email="")
    form = {**NAME, "command_id": str(uuid4())}
    path = f"{where(ada)}/name"
    refused = person.post(path, {**form, "email": "mistyped@example.org"})
    assert refused.status_code == 422
    first, *_ = re.findall(r'href="([^"]*/withdraw)"', person.get(where(ada)).text)
    assert w.do(person, first).status_code == 303
    for _ in range(2):
        assert person.post(path, form).status_code == 303
    assert [mail["To"] for mail in mails(w)] == ["planted@example.org"]
    assert person.post(path, {**form, "email": "later@example.org"}).status_code == 303
    assert mails(w) == [], "nobody else is asked for the same nomination"


def test_who_applies_again_has_no_more_letters_sent(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person = w.applied(vacancy, "Ada")
    for number in range(MOST):
        if number % 5 == 0 and number:
            w.withdrawn(ada, person)
            w.filled_in(vacancy, person, name="Ada", certified="Ada")
            ada = w.sent(vacancy, person).location.rpartition("/")[2]
        named(w, ada, person, name=f"Watch {number}", email=f"n{number}@example.org")
    w.withdrawn(ada, person)
    w.filled_in(vacancy, person, name="Ada", certified="Ada")
    ada = w.sent(vacancy, person).location.rpartition("/")[2]
    refused = w.do(person, f"{where(ada)}/name", **NAME)
    assert refused.status_code == 422
    assert "You have named twenty nominators" in text(refused)
    named(w, ada, person, email="")
    other = w.called()
    second, person = w.applied(other, "Ben")
    named(w, second, person)


def test_to_open_the_link_answers_nothing_and_its_reader_confirms(selection: World) -> None:
    w = selection
    ada, person, address = asked(w, w.called())
    page = text(w.portal.visitor().get(address))
    assert "Ada is a candidate for this mandate" in page
    assert "Asked to confirm" in text(person.get(where(ada)))
    form = w.portal.visitor().get(f"{address}/confirm")
    assert "Planted Watch" in form.text
    missing = w.do(w.portal.visitor(), f"{address}/confirm", name="Planted Watch")
    assert missing.status_code == 422
    confirmed(w, address)
    assert "Confirmed by the nominator" in text(person.get(where(ada)))
    assert "Grace, director" in text(person.get(where(ada)))
    assert "You confirmed it" in text(w.portal.visitor().get(address))
    assert w.portal.visitor().get(f"{address}/decline").status_code == 404


@pytest.mark.parametrize("way", ["declined", "withdrawn", "by the candidate", "late", "closed"])
def test_every_way_out_closes_the_link_with_one_sentence(selection: World, way: str) -> None:
    w, vacancy = selection, selection.called()
    ada, person, address = asked(w, vacancy)
    visitor = w.portal.visitor()
    if way == "declined":
        assert visitor.get(f"{address}/decline").status_code == 200
        assert w.do(visitor, f"{address}/decline").status_code == 303
        assert "Declined" in text(person.get(where(ada)))
    elif way == "withdrawn":
        confirmed(w, address)
        assert visitor.get(f"{address}/withdraw").status_code == 200
        assert w.do(visitor, f"{address}/withdraw").status_code == 303
        assert "By the nominator." in text(person.get(where(ada)))
    elif way == "by the candidate":
        [one] = re.findall(r'href="([^"]*/withdraw)"', person.get(where(ada)).text)
        assert w.do(person, one).status_code == 303
        assert w.do(person, one).status_code == 303, "a double click"
    elif way == "late":
        w.portal.clock.forward(TO_ANSWER + timedelta(minutes=1))
        person = w.portal.sign_in(account(person))
        assert "No answer in time" in text(person.get(where(ada)))
    else:
        w.withdrawn(ada, person)
    visitor = w.portal.visitor()
    over = visitor.get(address)
    assert over.status_code == 404
    assert "This link opens nothing" in text(over)
    unknown = w.portal.visitor().get("/nominate/unknown")
    assert text(unknown) == text(over)
    for step in ("confirm", "decline", "withdraw"):
        assert w.do(visitor, f"{address}/{step}", **SIGN).status_code == 404


def test_nobody_else_reads_any_and_what_does_not_count_is_the_candidates_alone(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    ada, person, address = asked(w, vacancy)
    named(w, ada, person, kind="individual", name="Grace Planted", email="")
    w.screened(vacancy, ada)
    member, other = w.members["APG"], w.members["WEOG"]
    w.disclosed(vacancy, member)
    office, file = f"/selection/{vacancy}/candidates/{ada}", f"/panel/files/{ada}"
    for page in (text(w.officer.get(office)), text(member.get(file))):
        assert "Grace Planted (Individual)" in page
        assert "Planted Watch" not in page, "nobody answered yet"
    confirmed(w, address)
    for page in (text(w.officer.get(office)), text(member.get(file))):
        assert "Planted Watch (Non-governmental organisation)" in page
    assert other.get(file).status_code == 404, "has not disclosed"
    w.call_closed(vacancy)
    public = w.portal.visitor().get(f"/vacancies/{vacancy}").text
    assert "Ada" in public
    assert "Planted" not in public
    stranger = w.portal.signed_in(Role.CANDIDATE)
    for path in (where(ada), f"{where(ada)}/name"):
        assert stranger.get(path).status_code == 404
        for role in set(Role) - {Role.CANDIDATE}:
            assert w.portal.signed_in(role).get(path).status_code == 403, role
    assert person.get(f"{where(ada)}/name").status_code == 404, "the call is closed"


def test_neither_link_nor_page_tells_that_the_review_is_closed(selection: World) -> None:
    w, vacancy = selection, selection.called()
    ada, person, address = asked(w, vacancy)
    confirmed(w, address)
    w.screened(vacancy, ada)
    w.call_closed(vacancy)
    pages = ((w.portal.visitor(), address), (person, where(ada)))
    before = [text(who.get(path)) for who, path in pages]
    w.all_scored(ada)
    w.closed(vacancy)
    assert [text(who.get(path)) for who, path in pages] == before
    assert w.do(w.portal.visitor(), f"{address}/withdraw").status_code == 303


def test_the_grade_of_the_day_is_frozen(selection: World) -> None:
    w = selection
    register = Register(w.portal.engine, w.portal.vault)
    watch, hidden = (str(derive_id("organisation", n)) for n in (1, 2))
    register.public(watch, "Planted Watch")
    register.confirmed(hidden, "Hidden Watch")
    for one in (watch, hidden):
        register.tell(register.decided(one, "A", effective=date(2026, 1, 1)))
    ada, person, address = asked(w, w.called())
    confirmed(w, address)
    register.tell(register.decided(watch, "B", effective=date(2026, 1, 2)))
    named(w, ada, person, name="hidden watch", email="")
    named(w, ada, person, name="planted  WATCH", email="", kind="human_rights_body")
    page = text(person.get(where(ada)))
    assert page.count("GANHRI: A: fully in line with the Paris Principles") == 1
    assert page.count("GANHRI: B: partly in line") == 1
    assert page.count("GANHRI") == 2, "only who is public is looked at"


def test_nothing_of_it_is_left_when_the_application_goes_or_the_person_is_erased(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    ada, person, _ = asked(w, vacancy)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"Planted Watch" not in file.read_bytes()
            assert b"planted@example" not in file.read_bytes()
    other, second = w.applied(vacancy, "Eve")
    named(w, other, second)
    w.portal.vault.forget(f"candidate-{other}", at=w.portal.clock.at)
    assert mails(w) == [], "the address is erased, too"
    assert "[erased]" in text(second.get(where(other)))
    w.withdrawn(ada, person)
    with w.portal.engine.connect() as conn:
        left = conn.scalars(select(nominations.c.candidate_id)).all()
    assert left == [other]
    assert person.get(where(ada)).status_code == 404


def test_where_no_mail_goes_out_a_nominator_is_named_only(tmp_path: Path) -> None:
    with world(tmp_path) as w:
        ada, person = w.applied(w.called(), "Ada")
        assert "E-mail address" not in text(person.get(f"{where(ada)}/name"))
        named(w, ada, person)
        assert "Named by you" in text(person.get(where(ada)))
        assert mails(w) == []
