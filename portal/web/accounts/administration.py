"""Accounts and their rights, for system administrators: they can reach no text of any case here.

Each right given or taken is an entry of the audit log, in the same transaction. A right to approve,
transmit, read or administer takes two people: see ``sensitive``.
"""

from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import (
    acts,
    factors,
    focal,
    offices,
    proof,
    proposals,
    rights,
    sensitive,
    starting,
)
from portal.web.accounts import session as sessions
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account, rights_of
from portal.web.accounts.administration_acts import ACTS, Act
from portal.web.accounts.administration_forms import (
    NewAccountForm,
    ReasonForm,
    RightsForm,
    SearchForm,
    filled,
)
from portal.web.accounts.fresh import fresh
from portal.web.accounts.proposal import Kind
from portal.web.accounts.proposing import PROPOSED, propose
from portal.web.accounts.rights import Rights
from portal.web.audit import entries
from portal.web.context import now, real_now, settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role

bp = Blueprint("administration", __name__, url_prefix="/accounts")

PAGE = 50
_OWN = lazy("This is your own account. Ask another administrator.")

Answer = str | Response | tuple[str, int]

_SUSPENDED = lazy(
    "This person is suspended as a focal point. Stakeholder officers decide that first"
)


@bp.get("")
@require(Role.SYSTEM_ADMIN)
def index() -> Answer:
    proposals.settle(engine(), at=now())
    page, form = paging.asked(), SearchForm(request.args, meta={"csrf": False})
    valid = form.validate()
    words, role = form.words.data or "", _role(form) if valid else None
    asked = {"first": (page - 1) * PAGE, "most": PAGE + 1}
    with engine().connect() as conn:
        found = accounts.found(conn, words, role, **asked) if valid else []
        waiting = len(proposals.all_open(conn, at=now()))
    shown = htmx.render(
        "accounts/index.html",
        block="content",
        form=form,
        found=found[:PAGE],
        waiting=waiting,
        page=page,
        more=len(found) > PAGE,
        filters={name: value for name, value in form.data.items() if value} if valid else {},
    )
    return shown if valid else (shown, 422)


@bp.get("/new")
@require(Role.SYSTEM_ADMIN)
def new() -> str:
    return _new_page(NewAccountForm())


@bp.post("/new")
@require(Role.SYSTEM_ADMIN)
@fresh(lazy("make an account"))
def create() -> Answer:
    """Make an account. What takes two persons it does not have yet."""
    form = NewAccountForm()
    if not form.validate() or not form.makes_sense():
        return _new_page(form), 422
    account = _new_account(form)
    at_once, waits = sensitive.divided(Rights(), form.rights)
    try:
        with engine().begin() as conn:
            accounts.add(conn, account)
            starting.ask(conn, account.account_id, due_at=None if waits.lines else real_now())
            acts.record(conn, entries.ACCOUNT_CREATED, _subject(account))
            if at_once.lines:
                acts.record(conn, entries.GRANT, _subject(account), sorted(at_once.lines))
            if waits.lines and not propose(
                conn,
                account,
                Kind.RIGHTS,
                form,
                rights=waits,
                organisation=form.organisation.data or None,
            ):
                conn.rollback()
                return _new_page(form), 422
    except IntegrityError:
        form.email.errors = [gettext("There is an account with this e-mail address already")]
        return _new_page(form), 422
    if waits.lines:
        flash(gettext("The account is made, without its rights."), "success")
        flash(str(PROPOSED))
    else:
        flash(gettext("The account is made."), "success")
    return _start_password_page(account) or redirect(
        url_for(".show", account_id=account.account_id), 303
    )


@bp.get("/<account_id>")
@require(Role.SYSTEM_ADMIN)
def show(account_id: str) -> str:
    account = _account(account_id)
    return _show_page(account, filled(account))


@bp.post("/<account_id>")
@require(Role.SYSTEM_ADMIN)
@fresh(lazy("change the rights of an account"))
def change(account_id: str) -> Answer:
    """Take rights, give those that take one person, and propose the others.

    When they change the person's sessions end: each began with the rights of then.
    """
    account, form = _account(account_id), RightsForm()
    if account.account_id == current_account().account_id:
        form.roles.errors = [_OWN]
        return _show_page(account, form), 422
    if not form.validate() or not form.makes_sense():
        return _show_page(account, form), 422
    named = form.organisation.data or None
    with engine().begin() as conn:
        before = rights_of(accounts.locked(conn, account_id) or abort(404))
        if form.rights.beyond(before).lines and focal.suspensions(conn, [account_id]):
            form.roles.errors = [_SUSPENDED]
            return _show_page(account, form), 422
        after, waits = sensitive.divided(before, form.rights)
        if waits.lines and not propose(
            conn, account, Kind.RIGHTS, form, rights=waits, organisation=named
        ):
            return _show_page(account, form), 422
        joins = waits.organisation_id is not None
        accounts.set_rights(conn, account_id, after, account.organisation if joins else named)
        if given := rights.given(before, after):
            acts.record(conn, entries.GRANT, _subject(account), given)
        if taken := rights.taken(before, after):
            acts.record(conn, entries.REVOCATION, _subject(account), taken)
        if given or taken:
            sessions.end_all(conn, account_id)
    if given or taken or not waits.lines:
        flash(
            gettext("The rights are kept.") if given or taken else gettext("Nothing was changed."),
            "success",
        )
    if waits.lines:
        flash(str(PROPOSED))
    return redirect(url_for(".show", account_id=account_id), 303)


