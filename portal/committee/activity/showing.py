"""How a line is shown, on the page and by the feed."""

from typing import Any

from flask import Flask, request

from portal.committee.activity.lines import KINDS, Line
from portal.committee.activity.reader import Filter
from portal.web.i18n import names
from portal.web.i18n.languages import ENGLISH, LANGUAGES
from portal.web.i18n.texts import speaking
from shared import reference

FILTERS = ("kind", "mandate", "region")
LANGUAGE = "language"
"""What the address of a feed calls the language of its lines: that of the page."""


def wanted_lines() -> Filter:
    """Return the filters of the address; an unknown value means everything."""
    args = request.args
    return Filter(
        kind=_one_of(args.get("kind"), KINDS),
        mandate=_one_of(args.get("mandate"), reference.mandates()),
        region=_one_of(args.get("region"), reference.REGIONS),
    )


def wanted_language() -> str:
    return _one_of(request.args.get(LANGUAGE), LANGUAGES) or ENGLISH


def words() -> dict[str, Any]:
    """Return the helpers with which a template shows a line."""
    return {
        "kinds": KINDS,
        "types": reference.COMMUNICATION_TYPES,
        "recipient_name": names.recipient,
        "mandate_acronym": reference.mandate_acronym,
    }


def rendered(app: Flask, line: Line, code: str) -> str:
    """Return a line as HTML without line breaks, as a server-sent event carries it.

    ``code``: the language that it speaks.
    """
    template = app.jinja_env.get_template("activity/_line.html")
    with speaking(code):
        return template.render(line=line, **words()).replace("\n", " ").strip()


def _one_of(value: str | None, known: Any) -> str | None:
    return value if value in known else None
