"""Fields that many forms have: a line, a longer text, a number."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.web.forms import at_most, tidy
from portal.web.i18n.texts import lazy

_LINE, _DIGITS = 200, 5


def line(label: str, required: str = "", hint: str = "", *, most: int = _LINE) -> StringField:
    """``required``: what is said where nothing was entered; empty: it may stay so."""
    return StringField(
        label, filters=[tidy], validators=_validators(required, most), description=hint
    )


def long(label: str, required: str = "", hint: str = "", *, most: int, rows: int) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[tidy],
        validators=_validators(required, most),
        description=hint,
        render_kw={"rows": rows, "max": most},
    )


def _validators(required: str, most: int) -> list[Any]:
    needed = [InputRequired(required)] if required else []
    return [*needed, Length(max=most, message=at_most(most))]


class NumberField(StringField):
    """A number in one line. ``number``: what was entered; None if it makes no sense."""

    wrong = lazy("Enter a number")
    optional = False

    def __init__(self, label: str, hint: str = "", *, least: int, most: int, **kwargs: Any) -> None:
        look = {"width": 5, "inputmode": "numeric"}
        super().__init__(label, description=hint, render_kw=look, **kwargs)
        self._least, self._most = least, most

    def pre_validate(self, _: object) -> None:
        if self.number is None and ((self.data or "").strip() or not self.optional):
            raise ValidationError(self.wrong)

    @property
    def number(self) -> int | None:
        typed = (self.data or "").strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
            return None
        return int(typed) if self._least <= int(typed) <= self._most else None

    def suggest(self, number: int | None) -> None:
        self.data = "" if number is None else str(number)
