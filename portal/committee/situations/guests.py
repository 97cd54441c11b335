"""Guests of a situation: who reviews it invites partners of its State, and ends the invitation.

No address is typed, which would tell whether it has an account (decision 0200).
"""

from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.situations import queries
from portal.committee.situations.forms import GuestForm
from portal.committee.situations.found import about, found
from portal.committee.situations.queries import GUESTS, PROPOSES, Situation
from portal.web.accounts import account as accounts
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.forms import CommandForm
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
    one, form = found(situation_id, "open", may="reviews"), GuestForm()
    if one.reprisals:
        raise NotFound
    with engine().connect() as conn:
        there = queries.guests_of(conn, one.situation_id)
        offered = _offered(conn, one)
    left = {key: name for key, name in offered.items() if key not in there or form.is_submitted()}
    form.guest_id.choices = {"": _("Choose somebody"), **left}
    reads = _(
        "A guest reads the State, the themes, the indicators, the level, the day of the next "
        "review and what the Government did, while the situation is open: no reasons, no notes, "
        "no names and no alerts."
    )
    nobody = [_("Nobody else has an account of a United Nations partner of this State.")]
    return act(
        about(one),
        form,
        Page(
            heading=_("Invite a guest"),
            button=_("Continue"),
            lead=[reads, *([] if left else nobody)],
        ),
        lambda: InviteSituationGuest(
            situation_id=one.situation_id, guest_id=form.guest_id.data or ""
        ),
        checks=lambda: Check(
            title=_("Check this invitation"),
            lead=reads,
            button=_("Invite the guest"),
            answers=answers(form.guest_id),
        ),
        said=_("The guest is invited."),
    )


@bp.route("/<guest_id>/withdraw", methods=["GET", "POST"])
@require(*PROPOSES)
def withdraw(situation_id: UUID, guest_id: str) -> Answer:
    one, form = found(situation_id, may="reviews"), CommandForm()
    with engine().connect() as conn:
        name = dict(of_situation(conn, one)).get(guest_id)
    if name is None and not form.is_submitted():
        raise NotFound
    told = _("The guest is told, and finds nothing of the situation any more.")
    return act(
        about(one),
        form,
        Page(
            heading=_("Withdraw this invitation?"),
            lead=[*([name] if name else []), told, _("What was read before may be remembered.")],
            button=_("Withdraw the invitation"),
            leave=_("Leave it as it is"),
            tone="warning",
        ),
        lambda: WithdrawSituationGuest(situation_id=one.situation_id, guest_id=guest_id),
        said=_("The invitation is withdrawn."),
    )


def of_situation(conn: Connection, one: Situation) -> list[tuple[str, str]]:
    """Return the guests of a situation: each account, and what it is called."""
    ids = queries.guests_of(conn, one.situation_id)
    names = accounts.names(conn, set(ids))
    return [(each, names.get(each) or _("No account any more")) for each in ids]


def _offered(conn: Connection, one: Situation) -> dict[str, str]:
    """Return the partners of the State, by name."""
    some = [each for each in accounts.holding(conn, *GUESTS) if one.state in each.state_codes]
    return {each.account_id: each.name for each in sorted(some, key=lambda each: spelt(each.name))}
