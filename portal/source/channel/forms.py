"""The forms of the return channel."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.web.forms import CommandForm, PageForm, tidy
from portal.web.plain import without_hidden

WRONG = "Code and passphrase do not belong together. Check both, letter by letter"
MANY = (
    "There were many wrong tries with this code, maybe by somebody else. The right passphrase "
    "opens it all the same: check both, letter by letter"
)
_LONGEST = 200


def _seen(text: str | None) -> str | None:
    return text and without_hidden(text)


class EnterForm(PageForm):
    """The form for code and passphrase; invisible characters of a paste are ignored."""

    code = StringField(
        "Tracking code",
        [DataRequired("Enter the tracking code"), Length(max=_LONGEST, message=WRONG)],
        filters=[_seen],
    )
    passphrase = StringField(
        "Passphrase",
        [DataRequired("Enter the passphrase"), Length(max=_LONGEST, message=WRONG)],
        filters=[_seen],
    )


class DevelopmentForm(CommandForm):
    text = TextAreaField(
        "What is new",
        [
            DataRequired("Write what is new"),
            Length(max=20_000, message="Shorten this to 20,000 characters"),
        ],
        filters=[tidy],
    )


class KeptForm(CommandForm):
    """Nothing to fill in: code and passphrase were written down."""


class ConsentForm(CommandForm):
    """The page says what pressing the button does. ``person``: empty for all of them."""

    person = HiddenField(default="")
