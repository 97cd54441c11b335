"""A nomination that both answer at once, that a stranger begins first, or that a process leaves."""

from datetime import timedelta
from typing import Any, Never

import pytest
from sqlalchemy import select, update

from portal.homes.nominations import offers as of_nominators
from portal.homes.nominations.offers import offers
from portal.selection import page
from portal.selection.read_model import vacancies
from portal.web.commands import CommandRefused, ServiceAway
from tests.portal.homes.nominations.test_beginning import BEGIN, begun, kept, mails, offered
from tests.portal.homes.nominations.test_nominations import where
from tests.portal.selection.world import Stakeholders, World, account, text

WAITS = "being answered at this moment"
LATER = timedelta(minutes=6)


def ids(w: World) -> list[str]:
    with w.portal.engine.connect() as conn:
        return list(conn.scalars(select(offers.c.offer_id).order_by(offers.c.asked_at)))


def claims(w: World, link: str, by: str) -> bool:
    engine, vault, at = w.portal.engine, w.portal.vault, w.portal.clock.at
    with engine.connect() as conn:
        offer = of_nominators.of_candidate(conn, link.rpartition("/")[2], at)
    if offer is None:
        return False
    content = of_nominators.read(vault.reveal(offer.content) or "")
    return of_nominators.claim(engine, vault, offer, content, by, at=at)


def claimed(w: World, link: str, by: str = "somebody") -> str:
    """Let the candidate's acceptance be on its way to the service."""
    (offer_id,) = ids(w)
    assert claims(w, link, by)
    return offer_id


def is_forgotten(w: World, offer_id: str) -> bool:
    return bool(w.portal.vault.forgotten([of_nominators.subject_of(offer_id)]))


def test_while_the_candidate_accepts_nobody_takes_it_back_or_refuses_it(selection: World) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    ada, person = w.applied(vacancy, "Ada")
    offer_id = claimed(w, candidate, account(person).account_id)
    for path in (f"{nominator}/take-back", f"{candidate}/refuse"):
        sent = w.do(w.portal.visitor(), path)
        assert (sent.status_code, WAITS in text(sent)) == (409, True)
    assert (kept(w), is_forgotten(w, offer_id)) == (["accepting"], False)
    assert w.do(person, f"{candidate}/accept").status_code == 303
    assert "Begun by the nominator, accepted by you" in text(person.get(where(ada)))
    assert "you nominate them" in text(w.portal.visitor().get(nominator))
    assert w.portal.visitor().get(f"{nominator}/take-back").status_code == 404


