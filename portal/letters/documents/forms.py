"""The forms about a sent letter."""

from typing_extensions import override
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import DataRequired, ValidationError

from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import NOT_A_TIME, MomentField
from shared.reference.transmission import CHANNELS


class ProofForm(CommandForm):
    channel = RadioField(
        lazy("How was it sent?"),
        [DataRequired(lazy("Choose how it was sent"))],
        choices=names.listed(CHANNELS),
        validate_choice=False,
    )
    sent_at = MomentField(
        lazy("When was it sent?"),
        [DataRequired(NOT_A_TIME)],
        description=lazy("By the clock in Geneva."),
    )

    def validate_channel(self, field: RadioField) -> None:
        if field.data not in CHANNELS:
            raise ValidationError(lazy("Choose how it was sent from the list"))


class SourceForm(CommandForm):
    submission = HiddenField()

    @override
    def validate_command_id(self, field: Field) -> None:
        """The form stands on the letter's page, and is sent from there again."""
        try:
            super().validate_command_id(field)
        except ValidationError:
            raise ValidationError(
                gettext("This form is damaged. Open the letter's page again")
            ) from None
