"""The term of a seat on the pages: until when, over, extended, and taken by a successor."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, select, update

from portal.selection import sealed, seat_terms
from portal.selection.read_model import SELECTION, seats
from portal.selection.sealed_model import preferences
from portal.web.delivery.outbox import outbox
from portal.web.presentation import day
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.read_models.model import Applier
from shared.reference.calls import cycle_end
from shared.reference.panels import SEATS_CLOCK
from tests.portal.selection.world import World, account, published, text

WEOG = "/selection/{}/panel/WEOG"


def in_days(w: World, days: int) -> date:
    return day_of(w.portal.clock.at) + timedelta(days=days)


def looked(w: World, at: datetime) -> int:
    """Let the clock of the panels look twice at this time; return what it asked for."""
    found = seat_terms.due(w.portal.engine, at=at)
    assert seat_terms.due(w.portal.engine, at=at) == 0
    with w.portal.engine.begin() as conn:
        rows = conn.execute(select(outbox).where(outbox.c.delivered_at.is_(None))).all()
        conn.execute(update(outbox).values(delivered_at=at))
    now, w.portal.clock.at = w.portal.clock.at, at
    for row in rows:
        command: Any = TypeAdapter(STAKEHOLDERS_COMMANDS.types[row.type]).validate_python(row.data)
        for _ in range(2):
            w.service.ask(
                command,
                by=SEATS_CLOCK,
                command_id=row.command_id,
                correlation_id=row.correlation_id,
            )
    w.portal.clock.at = now
    return found


def pass_days(w: World, days: int) -> int:
    """Let days pass, and everybody sign in again."""
    w.portal.clock.at += timedelta(days=days)
    found = looked(w, w.portal.clock.at)
    w.officer = w.portal.sign_in(account(w.officer))
    for region, member in w.members.items():
        w.members[region] = w.portal.sign_in(account(member))
    w.chair = w.members["AFR"]
    return found


def until(w: World, vacancy: str, days: int, region: str = "WEOG") -> None:
    """Let the seat of a member have an own last day: it goes to somebody else, and back."""
    other = w.portal.signed_in(Role.PANEL_MEMBER, name="Uma")
    last = in_days(w, days).isoformat()
    for who, ends_on in ((other, ""), (w.members[region], last)):
        typed = {"member": account(who).account_id, "cause": "successor", "ends_on": ends_on}
        sent = w.do(w.officer, f"/selection/{vacancy}/panel/{region}", **typed)
        assert sent.status_code == 303, text(sent)


@pytest.fixture
def reviewing(selection: World) -> tuple[World, str, str]:
    """A vacancy under review, in which one seat ends before the others."""
    vacancy = selection.called()
    until(selection, vacancy, 30)
    ada = selection.file(vacancy, "Ada")
    selection.call_closed(vacancy)
    return selection, vacancy, ada


def test_a_panel_is_checked_with_its_terms_and_begins_with_the_end_of_the_cycle(
    selection: World,
) -> None:
    w = selection
    vacancy = w.declared()
    path = f"/selection/{vacancy}/panel"
    cycle = cycle_end(in_days(w, 30))
    assert cycle.isoformat() in w.officer.get(path).text
    typed = w.seats()
    first = w.do(w.officer, path, **{**typed, "checked": ""})
    shown = text(first)
    last = day(date.fromisoformat(typed["ends_on"]))
    assert "Nothing was sent yet" in shown
    assert f"Wanjiru (chair), until {last}" in shown
    assert f"Anjali, until {last}" in shown
    assert "Not established yet" in text(w.officer.get(f"/selection/{vacancy}"))
    for wrong, sentence in (("", "Enter the last day"), ("2020-01-01", "today or later")):
        sent = w.do(w.officer, path, **{**typed, "ends_on": wrong})
        assert sent.status_code == 422
        assert sentence in text(sent)
    assert w.do(w.officer, path, **typed).status_code == 303
    assert last in text(w.officer.get(f"/selection/{vacancy}"))
    assert last in text(w.members["APG"].get("/panel/"))
    assert last in text(w.chair.get(f"/panel/{vacancy}"))


def test_once_something_was_given_the_check_shows_the_terms_that_stay(
    reviewing: tuple[World, str, str],
) -> None:
    w, vacancy, ada = reviewing
    w.scored(ada, w.chair)
    path = f"/selection/{vacancy}/panel"
    shown = text(w.do(w.officer, path, **{**w.seats(), "checked": ""}))
    assert f"Willem, until {day(in_days(w, 30))}" in shown


def test_a_member_whose_term_is_over_reads_the_name_of_the_vacancy_and_no_more(
    reviewing: tuple[World, str, str],
) -> None:
    w, vacancy, ada = reviewing
    w.scored(ada, w.members["WEOG"])
    assert pass_days(w, 30) == 0
    assert "Ada" in w.members["WEOG"].get("/panel/").text
    assert pass_days(w, 1) == 1
    member = w.members["WEOG"]
    page = text(member.get("/panel/"))
    assert "Term over" in page
    assert "Ada" not in page
    for path in (
        f"/panel/files/{ada}",
        f"/panel/files/{ada}/conflict",
        f"/panel/{vacancy}",
        f"/panel/{vacancy}/disclose",
        f"/panel/{vacancy}/lobbying",
        f"/panel/{vacancy}/lobbied",
        f"/panel/{vacancy}/earlier-questions",
    ):
        assert member.get(path).status_code == 404, path
    assert w.do(member, f"/panel/files/{ada}/conflict").status_code == 404
    assert pass_days(w, 1) == 0, "it is said once"


def test_what_was_sealed_is_void_and_a_successor_gives_it_anew(
    reviewing: tuple[World, str, str],
) -> None:
    w, vacancy, ada = reviewing
    w.all_scored(ada)
    pass_days(w, 31)
    assert "2 of 2 members are in" in text(w.officer.get(f"/selection/{vacancy}"))
    sent = w.do(w.chair, f"/panel/{vacancy}/close", reason="time-is-over")
    assert "at least 3 members" in text(sent)
    fresh = w.portal.signed_in(Role.PANEL_MEMBER, name="Wilma")
    path = WEOG.format(vacancy)
    assert "The term of this seat is over" in text(w.officer.get(path))
    typed = {"member": account(fresh).account_id, "cause": "successor"}
    assert "Say until when" in text(w.do(w.officer, path, **typed))
    sent = w.do(w.officer, path, **typed, ends_on=in_days(w, 90).isoformat())
    assert sent.status_code == 303
    w.disclosed(vacancy, fresh)
    assert "2 of 3 members are in" in text(w.officer.get(f"/selection/{vacancy}"))
    w.scored(ada, fresh)
    w.closed(vacancy)
    assert "Term over" not in text(w.officer.get(f"/selection/{vacancy}"))


def test_the_text_that_became_void_goes_with_its_key(reviewing: tuple[World, str, str]) -> None:
    w, vacancy, ada = reviewing
    w.all_scored(ada)
    pass_days(w, 31)
    assert w.do(w.officer, f"{WEOG.format(vacancy)}/longer", **_longer(w)).status_code == 303
    assert _kept_texts(w) == {account(one).account_id for one in (w.chair, w.members["APG"])}
    w.scored(ada, w.members["WEOG"])
    assert account(w.members["WEOG"]).account_id in _kept_texts(w), "what is given anew stays"


def _longer(w: World) -> dict[str, str]:
    last = in_days(w, 40).isoformat()
    return {"ends_on": last, "reason": "no-successor", "checked": "send"}


def _kept_texts(w: World) -> set[str]:
    """Whose texts are left once the platform threw away what nobody needs."""
    with w.portal.app.test_request_context():
        sealed.forget_what_is_over()
    with w.portal.engine.connect() as conn:
        return set(conn.scalars(select(sealed.texts.c.member_id)))


def test_a_term_is_extended_with_a_reason_and_the_member_goes_on(
    reviewing: tuple[World, str, str],
) -> None:
    w, vacancy, ada = reviewing
    w.all_scored(ada)
    pass_days(w, 31)
    path = f"{WEOG.format(vacancy)}/longer"
    assert "Term over" in text(w.officer.get(f"/selection/{vacancy}"))
    assert "Term over" in text(w.chair.get(f"/panel/{vacancy}"))
    last = in_days(w, 40)
    typed = {"ends_on": last.isoformat(), "reason": "no-successor"}
    for wrong, sentence in (
        ({**typed, "ends_on": ""}, "Enter the last day"),
        ({**typed, "reason": ""}, "Choose a reason"),
        ({**typed, "ends_on": in_days(w, -40).isoformat(), "checked": "send"}, "today or later"),
    ):
        sent = w.do(w.officer, path, **wrong)
        assert sent.status_code == 422, sentence
        assert sentence in text(sent)
    checked = text(w.do(w.officer, path, **typed))
    assert "Willem" in checked
    assert day(last) in checked
    stale = {**typed, "member": "somebody-else", "checked": "send"}
    assert "no seat on the panel" in text(w.do(w.officer, path, **stale))
    assert w.do(w.officer, path, **typed, checked="send").status_code == 303
    member = w.members["WEOG"]
    assert "To score" in text(member.get("/panel/")), "what was sealed stays void"
    w.scored(ada, member)
    assert "3 of 3 members are in" in text(w.officer.get(f"/selection/{vacancy}"))


def test_a_panel_of_before_has_no_last_day_to_extend(selection: World) -> None:
    w = selection
    vacancy = w.called()
    with w.portal.engine.begin() as conn:
        conn.execute(update(seats).values(ends_on=None))
    assert w.officer.get(f"{WEOG.format(vacancy)}/longer").status_code == 404
    assert w.officer.get(f"/selection/{vacancy}/panel/MOON/longer").status_code == 404
    assert "Extend the term" not in text(w.officer.get(f"/selection/{vacancy}"))
    assert "Last day of your seat" not in text(w.members["APG"].get("/panel/"))


def test_nothing_passes_once_the_vacancy_is_over(reviewing: tuple[World, str, str]) -> None:
    w, vacancy, _ = reviewing
    sent = w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    assert sent.status_code == 303
    assert pass_days(w, 31) == 0


def test_the_tables_made_anew_say_the_same(
    reviewing: tuple[World, str, str], tmp_path: Path
) -> None:
    w, vacancy, ada = reviewing
    w.all_scored(ada)
    pass_days(w, 31)
    anew = make_engine(f"sqlite:///{tmp_path}/anew.db", durable=False)
    applier = Applier(anew, SELECTION)
    applier.prepare()
    every = [published(record) for record in w.service.store.log]
    applier.apply(every)
    applier.apply(every)
    assert _rows(anew) == _rows(w.portal.engine)
    assert vacancy in str(_rows(anew))
    anew.dispose()


def _rows(engine: Engine) -> list[Any]:
    with engine.connect() as conn:
        return [
            tuple(row)
            for table in (seats, preferences)
            for row in conn.execute(select(table).order_by(*table.primary_key.columns))
        ]
