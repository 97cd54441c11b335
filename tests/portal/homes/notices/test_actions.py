"""Notices to those who implement: a report is due within 30 days, and overdue, each once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.followup.actions.read_model import ACTIONS
from portal.homes.notices.actions import due
from portal.homes.notices.deriving import prune
from portal.homes.notices.words import words
from portal.web.accounts import offices
from shared.contracts.followup_action_commands import ArchiveAction, CompleteAction
from shared.contracts.followup_actions import IndicatorDefined
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.followup.actions import ACTION_ID, MEASURED, WRITER, history, of, report
from tests.portal.homes.notices.conftest import Office

KENYA = "kenya"


def tell(office: Office, *facts: Any) -> None:
    days = tuple(day_of(office.clock()) + timedelta(days=n) for n in (40, 200))
    moved = (replace(one, owner="KEN", done_at=office.clock()) for one in facts)
    told = (replace(x, due_days=days) if isinstance(x, IndicatorDefined) else x for x in moved)
    office.tell(*told, models=(ACTIONS,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [(row.account_id, row.kind) for row in office.told() if row.reason == "action"]


def test_the_owner_is_told_once_that_a_report_is_due_and_once_that_it_is_overdue(
    office: Office,
) -> None:
    tell(office, *history(*MEASURED))
    assert heard(office) == []
    office.later(days=10)
    assert heard(office) == [(KENYA, "indicator-due")]
    office.later(days=30)
    assert len(heard(office)) == 1  # the day itself is not over
    office.later(days=1)
    assert sorted(heard(office)) == [(KENYA, "indicator-due"), (KENYA, "indicator-overdue")]
    assert words("action", "indicator-due") != words("action", "indicator-overdue")


def test_several_indicators_are_told_of_once_a_day_and_never_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = history(*MEASURED)
    second = replace(facts[1], indicator_id="another", step=facts[1].step + 1)
    tell(office, *facts, second)
    another = [replace(one, action_id=f"{one.action_id[:-1]}f") for one in facts]
    tell(office, *another)
    office.later(days=41)
    asked: list[Role] = []
    holding = offices.holding

    def counted(conn: Any, on: Any, *roles: Role) -> Any:
        asked.extend(roles)
        return holding(conn, on, *roles)

    monkeypatch.setattr(offices, "holding", counted)
    assert due(office.engine, office.settings, at=office.clock()) == 2
    assert due(office.engine, office.settings, at=office.clock()) == 0
    assert asked == [Role.GOVERNMENT], "people are looked for once"
    assert heard(office) == [(KENYA, "indicator-overdue")] * 2
    office.later(days=95)
    prune(office.engine, office.settings, at=office.clock())  # its cause is forgotten
    assert due(office.engine, office.settings, at=office.clock()) == 0


@pytest.mark.parametrize(
    "act", [report(2), of(CompleteAction, 2), ArchiveAction(action_id=ACTION_ID)]
)
def test_nothing_is_owed_of_what_is_reported_done_or_archived(office: Office, act: Any) -> None:
    facts = history(*MEASURED, (act, WRITER))
    tell(office, *facts[:2])
    last = facts[2]
    if hasattr(last, "due_on"):
        last = replace(last, due_on=day_of(office.clock()) + timedelta(days=40))
    tell(office, last)
    office.later(days=45)
    assert heard(office) == []
