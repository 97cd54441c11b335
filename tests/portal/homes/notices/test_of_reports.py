"""Notices of reports: to those who subscribed, once each, and by mail as they chose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.homes.notices import choosing, inbox, reading, reports
from portal.homes.notices.read_model import NOTICES
from portal.homes.notices.tables import inbox as told_table
from portal.homes.notices.words import words
from portal.stakeholders.subscriptions import queries
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office
from tests.support.letters import T0
from tests.support.subscriptions import Notices

MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
PEOPLE = ("ann", "ben", "eve")


@pytest.fixture
def notices(office: Office) -> Notices:
    """Ann wants mail at once, Ben once a week, and Eve subscribed to another country."""
    for model in EVERY_MODEL:
        Applier(office.engine, model).prepare()
    with office.engine.begin() as conn:
        for name in PEOPLE:
            one = Account(
                account_id=name,
                email=f"{name}@example.org",
                name=name,
                password_hash="x",
                roles=frozenset({Role.NGO_MEMBER}),
            )
            accounts.add(conn, one)
            choosing.choose(conn, one, choosing.AT_ONCE, at=T0)
    kept = Notices(office.engine, office.vault, [Applier(office.engine, NOTICES)], told=5_000)
    kept.chooses("person", "ann", "KEN", at=T0)
    kept.chooses("person", "ben", cadence="weekly", at=T0)
    kept.chooses("person", "eve", "FRA", at=T0)
    return kept


def told(office: Office) -> list[str]:
    return sorted(row.account_id for row in office.told() if row.reason == "subscriber")


def test_nobody_is_told_before_an_officer_sends_it_and_everybody_once(
    office: Office, notices: Notices
) -> None:
    report = notices.out(1, "KEN", at=T0)
    office.work()
    assert told(office) == []
    notices.sends(1, at=T0)
    for _ in range(3):
        office.work()
    assert told(office) == ["ann", "ben"]
    assert office.mailed() == ["ann"]
    rows = [row for row in office.told() if row.reason == "subscriber"]
    assert {str(words(row.reason, row.kind)) for row in rows} == {
        "A report that you wanted to hear of is public"
    }
    assert {row.item_id for row in rows} == {report}
    office.clock.forward(MONDAY - office.clock() + timedelta(minutes=1))
    office.work()
    assert office.mailed() == ["ben"]


def test_a_mail_says_nothing_of_the_report_and_opens_are_not_tracked(
    office: Office, notices: Notices
) -> None:
    notices.out(1, "KEN", at=T0)
    notices.sends(1, at=T0)
    office.work()
    [mail] = office.box.mails
    text = mail.as_string()
    assert "report" not in text.lower()
    assert "<img" not in text
    assert not mail.is_multipart()


def test_whoever_is_killed_in_the_middle_leaves_nobody_with_two(
    office: Office, notices: Notices, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.out(1, "KEN", at=T0)
    notices.sends(1, at=T0)
    added = inbox.add

    def killed(*args: Any, **kwargs: Any) -> None:
        added(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            office.work()
    assert told(office) == []
    office.work()
    office.work()
    assert told(office) == ["ann", "ben"]
    assert office.mailed() == ["ann"]


def test_what_is_public_no_more_is_told_to_nobody_and_leaves_the_inbox(
    office: Office, notices: Notices
) -> None:
    notices.out(1, "KEN", at=T0)
    notices.sends(1, at=T0)
    office.work()
    with office.engine.connect() as conn:
        ann = accounts.by_id(conn, "ann")
        assert ann is not None
        shown = select(told_table).where(reading.shown(ann, lambda _: True))
        assert len(conn.execute(shown).all()) == 1
    notices.gone(1, at=T0)
    with office.engine.connect() as conn:
        assert conn.execute(shown).all() == []
    notices.out(2, "KEN", at=T0)
    notices.sends(2, at=T0)
    notices.gone(2, at=T0)
    office.work()
    assert told(office) == ["ann", "ben"]


def test_a_correction_is_told_to_the_first_audience(office: Office, notices: Notices) -> None:
    notices.out(1, "KEN", at=T0)
    notices.sends(1, at=T0)
    office.work()
    office.later(hours=2)
    notices.chooses("person", "eve", at=office.clock())
    notices.ends("person", "ben", at=office.clock())
    notices.out(1, "KEN", edition=2, at=office.clock())
    notices.sends(1, edition=2, at=office.clock())
    office.work()
    assert told(office) == ["ann", "ann", "ben"]


def test_addresses_that_refuse_are_counted(office: Office, notices: Notices) -> None:
    report_id = notices.out(1, "KEN", at=T0)

    def bounced() -> int:
        with office.engine.connect() as conn:
            report = queries.one(conn, report_id)
            assert report is not None
            return reports.bounced(conn, office.vault, report)

    assert bounced() == 0
    notices.sends(1, at=T0)
    office.box.refusing = "550 no such user"
    office.work()
    assert bounced() == 1


def test_a_notice_waits_until_its_report_is_known(office: Office, notices: Notices) -> None:
    notices.out(1, "KEN", at=T0)
    notices.sends(1, at=T0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queries, "known", lambda *_: False)
        office.work()
    assert told(office) == []
    office.work()
    assert told(office) == ["ann", "ben"]
