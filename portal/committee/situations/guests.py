"""Guests of a situation: who reviews it invites partners of its State, and ends the invitation."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee import guests
from portal.committee.guests import Guests
from portal.committee.situations import queries
from portal.committee.situations.found import about, found
from portal.committee.situations.queries import GUESTS, PROPOSES, Situation
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import Answer
from portal.web.db import engine
from portal.web.i18n.names import spelt
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_situation_commands import (
    InviteSituationGuest,
    WithdrawSituationGuest,
)

bp = Blueprint("situationguests", __name__, url_prefix="/watch-list/<uuid:situation_id>/guests")


@bp.route("/invite", methods=["GET", "POST"])
@require(*PROPOSES)
def invite(situation_id: UUID) -> Answer:
    one = found(situation_id, "open", may="reviews")
    if one.reprisals:
        raise NotFound
    with engine().connect() as conn:
        there = queries.guests_of(conn, one.situation_id)
        offered = _offered(conn, one)
    return guests.invite(
        about(one),
        offered,
        there,
        lambda guest_id: InviteSituationGuest(situation_id=one.situation_id, guest_id=guest_id),
        reads=_(
            "A guest reads the State, the themes, the indicators, the level, the day of the next "
            "review and what the Government did, while the situation is open: no reasons, no "
            "notes, no names and no alerts."
        ),
        nobody=_("Nobody else has an account of a United Nations partner of this State."),
    )


@bp.route("/<guest_id>/withdraw", methods=["GET", "POST"])
@require(*PROPOSES)
def withdraw(situation_id: UUID, guest_id: str) -> Answer:
    one = found(situation_id, may="reviews")
    with engine().connect() as conn:
        name = of_situation(conn, one).get(guest_id)
    return guests.withdraw(
        about(one),
        name,
        WithdrawSituationGuest(situation_id=one.situation_id, guest_id=guest_id),
        told=_("The guest is told, and finds nothing of the situation any more."),
        more=_("What was read before may be remembered."),
    )


def of_situation(conn: Connection, one: Situation) -> Guests:
    ids = queries.guests_of(conn, one.situation_id)
    return guests.called(ids, accounts.names(conn, set(ids)))


def _offered(conn: Connection, one: Situation) -> dict[str, str]:
    """Return the partners of the State, by name."""
    some = [each for each in accounts.holding(conn, *GUESTS) if one.state in each.state_codes]
    return {each.account_id: each.name for each in sorted(some, key=lambda each: spelt(each.name))}
