"""The form that moves the demonstration's clock."""

from typing import Any

from typing_extensions import override
from wtforms import IntegerField
from wtforms.validators import InputRequired, ValidationError

from portal.web.forms import CommandForm
from portal.web.i18n.texts import lazy

LONGEST_STEP = 400
_WHICH = lazy("Enter a number from 1 to %(most)s", most=LONGEST_STEP)


class DaysField(IntegerField):
    @override
    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(_WHICH)) from None


class AdvanceClockForm(CommandForm):
    days = DaysField(lazy("Days forward"), [InputRequired(lazy("Enter a number of days"))])

    def validate_days(self, field: DaysField) -> None:
        if field.data is not None and not 1 <= field.data <= LONGEST_STEP:
            raise ValidationError(str(_WHICH))
