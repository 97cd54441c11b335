"""A recommendation in words."""

from portal.followup.recommendations.shared_with import Recommendation
from portal.web.i18n import names
from shared.reference import SCHEMES, mandate_acronym

PROVIDERS = {
    "government": "Government",
    "nhri": "National human rights institution",
    "ngo": "Non-governmental organisation",
    "unct": "United Nations country team",
}
_SHORT = 160  # characters of a text in the list


def status(about: Recommendation) -> tuple[str, str]:
    """Return its status: words, and the tone of their tag."""
    scheme = SCHEMES.get(about.scheme or "")
    if scheme and about.grade:
        if about.grade == scheme.top:
            return "Implemented", "done"
        worst = about.grade == list(scheme.values)[-1]
        return scheme.values.get(about.grade, about.grade), "late" if worst else "waiting"
    return ("Information received", "active") if about.informed else ("Issued", "neutral")


def grade(scheme: str, value: str) -> str:
    known = SCHEMES.get(scheme)
    return known.values.get(value, value) if known else value


def state(code: str) -> str:
    return names.recipient(code)


def mandate(code: str) -> str:
    return mandate_acronym(code)


def provider(code: str) -> str:
    return PROVIDERS.get(code, code)


def short(text: str | None) -> str:
    """Return the beginning of a text, for a row of a list."""
    if text is None:
        return "[erased]"
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
