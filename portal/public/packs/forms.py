"""The forms of the annual statistics: which year, why it is corrected, and what was read."""

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired

from portal.public.packs import words
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import gettext, lazy


class YearForm(CommandForm):
    year = SelectField(lazy("Year"), validators=[InputRequired(lazy("Choose the year"))])

    def offer(self, years: list[int]) -> None:
        self.year.choices = {"": gettext("Choose"), **{str(one): str(one) for one in years}}


class ReasonForm(CommandForm):
    reason = RadioField(
        lazy("Why is it corrected?"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose why it is corrected"))],
    )


class DraftForm(CommandForm):
    """``hash``: of the draft that was read (decision 0063)."""

    hash = HiddenField()
