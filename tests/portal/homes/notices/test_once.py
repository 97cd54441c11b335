"""Each fact is told once, once it is known whose it is, and never long after."""

from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.homes.notices import deriving, selecting
from portal.homes.notices.choosing import AT_ONCE
from portal.homes.notices.deriving import Notice, make
from portal.homes.notices.pages import Page
from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.tables import causes, notices
from portal.homes.notices.told import Told, told
from portal.homes.notices.words import FOCAL_SUSPENDED
from portal.homes.notices.work import step
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.accounts.tables import focal_suspensions
from shared.core.message import derive_id
from shared.read_models.model import Applier
from tests.portal.homes.notices.conftest import REPLY, Office, everybody, want
from tests.portal.homes.notices.inboxes import INFORMED
from tests.support import submissions as intake
from tests.support.letters import (
    cleared,
    drafted,
    requested,
    upto,
)


def test_a_fact_is_told_once_however_often_it_comes_and_we_look(office: Office) -> None:
    office.tell(*drafted(), requested())
    office.work()
    office.mailed()
    for _ in range(3):
        assert office.work() == 0
    Applier(office.engine, NOTICES).drop()
    Applier(office.engine, NOTICES).prepare()
    office._told = 0
    office.tell(*drafted(), requested(), models=(NOTICES,))  # as from an emptied Kafka
    assert office.work() == 0
    assert office.mailed() == []


def test_the_past_is_not_news(office: Office) -> None:
    office.tell(REPLY)
    office.later(hours=25)
    assert office.work() == 0


def test_what_the_other_tables_do_not_know_yet_waits(office: Office) -> None:
    office.tell(cleared(), models=(NOTICES,))
    assert office.work() == 0
    office.tell(*upto("awaiting"), models=(COMMUNICATIONS,))
    office.work()
    assert office.mailed() == ["chief", "officer", "other-officer"]


def test_a_source_that_is_not_known_yet_waits_too(office: Office) -> None:
    want(office, "ngo-1", AT_ONCE)
    office.tell(INFORMED, models=(NOTICES,))
    assert office.work() == 0
    office.tell(intake.received(urgent=False), models=(SUBMISSIONS,))
    office.work()
    assert office.mailed() == ["ngo-1"]


def test_two_processes_make_and_send_once(office: Office) -> None:
    office.tell(*drafted(), requested())
    seen: list[int] = []

    def meanwhile(_: object) -> None:
        """While one sends, the other looks."""
        seen.append(
            deriving.derive(office.engine, office.vault, office.settings, at=office.clock())
            + deriving.remind(office.engine, office.settings, at=office.clock())
        )
        with office.engine.connect() as conn:
            taken = conn.execute(
                select(notices.c.account_id).where(notices.c.taken_until > office.clock())
            ).all()
        assert taken

    assert step(office.engine, office.vault, office.settings, meanwhile, at=office.clock()) == 3
    assert seen == [0, 0, 0]
    assert office.work() == 0


def test_who_makes_the_same_at_the_same_moment_finds_it_made(office: Office) -> None:
    """Between asking whether it is made and making it, another process makes it too."""
    cause, kind, at = derive_id("test", "raced"), FOCAL_SUSPENDED, office.clock()
    people = [one for one in everybody(office) if one.account_id == "admin"]
    some = told(people, "register", Page.REGISTER, "organisation")
    raced: list[Future[None]] = []

    def found(_: Connection) -> Collection[Told]:
        raced.append(other.submit(make, office.engine, office.settings, [again], now=at))
        wait(raced, timeout=0.5)
        return some

    first = Notice(cause=cause, kind=kind, at=at, told=found)
    again = replace(first, told=some)
    with ThreadPoolExecutor() as other:
        make(office.engine, office.settings, [first], now=at)
        assert raced.pop().result(timeout=10) is None
    with office.engine.connect() as conn:
        assert conn.scalars(select(causes.c.cause)).all() == [cause]


def test_what_another_process_holds_is_left_to_it_until_it_must_be_dead(office: Office) -> None:
    office.tell(REPLY)
    deriving.derive(office.engine, office.vault, office.settings, at=office.clock())
    with office.engine.begin() as conn:
        conn.execute(notices.update().values(taken_until=office.clock() + timedelta(minutes=5)))
    assert office.work() == 0
    office.later(minutes=6)
    assert office.work() == 2


def suspended(office: Office) -> None:
    """Suspend a focal point, whom nobody reinstates for months."""
    new = {"account_id": "ngo-1", "roles": [], "reason": "takeover", "suspended_by": "admin"}
    with office.engine.begin() as conn:
        conn.execute(insert(focal_suspensions).values(**new, suspended_at=office.clock()))


def test_what_is_open_for_months_is_told_once_and_holds_up_no_mail(office: Office) -> None:
    suspended(office)
    office.work()
    for _ in range(4):
        office.later(days=31)
        deriving.prune(office.engine, office.settings, at=office.clock())
        office.work()
    office.tell(REPLY)
    assert office.work() > 0
    assert [row for row in office.told() if row.kind == FOCAL_SUSPENDED] == []


def _suspension(office: Office) -> Notice:
    people = [one for one in everybody(office) if one.account_id in {"chief", "admin"}]
    return Notice(
        cause=derive_id("a suspension"),
        kind=FOCAL_SUSPENDED,
        at=office.clock(),
        told=told(people, "register", Page.REGISTER, "organisation"),
    )


def test_what_people_were_told_is_not_made_again_while_they_see_it(office: Office) -> None:
    one = _suspension(office)
    make(office.engine, office.settings, [one], now=office.clock())
    for days in (31, 58):
        office.later(days=days)
        deriving.prune(office.engine, office.settings, at=office.clock())
        at = office.clock()
        assert deriving.make_due(office.engine, office.settings, lambda _: [one], at=at) == 0
        assert len(office.told()) == 2
    office.later(days=2)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert office.told() == []
    with office.engine.connect() as conn:
        assert conn.execute(select(causes)).all() == [], "both go in the same moment"


def test_whoever_has_a_notice_already_is_not_told_again_though_its_cause_was_forgotten(
    office: Office,
) -> None:
    one = _suspension(office)
    first, second = one.told  # type: ignore[misc]
    make(office.engine, office.settings, [replace(one, told=[first])], now=office.clock())
    office.work()
    office.mailed()
    with office.engine.begin() as conn:
        conn.execute(delete(causes))
    make(office.engine, office.settings, [one], now=office.clock())
    assert sorted(row.account_id for row in office.told()) == ["admin", "chief"]
    office.work()
    assert office.mailed() == [second.account.account_id]


def test_a_mail_that_could_not_go_for_a_month_is_forgotten(office: Office) -> None:
    make(office.engine, office.settings, [_suspension(office)], now=office.clock())
    with office.engine.begin() as conn:
        conn.execute(update(notices).values(attempts=700))
    office.later(days=30)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert len(office.rows()) == 2
    office.later(seconds=1)
    deriving.prune(office.engine, office.settings, at=office.clock())
    assert office.rows() == []


def _failed() -> float:
    labels = {"task": "notices of selections"}
    return REGISTRY.get_sample_value("rapporteur_background_failures_total", labels) or 0


def test_a_kind_that_cannot_be_made_is_counted_and_holds_up_no_mail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError

    monkeypatch.setattr(selecting, "due", broken)
    office.tell(REPLY)
    before = _failed()
    assert office.work() > 0
    assert _failed() == before + 1


def test_a_database_that_is_away_is_no_fault_of_one_kind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(selecting, "due", away)
    before = _failed()
    with pytest.raises(OperationalError):
        office.work()
    assert _failed() == before
