"""A nominator begins before the candidate, who accepts or refuses by a link."""

import re
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.homes.nominations import offers as of_nominators
from portal.homes.nominations.inviting import invitations
from portal.homes.nominations.offers import MOST_AN_HOUR, MOST_BEGUN, MOST_FOR_ONE, TO_BEGIN, offers
from portal.homes.notices.mail import AddressAway, AddressRefused, MailAway
from portal.homes.notices.start_letters import send_offers
from portal.selection.nominating_model import nominations
from portal.selection.read_model import vacancies
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.nominations.test_nominations import where
from tests.portal.selection.world import World, account, text, world
from tests.support.organisations import Register
from tests.support.portal import Visitor

BEGIN = {
    "kind": "ngo",
    "name": "Planted Watch",
    "signer": "Grace, director",
    "email": "grace@watch.example",
    "candidate": "ada@home.example",
}


def mails(w: World) -> list[EmailMessage]:
    went: list[EmailMessage] = []
    portal = w.portal
    send_offers(portal.engine, portal.vault, portal.settings, went.append, now=portal.clock)
    return went


def link(mail: EmailMessage) -> str:
    found = re.search(r"https://rapporteur\.example(/nominate\S+)", mail.get_content())
    assert found
    return found[1]


def begun(w: World, vacancy: str, **typed: str) -> str:
    """Begin a nomination; return the nominator's link."""
    sent = w.do(w.portal.visitor(), f"/vacancies/{vacancy}/nominate", **{**BEGIN, **typed})
    assert sent.status_code == 303, sent.text
    [mail] = mails(w)
    assert mail["To"] == typed.get("email", BEGIN["email"])
    return link(mail)


def offered(w: World, vacancy: str, **typed: str) -> tuple[str, str]:
    """Send it on to the candidate, too; return the links of both."""
    nominator = begun(w, vacancy, **typed)
    assert w.do(w.portal.visitor(), f"{nominator}/send").status_code == 303
    [mail] = mails(w)
    assert mail["To"] == typed.get("candidate", BEGIN["candidate"])
    return nominator, link(mail)


def accepted(w: World, vacancy: str) -> tuple[str, Visitor, str]:
    """The candidate's id and the person, and the nominator's link."""
    nominator, candidate = offered(w, vacancy)
    ada, person = w.applied(vacancy, "Ada")
    assert w.do(person, f"{candidate}/accept").status_code == 303
    return ada, person, nominator


def kept(w: World) -> list[str]:
    with w.portal.engine.connect() as conn:
        return list(conn.scalars(select(offers.c.step)))


