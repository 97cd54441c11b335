"""Access to pages: every view declares who may open it; a view without a mark opens for nobody.

A view is marked by ``public``, ``require``, ``token``, ``returned`` or ``drafting``; the
application checks the mark before it calls the view. The queries, not this module, decide which
*rows* a person sees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from flask import session as form_session
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized

from portal.web.accounts import account as accounts
from portal.web.accounts import channel_session as channels
from portal.web.accounts import draft_session as drafts
from portal.web.accounts import factors, filers, focal, offices, opened, programs, proposals
from portal.web.accounts import session as sessions
from portal.web.accounts.account import Account, actor_of
from portal.web.accounts.programs import Scope
from portal.web.accounts.session import Session
from portal.web.context import now, parts, real_now, settings
from portal.web.db import engine
from portal.web.i18n import asked
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor, by_return_channel
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.platform.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])
_ACCESS = "access"
_RETURN_AGAIN = lazy(
    "Nothing was sent yet. What you entered is below: return to your submission in another tab, "
    "with its code, come back to this one, then send it again."
)
_NO_TOKEN = lazy("This token is not taken. It may have ended: ask a focal point to make another.")
_OTHER_SCOPE = lazy("This token is not good for that. A focal point can make one that is.")
_DRAFT_AGAIN = lazy(
    "Nothing was sent yet. What you entered is below: come back to your draft in another tab, with "
    "its draft code or your account, come back to this one, then send it again."
)
_csrf = CSRFProtect()


class Door(Enum):
    PUBLIC = auto()
    SESSION = auto()
    TOKEN = auto()
    CHANNEL = auto()
    DRAFT = auto()


@dataclass(frozen=True, slots=True)
class Access:
    """``roles``: empty means everybody who came through the door.

    ``scope``: what the token of a program must be good for. Of a draft's pages: the roles that also
    open them with an account; empty means none.
    """

    door: Door
    roles: frozenset[Role] = frozenset()
    scope: Scope | None = None
    one_click: bool = False
    """Programs post here without a cookie or a form of ours: the address is all that is needed."""


def one_click(view: View) -> View:
    """Let everybody open this view, and mail programs post to it (RFC 8058).

    Its address has a secret of its own, and it does nothing else than what that opens.
    """
    return _mark(view, Access(Door.PUBLIC, one_click=True))


def public(view: View) -> View:
    """Let everybody open this view."""
    return _mark(view, Access(Door.PUBLIC))


def require(*roles: Role) -> Callable[[View], View]:
    """Let those who signed in and hold one of the roles open this view; none given: all of them."""
    return lambda view: _mark(view, Access(Door.SESSION, frozenset(roles)))


def token(*roles: Role, scope: Scope) -> Callable[[View], View]:
    """Let programs whose token is good for it open this view; no cookie, and so no CSRF token."""
    return lambda view: _mark(view, Access(Door.TOKEN, frozenset(roles), scope))


def returned(view: View) -> View:
    """Open this view for people who came by a return channel; it is about that submission."""
    return _mark(view, Access(Door.CHANNEL))


def drafting(*roles: Role) -> Callable[[View], View]:
    """Open this view of a draft for whoever has the draft's code.

    Those who signed in and hold one of the roles come in too: which drafts are theirs is for the
    view to find out. ``draft_id`` stands in the address.
    """
    return lambda view: _mark(view, Access(Door.DRAFT, frozenset(roles)))


def current_draft() -> str | None:
    """Return the draft of this page, if it was opened by its draft code."""
    return cast("str | None", g.get("draft"))


def current_submission() -> str:
    """Return the submission of the present return channel; 401 without one."""
    found: str | None = g.get("returned")
    if found is None:
        raise Unauthorized(_RETURN_AGAIN)
    return found


def reader() -> Actor | None:
    """Return to whom the present page is shown: a source by return channel, or an account."""
    if g.get("returned"):
        return by_return_channel(g.returned)
    account = signed_in()
    return known(account).as_filer() if account else None


def signed_in() -> Account | None:
    """Return the sender of the present request, if known."""
    return cast("Account | None", g.get("account"))


def current_account() -> Account:
    """Return who sent the present request; 401 when nobody did."""
    account = signed_in()
    if account is None:
        raise Unauthorized
    return account


def current_session() -> Session:
    """Return the session of who sent the present request; 401 when there is none."""
    session: Session | None = g.get("session")
    if session is None:
        raise Unauthorized
    return session


def halfway() -> Account | None:
    """Return who gave the password, and not yet what else signing in asks for."""
    return cast("Account | None", g.get("halfway"))


def arrived(account: Account) -> None:
    """From here on the present request is that of somebody who signed in."""
    g.account, g.halfway = account, None


def current_actor() -> Actor:
    """Return the person as the services and the read models know them."""
    return known(current_account())


def known(account: Account) -> Actor:
    """Return the actor of this account; where there is no vault, without its pseudonyms."""
    actor, vault = actor_of(account), parts().vault
    return actor if vault is None else filers.known(vault, actor)


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return the access mark of this endpoint's view."""
    return getattr(app.view_functions[endpoint], _ACCESS, None)


def may_enter(account: Account) -> bool:
    """Whether the account opens anything: demo accounts only do in a demonstration."""
    return not account.disabled and (settings().demo or not account.demo)


def session_cookie() -> str:
    return _cookie("session", secure=settings().secure_cookies)


def channel_cookie() -> str:
    return _cookie("channel", secure=settings().secure_cookies)


