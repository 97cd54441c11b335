"""The words of seats, terms and their ends, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Final

from portal.web.i18n.texts import lazy

KINDS: Final = {"thematic": lazy("Themes"), "country": lazy("Countries")}
SEATS: Final = {
    "AFR": lazy("African States"),
    "APG": lazy("Asia-Pacific States"),
    "EEG": lazy("Eastern European States"),
    "GRULAC": lazy("Latin American and Caribbean States"),
    "WEOG": lazy("Western European and other States"),
}
NUMBERS: Final = {"1": lazy("First term"), "2": lazy("Second term")}
ENDS: Final = {
    "completed": lazy("The term was completed"),
    "resigned": lazy("The holder resigned"),
    "died": lazy("The holder died"),
    "mandate-ended": lazy("The mandate ended"),
    "other": lazy("Another reason"),
}
"""shared.reference.terms.ENDS as people read them."""


ACTS: Final = {
    "created": lazy("Created"),
    "latest": lazy("Newest resolution at the first import"),
    "renewed": lazy("Extended"),
    "modified": lazy("Given another title"),
    "merged": lazy("Merged into another mandate"),
    "clustered": lazy("Dialogue grouped with other mandates"),
    "terminated": lazy("Ended"),
    "reestablished": lazy("Established again"),
    "rejected": lazy("Draft rejected, and the mandate unchanged"),
}
OPEN: Final = {
    "letters": lazy("Open letters"),
    "reply-cases": lazy("Reply cases"),
    "visits": lazy("Visits"),
    "recommendations": lazy("Recommendations"),
}


def choices(words: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Return what a field asks for its choices each time that a form is made."""
    return lambda: {code: str(word) for code, word in words.items()}
