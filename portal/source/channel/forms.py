"""The forms of the return channel."""

from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.casefile.submissions import return_code
from portal.casefile.submissions.return_code import DIGITS, GROUPS, Mistyped
from portal.web.forms import CommandForm, PageForm, tidy
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, ngettext
from portal.web.plain import without_hidden

OPENS_NOTHING = lazy("This code opens no submission. Compare it with the receipt, group by group")
WRONG = lazy("Code and passphrase do not belong together. Check both, letter by letter")
MANY = lazy(
    "There were many wrong tries with this code, maybe by somebody else. The right passphrase "
    "opens it all the same: check both, letter by letter"
)
_LONGEST = 200


def _seen(text: str | None) -> str | None:
    return text and without_hidden(text)


class EnterForm(PageForm):
    """The form for the return code; invisible characters of a paste are ignored."""

    return_code = StringField(
        lazy("Return code"),
        [DataRequired(lazy("Enter the return code")), Length(max=_LONGEST, message=OPENS_NOTHING)],
        filters=[_seen],
    )

    def validate_return_code(self, field: Field) -> None:
        try:
            return_code.read(field.data)
        except Mistyped as no:
            raise ValidationError(_named(no)) from None


def _named(no: Mistyped) -> str:
    """Say which groups to compare with the receipt again."""
    whole = GROUPS * DIGITS
    if abs(no.typed - whole) > DIGITS or not no.groups:
        return gettext(
            "The code has %(whole)s digits, and this has %(typed)s. Compare it with the receipt",
            whole=whole,
            typed=no.typed,
        )
    if no.typed != whole and len(no.groups) > 1:
        return gettext(
            "The code has %(whole)s digits, and this has %(typed)s. Compare it with the receipt "
            "from group %(group)s on",
            whole=whole,
            typed=no.typed,
            group=no.groups[0],
        )
    return ngettext(
        "Group %(groups)s is mistyped. Compare it with the receipt",
        "Groups %(groups)s are mistyped. Compare them with the receipt",
        len(no.groups),
        groups=listed(map(str, no.groups)),
    )


class OlderForm(PageForm):
    """The form for tracking code and passphrase, on receipts from before return codes."""

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
    """Nothing to fill in: the code was written down."""


class ConsentForm(CommandForm):
    """The page says what pressing the button does. ``person``: empty for all of them."""

    person = HiddenField(default="")