def draft_cookie() -> str:
    return _cookie("draft", secure=settings().secure_cookies)


def device_cookie() -> str:
    return _cookie("device", secure=settings().secure_cookies)


def init_app(app: Flask, settings: Settings) -> None:
    """Guard every view of ``app``. All applications that share cookies share these settings."""
    secure = settings.secure_cookies
    app.config.update(
        # Flask's own cookie, which can be read: a visitor's CSRF secret, one-time notices, and for
        # some minutes, sealed, which contribution to a call for input its sender came back to.
        SESSION_COOKIE_NAME=_cookie("form", secure=secure),
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # asked for below, after the door
        # A form lives as long as its session: the secret changes with every signing in.
        WTF_CSRF_TIME_LIMIT=None,
        # The referrer is never sent; Sec-Fetch-Site is looked at instead.
        WTF_CSRF_SSL_STRICT=False,
    )
    _csrf.init_app(app)
    public(app.view_functions["static"])
    app.before_request(_admit)


def _admit() -> None:
    if request.endpoint is None:  # no such page: say so to everybody alike, in their own frame
        if not request.path.startswith("/api/"):
            g.account = _by_cookie()
        return
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise Forbidden
    if access.door is Door.TOKEN:
        g.account = _by_token()
        if g.account is None:
            raise Unauthorized(str(_NO_TOKEN))
    elif request.endpoint != "static":
        g.account = _by_cookie()
        if g.account:
            asked.of_account(g.account.language)
    if access.door is Door.DRAFT:
        _admit_to_draft(access)
    elif access.door is not Door.PUBLIC and access.roles:
        _require_role(access)
    if access.door is Door.TOKEN and access.scope not in g.scopes:
        raise Forbidden(str(_OTHER_SCOPE))
    if access.door is Door.SESSION:
        current_account()
    if access.door is Door.CHANNEL:
        g.door = Door.CHANNEL
        g.returned = _by_channel()
        asked.of_submission(_language_of(current_submission()))
    if access.door is not Door.TOKEN and not access.one_click:
        _refuse_foreign_forms()
        _csrf.protect()


def _require_role(access: Access) -> None:
    if not current_account().has(*access.roles):
        raise Forbidden


def _admit_to_draft(access: Access) -> None:
    """Every draft without its code is told alike, whether it is there or not."""
    g.draft = _by_draft(str((request.view_args or {}).get("draft_id")))
    if g.draft is not None:
        return
    if not request.cookies.get(session_cookie()):
        g.door = Door.DRAFT
        raise Unauthorized(_DRAFT_AGAIN)
    _require_role(access)


def _cookie(name: str, *, secure: bool) -> str:
    return f"__Host-{name}" if secure else name


def _by_cookie() -> Account | None:
    token = request.cookies.get(session_cookie())
    if not token:
        return None
    at = real_now()
    with engine().connect() as conn:
        found = opened.find(conn, token, at=at)
    if found is None:
        return None
    session, account = found
    if not may_enter(account):
        return None
    if proposals.settled(engine(), account, at=now()) is not account:
        return None  # the rights are others now, and the session is over
    if focal.settled(engine(), account, at=now()) is not account:
        return None  # likewise
    # A page that looks for news by itself (``seen``) is no sign that somebody is there.
    if session.worth_noting(at) and "seen" not in request.args:
        with engine().begin() as conn:
            sessions.seen(conn, session, at=at)
    if form_session.get("csrf_token") != session.form_secret:
        form_session["csrf_token"] = session.form_secret
    g.session = session
    if not session.passed or (factors.needed_by(account) and session.factor_at is None):
        g.halfway = account
        return None
    return offices.settled(engine(), account, on=day_of(now()))


def _by_channel() -> str | None:
    token = request.cookies.get(channel_cookie())
    if not token:
        return None
    at = real_now()
    with engine().connect() as conn:
        found = channels.find(conn, token, at=at)
    if found is None:
        return None
    submission_id, worth_noting = found
    if worth_noting:
        with engine().begin() as conn:
            channels.seen(conn, token, at=at)
    return submission_id


def _by_draft(draft_id: str) -> str | None:
    token = request.cookies.get(draft_cookie())
    if not token:
        return None
    at = real_now()
    with engine().connect() as conn:
        found = drafts.find(conn, token, draft_id, at=at)
    if found is None:
        return None
    if found.worth_noting:
        with engine().begin() as conn:
            drafts.seen(conn, token, at=at)
    return draft_id


def _language_of(submission_id: str) -> str | None:
    with engine().connect() as conn:
        return channels.language_of(conn, submission_id)


def _by_token() -> Account | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        return None
    at = real_now()
    with engine().connect() as conn:
        program = programs.by_token(conn, token.strip())
        account = accounts.by_id(conn, program.account_id) if program else None
    if program is None or account is None:
        return None
    account = proposals.settled(engine(), account, at=now())
    account = focal.settled(engine(), account, at=now())
    account = offices.settled(engine(), account, on=day_of(now()))
    if not may_enter(account) or not programs.lives(program, account, at):
        return None
    if program.used_on != day_of(at):
        with engine().begin() as conn:
            programs.used(conn, program, at)
    g.scopes = program.scopes
    return account


def _refuse_foreign_forms() -> None:
    """Believe the browser when it says that a form came from another site."""
    if request.method != "POST":
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") in {"cross-site", "same-site"}:
        raise BadRequest


def _mark(view: View, access: Access) -> View:
    setattr(view, _ACCESS, access)
    return view
