"""A version on paper: whose copy it is, or for whom it was made, stands across each page (R19)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from portal.homes.dossiers import words
from portal.homes.dossiers.laid import Part
from portal.homes.dossiers.queries import Assessment, Version
from portal.homes.dossiers.words import Said
from portal.letters.documents import anybody, typesetting
from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.words import WORDS
from portal.web.erased import erased
from portal.web.i18n import names
from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext, language
from portal.web.presentation import absolute
from shared.core.geneva import day_of
from shared.reference.dossiers import CONSULT


def read_by(reader: str, at: datetime) -> str:
    return gettext("Copy of %(reader)s, %(at)s", reader=reader, at=absolute(at))


def made_for(whom: str, at: datetime) -> str:
    return gettext("Copy for %(whom)s, %(at)s", whom=whom, at=absolute(at))


def pressed(
    one: Assessment,
    this: Version,
    parts: Sequence[Part],
    mark: str,
    at: datetime,
    fonts: Sequence[str],
) -> bytes:
    """Return the PDF. ``mark``: what stands across each page.

    Raises ``NotSet``, also while another file is made.
    """
    with anybody.turn():
        return typesetting.pressed(laid_out(one, this, parts, mark, at), fonts)


def laid_out(
    one: Assessment, this: Version, parts: Sequence[Part], mark: str, at: datetime
) -> dict[str, object]:
    spoken = language().code
    own = this.audience == "team"  # partners do not learn that there is a confidential part
    shown = [part for part in parts if own or part.name != CONSULT]
    frame = WORDS.get(spoken, WORDS["en"])
    return {
        "title": gettext("Country assessment: %(state)s", state=names.recipient(one.state)),
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": words.version(this.audience, this.number),
        "date": frame.day(day_of(this.issued_at)),
        "mandates_label": frame.mandates,
        "signed": [{"mandate": names.mandate(one.mandate), "holder": None}],
        "watermark": mark,
        "blocks": [each for part in shown for each in _part(part, spoken)],
        "at": int(at.timestamp()),
    }


def _part(part: Part, spoken: str) -> Iterator[Block]:
    yield heading(str(words.PARTS[part.name]), spoken)
    if not part.known:
        yield block([gettext("Nothing is known of this.")], spoken)
    for said in (*part.lines, *part.listed):
        yield from _said(said, spoken)
    for entry in part.entries:
        lines = [short_day(entry.on), *([entry.origin] if entry.origin else [])]
        yield block([" | ".join(lines)], spoken)
        yield from text(str(erased()) if entry.text is None else entry.text, spoken)


def _said(said: Said, spoken: str) -> Iterator[dict[str, Any]]:
    below = [*([short_day(said.on)] if said.on else []), said.origin]
    yield block([said.text, " | ".join(below)], spoken)
    yield from text(said.more, spoken)
