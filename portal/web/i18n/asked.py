"""In which language a page was asked for, and the addresses by which one asks for it.

What everybody reads stands under ``/{language}/…``, once for each language, so that a link means
the same to whoever follows it and a cache may keep it. All other pages have one address: there it
is the language of the account, or else the one that somebody chose in this browser, or else the one
that the browser asks for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeGuard, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, has_request_context, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.web.addresses import LateRule
from portal.web.i18n.languages import COOKIE, ENGLISH, LANGUAGES, Language, best_of, offered, ready
from portal.web.i18n.texts import language

View = TypeVar("View", bound=Callable[..., Any])

_SPOKEN, _KEPT_BY_PROGRAMS = "in_every_language", "in_other_languages"
_CHOSEN: Final = "lang"
_FIRST: Final = "home.index"
_DOORS: Final = frozenset(
    {
        *("accounts.sign_in_form", "channel.enter_form"),
        *("anybody.start_form", "anybody.return_form"),
        *("owninput.enter_form", "inputcalls.contribute_form"),
    }
)
"""Where one leaves the addresses of a language: these links take it along."""
_PROGRAMS: Final = ("/api/", "/health")
_PAPER: Final = ".pdf"
"""A file that people read, in their language like a page."""


def in_every_language(view: View) -> View:
    """Let this page stand under the address of each language."""
    setattr(view, _SPOKEN, True)
    return view


def in_other_languages(view: View) -> View:
    """Let what programs keep stand under the address of each language, English where it was."""
    setattr(view, _KEPT_BY_PROGRAMS, True)
    return view


@dataclass(frozen=True, slots=True)
class Choice:
    """The present page in one language."""

    language: Language
    address: str
    current: bool


def init_app(app: Flask) -> None:
    app.url_value_preprocessor(_take)
    app.url_defaults(_give)
    app.before_request(_keep_choice)
    app.after_request(_vary)
    app.jinja_env.globals.update(
        language_choices=choices,
        language_returns=here,
        page_address=canonical,
        page_alternates=alternates,
        feed_alternates=feeds,
    )


def add_addresses(app: Flask) -> None:
    """Add the addresses of the languages, once all views are there, and lead to them.

    Who asks is known by then.
    """
    app.before_request(_lead)
    codes = ",".join(one.code for one in offered(pseudo=_disguises(app)))
    for rule in list(app.url_map.iter_rules()):
        marks = (_SPOKEN, _KEPT_BY_PROGRAMS)
        if not any(_is_marked(app, rule.endpoint, mark) for mark in marks):
            continue
        added = LateRule(
            f"/<any({codes}):lang>{rule.rule}",
            endpoint=rule.endpoint,
            methods=rule.methods,
        )
        added.provide_automatic_options = rule.provide_automatic_options  # type: ignore[attr-defined]  # Flask reads it from there
        app.url_map.add(added)


def of_account(code: str | None) -> None:
    """Let the present page speak the language of whoever signed in, where its address says none."""
    if code in _codes():
        g.of_account = code
        if not _is_one_languages():
            g.language = _working(request.endpoint)


def of_submission(code: str | None) -> None:
    """Let a page of the return channel speak the language that its source asked for.

    Where nobody signed in, or chose another language in this browser.
    """
    if g.get("of_account") is None and request.cookies.get(COOKIE) not in _codes():
        of_account(code)


def on_offer() -> tuple[Language, ...]:
    """Return the languages that somebody can choose here."""
    return offered(pseudo=_disguises(current_app))


def here() -> str:
    """Return the address of the present page; the first page's where nobody can come back to it."""
    views = current_app.url_map.bind("")
    if not views.test(request.path, "GET"):
        return url_for(_FIRST)
    query = [(name, value) for name, value in request.args.items(multi=True) if name != _CHOSEN]
    return f"{request.path}?{urlencode(query)}" if query else request.path


def feeds(endpoint: str, **values: Any) -> Iterator[tuple[str, str]]:
    """Yield tag and whole address of a feed in each language, English first."""
    yield LANGUAGES[ENGLISH].tag, url_for(endpoint, _external=True, lang=None, **values)
    for one in ready():
        if one.code != ENGLISH:
            yield one.tag, url_for(endpoint, _external=True, lang=one.code, **values)


def choices(lost: object = None) -> list[Choice]:
    """Return the present page in each language that is ready, for the reader to choose.

    ``lost``: there is no such page, or it failed; then it is the first page.
    """
    here = language()
    address = _first if lost else _address
    return [Choice(one, address(one.code), current=one is here) for one in ready()]


def alternates() -> Iterator[tuple[str, str]]:
    """Yield tag and whole address of the present page for each language that it has one in."""
    if not _is_one_languages():
        return
    for one in ready():
        yield one.tag, _address(one.code, external=True)
    whoever = request.root_url if request.endpoint == _FIRST else _address(ENGLISH, external=True)
    yield "x-default", whoever


