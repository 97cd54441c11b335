"""Internal advisory procedures: those of the Committee, one's own, and totals for everybody."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, request

from portal.committee.iap import found, queries, words
from portal.committee.iap.found import Part
from portal.committee.iap.queries import READERS, REQUESTERS, Procedure
from portal.committee.iap.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, public, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.names import recipient
from portal.web.waiting import waited
from shared.core.geneva import GENEVA

bp = Blueprint("iap", __name__, url_prefix="/committee/advisory-procedures")
public_bp = Blueprint("iaptotals", __name__, url_prefix="/committee/advisory-procedures/totals")

_AT_ONCE = 20
_OF_ASKER = frozenset({"received", "told", "not_taken_up", "withdrawn"})
_OF_HOLDER = frozenset({"invited", "commented"})


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor, on = current_actor(), today()
    with engine().connect() as conn:
        ours = queries.for_committee(conn, actor, on)
        lists = {
            name: paging.cut(conn, query, name, paging.asked, size=_AT_ONCE)
            for name, query in (
                ("going", queries.going_on(ours)),
                ("over", queries.over(ours)),
                ("own", queries.every(queries.asked_by(actor))),
                ("invited", queries.every(queries.to_holder(actor))),
            )
        }
    return htmx.render(
        "iap/index.html",
        block="content",
        late=late,
        lists={
            name: some.of([queries.procedure(row) for row in some]) for name, some in lists.items()
        },
        works=actor.has(*READERS - REQUESTERS),
        asks=actor.has(*REQUESTERS),
        today=on,
        words=words,
        mandate_name=mandate_name,
    )


@bp.get("/<uuid:iap_id>")
@require(*READERS)
def show(iap_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one, part = found.part_of(conn, str(iap_id))
        steps = [each for each in queries.steps_of(conn, one.iap_id) if _sees(part, one, each.kind)]
        people = {one.received_from, *(each.by_id for each in steps)} if part.committee else set()
        called = accounts.names(conn, people)
    return htmx.render(
        "iap/one.html",
        block="content",
        late=late,
        one=one,
        part=part,
        texts=_texts(one, part),
        steps=steps,
        called=called,
        today=today(),
        words=words,
        mandate_name=mandate_name,
        state_name=recipient,
    )


@public_bp.get("")
@public
@in_every_language
def index_of_all() -> str:
    """Only what ended in years that are over: no reader sees a number move."""
    year = today().year
    with engine().connect() as conn:
        totals = queries.totals(conn, datetime(year, 1, 1, tzinfo=GENEVA))
    return htmx.render(
        "iap/totals.html", block="content", totals=totals, last=str(year - 1), words=words
    )


def _sees(part: Part, one: Procedure, kind: str) -> bool:
    """Who asked does not read what a holder was asked, nor the holder what others asked."""
    told = one.told_to or ()
    return (
        part.committee
        or (part.asked and kind in _OF_ASKER)
        or (part.holder and (kind in _OF_HOLDER or (kind == "told" and "holder" in told)))
    )


def _texts(one: Procedure, part: Part) -> dict[str, str | None]:
    """Return what this person reads of it, opened; None for what was erased."""
    hears = {"requester": part.asked, "holder": part.holder}
    told = part.committee or any(hears.get(each, False) for each in one.told_to or ())
    sealed = {
        "papers": one.papers if part.committee or part.asked else None,
        "points": one.points if part.committee or part.holder else None,
        "comment": one.comment if part.committee or part.holder else None,
        "outcome": one.outcome if part.committee else None,
        "told": one.told if told else None,
    }
    there = {name: text for name, text in sealed.items() if text is not None}
    return dict(zip(there, vault().reveal_all(list(there.values())), strict=True))
