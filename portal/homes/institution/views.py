"""Our institution: its grade, what is public on its State, and what it asked (section B.6).

With ``board``, as an organisation has it; it owns nothing. The State is the one that the
institution's entry in the register names; without an entry there is none. Of recommendations stand
those that its people may read anyway.
"""

from dataclasses import replace

from flask import Blueprint, render_template
from sqlalchemy import Connection

from portal.followup.recommendations import shared_with
from portal.followup.recommendations.read_model import recommendations
from portal.followup.recommendations.shared_with import Recommendation
from portal.homes.institution import board
from portal.homes.institution.board import FEW
from portal.homes.institution.organisation import words as of_board
from portal.public.register import events
from portal.public.register import words as of_register
from portal.stakeholders.advice import queries as advice
from portal.stakeholders.advice import whose
from portal.stakeholders.advice import words as of_advice
from portal.stakeholders.advice.own import INSTITUTIONS
from portal.stakeholders.organisations import accredited, queries, words
from portal.stakeholders.organisations import profile as profiles
from portal.web import paging
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.paging import Page

bp = Blueprint("ourinstitution", __name__, url_prefix="/our-institution")


@bp.get("")
@require(*INSTITUTIONS)
def index() -> str:
    account = current_account()
    entry, person = whose.entry_of(account), current_actor()
    state = _state(entry)
    with engine().connect() as conn:
        public = events.of_state(conn, state)[:FEW] if state else []
        texts = events.texts(conn, public)
        addressed = _addressed(conn, state)
        asked = paging.cut(
            conn, advice.of_institution(whose.ours(account)), "asked", paging.first, size=FEW
        )
        parts = board.of(conn, replace(person, roles=person.roles & set(INSTITUTIONS)), today())
    return render_template(
        "institution/ours.html",
        entry=entry if state else None,
        state=state,
        standing=accredited.standing_of(entry) if entry and state else None,
        public=public,
        texts=texts,
        addressed=addressed,
        asked=asked.of([advice.request(row) for row in asked]),
        today=today(),
        words=words,
        advice_words=of_advice,
        board=parts,
        **of_board(),
    )


def _state(entry: str | None) -> str | None:
    """Return the State of the institution's seat, which stands in its entry; None without one."""
    if entry is None:
        return None
    with engine().connect() as conn:
        found = queries.one(conn, entry)
    if found is None or found.stage not in {"claimed", "confirmed"}:
        return None
    text = vault().reveal(found.sealed)
    country = profiles.read(text).country if text else ""
    return country if of_register.is_state(country) else None


def _addressed(conn: Connection, state: str | None) -> Page[Recommendation] | None:
    """Return the newest recommendations to the State that this person may read."""
    if state is None:
        return None
    return shared_with.narrowed(
        conn,
        current_actor(),
        recommendations.c.addressee == state,
        "addressed",
        paging.first,
        size=FEW,
    )
