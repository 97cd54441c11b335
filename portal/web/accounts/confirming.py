"""Proposals that take two people: those concerned see them, an administrator confirms or ends them.

Data protection can end a proposal too. The people of the mandates see it: they know best whether it
is right.
"""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import acts, proposals
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.administration_forms import OFFICES
from portal.web.accounts.fresh import fresh
from portal.web.accounts.proposal import Kind, Proposal, State, concerns, objection
from portal.web.accounts.rights import Rights
from portal.web.accounts.sensitive import SENSITIVE
from portal.web.audit import entries
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.forms import PageForm
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role
from shared.reference import mandates, states

bp = Blueprint("proposals", __name__, url_prefix="/proposals")

_GONE = lazy("This does not wait any more. Somebody was faster, or its time is over.")
WORDS = {
    Kind.RIGHTS: lazy("Give rights"),
    Kind.ENABLE: lazy("Enable the account"),
    Kind.RESET: lazy("Take the second steps away"),
    Kind.EMAIL: lazy("Change the e-mail address"),
}
STATES = {
    State.WAITING: (lazy("Waits for a second person"), "waiting"),
    State.DELAYED: (lazy("Confirmed"), "active"),
    State.IN_EFFECT: (lazy("In effect"), "done"),
    State.EXPIRED: (lazy("Lapsed"), "neutral"),
    State.WITHDRAWN: (lazy("Withdrawn"), "neutral"),
    State.REFUSED: (lazy("Refused"), "stopped"),
    State.STOPPED: (lazy("Stopped"), "stopped"),
}
_ENDED = {
    State.WITHDRAWN: lazy("Your proposal is withdrawn."),
    State.REFUSED: lazy("The proposal is refused."),
    State.STOPPED: lazy("It is stopped and does not take effect."),
}

Answer = str | Response | tuple[str, int]


@bp.get("")
@require(*SENSITIVE)
def index() -> str:
    me, at = current_account(), now()
    proposals.settle(engine(), at=at)
    with engine().connect() as conn:
        waiting = proposals.concerning(conn, me, proposals.all_open(conn, at=at))
        ended = proposals.concerning(conn, me, proposals.over(conn, at=at))
        over = paging.part(ended, "over", paging.asked)
        names = accounts.names(conn, {proposal.proposed_by for proposal, _ in (*waiting, *over)})
    return htmx.render(
        "accounts/proposals.html",
        block="content",
        waiting=waiting,
        over=over,
        names=names,
        words=WORDS,
        states=STATES,
        at=at,
    )


@bp.get("/<proposal_id>")
@require(*SENSITIVE)
def show(proposal_id: str) -> str:
    return _page(*_found(proposal_id))


@bp.post("/<proposal_id>/confirm")
@require(Role.SYSTEM_ADMIN)
@fresh(lazy("confirm what another administrator proposed"))
def confirm(proposal_id: str) -> Answer:
    proposal, subject = _found(proposal_id)
    at, me = now(), current_account()
    no = objection(proposal, by=me, proposer=_proposer(proposal), at=at)
    if no:
        return _page(proposal, subject, no), 422
    effective_at = proposal.effect(at, timedelta(hours=settings().rights_delay_hours))
    with engine().begin() as conn:
        if not proposals.confirm(
            conn, proposal, by=me.account_id, at=at, effective_at=effective_at
        ):
            return _page(proposal, subject, _GONE), 422
        details = sorted(proposal.rights.lines) or [proposal.kind.value]
        acts.record(conn, entries.PROPOSAL_CONFIRMED, f"account-{subject.account_id}", details)
    proposals.settle(engine(), at=at, account_id=subject.account_id)
    flash(gettext("It is confirmed."), "success")
    return redirect(url_for(".show", proposal_id=proposal_id), 303)


@bp.post("/<proposal_id>/end")
@require(Role.SYSTEM_ADMIN, Role.DATA_PROTECTION)
def end(proposal_id: str) -> Answer:
    """Withdraw, refuse or stop it: one person is enough to keep things as they are."""
    proposal, subject = _found(proposal_id)
    me = current_account().account_id
    how = proposal.ending(me, now())
    with engine().begin() as conn:
        if not proposals.end(conn, proposal, how, by=me, at=now()):
            return _page(proposal, subject, _GONE), 422
        acts.record(conn, entries.PROPOSAL_ENDED, f"account-{subject.account_id}", [how.value])
    flash(str(_ENDED[how]), "success")
    return redirect(url_for(".show", proposal_id=proposal_id), 303)


def _found(proposal_id: str) -> tuple[Proposal, Account]:
    """Return the proposal in the address, if it concerns the person, after applying due ones."""
    with engine().connect() as conn:
        proposal = proposals.by_id(conn, proposal_id) or abort(404)
    proposals.settle(engine(), at=now(), account_id=proposal.account_id)
    with engine().connect() as conn:
        proposal = proposals.by_id(conn, proposal_id) or abort(404)
        subject = accounts.by_id(conn, proposal.account_id) or abort(404)
    if not concerns(current_account(), proposal, subject):
        abort(404)
    return proposal, subject


def _proposer(proposal: Proposal) -> Account | None:
    with engine().connect() as conn:
        return accounts.by_id(conn, proposal.proposed_by)


def _page(proposal: Proposal, subject: Account, refusal: str | None = None) -> str:
    at, me, form = now(), current_account(), PageForm(None)
    if refusal:
        form.form_errors.append(refusal)
    people = {proposal.proposed_by, proposal.confirmed_by or "", proposal.ended_by or ""}
    with engine().connect() as conn:
        names = accounts.names(conn, people)
    administers = me.has(Role.SYSTEM_ADMIN)
    no = objection(proposal, by=me, proposer=_proposer(proposal), at=at) if administers else None
    return htmx.render(
        "accounts/proposal.html",
        block="content",
        proposal=proposal,
        subject=subject,
        names=names,
        form=form,
        title=WORDS[proposal.kind],
        added=in_words(proposal.rights),
        has=in_words(rights_of(subject)),
        state=proposal.state(at),
        states=STATES,
        may_confirm=administers and no is None,
        why_not=no if proposal.state(at) is State.WAITING else None,
        may_end=proposal.is_open(at) and me.has(Role.SYSTEM_ADMIN, Role.DATA_PROTECTION),
        ending=proposal.ending(me.account_id, at),
        administers=administers,
        effect=proposal.effect(at, timedelta(hours=settings().rights_delay_hours)),
    )


def in_words(rights: Rights) -> list[str]:
    """Return each right as a person reads it."""
    words = [gettext(role.label) for role in Role if role in rights.roles]
    words += [
        mandates()[mandate].name for mandate in sorted(rights.mandates) if mandate in mandates()
    ]
    words += [states()[state].name for state in sorted(rights.states) if state in states()]
    if rights.organisation_id:
        words.append(gettext("Organisation %(code)s", code=rights.organisation_id))
    if rights.office:
        words.append(str(OFFICES[rights.office]))
    return words
