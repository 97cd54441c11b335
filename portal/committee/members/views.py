"""The public page of who is on the Committee."""

from datetime import date

from flask import Blueprint, request
from sqlalchemy import Connection

from portal.committee.members import queries
from portal.committee.members.read_model import CONSUMER
from portal.stakeholders.queries import WRITERS, chains, of_kind, sealed_names
from portal.web import htmx
from portal.web.accounts.access import public, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.names import recipient
from portal.web.waiting import waited
from shared.contracts.stakeholders_committee import Member
from shared.reference import mandates
from shared.reference.committee import Composition

bp = Blueprint("committee", __name__, url_prefix="/committee")


@bp.get("")
@public
@in_every_language
def index() -> str:
    person, on = signed_in(), today()
    late = person is not None and not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        now = queries.on_day(conn, on)
        called = names_of(conn, now, on)
    chair = now.chair(on) if now else None
    return htmx.render(
        "members/index.html",
        block="content",
        late=late,
        now=now,
        serving=_chair_first(now.serving(on), chair) if now else [],
        chair=chair,
        called=called,
        writes=person is not None and person.has(*WRITERS),
        mandate_name=mandate_name,
        state_name=recipient,
    )


def names_of(conn: Connection, now: Composition | None, on: date) -> dict[str, str | None]:
    """Return the name of each member by the term; None once it is erased. Names are public."""
    if now is None:
        return {}
    wanted = [mandates()[one.mandate] for one in now.everybody if one.mandate in mandates()]
    sealed = sealed_names(chains(conn, dict.fromkeys(wanted), on))
    these = {one.term_id: sealed[one.term_id] for one in now.everybody if one.term_id in sealed}
    return dict(zip(these, vault().reveal_public(list(these.values())), strict=True))


def holders(conn: Connection, on: date) -> dict[str, tuple[str, str]]:
    """Return who can be elected: name and mandate by the term, the longest in office first."""
    found = chains(conn, of_kind(""), on)
    terms = [seat.held for one in found for seat in one.seats if seat.held]
    terms.sort(key=lambda term: (term.starts_on, term.term_id))
    called = vault().reveal_public([term.holder for term in terms])
    return {
        term.term_id: (name or mandate_name(term.mandate), term.mandate)
        for term, name in zip(terms, called, strict=True)
    }


def _chair_first(serving: list[Member], chair: Member | None) -> list[Member]:
    return sorted(serving, key=lambda one: one != chair)