@bp.get("/<account_id>/<any('disable','enable','reset','password','sign-out'):act>")
@require(Role.SYSTEM_ADMIN)
def ask(account_id: str, act: str) -> str:
    return _ask_page(_account(account_id), ACTS[act], ReasonForm())


@bp.post("/<account_id>/<any('disable','enable','reset','password','sign-out'):act>")
@require(Role.SYSTEM_ADMIN)
@fresh(lambda act, **_: ACTS[act].doing)
def do(account_id: str, act: str) -> Answer:
    account, wanted = _account(account_id), ACTS[act]
    if account.account_id == current_account().account_id:
        flash(str(_OWN))
        return redirect(url_for(".show", account_id=account_id), 303)
    if wanted.do is None or _takes_two(account, wanted):
        return _propose(account, wanted)
    with engine().begin() as conn:
        wanted.do(conn, account)
        acts.record(conn, wanted.code, _subject(account))
    flash(str(wanted.done), "success")
    return _start_password_page(account) or redirect(url_for(".show", account_id=account_id), 303)


def _takes_two(account: Account, act: Act) -> bool:
    return act.do is None or (act.kind is not None and sensitive.holds(rights_of(account)))


def _propose(account: Account, act: Act) -> Answer:
    form = ReasonForm()
    if not form.validate() or act.kind is None:
        return _ask_page(account, act, form), 422
    with engine().begin() as conn:
        if not propose(conn, account, act.kind, form):
            return _ask_page(account, act, form), 422
    flash(str(PROPOSED), "success")
    return redirect(url_for(".show", account_id=account.account_id), 303)


def _new_account(form: NewAccountForm) -> Account:
    """The account with what it has at once."""
    at_once, waits = sensitive.divided(Rights(), form.rights)
    return Account(
        account_id=str(uuid4()),
        email=form.email.data or "",
        name=form.name.data or "",
        password_hash="",
        roles=at_once.roles,
        organisation_id=at_once.organisation_id,
        organisation=None if waits.organisation_id else form.organisation.data or None,
        mandates=at_once.mandates,
        state_codes=at_once.states,
        office=at_once.office,
    )


def _ask_page(account: Account, act: Act, form: ReasonForm) -> str:
    return htmx.render(
        "accounts/act.html",
        block="content",
        account=account,
        act=act,
        form=form,
        takes_two=_takes_two(account, act),
        hours=settings().rights_delay_hours,
    )


def _account(account_id: str) -> Account:
    with engine().connect() as conn:
        account = accounts.by_id(conn, account_id) or abort(404)
    return proposals.settled(engine(), account, at=now())


def _subject(account: Account) -> str:
    return f"account-{account.account_id}"


def _role(form: SearchForm) -> Role | None:
    return Role(form.role.data) if form.role.data else None


def _new_page(form: NewAccountForm) -> str:
    return htmx.render(
        "accounts/new.html", block="content", form=form, hours=settings().rights_delay_hours
    )


def _start_password_page(account: Account) -> str | None:
    """Return the page with a start password that is due, in a demonstration without e-mail.

    Anywhere else nobody but the owner sees one.
    """
    if not settings().demo or settings().sends_mail:
        return None
    with engine().begin() as conn:
        if not starting.asked(conn, account.account_id):
            return None
        password = starting.make(conn, account.account_id, at=real_now())
        starting.sent(conn, account.account_id)
    return htmx.render(
        "accounts/handed_over.html", block="content", account=account, password=password
    )


def _show_page(account: Account, form: RightsForm) -> str:
    with engine().connect() as conn:
        open_now = sessions.of_account(conn, account.account_id, at=real_now())
        proposed = proposals.open_of(conn, account.account_id, at=now())
        letter = starting.letter(conn, account.account_id)
        held = offices.offices_of(conn, account.account_id, today())
    return htmx.render(
        "accounts/show.html",
        block="content",
        account=account,
        form=form,
        has=proof.known(account),
        needed=factors.needed_by(account),
        sessions=open_now,
        proposed=proposed,
        letter=letter,
        mails=settings().sends_mail,
        hours=settings().rights_delay_hours,
        mandates=held,
        mandate_name=names.mandate,
        own=account.account_id == current_account().account_id,
    )
