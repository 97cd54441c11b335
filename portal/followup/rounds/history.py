"""What rounds know of one recommendation, for its page: situation, steps before, steps now (F.9).

The mandate reads the answers of its newest round; everybody else what public tables have, so that
nothing of an answer shows before it is published (FR2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Connection

from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.rounds import found, published, queries, words
from portal.followup.rounds.public import bp
from portal.followup.rounds.published import Step
from portal.followup.rounds.queries import Answer
from portal.followup.rounds.read_model import rounds, rows
from portal.web.accounts.access import current_actor
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor

__all__ = ["bp"]  # with what it already has


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """``beside``: a name, or what may become of it. ``text``: None if it is erased."""

    kind: str
    beside: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """``said`` and ``address``: of the page that it is from. ``gone``: its situation is erased."""

    said: str
    address: str
    situation: str | None
    gone: bool
    before: Sequence[Step]
    steps: Sequence[Said]


@bp.app_template_global()
def follow_up_history(about: Recommendation) -> History | None:
    """Return the history of a recommendation for whoever reads its page, if there is one."""
    with engine().connect() as conn:
        if about.ours:
            return _of_mandate(conn, current_actor(), about)
        return _public(conn, about.recommendation_id)


def _of_mandate(conn: Connection, actor: Actor, about: Recommendation) -> History | None:
    this = about.recommendation_id
    c = rounds.c
    newest = (
        queries.of_office(actor)
        .join(rows, rows.c.round_id == c.round_id)
        .where(rows.c.recommendation_id == this, c.mandate == about.mandate)
        .order_by(None)
        .order_by(c.year.desc(), c.opened_at.desc(), c.round_id)
    )
    row = conn.execute(newest.limit(1)).one_or_none()
    if row is None:
        return None
    one = queries.of_row(row)
    at = next(
        each for each in queries.rows_of(conn, one.round_id) if each.recommendation_id == this
    )
    kinds = {each.provider_id: each.kind for each in queries.providers_of(conn, one)}
    answers = [each for each in queries.every_answer(conn, one) if each.recommendation_id == this]
    opened = found.opened([at.situation, *(each.text for each in answers)])
    return History(
        said=gettext("Follow-up round %(year)s", year=one.year),
        address=url_for("rounds.show", round_id=one.round_id),
        situation=opened[at.situation.cipher] if at.situation else None,
        gone=at.situation is not None and opened[at.situation.cipher] is None,
        before=published.earlier(conn, [this], before=one.year).get(this, ()),
        steps=[
            Said(
                kind=kinds[each.provider_id],
                beside=_wish(kinds[each.provider_id], each),
                text=opened[each.text.cipher] if each.text else None,
            )
            for each in sorted(answers, key=lambda each: kinds[each.provider_id] != "government")
        ],
    )


def _wish(kind: str, one: Answer) -> str:
    return "" if kind == "government" else str(words.WISHES[one.wish])


def _public(conn: Connection, this: str) -> History | None:
    tables = published.on(conn, [this])
    if not tables:
        return None
    one = max(tables, key=lambda each: (each.year, each.published_at))
    line = next(each for each in published.lines(conn, one) if each.recommendation_id == this)
    return History(
        said=gettext("Follow-up table %(year)s", year=one.year),
        address=url_for("publicrounds.show", round_id=one.round_id),
        situation=line.situation,
        gone=False,
        before=line.before,
        steps=[
            Said(kind=each.kind, beside=each.name or "", text=each.text)
            for each in sorted(line.steps, key=lambda each: each.kind != "government")
        ],
    )
