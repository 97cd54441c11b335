"""The public register: everybody reads it, nobody signs in, no cookie is set.

The address of anything that is not public leads to nothing: the same query on the same tables, the
same answer (R7 of procedure.md section 6.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal.letters.communications import languages
from portal.public.register import narrowed, queries, statement_queries, words
from portal.public.register.asked import address_of, reading, wanted
from portal.public.register.cards import Wanted
from portal.public.register.pictures import picture
from portal.public.register.queries import Letter, Reply
from portal.public.register.statistics import Asked, statistics
from portal.web.accounts.access import public
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.languages import LANGUAGES
from portal.web.i18n.text_language import language_of
from shared.reference import COMMUNICATION_TYPES, EVERY_STATE, mandates
from shared.reference.themes import themes_of

bp = Blueprint("register", __name__, url_prefix="/register")

_FEW = 5  # statements beside letters; the rest is a page of its own


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"register_words": words}


@bp.get("")
@public
@in_every_language
def index() -> str:
    asked = wanted()
    with engine().connect() as conn:
        letters, after, facets = queries.found_with_facets(conn, asked)
        named = queries.by_reference(conn, asked.words) if asked.before is None else None
        live = [one.communication_id for one in letters if isinstance(one, Letter)]
        found = live if asked.words else []
        replies = queries.replies_to(conn, found)
        recommendations = queries.counted_recommendations(conn, asked) if asked.words else 0
        statements = statement_queries.counted(conn, asked) if asked.words else 0
    return render_template(
        "register/index.html",
        asked=asked,
        letters=[one for one in letters if named is None or one.key != named.key],
        named=named,
        replies=replies,
        facets=facets,
        recommendations=recommendations,
        statements=statements,
        counted=queries.COUNTED,
        types=COMMUNICATION_TYPES,
        next=_next("register.index", asked, after),
        address=address_of(asked),
    )


@bp.get("/recommendations")
@public
@in_every_language
def recommendations() -> str:
    asked, beside = wanted(), narrowed.asked_for(request.args)
    address = {**address_of(asked), **beside}
    with engine().connect() as conn:
        which = narrowed.which(beside)
        some, after, number = queries.found_recommendations(conn, asked, which=which)
        choices = narrowed.choices(conn, beside)
    chosen = {asked.state: words.recipient(asked.state)} if asked.state else {}
    return render_template(
        "register/recommendations.html",
        asked=asked,
        recommendations=some,
        number=number,
        counted=queries.COUNTED,
        states=names.states() | chosen,
        mandates=mandates(),
        narrowed=beside,
        choices=choices,
        next=_more("register.recommendations", address, after),
        address=address,
    )


@bp.get("/states")
@public
@in_every_language
def every_state() -> str:
    with engine().connect() as conn:
        facets = queries.facets(conn, Wanted())
    listed = names.in_order(facets.states.items(), "states")
    return render_template("register/states.html", listed=listed)


@bp.get("/mandates")
@public
@in_every_language
def every_mandate() -> str:
    with engine().connect() as conn:
        facets = queries.facets(conn, Wanted())
    listed = [(code, facets.mandates.get(code, 0)) for code in names.mandates()]
    return render_template("register/mandates.html", listed=listed)


@bp.get("/mandates/<code>")
@public
@in_every_language
def mandate(code: str) -> str:
    if code not in mandates():
        raise NotFound
    asked = Wanted(mandate=code)
    with engine().connect() as conn:
        letters, after = queries.found(conn, asked)
        statements, more = statement_queries.found(conn, asked, _FEW)
        counted = statistics(conn, Asked(mandate=code), reading())
        to_all = queries.counted_recommendations(conn, replace(asked, state=EVERY_STATE))
    return render_template(
        "register/mandate.html",
        code=code,
        statements=statements,
        more=more,
        letters=letters,
        statistics=counted,
        picture=picture("letters", counted, Asked()),
        reading=reading(),
        to_all=EVERY_STATE if to_all else None,
        next=_next("register.index", asked, after),
    )


@bp.get("/<slug>")
@public
@in_every_language
def letter(slug: str) -> str:
    return page_of(*public_letter(slug))


def public_letter(slug: str) -> tuple[Letter, Sequence[Reply]]:
    """Return the letter with its replies. What is not public costs the same three looks."""
    with engine().connect() as conn:
        found = queries.by_slug(conn, slug)
        id_ = found.communication_id if found else ""
        replies = queries.replies_to(conn, [id_])
        chosen = languages.of_letter(conn, id_)
    if found is None:
        raise NotFound
    return replace(found, language=chosen or language_of(found.text)), replies[id_]


def page_of(letter: Letter, replies: Sequence[Reply], not_set: object = None) -> str:
    """Return the page of a letter. ``not_set``: why there is no PDF of it now."""
    return render_template(
        "register/letter.html",
        letter=letter,
        replies=replies,
        language=LANGUAGES.get(letter.language or ""),
        themes=themes_of(letter.mandates),
        permalink=permalink_of(letter),
        not_set=not_set,
    )


def permalink_of(letter: Letter) -> str:
    return url_for("register.letter", slug=letter.slug, _external=True)


def _next(endpoint: str, asked: Wanted, after: int | None) -> str | None:
    return _more(endpoint, address_of(asked), after)


def _more(endpoint: str, address: Mapping[str, str], after: int | None) -> str | None:
    if after is None:
        return None
    values: dict[str, Any] = {**address, "before": after}
    return url_for(endpoint, **values)
