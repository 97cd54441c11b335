"""A day and a time in a form, by the clock in Geneva."""

from datetime import UTC, datetime

from wtforms import StringField
from wtforms.validators import ValidationError

from portal.web.i18n.texts import lazy
from shared.core.geneva import GENEVA, there

_FORMAT = "%Y-%m-%dT%H:%M"
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
"""Beyond these are typing errors, and moments of which some clock has no day."""
NOT_A_TIME = lazy("Enter the day and the time, such as 2026-11-24T14:05")


class MomentField(StringField):
    """Render it as ``datetime-local``. ``moment``: what was entered, aware; None if nothing was."""

    def suggest(self, at: datetime) -> None:
        """Fill in the time."""
        self.data = there(at).strftime(_FORMAT)

    def pre_validate(self, _: object) -> None:
        try:
            self.moment  # noqa: B018  # it is tried
        except ValueError:
            raise ValidationError(NOT_A_TIME) from None

    @property
    def moment(self) -> datetime | None:
        typed = (self.data or "").strip()
        if not typed:
            return None
        at = datetime.strptime(typed, _FORMAT).replace(tzinfo=GENEVA)
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR or _skipped(at):
            raise ValueError(typed)
        return at


def _skipped(at: datetime) -> bool:
    """Whether the clock in Geneva goes from before this minute to after it, in spring."""
    return there(at.astimezone(UTC)).replace(tzinfo=None) != at.replace(tzinfo=None)


def given(field: MomentField) -> datetime:
    """Return the entered time. Only after ``validate()``, of a required one."""
    assert field.moment is not None  # noqa: S101  # it was required
    return field.moment
