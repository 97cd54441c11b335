"""A text that several mandates approve, in words."""

from collections.abc import Iterable, Mapping

from portal.letters.approval.text import ApprovedText, S
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, pgettext
from shared.reference import mandate_acronym


def status(text: ApprovedText[S], states: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return where it stands: words, and the tone of their tag. ``states``: those of its kind."""
    if text.changes_asked:
        return gettext("Changes asked for"), "waiting"
    word, tone = states[text.state]
    if text.state == "awaiting":
        asked = len(text.mandates)
        done = asked - len(text.missing)
        return gettext("Approved by %(done)s of %(asked)s", done=done, asked=asked), tone
    return pgettext("status", word), tone


def acronym(mandate: str) -> str:
    return mandate_acronym(mandate)


def acronyms(some: Iterable[str]) -> str:
    return listed(map(mandate_acronym, some))


def name(mandate: str) -> str:
    """Return the mandate's whole name."""
    return names.mandate(mandate)


def fingerprint(content_hash: str) -> str:
    """Return the first twelve characters: enough to compare by eye."""
    return content_hash[:12]
