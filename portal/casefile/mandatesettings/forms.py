"""The form of a mandate's settings: an empty field means the office's value."""

from collections.abc import Iterator

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.web.forms import CommandForm, tidy
from portal.web.i18n.refusals import plain
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.reference import COMMUNICATION_TYPES
from shared.reference.mandate_settings import (
    BOUNDS,
    MOST_POINTS,
    MOST_REMINDERS,
    NUMBERS,
    POINT_LENGTH,
    Bound,
)

_DIGITS = 4


def _field(label: str) -> StringField:
    return StringField(label, filters=[tidy])


class SettingsForm(CommandForm):
    reply_days_al = _field(lazy("Days to reply to an allegation letter"))
    reply_days_ua = _field(lazy("Days to reply to an urgent appeal"))
    reply_days_ol = _field(lazy("Days to reply to another letter"))
    reminder_days = _field(lazy("Days after transmission on which a reminder is considered"))
    join_hours_urgent = _field(lazy("Hours to join an urgent appeal"))
    join_days = _field(lazy("Days to join any other letter"))
    approval_hours_urgent = _field(lazy("Hours between reminders of an urgent appeal"))
    approval_hours = _field(lazy("Hours between reminders of any other letter"))
    admissibility_points = TextAreaField(lazy("Points of its own, one a line"), filters=[tidy])

    def fill(self, settings: MandateSettings) -> None:
        for code in COMMUNICATION_TYPES:
            self[f"reply_days_{code.lower()}"].data = _typed(settings.reply_days.get(code))
        self.reminder_days.data = ", ".join(map(str, settings.reminder_days or ()))
        for name in NUMBERS:
            self[name].data = _typed(getattr(settings, name))
        self.admissibility_points.data = "\n".join(settings.admissibility_points)

    @property
    def settings(self) -> MandateSettings:
        """The entered settings. Only after ``validate()``."""
        days = {
            code: _number(self[f"reply_days_{code.lower()}"].data) for code in COMMUNICATION_TYPES
        }
        return MandateSettings(
            reply_days={code: number for code, number in days.items() if number is not None},
            reminder_days=tuple(sorted(set(self._reminders))) or None,
            admissibility_points=self._points,
            join_hours_urgent=_number(self.join_hours_urgent.data),
            join_days=_number(self.join_days.data),
            approval_hours_urgent=_number(self.approval_hours_urgent.data),
            approval_hours=_number(self.approval_hours.data),
        )

    @property
    def _points(self) -> tuple[str, ...]:
        """Return one point for each line, without duplicates and empty lines."""
        lines = (self.admissibility_points.data or "").split("\n")
        return tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in lines))))

    @property
    def _reminders(self) -> Iterator[int]:
        for typed in (self.reminder_days.data or "").replace(",", " ").split():
            yield _whole(typed)

    def validate_reminder_days(self, _: Field) -> None:
        bound = BOUNDS["reminder_days"]
        try:
            days = set(self._reminders)
        except ValueError:
            raise ValidationError(
                gettext("Enter days with commas between them, such as 60, 120")
            ) from None
        if not all(map(bound.holds, days)):
            raise ValidationError(_outside(bound))
        if len(days) > MOST_REMINDERS:
            raise ValidationError(gettext("Enter at most %(most)s days", most=MOST_REMINDERS))

    def validate_admissibility_points(self, _: Field) -> None:
        if len(self._points) > MOST_POINTS:
            raise ValidationError(gettext("Enter at most %(most)s points", most=MOST_POINTS))
        if any(len(one) > POINT_LENGTH for one in self._points):
            raise ValidationError(
                gettext("Shorten each point to %(most)s characters", most=POINT_LENGTH)
            )

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
        raise ValidationError(_outside(bound)) from None
    if number is not None and not bound.holds(number):
        raise ValidationError(_outside(bound))


def _outside(bound: Bound) -> str:
    """Return what a form says of a number outside: as the service does, without the full stop."""
    return plain(bound.said).removesuffix(".").removesuffix("。")


def _number(typed: str | None) -> int | None:
    return _whole(typed) if typed else None


def _whole(typed: str) -> int:
    """Return the number. Raises ``ValueError`` for what is none, or is far too long for one."""
    if not typed.isdecimal() or len(typed) > _DIGITS:
        raise ValueError
    return int(typed)


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