def test_nothing_goes_to_the_candidate_before_the_nominator_opened_their_own_link(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    assert "Nominate somebody" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    nominator = begun(w, vacancy)
    shown = text(w.portal.visitor().get(nominator))
    assert "Nothing went to the candidate yet" in shown
    check = text(w.portal.visitor().get(f"{nominator}/send"))
    assert "ada@home.example" in check
    assert mails(w) == []
    assert w.do(w.portal.visitor(), f"{nominator}/send").status_code == 303
    [mail] = mails(w)
    for told in ("Planted", "Grace", "torture"):
        assert told.lower() not in mail.as_string().lower()
    assert "Sent to the candidate" in text(w.portal.visitor().get(nominator))
    assert w.portal.visitor().get(f"{nominator}/send").status_code == 404


def test_the_candidate_accepts_and_only_then_it_is_in_the_application(selection: World) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    shown = text(w.portal.visitor().get(candidate))
    for told in ("Planted Watch", "Grace, director", "Non-governmental organisation"):
        assert told in shown
    person = w.portal.signed_in(Role.CANDIDATE)
    assert "Send your application first" in text(person.get(f"{candidate}/accept"))
    ada, person = w.applied(vacancy, "Ada")
    office = f"/selection/{vacancy}/candidates/{ada}"
    assert "Planted" not in w.officer.get(office).text
    assert "Planted Watch" in text(person.get(f"{candidate}/accept"))
    assert "Planted" not in w.officer.get(office).text, "to open the page accepts nothing"
    assert w.do(person, f"{candidate}/accept").status_code == 303
    assert "Planted Watch" in text(w.officer.get(office))
    assert "Begun by the nominator, accepted by you" in text(person.get(where(ada)))
    told = text(w.portal.visitor().get(nominator))
    assert "Ada is a candidate for this mandate, and you nominate them" in told
    over = w.portal.visitor().get(candidate)
    assert over.status_code == 404
    assert text(over) == text(w.portal.visitor().get("/nominated/unknown"))


def test_the_nominator_withdraws_by_the_same_link_and_the_candidate_on_their_page(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    ada, person, nominator = accepted(w, vacancy)
    assert w.do(w.portal.visitor(), f"{nominator}/withdraw").status_code == 303
    assert "By the nominator." in text(person.get(where(ada)))
    assert w.portal.visitor().get(nominator).status_code == 404


def test_a_refusal_tells_the_nominator_nothing_and_leaves_nothing(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    before = text(w.portal.visitor().get(nominator))
    assert "Refuse?" in text(w.portal.visitor().get(f"{candidate}/refuse"))
    assert w.do(w.portal.visitor(), f"{candidate}/refuse").status_code == 303
    assert text(w.portal.visitor().get(nominator)) == before
    for path in ("", "/refuse"):
        assert w.portal.visitor().get(f"{candidate}{path}").status_code == 404
    person = w.portal.signed_in(Role.CANDIDATE)
    assert w.do(person, f"{candidate}/accept").status_code == 404
    with w.portal.engine.connect() as conn:
        row = conn.execute(select(offers)).one()
    assert row.content is None
    assert w.portal.vault.forgotten([of_nominators.subject_of(row.offer_id)])
    assert w.do(w.portal.visitor(), f"{nominator}/take-back").status_code == 303
    assert w.portal.visitor().get(nominator).status_code == 404


@pytest.mark.parametrize("sent", [False, True])
def test_a_nominator_takes_back_what_they_began(selection: World, *, sent: bool) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy) if sent else (begun(w, vacancy), "")
    assert "Take the nomination back?" in text(w.portal.visitor().get(f"{nominator}/take-back"))
    assert w.do(w.portal.visitor(), f"{nominator}/take-back").status_code == 303
    for step in ("", "/send", "/take-back"):
        assert w.portal.visitor().get(f"{nominator}{step}").status_code == 404
    if sent:
        assert w.portal.visitor().get(candidate).status_code == 404
    again = begun(w, vacancy)
    assert w.do(w.portal.visitor(), f"{again}/send").status_code == 303
    assert len(mails(w)) == (0 if sent else 1), "the same nomination is sent on once"


@pytest.mark.parametrize("late", ["call", "unsent"])
def test_it_lapses_and_is_thrown_away(selection: World, late: str) -> None:
    w, vacancy = selection, selection.called()
    nominator, *rest = offered(w, vacancy) if late == "call" else (begun(w, vacancy),)
    w.portal.clock.forward(timedelta(days=21) if late == "call" else TO_BEGIN)
    for address in (nominator, *rest):
        over = w.portal.visitor().get(address)
        assert over.status_code == 404
        assert "This link opens nothing" in text(over)
    assert of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at) == 1
    assert kept(w) == []
    if late == "call":
        page = w.portal.visitor().get(f"/vacancies/{vacancy}/nominate")
        assert page.status_code == 404
        assert "Nominate somebody" not in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))


def test_what_is_open_is_kept(selection: World) -> None:
    w = selection
    offered(w, w.called())
    assert of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at) == 0
    assert kept(w) == ["sent"]


