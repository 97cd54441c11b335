"""The forms about a sent letter."""

from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired, ValidationError

from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import lazy
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