def test_what_was_taken_back_a_moment_before_is_in_no_application(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, vacancy = selection, selection.called()
    _, candidate = offered(w, vacancy)
    ada, person = w.applied(vacancy, "Ada")
    (offer_id,), seal = ids(w), page.seal

    def faster(*told: Any) -> Any:
        engine, vault, at = w.portal.engine, w.portal.vault, w.portal.clock.at
        assert of_nominators.end(engine, vault, offer_id, "taken-back", at=at)
        return seal(*told)

    monkeypatch.setattr(page, "seal", faster)
    sent = w.do(person, f"{candidate}/accept")
    assert (sent.status_code, "was taken back" in text(sent)) == (409, True)
    assert "Planted Watch" not in text(person.get(where(ada)))
    assert kept(w) == ["taken-back"]


def test_what_the_service_refuses_waits_for_the_candidate_again(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    _, person = w.applied(vacancy, "Ada")

    def refused(*_: Any, **__: Any) -> Never:
        raise CommandRefused(422, "A candidate has at most five nominators.")

    with monkeypatch.context() as patched:
        patched.setattr(Stakeholders, "ask", refused)
        sent = w.do(person, f"{candidate}/accept")
    assert (sent.status_code, "at most five" in text(sent)) == (422, True)
    assert kept(w) == ["sent"]
    assert w.do(w.portal.visitor(), f"{nominator}/take-back").status_code == 303


@pytest.mark.parametrize("again", [True, False])
def test_what_the_service_accepted_without_an_answer_is_not_taken_back(
    selection: World, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    """Whether the candidate tries again, or goes away."""
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    ada, person = w.applied(vacancy, "Ada")
    ask = Stakeholders.ask

    def away(*to: Any, **of: Any) -> Never:
        ask(*to, **of)
        raise ServiceAway

    with monkeypatch.context() as patched:
        patched.setattr(Stakeholders, "ask", away)
        assert w.do(person, f"{candidate}/accept").status_code == 503
    assert kept(w) == ["accepting"]
    sent = w.do(w.portal.visitor(), f"{nominator}/take-back")
    assert (sent.status_code, WAITS in text(sent)) == (409, True)
    if again:
        assert w.do(person, f"{candidate}/accept").status_code == 303
    else:
        w.portal.clock.forward(LATER)
        of_nominators.settle(w.portal.engine, w.portal.vault, at=w.portal.clock.at)
    assert kept(w) == ["accepted"]
    assert "you nominate them" in text(w.portal.visitor().get(nominator))
    assert "Begun by the nominator, accepted by you" in text(person.get(where(ada)))


def test_a_process_that_ended_leaves_nothing_half_done(
    selection: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    ada, person = w.applied(vacancy, "Ada")
    with monkeypatch.context() as patched:
        patched.setattr(of_nominators, "accepted", lambda *_, **__: None)
        w.do(person, f"{candidate}/accept")
    assert kept(w) == ["accepting"]
    w.portal.clock.forward(LATER)
    assert w.portal.visitor().get(f"{nominator}/take-back").status_code == 404, "it is accepted"
    assert kept(w) == ["accepted"]
    assert "you nominate them" in text(w.portal.visitor().get(nominator))
    assert "Begun by the nominator" in text(w.officer.get(f"/selection/{vacancy}/candidates/{ada}"))


def test_an_acceptance_that_never_arrived_keeps_nobody_from_taking_it_back(
    selection: World,
) -> None:
    w, vacancy = selection, selection.called()
    nominator, candidate = offered(w, vacancy)
    offer_id = claimed(w, candidate)
    of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at)
    assert kept(w) == ["accepting"], "it may still arrive"
    w.portal.clock.forward(LATER)
    of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at)
    assert kept(w) == ["sent"]
    assert w.do(w.portal.visitor(), f"{nominator}/take-back").status_code == 303
    assert is_forgotten(w, offer_id)
    assert not claims(w, candidate, "somebody")


def test_of_two_people_with_one_link_one_accepts(selection: World) -> None:
    w, vacancy = selection, selection.called()
    _, candidate = offered(w, vacancy)
    bea, person = w.applied(vacancy, "Bea")
    claimed(w, candidate, "another candidate")
    sent = w.do(person, f"{candidate}/accept")
    assert (sent.status_code, WAITS in text(sent)) == (409, True)
    assert kept(w) == ["accepting"], "what another accepts stays theirs"
    assert "Begun by the nominator" not in text(person.get(where(bea)))
    assert claims(w, candidate, "another candidate"), "who tries again goes on"
    w.portal.clock.forward(LATER)
    of_nominators.settle(w.portal.engine, w.portal.vault, at=w.portal.clock.at)
    assert w.do(person, f"{candidate}/accept").status_code == 303


def test_the_close_of_a_call_drops_nothing_that_is_being_accepted(selection: World) -> None:
    w, vacancy = selection, selection.called()
    _, candidate = offered(w, vacancy)
    offer_id = claimed(w, candidate)
    with w.portal.engine.begin() as conn:
        conn.execute(update(vacancies).values(closes_at=w.portal.clock.at))
    assert of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at) == 0
    assert kept(w) == ["accepting"]
    assert not is_forgotten(w, offer_id)
    w.portal.clock.forward(LATER)
    assert of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at) == 1
    assert kept(w) == []


def test_a_stranger_who_begins_it_first_keeps_nobody_from_nominating(selection: World) -> None:
    w, vacancy = selection, selection.called()
    strangers = begun(w, vacancy, name="Not Planted Watch")
    w.portal.clock.forward(timedelta(minutes=1))
    nominator, candidate = offered(w, vacancy)
    assert "Planted Watch" in text(w.portal.visitor().get(candidate))
    first, _ = ids(w)
    assert w.do(w.portal.visitor(), f"{strangers}/send").status_code == 303
    assert mails(w) == [], "one letter for each pair"
    assert kept(w) == ["sent"]
    assert is_forgotten(w, first)
    assert w.portal.visitor().get(strangers).status_code == 404
    assert w.do(w.portal.visitor(), f"{nominator}/take-back").status_code == 303
    again = begun(w, vacancy)
    assert w.do(w.portal.visitor(), f"{again}/send").status_code == 303
    assert mails(w) == [], "one letter for each pair, also after it was taken back"


def test_a_key_goes_before_its_row_so_none_is_left_alone(selection: World) -> None:
    class Broken:
        def forget(self, subject: str, *, at: object) -> bool:
            raise OSError(subject, at)

    w, vacancy = selection, selection.called()
    begun(w, vacancy)
    (offer_id,) = ids(w)
    w.portal.clock.forward(timedelta(days=8))
    with pytest.raises(OSError, match="offer-"):
        of_nominators.purge(w.portal.engine, Broken(), at=w.portal.clock.at)
    assert ids(w) == [offer_id], "it is found again"
    assert of_nominators.purge(w.portal.engine, w.portal.vault, at=w.portal.clock.at) == 1
    assert is_forgotten(w, offer_id)


def test_what_was_erased_is_not_sent_on(selection: World) -> None:
    w, vacancy = selection, selection.called()
    nominator = begun(w, vacancy, email=BEGIN["email"])
    (offer_id,) = ids(w)
    w.portal.vault.forget(of_nominators.subject_of(offer_id), at=w.portal.clock.at)
    assert w.do(w.portal.visitor(), f"{nominator}/send").status_code == 303
    assert mails(w) == []
