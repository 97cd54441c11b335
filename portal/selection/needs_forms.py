"""Forms of what a mandate needs."""

from typing import Final

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.selection.ending_forms import SeenForm
from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n.texts import lazy

_LONGEST = 5000
_TOO_LONG = lazy("Use at most 5,000 characters")
ASKED = lazy("May the panel read who says it?")
CONSENTS: Final = {"named": lazy("Yes, with the name"), "anonymous": lazy("No, without a name")}


class ViewForm(CommandForm):
    text = TextAreaField(
        lazy("What the mandate needs"),
        [
            InputRequired(lazy("Say what the mandate needs")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
        filters=[tidy],
        description=lazy("In any language."),
    )
    consent = RadioField(
        ASKED,
        [InputRequired(lazy("Choose whether the panel may read who says it"))],
        choices=said(CONSENTS),
    )


class ReturnForm(SeenForm):
    """``seen``: the version that the page showed."""

    reason = TextAreaField(
        lazy("Why is it returned?"),
        [
            InputRequired(lazy("Say why it is returned")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
        filters=[tidy],
        description=lazy("Its author reads this."),
    )


class ReferenceForm(CommandForm):
    text = TextAreaField(
        lazy("Terms of reference, or the paragraphs of the resolution"),
        [
            InputRequired(lazy("Enter the terms of reference")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
        filters=[tidy],
    )
