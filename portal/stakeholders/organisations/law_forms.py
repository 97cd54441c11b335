"""The form of a law or list that punishes contact with the United Nations."""

from wtforms import Field, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.web.context import today
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference.organisations import is_day_of_a_law

_LONG = 2000


class LawForm(CommandForm):
    state = SelectField(
        lazy("Whose law or list is it?"),
        choices=lambda: {"": "", **names.states()},
        validators=[InputRequired(lazy("Choose the State"))],
    )
    since = DayField(lazy("From which day on"), validators=[InputRequired(lazy("Enter the day"))])
    source = line(
        lazy("Which law or list, and where it stands"),
        required=lazy("Enter which law or list it is"),
    )
    note = long(lazy("Note"), hint=lazy("Only stakeholder officers read it."), most=_LONG, rows=5)

    def validate_since(self, field: Field) -> None:
        """What hides entries at once is not refused afterwards."""
        if field.data and not is_day_of_a_law(field.data, today()):
            raise ValidationError(
                gettext("Enter a day since the United Nations exists, and at most a year from now")
            )
