"""Organisations that partners read, and not everybody: a list, a search, and the page of each.

Each reading is on record. What this person may not read is as what is not there: the same query,
the same answer.
"""

from typing import Final
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import and_
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.organisations import accredited, cards, public, queries, readers, words
from portal.stakeholders.organisations.public import CHOICES
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names

bp = Blueprint("partnerorganisations", __name__, url_prefix="/partner-organisations")
bp.after_request(boards.keep_nowhere)

READERS: Final = frozenset(readers.READERS)
_AT_ONCE = 20
_LONGEST = 200


@bp.app_template_global()
def reads_for_partners() -> bool:
    """Whether whoever reads the page has a role that reads what is for partners."""
    account = signed_in()
    return account is not None and account.has(*READERS)


@bp.get("")
@require(*READERS)
def index() -> str:
    called = request.args.get("q", "")[:_LONGEST].strip()
    country = request.args.get("country", "")
    with engine().connect() as conn:
        here = readers.reach(conn, current_actor())
        every = cards.of(conn, and_(queries.FOR_PARTNERS, readers.readable(conn, current_actor())))
        found = cards.mentioning(every, called)
        if country:
            found = [one for one in found if country in CHOICES["country"](one)]
        page = paging.part(found, "page", paging.asked, size=_AT_ONCE)
        sealed = queries.sealed_of(conn, [one.organisation_id for one in page])
    countries = frozenset(one.country for one in every)
    return htmx.render(
        "organisations/partners.html",
        block="content",
        found=page.of(public.read(sealed, vault().reveal_all(list(sealed.values())))),
        called=called,
        country=country,
        countries={one: names.recipient(one) for one in names.in_order(countries, "states")},
        here=None
        if here is None
        else [names.recipient(one) for one in names.in_order(here, "states")],
        recipient=names.recipient,
        words=words,
    )


@bp.get("/<uuid:organisation_id>")
@require(*READERS)
def show(organisation_id: UUID) -> str:
    with engine().connect() as conn:
        which = and_(queries.FOR_PARTNERS, readers.readable(conn, current_actor()))
        sealed = queries.sealed_of(conn, queries.among(conn, which, str(organisation_id)))
    found = public.read(sealed, vault().reveal_all(list(sealed.values())))
    if not found:
        raise NotFound
    (one,) = found
    return htmx.render(
        "organisations/partner.html",
        block="content",
        one=one,
        lines=public.lines(one.profile),
        standing=accredited.standing_for_partners(one.organisation_id),
        words=words,
    )
