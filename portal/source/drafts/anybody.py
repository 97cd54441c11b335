"""Filing without an account: begin, come back with the draft code, leave.

The form itself is that of everybody (``views``). What is here stands in place of an account: the
draft code, and the session of a browser that holds the draft.
"""

from flask import Blueprint, redirect, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import Field, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.casefile.submissions import return_code
from portal.casefile.submissions.return_code import DIGITS, GROUPS, Mistyped
from portal.source.drafts import code, store
from portal.source.drafts.gate import may_submit
from portal.source.drafts.store import Content
from portal.source.drafts.views import WRITERS
from portal.source.pace import gate as pace
from portal.web import htmx
from portal.web.accounts import draft_session, leaving
from portal.web.accounts.access import draft_cookie, public, signed_in
from portal.web.context import now, real_now, settings
from portal.web.db import engine
from portal.web.forms import CommandForm, PageForm
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.plain import without_hidden
from shared.core.message import derive_id

bp = Blueprint("anybody", __name__, url_prefix="/submit")

OPENS_NOTHING = lazy("This code opens no draft. Compare it with your note, group by group")
_LONGEST = 200


class BeginForm(CommandForm):
    """Nothing to fill in: a draft begins."""


class ReturnForm(PageForm):
    """The form for the draft code; invisible characters of a paste are ignored."""

    draft_code = StringField(
        lazy("Draft code"),
        [DataRequired(lazy("Enter the draft code")), Length(max=_LONGEST, message=OPENS_NOTHING)],
        filters=[lambda text: text and without_hidden(text)],
    )

    def validate_draft_code(self, field: Field) -> None:
        try:
            return_code.read(field.data)
        except Mistyped as no:
            raise ValidationError(_named(no)) from None


def _named(no: Mistyped) -> str:
    """Say which groups to compare with the note again."""
    whole = GROUPS * DIGITS
    if no.typed != whole or not no.groups:
        return gettext(
            "The code has %(whole)s digits, and this has %(typed)s. Compare it with your note",
            whole=whole,
            typed=no.typed,
        )
    return ngettext(
        "Group %(groups)s is mistyped. Compare it with your note",
        "Groups %(groups)s are mistyped. Compare them with your note",
        len(no.groups),
        groups=listed(map(str, no.groups)),
    )


@bp.context_processor
def _leaving() -> dict[str, str]:
    return {"exit_url": url_for("anybody.leave_at_once")}


@bp.get("/")
@public
def start_form() -> str | Response:
    account = signed_in()
    if account is not None and account.has(*WRITERS):
        return redirect(url_for("drafts.start_form"), 303)
    return _start_page(BeginForm(formdata=None))


@bp.post("/")
@public
def begin() -> Response | tuple[str, int]:
    """Begin a draft. A double click begins one, and nobody can begin that of somebody else.

    Its id is made of a secret of this browser and of the form. A form that comes again costs
    nothing, and opens no more than the session that it began.
    """
    form = BeginForm()
    if not form.validate():
        return _start_page(form), 422
    if (no := may_submit()) is not None:
        form.form_errors.append(no)
        return _start_page(form), 403
    draft_id = str(derive_id("new draft", session["csrf_token"], form.id))
    if (before := _begun_before(draft_id)) is not None:
        return before
    if (page := pace.asked(pace.BEGIN, draft_id)) is not None:
        return page
    store.begin(None, draft_id, Content())
    return _hold(draft_id, _code_page(draft_id))


@bp.get("/return")
@public
def return_form() -> str:
    return _return_page(ReturnForm(formdata=None))


@bp.post("/return")
@public
def come_back() -> Response | tuple[str, int]:
    """Open the draft of this code. An unknown and an ended one get the same answer.

    As of return codes, 132 bits need no limit on wrong ones except their cost: a look-up.
    """
    form = ReturnForm()
    if not form.validate():
        return _return_page(form), 422
    with engine().connect() as conn:
        typed = form.draft_code.data or ""
        draft_id = code.opened_by(conn, typed, lifetime=store.lifetime())
    if draft_id is None:
        form.draft_code.errors = [OPENS_NOTHING]
        return _return_page(form), 422
    return _hold(draft_id, url_for("drafts.tasks_of", draft_id=draft_id))


@bp.post("/leave")
@public
def leave() -> Response:
    """End the session, and tell the browser to forget everything that it kept of us."""
    return leaving.forgotten()


@bp.get("/exit")
@public
def leave_at_once() -> Response:
    """Lead away from here, and end the sessions on the way: also that of a return channel.

    Nobody else can make a browser do so: it sends these cookies only where our own pages lead.
    """
    if not leaving.holds_any():
        return redirect(settings().exit_url, 303)
    return leaving.let_go(settings().exit_url)


def _begun_before(draft_id: str) -> Response | None:
    """Return the answer to a form that began a draft before; None to one that did not.

    A browser can send an old form again. Once the session would be over, only the code opens it.
    """
    with engine().connect() as conn:
        held = draft_session.held(conn, request.cookies.get(draft_cookie(), ""), at=real_now())
        began = store.began_at(conn, draft_id)
        sent = store.receipt_of(conn, draft_id)
    if began is None and sent is None:
        return None
    if draft_id in held:
        return redirect(_code_page(draft_id), 303)
    if began is not None and now() - began < draft_session.IDLE:  # the first answer was lost
        return _hold(draft_id, _code_page(draft_id))
    return redirect(url_for("anybody.return_form"), 303)


def _code_page(draft_id: str) -> str:
    return url_for("drafts.unsigned.show_code", draft_id=draft_id)


def _hold(draft_id: str, address: str) -> Response:
    with engine().begin() as conn:
        held = request.cookies.get(draft_cookie(), "")
        token = draft_session.begin(conn, draft_id, held, at=real_now())
    response = redirect(address, 303)
    response.set_cookie(  # without an age: it goes with the browser's window
        draft_cookie(),
        token,
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return response


def _start_page(form: BeginForm) -> str:
    with engine().connect() as conn:
        held = draft_session.held(conn, request.cookies.get(draft_cookie(), ""), at=real_now())
        sent = [one for one in held if store.receipt_of(conn, one)]
    unsent = [store.find(None, one) for one in held if one not in sent]
    return htmx.render(
        "drafts/anybody.html",
        block="content",
        form=form,
        days=settings().draft_days,
        unsent=[one for one in unsent if one is not None],
        sent=sent,
    )


def _return_page(form: ReturnForm) -> str:
    return htmx.render("drafts/return.html", block="content", form=form, days=settings().draft_days)
