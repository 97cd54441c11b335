"""What the lines of the last days look like together: three small pictures beside the feed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from flask import url_for
from sqlalchemy import ColumnElement, Connection, false, select, true

from portal.committee.activity import read_model
from portal.committee.activity.lines import KINDS
from portal.committee.activity.read_model import Span
from portal.committee.activity.reader import Filter, named, region
from portal.committee.activity.showing import Codes
from portal.letters.communications.tables import letters, signatures
from portal.web.figures import Figure, Row
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext
from portal.web.policy import Kind, Scope, Sight, rows
from shared import reference
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.core.roles import Role

DAYS = 14
_SENT = "communication-transmitted"
_AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))

Pictures: TypeAlias = dict[str, Figure | None]
"""By the name that the template has for each."""


def of(conn: Connection, actor: Actor, wanted: Filter, codes: Codes, at: datetime) -> Pictures:
    """Return the pictures for this reader, of the lines that the filters leave. ``at``: now."""
    days = [day_of(at) - timedelta(days=back) for back in reversed(range(DAYS))]
    span = Span(since=start_of(days[0]), until=start_of(days[-1] + timedelta(days=1)))
    return {
        "course_of_days": _course(read_model.by_day(conn, actor, wanted, days), days, codes),
        "regions": _regions(read_model.by_recipient(conn, actor, wanted, _SENT, span)),
        "waiting": _waiting(conn, actor, wanted, at),
    }


def _course(counts: Counter[tuple[str, date]], days: Sequence[date], codes: Codes) -> Figure:
    there = {kind for kind, _ in counts}
    return Figure(
        caption=gettext("The last %(days)s days", days=DAYS),
        about=gettext("What happened"),
        columns=[short_day(day) for day in days],
        rows=[
            Row(
                label=gettext(words),
                values=[counts[kind, day] for day in days],
                link=url_for("activity.index", **{**codes, "kind": kind}),
            )
            for kind, words in KINDS.items()
            if kind in there
        ],
    )


def _regions(counts: Counter[str | None]) -> Figure:
    by_region: Counter[str | None] = Counter()
    for recipient, number in counts.items():
        by_region[region(recipient)] += number
    groups: list[tuple[str | None, str]] = [
        *((code, gettext(words)) for code, words in reference.REGIONS.items()),
        (None, gettext("To others")),
    ]
    return Figure(
        caption=gettext("Letters sent in the last %(days)s days", days=DAYS),
        about=gettext("Region"),
        columns=[gettext("Letters")],
        rows=[
            Row(label=words, values=[by_region[code]])
            for code, words in groups
            if code or by_region[code]
        ],
    )


def _waiting(conn: Connection, actor: Actor, wanted: Filter, at: datetime) -> Figure | None:
    """Return how long texts wait for their mandates; None for who reads no line of that.

    None also by a kind, a region or a State: no line of a letter that waits says to whom it goes.
    """
    if actor.roles <= {Role.DESK_OFFICER} or wanted.kind is not None or wanted.by_place:
        return None
    c = letters.c
    waiting = select(c.requested_at).where(
        c.state == "awaiting",
        _of_the_actor(actor),
        *(named(actor, some, unsent=true(), of=_of) for some in wanted.of_mandates),
    )
    since = [at - begun for begun in conn.scalars(waiting) if begun is not None]
    ages = [
        (gettext("Less than a day"), timedelta(0), _AGES[0]),
        (gettext("1 to 3 days"), _AGES[0], _AGES[1]),
        (gettext("3 to 7 days"), _AGES[1], _AGES[2]),
        (gettext("More than 7 days"), _AGES[2], timedelta.max),
    ]
    return Figure(
        caption=gettext("Letters that wait for approval"),
        about=gettext("For how long"),
        columns=[gettext("Letters")],
        rows=[
            Row(label=words, values=[sum(least <= one < most for one in since)])
            for words, least, most in ages
        ],
    )


def _of_the_actor(actor: Actor) -> ColumnElement[bool]:
    """Return which waiting letters have lines for this reader: none has a recipient yet."""
    means = {Scope.ANY: true(), Scope.MANDATE: _of(actor.mandates), Scope.STATE: false()}
    return rows(actor, Kind.FEED, means, least=Sight.METADATA)


def _of(mandates: Iterable[str]) -> ColumnElement[bool]:
    s = signatures.c
    signing = select(s.communication_id).where(
        s.mandate.in_(sorted(mandates)), s.declined_at.is_(None)
    )
    return letters.c.communication_id.in_(signing)
