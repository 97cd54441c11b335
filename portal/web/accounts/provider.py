"""Signing in with another organisation's account (OpenID Connect), if it is configured.

It finds an account by its verified e-mail and never makes one. Whether our own second factor is
needed too depends on what the provider says it asked for.
"""

import structlog
from flask import Blueprint, abort, redirect, request, session, url_for
from werkzeug.wrappers import Response

from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts import arriving, oidc, proposals
from portal.web.accounts.access import may_enter, public
from portal.web.accounts.forms import SignInForm
from portal.web.accounts.oidc import NotKnown, Provider, ProviderAway
from portal.web.context import now, real_now, settings
from portal.web.db import engine
from portal.web.i18n.texts import lazy

bp = Blueprint("provider", __name__, url_prefix="/sign-in/with")
log = structlog.get_logger(__name__)

Answer = Response | tuple[str, int]

_KEPT = "oidc"
_AWAY = lazy(
    "Signing in with {name} does not work just now. Use your password, or try again later."
)
_FAILED = lazy("Signing in with {name} did not work, and nobody was signed in. Begin again.")
_NOBODY = lazy(
    "There is no account here for the e-mail address that you signed in with at {name}. Ask "
    "whoever manages accounts; what you have there makes none by itself."
)


@bp.get("")
@public
def begin() -> Answer:
    """A link and no form: browsers do not let a form lead to another site from here."""
    try:
        begun = oidc.begin(_provider(), _redirect_uri())
    except ProviderAway:
        log.warning("identity provider away")
        return _sign_in_page(_AWAY, 503)
    # In the signed cookie of the form: it is the same browser that must come back.
    session[_KEPT] = {
        "state": begun.state,
        "nonce": begun.nonce,
        "verifier": begun.verifier,
        "then": request.args.get("then", ""),
    }
    return redirect(begun.address, 303)


@bp.get("/return")
@public
def finish() -> Answer:
    provider, kept = _provider(), session.pop(_KEPT, None)
    if kept is None:
        return _sign_in_page(_FAILED, 422)
    try:
        known = oidc.finish(provider, kept, request.args, _redirect_uri(), real_now())
    except ProviderAway:
        log.warning("identity provider away")
        return _sign_in_page(_AWAY, 503)
    except NotKnown as error:
        log.warning("identity provider's answer refused", reason=str(error))
        return _sign_in_page(_FAILED, 422)
    with engine().connect() as conn:
        account = accounts.by_email(conn, known.email)
    account = proposals.settled(engine(), account, at=now()) if account else None
    if account is None or not may_enter(account):
        return _sign_in_page(_NOBODY, 422)
    return arriving.begin(account, kept["then"], factor=not known.methods.isdisjoint(_enough()))


def _provider() -> Provider:
    has = settings()
    if not has.oidc_issuer:
        abort(404)
    return Provider(
        issuer=has.oidc_issuer,
        client_id=has.oidc_client_id,
        client_secret=has.oidc_client_secret.get_secret_value(),
    )


def _enough() -> frozenset[str]:
    values = settings().oidc_second_factor.split(",")
    return frozenset(value.strip() for value in values if value.strip())


def _redirect_uri() -> str:
    base = settings().public_url or request.host_url
    return f"{base.rstrip('/')}{url_for('provider.finish')}"


def _sign_in_page(sentence: str, status: int) -> tuple[str, int]:
    form = SignInForm(None)
    form.form_errors.append(sentence.format(name=settings().oidc_name))
    page = htmx.render("sign_in.html", block="content", form=form, provider=settings().oidc_name)
    return page, status
