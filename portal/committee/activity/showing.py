"""How a line is shown, on the page and by the feed; and what the address of both asks for."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from flask import Flask, request

from portal.committee.activity.lines import KINDS, Line
from portal.committee.activity.reader import Filter
from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH, LANGUAGES
from portal.web.i18n.texts import gettext, speaking
from shared import reference
from shared.reference.themes import THEMES

FILTERS = ("kind", "mandate", "theme", "region", "state", "unnamed", "reference")
LANGUAGE = "language"
"""What the address of a feed calls the language of its lines: that of the page."""

LETTER = "/activity/letter"
"""Leads to the letter of a reference; written out, as the feed's process has no addresses."""

Codes: TypeAlias = dict[str, Any]
"""The filters of an address, as texts."""

_LONGEST = 40  # characters of a reference


def chosen(args: Mapping[str, str]) -> Codes:
    """Return the filters of an address; an unknown code means everything."""
    asked = {name: args.get(name, "").strip() for name in FILTERS}
    known: Mapping[str, Any] = {
        "kind": KINDS,
        "mandate": reference.mandates(),
        "theme": THEMES,
        "region": reference.REGIONS,
        "state": reference.states(),
        "unnamed": {"yes"},
    }
    asked["reference"] = " ".join(asked["reference"].upper().split())[:_LONGEST]
    return {
        name: value for name, value in asked.items() if value and value in known.get(name, {value})
    }


def wanted_lines(codes: Mapping[str, str]) -> Filter:
    """Return what the filters of an address mean; the letter of a reference is looked for apart."""
    return Filter(
        kind=codes.get("kind"),
        mandate=codes.get("mandate"),
        theme=codes.get("theme"),
        region=codes.get("region"),
        state=codes.get("state"),
        unnamed="unnamed" in codes,
    )


def in_words(codes: Mapping[str, str]) -> str:
    """Return what a view is called: what it is narrowed to."""
    said: Mapping[str, Callable[[str], str]] = {
        "kind": lambda code: gettext(KINDS[code]),
        "mandate": reference.mandate_acronym,
        "theme": lambda code: names.word(THEMES[code].name),
        "region": lambda code: gettext(reference.REGIONS[code]),
        "state": names.recipient,
        "unnamed": lambda _: gettext("with lines that name no State yet"),
        "reference": lambda code: code,
    }
    return " · ".join(said[name](code) for name, code in codes.items())


def wanted_language() -> str:
    asked = request.args.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else ENGLISH


def words(address_of: Callable[[Line], str | None]) -> dict[str, Any]:
    """Return the helpers with which a template shows a line.

    ``address_of``: where a line leads for who reads it; None: nowhere.
    """
    return {
        "kinds": KINDS,
        "types": reference.COMMUNICATION_TYPES,
        "recipient_name": names.recipient,
        "mandate_acronym": reference.mandate_acronym,
        "letter_address": LETTER,
        "address_of": address_of,
    }


def rendered(app: Flask, line: Line, code: str, address: str | None) -> str:
    """Return a line as HTML without line breaks, as a server-sent event carries it.

    ``code``: the language that it speaks. ``address``: where it leads; None: nowhere.
    """
    template = app.jinja_env.get_template("activity/_line.html")
    with speaking(code):
        return template.render(line=line, **words(lambda _: address)).replace("\n", " ").strip()
