"""The forms of standard operating procedures."""

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField
from portal.web.i18n.texts import lazy

_LONG, _SHORT = 40_000, 4_000  # characters


class DraftForm(CommandForm):
    version, draft = HiddenField(default="1"), HiddenField(default="0")
    title = line(lazy("Title of the procedure"), lazy("Enter the title"))
    text = long(lazy("Text of the procedure"), lazy("Enter the text"), most=_LONG, rows=20)


class CommentForm(CommandForm):
    version, draft = HiddenField(default="0"), HiddenField(default="0")
    text = long(lazy("Comment"), lazy("Enter the comment"), most=_SHORT, rows=6)


class AdoptForm(CommandForm):
    version, draft = HiddenField(default="0"), HiddenField(default="0")
    adopted_on = DayField(
        lazy("Day of the Annual Meeting"), validators=[InputRequired(lazy("Enter the day"))]
    )
    in_force_on = DayField(lazy("In force from"), validators=[InputRequired(lazy("Enter the day"))])


class DeviateForm(CommandForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
    from_on = DayField(lazy("From which day?"), validators=[InputRequired(lazy("Enter the day"))])
    reason = long(lazy("Reason"), lazy("Enter the reason"), most=_SHORT, rows=6)


class EndForm(CommandForm):
    mandate = SelectField(lazy("Mandate"), validators=[InputRequired(lazy("Choose the mandate"))])
