"""The form of a mandate's settings: an empty field is as the office has it."""

from collections.abc import Iterator

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from portal.forms import CommandForm, tidy
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.reference import COMMUNICATION_TYPES
from shared.reference.mandate_settings import BOUNDS, MOST_REMINDERS, NUMBERS

_DIGITS = 4


def _field(label: str) -> StringField:
    return StringField(label, filters=[tidy])


class SettingsForm(CommandForm):
    reply_days_al = _field("Days to reply to an allegation letter")
    reply_days_ua = _field("Days to reply to an urgent appeal")
    reply_days_ol = _field("Days to reply to another letter")
    reminder_days = _field("Days after transmission on which a reminder is considered")
    join_hours_urgent = _field("Hours to join an urgent appeal")
    join_days = _field("Days to join any other letter")
    approval_hours_urgent = _field("Hours between reminders of an urgent appeal")
    approval_hours = _field("Hours between reminders of any other letter")

    def fill(self, settings: MandateSettings) -> None:
        for code in COMMUNICATION_TYPES:
            self[f"reply_days_{code.lower()}"].data = _typed(settings.reply_days.get(code))
        self.reminder_days.data = ", ".join(map(str, settings.reminder_days or ()))
        for name in NUMBERS:
            self[name].data = _typed(getattr(settings, name))

    @property
    def settings(self) -> MandateSettings:
        """What was entered. Only after ``validate()``."""
        days = {
            code: _number(self[f"reply_days_{code.lower()}"].data) for code in COMMUNICATION_TYPES
        }
        return MandateSettings(
            reply_days={code: number for code, number in days.items() if number is not None},
            reminder_days=tuple(sorted(set(self._reminders))) or None,
            **{name: _number(self[name].data) for name in NUMBERS},
        )

    @property
    def _reminders(self) -> Iterator[int]:
        for typed in (self.reminder_days.data or "").replace(",", " ").split():
            yield _whole(typed)

    def validate_reminder_days(self, _: Field) -> None:
        bound = BOUNDS["reminder_days"]
        try:
            days = set(self._reminders)
        except ValueError:
            raise ValidationError("Enter days with commas between them, such as 60, 120") from None
        if not all(map(bound.holds, days)):
            raise ValidationError(bound.sentence)
        if len(days) > MOST_REMINDERS:
            raise ValidationError(f"Enter at most {MOST_REMINDERS} days")

    def validate_reply_days_al(self, field: Field) -> None:
        _within("reply_days", field)

    def validate_reply_days_ua(self, field: Field) -> None:
        _within("reply_days", field)

    def validate_reply_days_ol(self, field: Field) -> None:
        _within("reply_days", field)

    def validate_join_hours_urgent(self, field: Field) -> None:
        _within("join_hours_urgent", field)

    def validate_join_days(self, field: Field) -> None:
        _within("join_days", field)

    def validate_approval_hours_urgent(self, field: Field) -> None:
        _within("approval_hours_urgent", field)

    def validate_approval_hours(self, field: Field) -> None:
        _within("approval_hours", field)


def _within(name: str, field: Field) -> None:
    bound = BOUNDS[name]
    try:
        number = _number(field.data)
    except ValueError:
        raise ValidationError(bound.sentence) from None
    if number is not None and not bound.holds(number):
        raise ValidationError(bound.sentence)


def _number(typed: str | None) -> int | None:
    return _whole(typed) if typed else None


def _whole(typed: str) -> int:
    """Return the number. Raises ``ValueError`` for what is none, or is far too long for one."""
    if not typed.isdecimal() or len(typed) > _DIGITS:
        raise ValueError
    return int(typed)


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
