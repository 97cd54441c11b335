"""The forms about a letter that has gone."""

from datetime import datetime

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, ValidationError

from portal.forms import CommandForm
from portal.letters.layout import GENEVA
from shared.reference.transmission import CHANNELS

_FORMAT = "%Y-%m-%dT%H:%M"
_NOT_A_TIME = "Enter the day and the time, such as 2026-11-24T14:05"


class ProofForm(CommandForm):
    channel = RadioField(
        "How was it sent?",
        [DataRequired("Choose how it was sent")],
        choices=dict(CHANNELS),
        validate_choice=False,
    )
    sent_at = StringField("When was it sent?", [DataRequired(_NOT_A_TIME)])

    def suggest(self, at: datetime) -> None:
        """Fill in the time, as a clock in Geneva shows it."""
        self.sent_at.data = at.astimezone(GENEVA).strftime(_FORMAT)

    def validate_channel(self, field: RadioField) -> None:
        if field.data not in CHANNELS:
            raise ValidationError("Choose how it was sent from the list")

    def validate_sent_at(self, field: StringField) -> None:
        try:
            datetime.strptime(field.data or "", _FORMAT)  # noqa: DTZ007  # Geneva's, see below
        except ValueError:
            raise ValidationError(_NOT_A_TIME) from None

    @property
    def time(self) -> datetime:
        """The time that was entered, aware. Only after ``validate()``."""
        typed = datetime.strptime(self.sent_at.data or "", _FORMAT)  # noqa: DTZ007
        return typed.replace(tzinfo=GENEVA)


class SourceForm(CommandForm):
    submission = HiddenField()
