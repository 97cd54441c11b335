"""Requests for advice, reports on engagement and coverage in a portal that is used."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal.committee.coverage import table, taking
from portal.public.packs import counting
from portal.public.register.statistics import Reading
from shared.contracts.stakeholders_pack_commands import DraftStatisticsPack, FreezeStatisticsPack
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.support.advice import Counsel
from tests.support.coverage import States
from tests.support.engagement import Reports
from tests.support.letters import LEAD
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.packs import CHIEF, Packs
from tests.support.portal import Pages, Visitor


def advice(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """One that waits, one that is late, one answered twice, one closed, and one taken back."""
    counsel = Counsel(portal.engine, portal.vault, told=3_500_000)  # after all that was told
    day, now = timedelta(days=1), portal.clock()
    account = visitors[Role.CONTACT_POINT].account
    officer = visitors[Role.HUMAN_RIGHTS_OFFICER].account
    assert account
    assert officer
    text = f"{UNBROKEN[:60]} {LONG}"

    def asked(number: int, days: int, **also: Any) -> str:
        given = {"number": number, "at": now - days * day, **also}
        of = account.organisation_id or ""
        return counsel.asked(of, account.account_id, text, **given)

    asked(1, 1, language="other")
    late = asked(2, 40, topic="protection")
    counsel.assigned(late, officer.account_id)
    for number in (3, 4, 5):
        one = asked(number, 20, topic="mandate")
        counsel.assigned(one, officer.account_id)
        counsel.answered(one, officer.account_id, text)
        if number == 3:
            counsel.answered(one, officer.account_id, ARABIC)
        elif number == 4:
            counsel.closed(one)
        else:
            counsel.withdrawn(one, account.account_id)


def engagement(portal: Pages) -> None:
    """One of each stage, and one that was taken back; some numbers are kept back."""
    reports = Reports(portal.engine, portal.vault, told=4_000_000)  # after all that was told
    for year, quarter, steps in (
        (2026, 3, ()),
        (2026, 2, ("checked",)),
        (2026, 1, ("published",)),
        (2025, 4, ("checked", "kept")),
        (2025, 3, ("published", "kept")),
    ):
        of = reports.drafted(
            LEAD,
            (year, quarter),
            f"{UNBROKEN[:60]} {LONG}",
            submissions=1_234_567,
            contacts=None,
            organisations=None,
            visits=1,
        )
        for step in steps:
            getattr(reports, step)(of)


def coverage(portal: Pages) -> None:
    """A set of standards, an answer that changed after the snapshot of the month, and others."""
    states = States(portal.engine, told=4_500_000)  # after all that was told
    states.adopted()
    states.recorded("visit", KEN="2019-05-17", CHE="never", FRA="elsewhere", VAT="na")
    states.recorded("treaties", KEN="8", CHE="1")
    states.recorded("invitation", KEN="yes", CHE="no")
    now = portal.clock()
    with portal.engine.connect() as conn:
        adopted = table.set_in_force(conn)
        assert adopted
        command = taking.snapshot(conn, portal.vault, adopted, at=now)
    states.taken(command, at=now)
    states.recorded("treaties", KEN="9", CHE="2")


def packs(portal: Pages) -> None:
    """The statistics of last year with a corrigendum, and a draft of the year before."""
    kept, at = Packs(portal.engine), portal.clock()
    last, today = day_of(at).year - 1, day_of(at)
    for year, number, reason in ((last, 0, None), (last, 1, "definition"), (last - 1, 0, None)):
        with portal.engine.connect() as conn:
            found = counting.counted(conn, year, Reading(today=today, within=60))
        draft = DraftStatisticsPack(
            year=year,
            number=number,
            reason=reason,
            as_of=today,
            within=60,
            position=found.position,
            tables=found.tables[number:],
            definitions=found.definitions,
        )
        [drafted] = kept.do(draft, at=at)
        if year == last:
            freeze = FreezeStatisticsPack(year=year, number=number, hash=drafted.hash)
            kept.do(freeze, by=CHIEF, at=at)
