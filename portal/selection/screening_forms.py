"""The form by which a selection officer says whether a candidate is eligible."""

from typing import Final

from wtforms import Field, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.web.forms import CommandForm, said, tidy
from portal.web.i18n.formats import number
from portal.web.i18n.texts import Lazy, gettext, lazy
from shared.reference.eligibility import CURRENT, LISTS, REASONS

_REASON: Final = 2_000  # characters


class ScreenForm(CommandForm):
    """``listed``: the version of the list that the page showed."""

    eligible = RadioField(
        lazy("Is this candidate eligible?"),
        [InputRequired(lazy("Choose whether the candidate is eligible"))],
        choices=said({"yes": lazy("Yes, eligible"), "no": lazy("No, not eligible")}),
    )
    codes = SelectMultipleField(
        lazy("Why is the candidate not eligible?"),
        choices=said({code: lazy(REASONS[code]) for code in LISTS[CURRENT]}),
    )
    reason = TextAreaField(
        lazy("Reason"),
        [
            Length(
                max=_REASON,
                message=lazy(
                    "Shorten the reason to %(most)s characters",
                    most=Lazy(lambda: number(_REASON)),
                ),
            )
        ],
        filters=[tidy],
    )
    listed = HiddenField(default=str(CURRENT))

    @property
    def version(self) -> int:
        """Return 0, which is no list, where the page did not say it."""
        said_so = self.listed.data or ""
        return int(said_so) if said_so.isascii() and said_so.isdigit() else 0

    def validate_codes(self, field: Field) -> None:
        if self.eligible.data == "no" and not field.data:
            raise ValidationError(gettext("Choose at least one reason from the list"))

    def validate_reason(self, field: Field) -> None:
        if self.eligible.data == "no" and not field.data:
            raise ValidationError(gettext("Say why the candidate is not eligible"))
