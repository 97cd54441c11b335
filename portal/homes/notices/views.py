"""The page of a person's notices: new ones, read ones, and the choice of e-mail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import AnyOf

from portal.casefile.mandatesettings.times import times_of
from portal.homes.notices import choosing, inbox, mail, showing
from portal.homes.notices.choosing import CHOICES
from portal.web import htmx
from portal.web.accounts import proposals
from portal.web.accounts.access import current_account, require
from portal.web.accounts.account import Account
from portal.web.accounts.sensitive import SENSITIVE
from portal.web.context import now, settings
from portal.web.db import engine
from portal.web.forms import PageForm, said
from portal.web.i18n.texts import gettext, lazy
from portal.web.paging import asked
from shared.core.roles import Role
from shared.reference import mandate_acronym

bp = Blueprint("notices", __name__, url_prefix="/notices")
bp.add_app_template_global(showing.unread)
bp.add_app_template_global(showing.addresses_refused)

_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)


class ChoiceForm(PageForm):
    choice = RadioField(
        lazy("When there is news for you"),
        [AnyOf(CHOICES, lazy("Choose when you want to be told"))],
        choices=said(CHOICES),
        validate_choice=False,
    )


class MomentForm(PageForm):
    """``at``: until when all is marked as read, or when it was."""

    at = HiddenField()

    def moment(self) -> datetime | None:
        return _moment(self.at.data or "")


@bp.get("")
@require()
def index() -> str:
    account, at = current_account(), now()
    only_unread = _only_unread()
    marked = _moment(request.args.get("marked", ""))
    with engine().connect() as conn:
        found = inbox.page_of(conn, account, showing.opens(account), asked, unread=only_unread)
        days = showing.days(conn, found)
        undo = marked if marked and inbox.marked_at(conn, account, marked) else None
    return htmx.render(
        "notices/index.html",
        block="content",
        found=found,
        days=days,
        count=showing.unread(),
        only_unread=only_unread,
        place=_place(),
        kept_days=settings().notice_days,
        mark_form=_form(at),
        undo_form=_form(undo) if undo else None,
    )


@bp.post("")
@require()
def moved() -> Response:
    """Where the choice was sent to before: it goes on to where it is kept now."""
    return redirect(url_for(".mail_settings"), 307)


@bp.get("/<uuid:notice_id>")
@require()
def follow(notice_id: UUID) -> Response:
    """Lead to what the notice is about, which is read with it."""
    account = current_account()
    with engine().begin() as conn:
        notice = inbox.find(conn, account, showing.opens(account), notice_id)
        if notice is None:
            abort(404)
        inbox.mark(conn, account, notice_id, read_at=now())
    return redirect(showing.address(notice), 303)


@bp.post("/<uuid:notice_id>/read")
@require()
def read(notice_id: UUID) -> Response:
    return _marked(notice_id, now())


@bp.post("/<uuid:notice_id>/unread")
@require()
def unread(notice_id: UUID) -> Response:
    return _marked(notice_id, None)


@bp.post("/read")
@require()
def read_all() -> Response:
    """Mark all that the page was shown with; what came since stays new."""
    account, at = current_account(), now()
    until = MomentForm().moment() or at
    with engine().begin() as conn:
        opens = showing.opens(account)
        some = inbox.mark_all(conn, account, opens, until=min(until, at), read_at=at)
    return redirect(url_for(".index", marked=at.isoformat() if some else None), 303)


@bp.post("/unread")
@require()
def read_back() -> Response:
    """Take back that all were marked as read."""
    if at := MomentForm().moment():
        with engine().begin() as conn:
            inbox.mark_back(conn, current_account(), at)
    return redirect(url_for(".index"), 303)


@bp.get("/settings")
@require()
def mail_settings() -> str:
    account = current_account()
    with engine().connect() as conn:
        chosen = choosing.of(conn, account)
    form = ChoiceForm(formdata=None)
    form.choice.data = chosen.choice
    return _settings(form)


@bp.post("/settings")
@require()
def choose() -> Response | tuple[str, int]:
    form = ChoiceForm()
    if not form.validate():
        return _settings(form), 422
    with engine().begin() as conn:
        choosing.choose(conn, current_account(), form.choice.data, at=now())
    flash(gettext("Your choice is kept."), "success")
    return redirect(url_for(".mail_settings"), 303)


def _marked(notice_id: UUID, read_at: datetime | None) -> Response:
    account = current_account()
    with engine().begin() as conn:
        if inbox.find(conn, account, showing.opens(account), notice_id) is None:
            abort(404)
        inbox.mark(conn, account, notice_id, read_at=read_at)
    return redirect(url_for(".index", **_place(), _anchor=f"notice-{notice_id}"), 303)


def _only_unread() -> bool:
    return request.args.get("unread") == "1"


def _place() -> dict[str, Any]:
    """The person's position in the list."""
    page = {"page": asked()} if asked() > 1 else {}
    return {**page, **({"unread": "1"} if _only_unread() else {})}


def _form(at: datetime) -> MomentForm:
    form = MomentForm(formdata=None)
    form.at.data = at.isoformat()
    return form


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _settings(form: ChoiceForm) -> str:
    account = current_account()
    with engine().connect() as conn:
        refused_at = choosing.of(conn, account).refused_at
        proposed = proposals.concerning(conn, account, proposals.all_open(conn, at=now()))
    return htmx.render(
        "notices/settings.html",
        block="content",
        form=form,
        address=account.email,
        refused_at=refused_at,
        proposed=len(proposed) if account.has(*SENSITIVE) else 0,
        possible=mail.server(settings()) is not None,
        source=account.has(*_SOURCES),
        reminded=_reminded(account),
        statement_days=settings().statement_reminder_days,
    )


def _reminded(account: Account) -> list[tuple[str, int, int]]:
    """Return how often a holder is reminded: mandate, hours for urgent appeals, for others."""
    if not account.has(Role.MANDATE_HOLDER):
        return []
    with engine().connect() as conn:
        found = {one: times_of(conn, settings(), one) for one in sorted(account.mandates)}
    return [
        (mandate_acronym(one), times.approval_hours("UA"), times.approval_hours("AL"))
        for one, times in found.items()
    ]
