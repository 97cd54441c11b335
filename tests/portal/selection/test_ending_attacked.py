"""Attacks on the way to the appointment: stale pages, own cases, people who are gone."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete

from portal.web.accounts import proposals
from portal.web.accounts.tables import accounts
from shared.core.roles import Role
from tests.portal.selection.test_ending import (
    appointed,
    decided,
    in_days,
    proposed,
    reported,
    seen_on,
    submitted,
)
from tests.portal.selection.world import MOTIVATION, World, account, ranks, text

_DECISIONS = ("deferred", "refused", "appointed")


def _typed(world: World) -> dict[str, str]:
    return {
        "decision": "61/101",
        "decided_on": in_days(world, 0),
        "starts_on": in_days(world, 30),
        "ends_on": "",
        "reason": "balance",
    }


@pytest.mark.parametrize("what", _DECISIONS)
def test_a_page_that_stayed_open_decides_about_nobody_else(selection: World, what: str) -> None:
    w = selection
    vacancy, (first, second, _), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    path = f"/selection/{vacancy}/{what}"
    assert w.officer.account
    assert president.account
    w.portal.clock.forward(timedelta(days=1))
    assert w.officer.account is not None
    assert president.account is not None
    w.officer = w.portal.sign_in(w.officer.account)
    president = w.portal.sign_in(president.account)
    stale = seen_on(w.officer, path)
    assert stale == first
    decided(w, w.officer, f"/selection/{vacancy}/refused", decided_on=in_days(w, -1))
    proposed(w, vacancy, second, president)
    for seen in (stale, "", "no-such-id"):
        sent = w.do(w.officer, path, seen=seen, **_typed(w))
        assert (sent.status_code, "Another candidate" in text(sent)) == (422, True), seen
    assert decided(w, w.officer, path, **_typed(w)).status_code == 303


def test_an_appointment_sent_twice_is_one_and_no_error(selection: World) -> None:
    w = selection
    vacancy, (first, *_), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    path = f"/selection/{vacancy}/appointed"
    form = {"command_id": str(uuid4()), "seen": seen_on(w.officer, path), **_typed(w)}
    assert [w.officer.post(path, form).status_code for _ in range(2)] == [303, 303]


def test_a_report_is_published_and_returned_as_it_was_read(selection: World) -> None:
    w = selection
    vacancy, ids, president = reported(w, "Ada", "Bo", "Chi")
    back = f"/decisions/{vacancy}/return"
    typed = {"reason": "Look again.", "new_list_by": in_days(w, 7)}
    assert decided(w, president, back, **typed).status_code == 303
    _adopted(w, vacancy, ids)
    submitted(w, vacancy, ids)
    path = f"/selection/{vacancy}/report"
    stale = seen_on(w.officer, path)
    submitted(w, vacancy, ids, reason="Knows the field well.")
    for seen in (stale, "", "x", "9" * 5_000):
        sent = w.do(w.officer, path, seen=seen)
        assert (sent.status_code, "another report" in text(sent)) == (422, True), seen[:9]
    sent = w.do(president, back, seen=stale, **typed)
    assert (sent.status_code, "another report" in text(sent)) == (422, True)
    assert decided(w, w.officer, path).status_code == 303


def test_the_president_returns_the_list_that_the_page_showed_and_no_other(
    selection: World,
) -> None:
    w = selection
    vacancy, ids, president = reported(w, "Ada", "Bo", "Chi")
    path = f"/decisions/{vacancy}/return"
    typed = {"reason": "Look again.", "new_list_by": in_days(w, 7)}
    stale = seen_on(president, path)
    assert w.do(president, path, seen=stale, **typed).status_code == 303
    _adopted(w, vacancy, ids)
    submitted(w, vacancy, ids)
    assert decided(w, w.officer, f"/selection/{vacancy}/report").status_code == 303
    shown = seen_on(president, path)
    assert int(shown) > int(stale)
    for seen in (stale, "", "x", str(int(shown) + 1)):
        sent = w.do(president, path, seen=seen, **typed)
        assert (sent.status_code, "another report" in text(sent)) == (422, True), seen
    assert w.do(president, path, seen=shown, **typed).status_code == 303


def _adopted(w: World, vacancy: str, ids: Iterable[str]) -> None:
    """Let the chair adopt another list: all are equal."""
    w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {
            "command_id": str(uuid4()),
            **{f"rank_{who}": "1" for who in ids},
            **{f"reason_{who}": "Equal to the others." for who in ids},
            "step": "adopt",
        },
    )


def test_a_president_who_applied_or_sat_on_the_panel_finds_nothing_to_decide(
    selection: World,
) -> None:
    w = selection
    vacancy, (first, *_), _ = reported(w, "Ada", "Bo", "Chi")
    with w.portal.engine.begin() as conn:
        rows = [account(w.members["APG"]).account_id]
        conn.execute(
            accounts.update().where(accounts.c.account_id.in_(rows)).values(roles=["president"])
        )
    president = w.members["APG"]
    assert president.get("/decisions/").status_code == 200
    for path in ("", f"/candidates/{first}", f"/propose/{first}", "/return", "/briefed"):
        assert president.get(f"/decisions/{vacancy}{path}").status_code == 404, path


def test_nobody_is_appointed_whose_name_was_erased(selection: World) -> None:
    w = selection
    vacancy, (first, *_), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    w.portal.vault.forget(f"candidate-{first}", at=w.portal.clock.at)
    sent = decided(w, w.officer, f"/selection/{vacancy}/appointed", **_typed(w))
    assert (sent.status_code, "was erased on request" in text(sent)) == (409, True)
    sent = decided(w, w.officer, f"/selection/{vacancy}/refused", decided_on=in_days(w, 0))
    assert sent.status_code == 303, "and the way on stays open"


def test_an_appointment_whose_account_is_gone_says_so(selection: World) -> None:
    w = selection
    vacancy, (first, *_), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    appointed(w, vacancy)
    administrator = w.portal.signed_in(Role.SYSTEM_ADMIN, name="Ada the administrator")
    with w.portal.engine.begin() as conn:
        conn.execute(delete(accounts).where(accounts.c.name == "account of Ada"))
    sent = administrator.post(f"/appointments/{vacancy}", {})
    assert (sent.status_code, sent.location) == (303, "/appointments")
    assert "with which this person applied is gone" in administrator.get("/appointments").text
    assert administrator.post(f"/appointments/{uuid4()}", {}).status_code == 404


def test_a_term_that_is_over_gives_no_right_any_more(selection: World) -> None:
    w = selection
    vacancy, (first, *_), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    path = f"/selection/{vacancy}/appointed"
    typed = {**_typed(w), "starts_on": in_days(w, 0), "ends_on": in_days(w, 1)}
    assert decided(w, w.officer, path, **typed).status_code == 303
    w.portal.clock.at = w.portal.clock.at.replace(year=w.portal.clock.at.year + 1)
    administrator = w.portal.signed_in(Role.SYSTEM_ADMIN, name="Ada the administrator")
    administrator.post(f"/appointments/{vacancy}", {})
    assert "is over" in administrator.get("/appointments").text
    with w.portal.engine.connect() as conn:
        assert not proposals.all_open(conn, at=w.portal.clock.at)


def test_whoever_recorded_an_appointment_does_not_confirm_it(selection: World) -> None:
    """Not even with a role that they were given since."""
    w = selection
    vacancy, (first, *_), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    appointed(w, vacancy)
    me = accounts.c.account_id == account(w.officer).account_id
    with w.portal.engine.begin() as conn:
        conn.execute(accounts.update().where(me).values(roles=["system_admin"]))
    w.officer.post(f"/appointments/{vacancy}", {})
    assert "Another administrator" in w.officer.get("/appointments").text
    with w.portal.engine.connect() as conn:
        assert not proposals.all_open(conn, at=w.portal.clock.at)


def test_public_reasons_of_the_president_have_no_words_of_an_application(selection: World) -> None:
    w = selection
    vacancy, (_, _, third), president = reported(w, "Ada", "Bo", "Chi")
    path = f"/decisions/{vacancy}/propose/{third}"
    for said in (
        f"I was told: {MOTIVATION} Chi",
        "Write to chi@example.org.",
        "A doctorate in law. Heard by courts. Ombudsperson since 2010. Call +41 22 917 90 00.",
    ):
        sent = w.do(president, path, reasons=said)
        assert (sent.status_code, "Your reasons are public" in text(sent)) == (422, True), said
    assert "chi@example.org" not in w.portal.visitor().get(f"/vacancies/{vacancy}").text
    proposed(w, vacancy, third, president, reasons="The third brings what this mandate lacks.")


def test_what_the_president_said_inside_is_in_no_public_report(selection: World) -> None:
    w = selection
    vacancy, ids, president = reported(w, "Ada", "Bo", "Chi")
    inside = "I heard from two ambassadors that none of these people would be welcome anywhere."
    typed = {"reason": inside, "new_list_by": in_days(w, 7)}
    assert decided(w, president, f"/decisions/{vacancy}/return", **typed).status_code == 303
    w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {"command_id": str(uuid4()), **ranks(*ids), "step": "adopt"},
    )
    submitted(w, vacancy, ids, reason=f"The President said: {inside}")
    sent = decided(w, w.officer, f"/selection/{vacancy}/report")
    assert (sent.status_code, "has restricted text" in text(sent)) == (422, True)
