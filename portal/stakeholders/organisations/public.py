"""The register of organisations that everybody reads: those that chose to be in it.

A hidden organisation is as one that was never there: the same query, the same answer. Nobody may
keep a copy of these pages, and no search engine may list them: what is hidden is gone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.stakeholders import boards
from portal.stakeholders.organisations import accredited, cards, queries, words
from portal.stakeholders.organisations.cards import Card
from portal.stakeholders.organisations.profile import Profile, for_everybody
from portal.stakeholders.organisations.queries import Entry
from portal.web import htmx, paging
from portal.web.accounts.access import public
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.formats import listed
from shared.core.message import Sealed
from shared.reference import LANGUAGES
from shared.reference.accreditation import GRADES
from shared.reference.order import List
from shared.reference.organisations import register_id

bp = Blueprint("organisations", __name__, url_prefix="/organisations")

_AT_ONCE = 20
_LONGEST = 200
CHOICES: Final[Mapping[str, Callable[[Card], frozenset[str]]]] = {
    "country": lambda one: frozenset({one.country}),
    "works": lambda one: one.countries,
    "type": lambda one: frozenset({one.type}),
    "theme": lambda one: one.themes,
}
"""What a list is narrowed by, and what a card has of it."""
_GRADES: Final = frozenset().union(*GRADES.values())
"""All can be chosen, whether or not somebody has one."""


bp.after_request(boards.keep_nowhere)


@bp.get("")
@public
@in_every_language
def index() -> str:
    asked = {name: request.args.get(name, "") for name in CHOICES}
    called = request.args.get("q", "")[:_LONGEST].strip()
    status = request.args.get("status", "")
    with engine().connect() as conn:
        every = cards.of(conn, queries.PUBLIC)
        found = cards.mentioning(every, called)
        for name, value in asked.items():
            found = [one for one in found if value in CHOICES[name](one)] if value else found
        if status:
            graded = accredited.with_grade(conn, status)
            found = [one for one in found if one.organisation_id in graded]
        page = paging.part(found, "page", paging.asked, size=_AT_ONCE)
        shown = _read(queries.public_these(conn, [one.organisation_id for one in page]))
    countries, works, types, themes = (_several(map(of, every)) for of in CHOICES.values())
    return htmx.render(
        "organisations/index.html",
        block="content",
        found=page.of(shown),
        asked={**asked, "status": status},
        called=called,
        choices={
            "country": {one: names.recipient(one) for one in names.in_order(countries, "states")},
            "works": {one: names.recipient(one) for one in names.in_order(works, "states")},
            "type": {code: called for code, called in words.TYPES.items() if code in types},
            "theme": {one: names.mandate(one) for one in names.in_order(themes, "mandates")},
            "status": {code: called for code, called in words.STATUSES.items() if code in _GRADES},
        },
        recipient=names.recipient,
        words=words,
    )


@bp.get("/<uuid:organisation_id>")
@public
@in_every_language
def show(organisation_id: UUID) -> str | Response:
    with engine().connect() as conn:
        found = _read(queries.public_these(conn, [str(organisation_id)]))
        moved = None if found else queries.moved_to(conn, str(organisation_id))
    if moved:
        return redirect(url_for(".show", organisation_id=moved))
    if not found:
        raise NotFound
    return htmx.render(
        "organisations/show.html",
        block="content",
        lines=lines(found[0].profile),
        one=found[0],
        standing=accredited.public_standings([found[0].organisation_id])[found[0].organisation_id],
        words=words,
    )


@bp.app_template_global()
def organisations_called(codes: Iterable[str | None]) -> dict[str, str]:
    """Return what everybody may know these to be called, by the code that accounts have of them.

    The code stands beside it, as several have one name. A hidden one is not there, as one that is
    in no register.
    """
    ids = {code: register_id(code) for code in codes if code}
    with engine().connect() as conn:
        found = _read(queries.public_these(conn, list({*ids.values()}))) if ids else []
    names_of = {one.organisation_id: one.profile.name for one in found}
    return {code: f"{names_of[one]} ({code})" for code, one in ids.items() if one in names_of}


def called_so(name: str) -> list[Entry]:
    """Return the entries that everybody may find and that may be called so, by name."""
    with engine().connect() as conn:
        found = cards.called_so(cards.of(conn, queries.PUBLIC), name)
        return _read(queries.public_these(conn, [one.organisation_id for one in found]))


def lines(profile: Profile) -> list[tuple[str, str, str]]:
    """Return field, label and value of what is filled in, as people read it."""
    said = {
        "type": str(words.TYPES[profile.type]),
        "country": names.recipient(profile.country),
        "countries": _called(profile.countries, "states", names.recipient),
        "scope": str(words.SCOPES.get(profile.scope, "")),
        "themes": _called(profile.themes, "mandates", names.mandate),
        "languages": listed(names.word(LANGUAGES[one]) for one in profile.languages),
    }
    return [
        (name, str(label), said.get(name) or getattr(profile, name))
        for name, label in words.FIELDS.items()
        if getattr(profile, name)
    ]


def _called(codes: Iterable[str], which: List, called: Callable[[str], str]) -> str:
    return listed(called(one) for one in names.in_order(codes, which))


def _several(some: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*some)


def label(name: str) -> str:
    """Return what a field is called."""
    return str(words.FIELDS[name])


def _read(sealed: Mapping[str, Sealed]) -> list[Entry]:
    """Open what everybody may read, by name."""
    return read(sealed, vault().reveal_public(list(sealed.values())))


def read(sealed: Mapping[str, Sealed], texts: Sequence[str | None]) -> list[Entry]:
    """Return what is said to others of these, whose texts were opened, by name."""
    found = [
        replace(one, profile=for_everybody(one.profile)) for one in queries.entries(sealed, texts)
    ]
    return sorted(found, key=lambda one: (names.spelt(one.profile.name), one.organisation_id))
