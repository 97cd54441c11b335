"""GET /health and /operations: the state of every part, for the people who run the platform."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Final

import httpx
from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from portal.app.read_models import READ_MODELS
from portal.letters.documents.typesetting import NotSet, missing_fonts
from portal.web import htmx
from portal.web.accounts.access import public, require
from portal.web.area import Area, Place
from portal.web.context import commands, settings, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import all_of
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.pools import PROBES
from shared.core.roles import Role
from shared.platform.metrics import DATABASE_AWAY
from shared.platform.settings import Settings
from shared.read_models.model import unlike

bp = Blueprint("health", __name__)

_PATIENCE = 1.5  # seconds for a part to answer
_READY, _UNREACHABLE, _OTHER_VERSION = "ready", "unreachable", "read models of another version"
_PDF, _MAIL = "letters as PDF", "notices by e-mail"
_STATES: Final = {
    _READY: lazy_pgettext("of a part", "Ready"),
    _UNREACHABLE: lazy_pgettext("of a part", "Unreachable"),
    _OTHER_VERSION: lazy("Read models of another version"),
    "stuck": lazy_pgettext("of a part", "Stuck"),
}
"""Programs read the codes, people these words; a part may have more to say."""
_LIMITS: Final = {_PDF: lazy("Letters as PDF"), _MAIL: lazy("Notices by e-mail")}


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """200 when every part is ready, else 503. Parts and states only: no names, no counts.

    ``limits``: what is not set up on this installation, which is no failure.
    """
    parts = _states()
    well = all(state == _READY for state in parts.values())
    status = _READY if well else "degraded"
    return jsonify(status=status, parts=parts, limits=_limits()), 200 if well else 503


@bp.get("/health/live")
@public
def live() -> str:
    """Whether this process answers, even if everything else is down."""
    return "alive"


@bp.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """200 if pages can be shown: with this process's own databases, even if all else is down."""
    states = _databases()
    well = all(state == _READY for state in states.values())
    return jsonify(states), 200 if well else 503


@bp.get("/operations")
@require(Role.SYSTEM_ADMIN)
def operations() -> str | Response:
    """The same as a page: no content of any case, and no numbers of them."""
    parts = _states()
    limits = _limits()
    seen = sha256(repr(sorted([*parts.items(), *limits.items()])).encode()).hexdigest()[:16]
    if request.args.get("seen") == seen:
        return htmx.make_response("", 204)
    return htmx.render(
        "health/operations.html",
        block="parts",
        parts=parts,
        limits=limits,
        down=[name for name, state in parts.items() if state != _READY],
        states={state: _in_words(state) for state in parts.values()},
        limit_names=_LIMITS,
        seen=seen,
    )


def _in_words(state: str) -> str:
    """Return the state for people. What a part says of itself beyond its state stays as it is."""
    word, mark, more = state.partition(": ")
    return f"{_STATES.get(word, word)}{mark}{more}"


def _states() -> dict[str, str]:
    parts = _databases()
    addresses = _addresses(settings())
    with ThreadPoolExecutor(len(addresses)) as pool:
        http = commands().client
        answers = pool.map(lambda url: _asked(http, url), addresses.values())
        for name, states in zip(addresses, answers, strict=True):
            parts |= {f"{name} {part}".strip(): state for part, state in states.items()}
    return parts


def _databases() -> dict[str, str]:
    state = _database(engine())
    found = {
        "database": _of_this_version(engine()) if state == _READY else state,
        "vault": _database(vault().engine),
    }
    for name, answer in (("database", state), ("vault", found["vault"])):
        DATABASE_AWAY.labels(name).set(answer != _READY)
    return found


def _of_this_version(of: Engine) -> str:
    """Pages of another version than the read models leave their visitors to the others'."""
    return _OTHER_VERSION if unlike(of, READ_MODELS) else _READY


def _limits() -> dict[str, str]:
    """Return the functions that are limited here, with what is missing for each."""
    found: dict[str, str] = {}
    try:
        missing = missing_fonts(settings().font_directories)
    except NotSet:
        found[_PDF] = gettext("none can be made")
    else:
        if missing:
            scripts = all_of([names.word(one) for one in missing])
            found[_PDF] = gettext("no font for %(scripts)s", scripts=scripts)
    if not settings().sends_mail:
        found[_MAIL] = gettext("no mail server is set up")
    return found


def _addresses(of: Settings) -> dict[str, str]:
    services = ("intake", "approvals", "followup", "stakeholders")
    urls = {service: of.service_url(service) for service in services}
    return {**urls, "consume": of.consume_url, "feed": of.feed_url}


def _asked(http: httpx.Client, url: str) -> dict[str, str]:
    try:
        answer = http.get(f"{url}/health/ready", timeout=_PATIENCE)
        states = answer.json()
    except (httpx.HTTPError, ValueError):
        return {"": _UNREACHABLE}
    return {part: state for part, state in states.items() if isinstance(state, str)}


def _database(of: Engine) -> str:
    try:
        with of.connect() as conn:
            conn.scalar(select(1))
    except SQLAlchemyError:
        return _UNREACHABLE
    return _READY


HEALTH = Area(
    name="health",
    package=__package__,
    blueprints=(bp,),
    places=(Place(230, "Operations", "health.operations", frozenset({Role.SYSTEM_ADMIN})),),
    pools={"health.live": PROBES, "health.ready": PROBES},
)
