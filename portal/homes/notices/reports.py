"""Notices of reports: to those who subscribed, and how many addresses refused theirs."""

from typing import Any

from sqlalchemy import Connection, func, select

from portal.homes.notices.pages import Page
from portal.homes.notices.tables import choices
from portal.homes.notices.told import Told
from portal.stakeholders.subscriptions import audience, queries
from portal.stakeholders.subscriptions.audience import Vaulted
from portal.stakeholders.subscriptions.queries import Report


def subscribers(conn: Connection, vault: Vaulted, row: Any) -> list[Told] | None:
    """Return who is told; nobody once it is not public any more, None while it is not known."""
    known = queries.known(conn, row.report_id)
    if not known:
        return None
    report = queries.one(conn, row.report_id)
    if report is None:
        return []
    found = audience.hearers(conn, vault, queries.audience(conn, report, at=row.at))
    return [
        Told(
            account=one.account,
            reason="subscriber",
            page=Page.REPORTS,
            item_id=report.report_id,
            quiet=one.quiet,
            weekly=one.weekly,
        )
        for one in found
    ]


def bounced(conn: Connection, vault: Vaulted, report: Report) -> int:
    """Return how many addresses of its audience refused a mail since it was sent."""
    if report.sent_at is None:
        return 0
    found = audience.hearers(conn, vault, queries.audience(conn, report, at=report.sent_at))
    ids = [one.account.account_id for one in found]
    c = choices.c
    these = (c.account_id.in_(ids), c.refused_at >= report.sent_at)
    return conn.scalar(select(func.count()).where(*these)) or 0
