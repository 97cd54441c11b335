"""Recording in the register of standing invitations, each with a page to check it."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import Field

from portal.followup.invitations import queries, words
from portal.followup.invitations.forms import EntryForm, LimitForm, PledgeForm, SeenForm
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_invitation_commands import (
    Command,
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    StrikeInvitationEntry,
    WithdrawStandingInvitation,
)
from shared.core.message import derive_id
from shared.reference.visits import visited

bp = Blueprint("invitationdesk", __name__, url_prefix="/invitations/<state>")

_works = require(*queries.WRITERS)


@bp.route("/extend", methods=["GET", "POST"])
@_works
def extend(state: str) -> Answer:
    form = EntryForm()
    return _record(
        state,
        form,
        gettext("Record that a standing invitation was extended"),
        lambda: ExtendStandingInvitation(**_entry(state, form)),
        lead=gettext("It is for every mandate."),
    )


@bp.route("/limit", methods=["GET", "POST"])
@_works
def limit(state: str) -> Answer:
    form = LimitForm()
    return _record(
        state,
        form,
        gettext("Record that the standing invitation is limited"),
        lambda: LimitStandingInvitation(
            **_entry(state, form), mandates=tuple(form.mandates.data or ())
        ),
        form.mandates,
        lead=gettext("Some States honour it for certain mandates only."),
    )


@bp.route("/withdraw", methods=["GET", "POST"])
@_works
def withdraw(state: str) -> Answer:
    form = EntryForm()
    return _record(
        state,
        form,
        gettext("Record that the standing invitation was withdrawn"),
        lambda: WithdrawStandingInvitation(**_entry(state, form)),
    )


@bp.route("/pledge", methods=["GET", "POST"])
@_works
def pledge(state: str) -> Answer:
    form = PledgeForm()
    return _record(
        state,
        form,
        gettext("Record a pledge for an election to the Council"),
        lambda: RecordCouncilPledge(**_entry(state, form), pledge=form.pledge.data),
        form.pledge,
        lead=gettext("It stands beside the invitation, and changes nothing of it."),
    )


@bp.route("/entries/<uuid:entry_id>/strike", methods=["GET", "POST"])
@_works
def strike(state: str, entry_id: UUID) -> Answer:
    _own(state)
    with engine().connect() as conn:
        this = queries.entry(conn, state, str(entry_id))
    if this is None:
        raise NotFound
    form = SeenForm()
    _showing(form, state)
    return act(
        _about(state),
        form,
        Page(
            heading=gettext("Strike this entry?"),
            texts=[(str(words.KINDS[this.kind]), "\n".join(words.details(this)))],
            lead=gettext(
                "It was recorded by mistake. Those who signed in can still read it, without its "
                "source, and the register stands as if it had not come. It can be recorded anew."
            ),
            button=gettext("Strike it"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: StrikeInvitationEntry(state=state, seen=form.shown, entry_id=str(entry_id)),
        said=gettext("The entry is struck."),
    )


class _Entry(TypedDict):
    state: str
    seen: int
    entry_id: str
    dated_on: date
    source: str


def _entry(state: str, form: EntryForm) -> _Entry:
    return _Entry(
        state=state,
        seen=form.shown,
        entry_id=str(derive_id("invitation entry", state, form.command_id.data)),
        dated_on=given(form.dated_on),
        source=form.source.data or "",
    )


def _record(
    state: str,
    form: EntryForm,
    heading: str,
    command: Callable[[], Command],
    *more: Field,
    lead: str = "",
) -> Answer:
    _own(state)
    _showing(form, state)
    every = (form.dated_on, *more, form.source)
    return act(
        _about(state),
        form,
        Page(
            heading=heading,
            lead=lead,
            button=gettext("Continue"),
            fields=[each.name for each in every],
        ),
        command,
        checks=lambda: Check(
            title=gettext("Check this entry"),
            lead=gettext("Everybody reads it, without your name."),
            button=gettext("Put it in the register"),
            answers=answers(*every),
        ),
        said=gettext("It is in the register."),
    )


def _own(state: str) -> None:
    """404 of what is no State, or is not this person's to record."""
    if state not in visited() or not queries.works(current_actor(), state):
        raise NotFound


def _showing(form: SeenForm, state: str) -> None:
    """Let the form name the steps that its page shows (decision 0063)."""
    if request.method == "GET":
        with engine().connect() as conn:
            form.seen.data = str(queries.steps(conn, state))


def _about(state: str) -> About:
    return About(
        address=url_for("invitations.show", state=state),
        case=derive_id("standing invitation", state),
        back=gettext("The register of this State"),
        caption=names.recipient(state),
    )
