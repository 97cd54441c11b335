"""A public letter with its replies as a PDF: what its page shows, in the language of the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from flask import Response
from pydantic_core import to_json

from portal.letters.documents import anybody
from portal.letters.documents.blocks import Block, block, direction, heading, text
from portal.letters.documents.typesetting import NotSet
from portal.letters.documents.words import WORDS
from portal.public.register import words
from portal.public.register.briefings import bp
from portal.public.register.queries import Letter, Reply
from portal.public.register.views import page_of, permalink_of, public_letter
from portal.web.accounts.access import public
from portal.web.context import settings
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.formats import comma, listed, number
from portal.web.i18n.texts import gettext, language

__all__ = ["bp"]  # with all the views that are on it

_kept = anybody.Kept(most=16)  # by what it says: another edition is another file


@bp.get("/<slug>.pdf")
@public
@in_every_language
def letter_pdf(slug: str) -> Response:
    letter, replies = public_letter(slug)
    laid = laid_out(letter, replies)
    key = sha256(to_json(laid)).digest()
    try:
        made = _kept.pressed(key, lambda: laid, settings().font_directories)
    except NotSet as no:
        return anybody.later(page_of(letter, replies, no.sentence))
    answer = Response(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{letter.slug}.pdf"'
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def laid_out(letter: Letter, replies: Sequence[Reply]) -> dict[str, object]:
    """Return the data for the press. All of it stands on the page."""
    spoken = language().code
    frame = WORDS.get(spoken, WORDS["en"])
    return {
        "title": letter.reference,
        "language": spoken,
        "direction": direction(spoken),
        "organisation": frame.organisation,
        "draft": None,
        "date": frame.day(letter.sent_on),
        "mandates_label": frame.mandates,
        "signed": [
            {"mandate": words.mandate(one), "holder": None, "language": spoken}
            for one in letter.mandates
        ],
        "blocks": [
            block(_about(letter), spoken),
            heading(gettext("The letter"), spoken),
            block([words.redacted()], spoken),
            *text(letter.text, letter.language or spoken),
            heading(gettext("Replies"), spoken),
            *_replies(replies, spoken),
        ],
        "at": int(datetime.timestamp(letter.published_at)),
    }


def _about(letter: Letter) -> list[str]:
    published = words.on(letter.published_at)
    if letter.edition > 1:
        edition = gettext("edition %(edition)s", edition=number(letter.edition))
        published = comma().join((published, edition))
    rows = (
        (gettext("Themes"), listed(words.themes(letter.mandates))),
        (gettext("Sent"), words.on(letter.transmitted_at)),
        (gettext("Published"), published),
        (gettext("Address"), permalink_of(letter)),
    )
    said = gettext(
        "%(type)s to %(recipient)s",
        type=words.type_(letter.type),
        recipient=words.recipient(letter.recipient),
    )
    return [said, *(f"{label}: {value}" for label, value in rows if value)]


def _replies(replies: Sequence[Reply], spoken: str) -> Iterable[Block]:
    if not replies:
        yield block([gettext("No reply has been published.")], spoken)
    for one in replies:
        yield heading(words.kind(one.kind), spoken)
        yield block([words.received(one)], spoken)
        if one.text is None:
            yield block([words.withheld()], spoken)
        yield from text(one.text, one.language or spoken)
        for each in one.translations:
            said = gettext("Translation into %(language)s", language=words.language(each.language))
            yield heading(said, spoken)
            yield from text(each.text, each.language or spoken)
