"""Whom the Council appointed, for administrators: one of them confirms the mandate of the account.

Two persons give every right that decides (decision 0027). Here the first is the selection officer,
who recorded the appointment; the right is what the record says, and nothing else can be chosen.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.selection import page, reports
from portal.selection.reports import Proposal as Appointment
from portal.web import paging
from portal.web.accounts import account as accounts
from portal.web.accounts import acts, proposals
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.confirming import STATES
from portal.web.accounts.fresh import fresh
from portal.web.accounts.proposal import Kind, Proposal
from portal.web.accounts.rights import Rights, missing
from portal.web.audit import entries
from portal.web.context import now, settings, today
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.core.geneva import start_of
from shared.core.roles import Role

bp = Blueprint("appointed", __name__, url_prefix="/appointments")
_administrator = require(Role.SYSTEM_ADMIN)


@bp.get("")
@_administrator
def index() -> str:
    with engine().connect() as conn:
        every = paging.part(reports.appointed(conn), "page", paging.asked)
        done = proposals.of_appointments(conn)
    return render_template(
        "selection/appointments.html",
        appointments=every,
        names=page.names(every, public=True),
        confirmed={one.vacancy_id: done.get(one.vacancy_id) for one in every},
        at=now(),
        proposal_states=STATES,
    )


@bp.post("/<uuid:vacancy_id>")
@_administrator
@fresh(lazy("confirm the mandate of somebody whom the Council appointed"))
def confirm(vacancy_id: UUID) -> Response:
    """Once; from the first day of the term on, and not before others had a day to stop it."""
    at, me = now(), current_account()
    with engine().begin() as conn:
        found = _appointment(vacancy_id)
        holder = accounts.locked(conn, found.holder_id or "")
        if holder is None:
            flash(
                _(
                    "The account with which this person applied is gone. Make an account for them, "
                    "and propose the mandate for it: another administrator confirms it."
                ),
                "error",
            )
            return redirect(url_for(".index"), 303)
        if found.vacancy_id not in proposals.of_appointments(conn) and _may(conn, holder, found):
            proposal = _proposal(found, at)
            proposals.add(conn, proposal)
            proposals.confirm(
                conn, proposal, by=me.account_id, at=at, effective_at=_effective(found, at)
            )
            about = f"account-{holder.account_id}"
            acts.record(conn, entries.PROPOSAL_CONFIRMED, about, sorted(proposal.rights.lines))
    proposals.settle(engine(), at=at, account_id=holder.account_id)
    return redirect(url_for(".index"), 303)


def _appointment(vacancy_id: UUID) -> Appointment:
    with engine().connect() as conn:
        every = reports.appointed(conn)
    return next((one for one in every if one.vacancy_id == str(vacancy_id)), None) or abort(404)


def _may(conn: Connection, holder: Account, found: Appointment) -> bool:
    """Whether the right can be given and goes with the account's others; else say why not."""
    no = _in_the_way(conn, holder, found)
    if no:
        flash(str(no), "error")
    return no is None


def _in_the_way(conn: Connection, holder: Account, found: Appointment) -> str | None:
    if found.ends_on and found.ends_on < today():
        return _("The term of this appointment is over.")
    if current_account().account_id in {found.recorded_by, found.holder_id}:
        return _("Another administrator confirms this: you recorded it, or it is about you.")
    after = rights_of(holder).together(_rights(found))
    no = next((sentence for _field, sentence in missing(after)), None)
    if no is not None:
        return no
    if proposals.open_of(conn, holder.account_id, at=now()):
        return _("Something else is proposed for this account. Wait until it is done.")
    return None


def _proposal(found: Appointment, at: datetime) -> Proposal:
    return Proposal(
        proposal_id=str(uuid4()),
        account_id=found.holder_id or "",
        kind=Kind.RIGHTS,
        rights=_rights(found),
        organisation=None,
        reason=_("The Council appointed this person: %(decision)s", decision=found.decision),
        urgent=None,
        proposed_by=found.recorded_by or "",
        proposed_at=at,
        expires_at=at + timedelta(days=settings().proposal_days),
        appointment=found.vacancy_id,
    )


def _rights(found: Appointment) -> Rights:
    return Rights(roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({found.mandate}))


def _effective(found: Appointment, at: datetime) -> datetime:
    delayed = at + timedelta(hours=settings().rights_delay_hours)
    return max(delayed, start_of(found.starts_on)) if found.starts_on else delayed
