"""The public pages of mandates: their holders and terms, and what the Council decided."""

from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.stakeholders import queries, registry
from portal.stakeholders.council import kinds_for
from portal.stakeholders.queries import WRITERS, Chain
from portal.stakeholders.read_model import CONSUMER
from portal.stakeholders.servicing import READERS
from portal.stakeholders.words import ACTS, ENDS, KINDS, NUMBERS, OPEN, SEATS
from portal.web import htmx, paging
from portal.web.accounts.access import public, signed_in
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate as mandate_name
from portal.web.waiting import waited

bp = Blueprint("mandates", __name__, url_prefix="/mandates")

_AT_ONCE = 20


@bp.get("")
@public
@in_every_language
def index() -> str:
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    listed = paging.part(queries.of_kind(kind), "page", paging.asked, size=_AT_ONCE)
    person = signed_in()
    with engine().connect() as conn:
        found = queries.chains(conn, listed, today())
        mine = queries.held_by(conn, person.account_id, today()) if person else []
    return _page(
        "index",
        found,
        listed=listed.of(found),
        kind=kind,
        kinds=KINDS,
        mine=mine,
        staff=person is not None and person.has(*READERS),
    )


@bp.get("/<mandate>")
@public
@in_every_language
def show(mandate: str) -> str:
    late = signed_in() and not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = queries.chain(conn, mandate, today())
        record = registry.record(conn, mandate)
        acts = registry.acts_of(conn, mandate)
        calls = registry.open_calls(conn, mandate, now())
    if found is None:
        raise NotFound
    return _page(
        "show",
        [found],
        chain=found,
        today=today(),
        late=late,
        record=record,
        acts=acts,
        former=registry.former_titles(acts),
        calls=calls,
        words=ACTS,
        recorded=kinds_for(ended=bool(record and record.ended_on)),
        open=OPEN,
    )


def _page(name: str, chains: list[Chain], **given: Any) -> str:
    """Show a page with the names of these mandates' holders, which are public."""
    person = signed_in()
    return htmx.render(
        f"stakeholders/{name}.html",
        block="content",
        names=names_of(chains),
        me=person.account_id if person else None,
        writes=person is not None and person.has(*WRITERS),
        numbers=NUMBERS,
        seats=SEATS,
        mandate_name=mandate_name,
        ends=ENDS,
        **given,
    )


def names_of(chains: list[Chain]) -> dict[str, str | None]:
    """Return the name of each term's holder by the term; None once it is erased."""
    sealed = queries.sealed_names(chains)
    return dict(zip(sealed, vault().reveal_public(list(sealed.values())), strict=True))
