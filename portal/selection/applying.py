"""The form of an application."""

from collections.abc import Callable

from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from portal.web.forms import CommandForm, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference import GENDERS, OTHER, recipients

MOTIVATION_WORDS = 600
"""As calls for candidatures ask (resolution 5/1 as practised)."""

_NAME = 200  # characters
_MOTIVATION = 10_000  # far more than 600 words; what is longer is no letter
_TOO_LONG = lazy("Shorten the letter to %(most)s words", most=MOTIVATION_WORDS)
_STATES = frozenset(recipients()) - {OTHER}


def _nationalities() -> dict[str, str]:
    return {"": gettext("Choose a State"), **names.addressees(others=False)}


def _genders() -> dict[str, str]:
    return {code: gettext(word) for code, word in GENDERS.items()}


def at_most_words(limit: int) -> Callable[[Form, Field], None]:
    """A validator: no more than so many words, as the count on the page counts them."""

    def check(_: Form, field: Field) -> None:
        words = len((field.data or "").split())
        if words > limit:
            raise ValidationError(
                gettext("Shorten this to %(most)s words: it has %(words)s", most=limit, words=words)
            )

    return check


class ApplyForm(CommandForm):
    name = StringField(
        lazy("Full name"),
        [
            DataRequired(lazy("Enter your full name")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
        filters=[tidy],
        description=lazy("As it should stand in the public list."),
        render_kw={"autocomplete": "name"},
    )
    nationality = SelectField(
        lazy("Nationality"),
        [
            InputRequired(lazy("Choose your nationality")),
            AnyOf(_STATES, lazy("Choose a State from the list")),
        ],
        choices=_nationalities,
        validate_choice=False,
    )
    gender = RadioField(
        lazy("Gender"),
        [InputRequired(lazy("Choose a gender, or “Not disclosed”"))],
        choices=_genders,
    )
    motivation = TextAreaField(
        lazy("Motivation letter"),
        [
            DataRequired(lazy("Write your motivation letter")),
            Length(max=_MOTIVATION, message=_TOO_LONG),
            at_most_words(MOTIVATION_WORDS),
        ],
        filters=[tidy],
        description=lazy(
            "Your expertise and experience in the field of the mandate, your independence, "
            "impartiality, integrity and objectivity."
        ),
        render_kw={"rows": 15, "max": MOTIVATION_WORDS, "count": "words"},
    )
