"""Each fact is told once, once it is known whose it is, and never long after."""

from datetime import timedelta

from sqlalchemy import select

from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.homes.notices import deriving
from portal.homes.notices.choosing import AT_ONCE
from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.tables import notices
from portal.homes.notices.work import step
from portal.letters.communications.read_model import COMMUNICATIONS
from shared.read_models.model import Applier
from tests.portal.homes.notices.conftest import REPLY, Office, want
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


def test_what_another_process_holds_is_left_to_it_until_it_must_be_dead(office: Office) -> None:
    office.tell(REPLY)
    deriving.derive(office.engine, office.vault, office.settings, at=office.clock())
    with office.engine.begin() as conn:
        conn.execute(notices.update().values(taken_until=office.clock() + timedelta(minutes=5)))
    assert office.work() == 0
    office.later(minutes=6)
    assert office.work() == 2
