"""The forms of the return channel."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import CommandForm, PageForm, tidy
from portal.web.i18n.texts import lazy
from portal.web.plain import without_hidden

WRONG = lazy("Code and passphrase do not belong together. Check both, letter by letter")
MANY = lazy(
    "There were many wrong tries with this code, maybe by somebody else. The right passphrase "
    "opens it all the same: check both, letter by letter"
)
_LONGEST = 200


def _seen(text: str | None) -> str | None:
    return text and without_hidden(text)


class EnterForm(PageForm):
    """The form for code and passphrase; invisible characters of a paste are ignored."""

    code = StringField(
        lazy("Tracking code"),
        [DataRequired(lazy("Enter the tracking code")), Length(max=_LONGEST, message=WRONG)],
        filters=[_seen],
    )
    passphrase = StringField(
        lazy("Passphrase"),
        [DataRequired(lazy("Enter the passphrase")), Length(max=_LONGEST, message=WRONG)],
        filters=[_seen],
    )


class DevelopmentForm(CommandForm):
    text = TextAreaField(
        lazy("What is new"),
        [
            DataRequired(lazy("Write what is new")),
            Length(max=20_000, message=lazy("Shorten this to 20,000 characters")),
        ],
        filters=[tidy],
    )


class KeptForm(CommandForm):
    """Nothing to fill in: code and passphrase were written down."""


class ConsentForm(CommandForm):
    """The page says what pressing the button does. ``person``: empty for all of them."""

    person = HiddenField(default="")
