"""The pages of follow-up rounds: the list, the round of the mandate, a provider's, the table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.rounds import filed, found, published, queries, suggesting, words
from portal.followup.rounds.queries import Cell, Own, Round
from portal.followup.rounds.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint("rounds", __name__, url_prefix="/rounds")

_WHO = queries.OFFICE | queries.ASKED
_AT_ONCE = 25


@bp.get("")
@require(*_WHO)
def index() -> str:
    """Each person's own: a provider's list has nothing of anybody else's part."""
    _wait()
    actor = current_actor()
    with engine().connect() as conn:
        ours = paging.cut(conn, queries.of_office(actor), "ours", paging.asked, size=_AT_ONCE)
        mine = paging.cut(conn, queries.asked_of(actor), "mine", paging.asked, size=_AT_ONCE)
        new = paging.cut(conn, queries.to_open(actor), "new", paging.asked, size=_AT_ONCE)
        these = suggesting.suggested(actor, today())
        due = paging.cut(conn, these, "visits", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "rounds/index.html",
        block="content",
        ours=ours.of(map(queries.of_row, ours)),
        mine=mine.of(map(queries.own_of_row, mine)),
        new=new,
        visits=due.of(map(suggesting.of_row, due)),
        holds=actor.has(queries.HOLDER),
        office=actor.has(*queries.OFFICE),
        asked=actor.has(*queries.ASKED),
        **_words(),
    )


@bp.get("/<uuid:round_id>")
@require(*queries.OFFICE)
def show(round_id: UUID) -> str:
    late = _wait()
    one = found.ours(round_id)
    with engine().connect() as conn:
        providers = queries.providers_of(conn, one)
        answers, rows = queries.every_answer(conn, one), queries.rows_of(conn, one.round_id)
        ids = [row.recommendation_id for row in rows]
        texts = found.seen_rows(conn, ids)
        before = published.earlier(conn, ids, before=one.year)
        comments = queries.comments_on(conn, one.round_id)
        files = filed.number_of_sent(conn, [each.provider_id for each in providers])
    return htmx.render(
        "rounds/round.html",
        block="content",
        one=one,
        providers=providers,
        answers={(each.recommendation_id, each.provider_id): each for each in answers},
        number_of=_counted([each.provider_id for each in answers]),
        rows=rows,
        texts=texts,
        before=before,
        comments=comments,
        files=files,
        opened=found.opened(
            [
                *(each.text for each in answers),
                *(each.name for each in providers),
                *(row.situation for row in rows),
                *(each.text for each in comments),
            ]
        ),
        decides=current_actor().has(queries.HOLDER),
        on=today(),
        late=late,
        **_words(),
    )


@bp.get("/<uuid:round_id>/answer")
@require(*queries.ASKED)
def answer(round_id: UUID) -> str:
    """A provider's own sheet. Nothing on it is, or follows from, what another one did (FR2)."""
    late = _wait()
    one = found.asked(round_id)
    with engine().connect() as conn:
        rows, kept = queries.rows_of(conn, one.round_id), queries.drafted(conn, one)
        sent, unsent = queries.answered(conn, one), filed.unsent(conn, one)
        files = filed.number_of_own(conn, one)
        ids = [row.recommendation_id for row in rows]
        texts = found.seen_rows(conn, ids)
        before = published.earlier(conn, ids, before=one.year)
        had = [each for each in found.before(conn, one.round_id) if each != one.mandate]
    said = [one.name, *(row.situation for row in rows), *(each.text for each in kept.values())]
    return htmx.render(
        "rounds/answer.html",
        block="content",
        one=one,
        rows=[row for row in rows if row.recommendation_id in {**texts, **kept, **sent}],
        left_out=len(rows) - len(texts),
        texts=texts,
        before=before,
        passed=bool(had),
        kept=kept,
        sent=sent,
        unsent=unsent,
        files=files,
        opened=found.opened([*said, *(each.text for each in sent.values())]),
        late=late,
        **_words(),
    )


@bp.get("/<uuid:round_id>/table")
@require(*queries.OFFICE, Role.GOVERNMENT)
def table(round_id: UUID) -> str:
    """The last version for the mandate; for the Government the one that was sent to it."""
    late = _wait()
    one, version = _tabled(round_id)
    with engine().connect() as conn:
        rows = queries.rows_of(conn, one.round_id)
        cells = queries.table(conn, one.round_id, version)
        ids = [row.recommendation_id for row in rows]
        texts = found.seen_rows(conn, ids)
        before = published.earlier(conn, ids, before=one.year)
        comments = queries.comments_on(conn, one.round_id)
    said: list[Sealed | None] = [row.situation for row in rows]
    for cell in cells:
        said += [cell.text, cell.name]
    return htmx.render(
        "rounds/table.html",
        block="content",
        one=one,
        version=version,
        rows=[row for row in rows if row.recommendation_id in texts],
        texts=texts,
        before=before,
        cells=_by_row(cells),
        comments=comments,
        opened=found.opened([*said, *(each.text for each in comments)]),
        ours=isinstance(one, Round),
        late=late,
        **_words(),
    )


def _tabled(round_id: UUID) -> tuple[Round | Own, int]:
    actor = current_actor()
    with engine().connect() as conn:
        ours = queries.find(conn, actor, str(round_id))
        own = None if ours else queries.own(conn, actor, str(round_id))
    if ours is not None and ours.version:
        return ours, ours.version
    if own is not None and own.sent:
        return own, own.sent
    raise NotFound


def _by_row(cells: Sequence[Cell]) -> Mapping[str, Mapping[bool, list[Cell]]]:
    """Return the cells of each row: the Government's (True), and those of others."""
    sorted_: dict[str, dict[bool, list[Cell]]] = {}
    for cell in cells:
        row = sorted_.setdefault(cell.recommendation_id, {True: [], False: []})
        row[cell.kind == "government"].append(cell)
    return sorted_


def _counted(provider_ids: Sequence[str]) -> Mapping[str, int]:
    return Counter(provider_ids)


def _wait() -> bool:
    """Return whether what this person did is not all on the page yet."""
    return not waited(engine(), CONSUMER, request.args.get("after"))


def _words() -> dict[str, object]:
    return {"words": words, "state_name": names.recipient, "mandate_name": names.mandate}