def canonical() -> str | None:
    """Return the whole address of the present page, if it is one of a language's."""
    return _address(language().code, external=True) if _is_one_languages() else None


def _take(endpoint: str | None, values: dict[str, Any] | None) -> None:
    named = (values or {}).pop(_CHOSEN, None)
    if endpoint is None:  # no such page; but maybe in a language
        first = request.path.split("/")[1]
        named = first if first in _codes() else None
    g.language = named or _working(endpoint)


def _give(endpoint: str, values: dict[str, Any]) -> None:
    expected = current_app.url_map.is_endpoint_expecting(endpoint, _CHOSEN)
    if not expected and endpoint not in _DOORS:
        return  # as of most links of every page
    asks = has_request_context()
    if _CHOSEN in values or (asks and _for_programs() and not _is_one_languages()):
        return  # what programs keep goes on to be called as it was
    if language().code == ENGLISH and _is_kept(endpoint):
        return  # likewise
    if endpoint == _FIRST and asks and not _is_one_languages():
        return  # it finds the language by itself
    if expected or _is_left():
        values[_CHOSEN] = language().code


def _is_left() -> bool:
    """Whether a link leads out of a language that the next page would not guess."""
    return has_request_context() and _is_one_languages() and language().code != _asked_for()


def _keep_choice() -> AnyResponse | None:
    """Keep what somebody chose in this browser."""
    if request.method not in {"GET", "HEAD"} or request.endpoint is None or _is_one_languages():
        return None
    if _stands_in_every_language(current_app, request.endpoint):
        return None
    return _keep(request.args[_CHOSEN]) if request.args.get(_CHOSEN) in _codes() else None


def _lead() -> AnyResponse | None:
    """Lead to the address of a language; what programs keep has none in English."""
    if _is_one_languages() and language().code == ENGLISH and _is_kept(request.endpoint):
        query = here().partition("?")[2]
        address = url_for(request.endpoint, lang=None, **(request.view_args or {}))
        return redirect(f"{address}?{query}" if query else address, 308)
    if request.method not in {"GET", "HEAD"} or request.endpoint is None or _is_one_languages():
        return None
    if not _stands_in_every_language(current_app, request.endpoint):
        return None
    if request.endpoint == _FIRST:
        return redirect(_address(_asked_for()), 302)
    return redirect(_address(ENGLISH), 308)


def _vary(response: Response) -> Response:
    if request.endpoint != "static" and not _is_one_languages() and not _for_programs():
        response.vary.update(["Accept-Language", "Cookie"])
    return response


def _keep(code: str) -> AnyResponse:
    response = redirect(here(), 303)
    response.set_cookie(
        COOKIE,
        code,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _address(code: str, *, external: bool = False) -> str:
    """Return the address of the present page in a language, with its query."""
    if request.endpoint and _stands_in_every_language(current_app, request.endpoint):
        values = {**(request.view_args or {}), _CHOSEN: code}
        path = url_for(request.endpoint, _external=external, **values)
        query = here().partition("?")[2]
        return f"{path}?{query}" if query else path
    kept = here()
    return f"{kept}{'&' if '?' in kept else '?'}{_CHOSEN}={code}"


def _first(code: str) -> str:
    return url_for(_FIRST, lang=code)


def _working(endpoint: str | None) -> str:
    """Return the language of a page whose address says none."""
    if endpoint == "static" or _for_programs():
        return ENGLISH
    return _asked_for()


def _asked_for() -> str:
    if of_whom := g.get("of_account"):
        return str(of_whom)
    chosen = request.cookies.get(COOKIE)
    if chosen in _codes():
        return str(chosen)
    return best_of(request.accept_languages)


def _for_programs() -> bool:
    """Whether no person reads the answer, but a program, by a fixed form: feed, export, API."""
    name = request.path.rpartition("/")[2]
    return request.path.startswith(_PROGRAMS) or ("." in name and not name.endswith(_PAPER))


def _codes() -> frozenset[str]:
    return frozenset(one.code for one in on_offer())


def _disguises(app: Flask) -> bool:
    """Whether there is English in disguise: not where the portal is on the Internet."""
    return not app.config["SESSION_COOKIE_SECURE"]


def _is_one_languages() -> bool:
    """Whether the address of the present page says in which language it is."""
    return request.url_rule is not None and _CHOSEN in request.url_rule.arguments


def _stands_in_every_language(app: Flask, endpoint: str) -> bool:
    return _is_marked(app, endpoint, _SPOKEN)


def _is_kept(endpoint: str | None) -> TypeGuard[str]:
    """Whether programs keep this address: in English it has no language."""
    return bool(endpoint) and _is_marked(current_app, str(endpoint), _KEPT_BY_PROGRAMS)


def _is_marked(app: Flask, endpoint: str, mark: str) -> bool:
    return getattr(app.view_functions.get(endpoint), mark, False)
