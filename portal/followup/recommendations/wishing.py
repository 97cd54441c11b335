"""What a provider lets become of what it says: in a round, and on the page of a recommendation."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.followup.recommendations.words import WISHES
from portal.web.i18n.texts import lazy


def wishes(*, but: str = "") -> dict[str, str]:
    return {code: str(words) for code, words in WISHES.items() if code != but}


def wish_field(hint: str, *, usual: str) -> RadioField:
    """``usual``: what is chosen before. What is not said is for the mandate alone, if that is."""
    needed = [InputRequired(lazy("Choose what the mandate may do with it"))]
    return RadioField(
        lazy("What may the mandate do with it?"),
        choices=wishes,
        default=usual,
        description=hint,
        validators=[] if usual == "holder" else needed,
    )
