"""A recommendation in words."""

from portal.followup.recommendations.shared_with import Recommendation
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, pgettext
from shared.reference import SCHEMES, mandate_acronym

PROVIDERS = {
    "government": lazy("Government"),
    "nhri": lazy("National human rights institution"),
    "ngo": lazy("Non-governmental organisation"),
    "unct": lazy("United Nations country team"),
}
_SHORT = 160  # characters of a text in the list


def status(about: Recommendation) -> tuple[str, str]:
    """Return its status: words, and the tone of their tag."""
    scheme = SCHEMES.get(about.scheme or "")
    if scheme and about.grade:
        if about.grade == scheme.top:
            return gettext("Implemented"), "done"
        worst = about.grade == list(scheme.values)[-1]
        return grade(scheme.code, about.grade), "late" if worst else "waiting"
    if about.informed:
        return gettext("Information received"), "active"
    return pgettext("of a recommendation", "Issued"), "neutral"


def grade(scheme: str, value: str) -> str:
    known = SCHEMES.get(scheme)
    return names.word(known.values.get(value, value)) if known else value


def state(code: str) -> str:
    return names.recipient(code)


def mandate(code: str) -> str:
    return mandate_acronym(code)


def provider(code: str) -> str:
    return str(PROVIDERS.get(code, code))


def short(text: str | None) -> str:
    """Return the beginning of a text, for a row of a list."""
    if text is None:
        return gettext("[erased]")
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
