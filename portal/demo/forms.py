"""The form that moves the demonstration's clock."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from portal.forms import CommandForm

LONGEST_STEP = 400


class AdvanceClockForm(CommandForm):
    days = IntegerField(
        "Days forward",
        [
            InputRequired("Enter a number of days"),
            NumberRange(1, LONGEST_STEP, f"Enter a number from 1 to {LONGEST_STEP}"),
        ],
    )