def test_no_text_of_it_lies_in_the_clear_and_no_fact_tells_of_it(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    told = len(w.service.store.log)
    offered(w, vacancy)
    assert len(w.service.store.log) == told
    for file in tmp_path.rglob("*"):
        if file.is_file():
            written = file.read_bytes()
            for word in (b"Planted Watch", b"watch.example", b"home.example", b"Grace"):
                assert word not in written, file


def test_the_grade_is_that_of_the_day_on_which_the_nominator_signed(selection: World) -> None:
    w, vacancy = selection, selection.called()
    register = Register(w.portal.engine, w.portal.vault)
    watch = str(derive_id("organisation", 1))
    register.public(watch, "Planted Watch")
    register.tell(register.decided(watch, "A", effective=date(2026, 1, 1)))
    _, candidate = offered(w, vacancy)
    register.tell(register.decided(watch, "B", effective=date(2026, 1, 2)))
    assert "A: fully in line" in text(w.portal.visitor().get(candidate))
    ada, person = w.applied(vacancy, "Ada")
    assert w.do(person, f"{candidate}/accept").status_code == 303
    page = text(person.get(where(ada)))
    assert "A: fully in line" in page
    assert "B: partly" not in page


def test_letters_are_few_and_no_answer_tells_of_a_limit(selection: World) -> None:
    w, vacancy = selection, selection.called()
    for number in range(MOST_AN_HOUR):
        begun(w, vacancy, candidate=f"c{number}@home.example")
    path = f"/vacancies/{vacancy}/nominate"
    asked = w.do(w.portal.visitor(), path, **BEGIN)
    assert asked.location.endswith("/nominate/asked")
    assert "A link goes to you" in text(w.portal.visitor().get(f"{path}/asked"))
    assert mails(w) == []
    w.portal.clock.forward(timedelta(hours=1))
    while len(kept(w)) < MOST_BEGUN:
        begun(w, vacancy, candidate=f"d{len(kept(w))}@home.example")
        w.portal.clock.forward(timedelta(minutes=20))
    assert w.do(w.portal.visitor(), path, **BEGIN).status_code == 303
    assert mails(w) == []


@pytest.mark.parametrize(("before", "waits"), [(10, 24), (1.5, 12), (0.5, 0)])
def test_a_candidate_gets_few_letters_at_once_and_the_rest_later_whoever_begins(
    selection: World, before: float, waits: float
) -> None:
    """``before``: days before the call closes; ``waits``: hours."""
    w, vacancy = selection, selection.called()
    with w.portal.engine.connect() as conn:
        closes_at = conn.scalar(select(vacancies.c.closes_at))
    assert closes_at
    w.portal.clock.forward(closes_at - w.portal.clock.at - timedelta(days=before))
    for number in range(MOST_FOR_ONE):
        offered(w, vacancy, email=f"n{number}@watch.example", candidate="Ada@home.example")
    one_more = begun(w, vacancy, email="late@watch.example")
    assert w.do(w.portal.visitor(), f"{one_more}/send").status_code == 303
    if waits:
        w.portal.clock.forward(timedelta(hours=waits, seconds=-1))
        assert mails(w) == []
        w.portal.clock.forward(timedelta(seconds=1))
    assert "Sent to the candidate" in text(w.portal.visitor().get(one_more))
    [mail] = mails(w)
    assert mail["To"] == "ada@home.example"


@pytest.mark.parametrize(
    "typed",
    [
        "x1<victim@home.example>",
        "ada@höme.example",
        "adä@home.example",
        "a@b@home.example",
        "a@b,c",
    ],
)
def test_an_address_is_one_bare_address(selection: World, typed: str) -> None:
    w, path = selection, f"/vacancies/{selection.called()}/nominate"
    for field in ("email", "candidate"):
        refused = w.do(w.portal.visitor(), path, **{**BEGIN, field: typed})
        assert refused.status_code == 422
        assert "name@example.org" in text(refused)
    assert kept(w) == []


def test_a_tag_makes_no_other_mailbox(selection: World) -> None:
    w, vacancy = selection, selection.called()
    offered(w, vacancy)
    again = begun(w, vacancy, email="Grace+2@watch.example", candidate="ada+x+y@home.example")
    assert w.do(w.portal.visitor(), f"{again}/send").status_code == 303
    assert mails(w) == [], "the same nomination is sent on once"
    begun(w, vacancy, email="+@watch.example")


def test_a_double_click_and_a_stale_page_do_nothing_twice(selection: World) -> None:
    w, vacancy = selection, selection.called()
    form = {**BEGIN, "command_id": str(uuid4())}
    path = f"/vacancies/{vacancy}/nominate"
    for _ in range(2):
        assert w.portal.visitor().post(path, form).status_code == 303
    [mail] = mails(w)
    with w.portal.engine.connect() as conn:
        offer_id = conn.scalar(select(offers.c.offer_id))
    assert offer_id
    engine, vault, at = w.portal.engine, w.portal.vault, w.portal.clock.at
    for _ in range(2):
        of_nominators.send_on(engine, vault, offer_id, at=at)
    assert len(mails(w)) == 1
    for _ in range(2):
        of_nominators.accepted(engine, vault, offer_id, at=at)
    of_nominators.end(engine, vault, offer_id, "refused", at=at)
    assert kept(w) == ["accepted"]
    with engine.connect() as conn:
        assert conn.scalars(select(invitations.c.nomination_id)).all() == [offer_id]
    assert of_nominators.take(engine, vault, offer_id, at=at) is None
    assert link(mail).startswith("/nominate/")


def test_where_mail_is_refused_or_away(selection: World) -> None:
    w, vacancy = selection, selection.called()
    portal = w.portal

    def post(error: type[Exception]) -> None:
        def refuse(_: EmailMessage) -> None:
            raise error

        send_offers(portal.engine, portal.vault, portal.settings, refuse, now=portal.clock)

    assert w.do(portal.visitor(), f"/vacancies/{vacancy}/nominate", **BEGIN).status_code == 303
    with pytest.raises(MailAway):
        post(MailAway)
    assert mails(w) == []
    portal.clock.forward(timedelta(minutes=6))
    post(AddressRefused)
    portal.clock.forward(timedelta(minutes=6))
    assert mails(w) == [], "an address that takes no mail is written to once"


def test_an_address_that_is_away_holds_up_nobody_and_so_many_go_at_a_time(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, vacancy = selection, selection.called()
    engine, vault, settings, clock = (
        getattr(w.portal, name) for name in ("engine", "vault", "settings", "clock")
    )
    went: list[str] = []

    def post(mail: EmailMessage) -> None:
        if mail["To"] == "away@watch.example":
            raise AddressAway
        went.append(mail["To"])

    def work() -> list[str]:
        went.clear()
        send_offers(engine, vault, settings, post, now=clock)
        return went

    for name in ("away", "a", "b"):
        typed = {**BEGIN, "email": f"{name}@watch.example"}
        assert (
            w.do(w.portal.visitor(), f"/vacancies/{vacancy}/nominate", **typed).status_code == 303
        )
        clock.forward(timedelta(seconds=1))
    monkeypatch.setattr(of_nominators, "_AT_ONCE", 2)
    assert work() == ["a@watch.example"]
    assert work() == ["b@watch.example"]
    assert work() == []
    clock.forward(timedelta(minutes=6))
    assert [mail["To"] for mail in mails(w)] == ["away@watch.example"]


def test_the_form_says_what_is_missing_and_needs_a_mail_server(
    selection: World, tmp_path: Path
) -> None:
    w, vacancy = selection, selection.called()
    path = f"/vacancies/{vacancy}/nominate"
    empty = w.do(w.portal.visitor(), path)
    assert empty.status_code == 422
    for said in ("Choose what kind of nominator it is", "Enter who nominates", "Enter who signs"):
        assert said in text(empty)
    assert text(empty).count("Enter the e-mail address") >= 2
    assert "Nominate somebody" in text(w.portal.visitor().get(path))
    other = tmp_path / "without-mail"
    other.mkdir()
    with world(other) as silent:
        vacancy = silent.called()
        page = silent.portal.visitor().get(f"/vacancies/{vacancy}/nominate")
        assert page.status_code == 404


def test_only_a_candidate_accepts_and_for_the_own_application(selection: World) -> None:
    w, vacancy = selection, selection.called()
    _, candidate = offered(w, vacancy)
    path = f"{candidate}/accept"
    assert w.portal.visitor().get(path).status_code in {302, 303}
    for role in set(Role) - {Role.CANDIDATE}:
        assert w.portal.signed_in(role).get(path).status_code == 403, role
    ada, person = w.applied(vacancy, "Ada")
    w.portal.vault.forget(f"candidate-{ada}", at=w.portal.clock.at)
    assert w.do(person, path).status_code == 409
    person = w.portal.sign_in(account(person))
    with w.portal.engine.connect() as conn:
        assert conn.scalars(select(nominations.c.candidate_id)).all() == []
