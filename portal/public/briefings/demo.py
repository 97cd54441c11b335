"""The invented issues of a demonstration: a briefing and a bulletin that were sent, one skipped.

The clock of the platform opens the issue of today, which the desk edits.
"""

from datetime import datetime, timedelta
from typing import Final

from portal.public.briefings import queries, sources
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_briefing_commands import (
    AddItem,
    ApproveIssue,
    HandInIssue,
    OpenIssue,
    SendIssue,
    SkipIssue,
)
from shared.contracts.stakeholders_briefings import Kind
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.reference.briefings import BRIEFING_CLOCK, days_of, latest

_EDITOR, _SECOND = "qrd", "chief"
_WEEK: Final = timedelta(days=7)


def tell() -> None:
    at = now()
    with engine().connect() as conn:
        there = {queries.issue(row).kind for row in conn.execute(queries.sent(staff=True))}
    if "briefing" not in there:  # a later start is in another week
        _sent("briefing", at - 2 * _WEEK, "The office is closed on 25 December. (invented)")
        _skipped("briefing", at - _WEEK)
    if "bulletin" not in there:
        _sent("bulletin", at, "A new guide for visits is being written. (invented)")


def _sent(kind: Kind, at: datetime, text: str) -> None:
    code = latest(kind, at)
    _ask(OpenIssue(kind=kind, period=code), BRIEFING_CLOCK, kind, code, "opened", at)
    item = f"added-{derive_id('demo issue', code)}"
    added = AddItem(
        kind=kind,
        period=code,
        item=item,
        section="coming",
        edition="public",
        text=seal(queries.subject_of(code), text),
        language="en",
    )
    _ask(added, _EDITOR, kind, code, "added", at)
    with engine().connect() as conn:
        lines = sources.proposed(conn, kind, days_of(kind, code))
    items = (*(line.item for line in lines), item)
    hand_in = HandInIssue(kind=kind, period=code, items=items, version=1)
    _ask(hand_in, _EDITOR, kind, code, "handed in", at)
    _ask(ApproveIssue(kind=kind, period=code, version=1), _SECOND, kind, code, "approved", at)
    send = SendIssue(kind=kind, period=code, items=items, version=1)
    _ask(send, BRIEFING_CLOCK, kind, code, "sent", at)


def _skipped(kind: Kind, at: datetime) -> None:
    code = latest(kind, at)
    _ask(OpenIssue(kind=kind, period=code), BRIEFING_CLOCK, kind, code, "opened", at)
    skip = SkipIssue(kind=kind, period=code, code="nothing")
    _ask(skip, _EDITOR, kind, code, "skipped", at)


def _ask(command: Command, by: str | Actor, kind: Kind, code: str, step: str, at: datetime) -> None:
    ask(command, by, str(queries.case_of(kind)), f"issue {code}", step, at=at)
