"""Attacks on the seal: what one member can tell of others, and what became void stays void."""

import re
from datetime import timedelta

from sqlalchemy import insert, select, update

from portal.selection import given, sealed
from portal.selection.read_model import vacancies
from portal.selection.recusal_model import left, recusals
from portal.selection.sealed_model import preferences
from portal.web.accounts.account import actor_of
from tests.portal.selection.test_sealed import masked
from tests.portal.selection.world import World, account, ranks, text
from tests.support.portal import Visitor

_ASKED = re.compile(r'name="(csrf_token|command_id)"[^>]*>')


def looked(w: World, who: Visitor, vacancy: str) -> list[tuple[int, str, dict[str, str]]]:
    """All that a member gets of a vacancy: bytes, status and headers, also when asking for news."""
    found = []
    for path in ("/panel/", f"/panel/{vacancy}", f"/panel/{vacancy}/close", "/inbox", "/"):
        page = who.get(path)
        seen = re.search(r"seen=([0-9a-f]{16})", page.text)
        news = who.fragment(f"{path}?seen={seen[1] if seen else ''}")
        for one in (page, news):
            kept = {name: one.headers.get(name, "") for name in ("ETag", "Cache-Control", "Vary")}
            found.append((one.status_code, masked(_ASKED.sub("", one.text)), kept))
        found.append((0, seen[1] if seen else "", {}))
    return found


def test_a_member_who_is_in_learns_neither_who_gave_nor_that_somebody_was_reminded(
    selection: World,
) -> None:
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    willem, anjali = w.members["WEOG"], w.members["APG"]
    w.scored(ada, willem, 4)
    before = looked(w, willem, vacancy)
    assert w.do(w.chair, f"/panel/{vacancy}/remind").status_code == 303
    assert looked(w, willem, vacancy) == before, "a reminder tells that others are late"
    w.scored(ada, anjali, 5)
    assert looked(w, willem, vacancy) == before
    w.conflicted(ada, anjali)
    w.scored(ada, w.chair, 1)
    assert looked(w, willem, vacancy) == before, "nor that somebody was recused"


def test_what_became_void_after_the_opening_stays_void_when_the_recusal_ends(
    selection: World,
) -> None:
    """A seat that goes on, and a short list, bring back nothing of a recused member."""
    w = selection
    vacancy = w.called()
    ids = [w.file(vacancy, "Ada"), w.file(vacancy, "Bea", nationality="KEN")]
    w.call_closed(vacancy)
    for who in ids:
        for region, value in (("AFR", 2), ("APG", 5), ("WEOG", 2)):
            w.scored(who, w.members[region], value)
    w.closed(vacancy)
    w.portal.clock.at += timedelta(minutes=1)
    w.conflicted(ids[0], w.members["APG"])
    assert counted(w, vacancy) == {"AFR": True, "APG": False, "WEOG": True}
    w.portal.clock.at += timedelta(minutes=1)
    w.alternate(vacancy, "APG", "Ayesha")
    assert counted(w, vacancy)["APG"] is False
    sent = w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {
            "command_id": "7d1f0f6e-0000-4000-8000-00000000000a",
            **ranks(*ids),
            "step": "adopt",
        },
    )
    assert sent.status_code == 303, text(sent)
    assert counted(w, vacancy) == {"AFR": True, "APG": False, "WEOG": True}
    page = text(w.chair.get(f"/panel/{vacancy}"))
    assert "A member was recused after the opening" in page


def counted(w: World, vacancy: str) -> dict[str, bool]:
    """Whose preferences count, by the regional group."""
    with w.portal.engine.connect() as conn:
        opened = given.opened(conn, actor_of(account(w.officer)), vacancy)
    counts = {one.member_id: one.counts for one in opened}
    return {region: counts[account(who).account_id] for region, who in w.members.items()}


def test_tables_that_are_filled_again_throw_away_nothing_that_is_sealed_now(
    selection: World,
) -> None:
    """They pass through the closing, the versions and the recusals of the round before."""
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    before = w.portal.clock.at
    w.portal.clock.at += timedelta(minutes=5)
    anjali = w.members["APG"]
    w.scored(ada, anjali, 5)
    key = {"vacancy_id": vacancy, "member_id": account(anjali).account_id}
    this = vacancies.c.vacancy_id == vacancy
    with w.portal.engine.begin() as conn:
        conn.execute(update(vacancies).where(this).values(review_closed_at=before))
        old = {"version": 9, "submitted_at": before}
        conn.execute(update(preferences).where(preferences.c.vacancy_id == vacancy).values(old))
        cause = {"cause": "declared", "candidate_id": ada, "recused_at": before}
        conn.execute(insert(recusals).values(**key, **cause))
    with w.portal.app.test_request_context():
        sealed.forget_what_is_over()
    with w.portal.engine.begin() as conn:
        [kept] = conn.execute(select(sealed.texts)).all()
        assert kept.member_id == key["member_id"]
        conn.execute(insert(left).values(**key, left_at=w.portal.clock.at))
    with w.portal.app.test_request_context():
        sealed.forget_what_is_over()
    with w.portal.engine.connect() as conn:
        assert not conn.execute(select(sealed.texts)).all(), "a seat that went on is of now"
