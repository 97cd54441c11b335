"""The form of a delegation of grading."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.followup.grading import words
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy


class DelegateForm(CommandForm):
    """``officers``: by account. ``visits``: with a published report, by mission."""

    delegate = SelectField(lazy("Officer"), [InputRequired(lazy("Choose the officer"))])
    scope = RadioField(
        lazy("What does the officer grade?"),
        [InputRequired(lazy("Choose what the officer grades"))],
        choices=said(words.SCOPES),
    )
    state = SelectField(lazy("State, for recommendations to one State"), [Optional()])
    visit = SelectField(
        lazy("Visit, for recommendations of one visit"),
        [Optional()],
        description=lazy("Those that its published report has today."),
    )
    until = DayField(
        lazy("Last day"),
        [InputRequired(lazy("Enter the day"))],
        description=lazy(
            "To the end of this day in Geneva, at most 365 days ahead. It ends sooner with your "
            "term, or once the officer works for the mandate no more."
        ),
    )

    def __init__(
        self, *, officers: Mapping[str, str], visits: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.delegate.choices = {"": gettext("Choose one"), **officers}
        states = names.addressees(others=False)
        self.state.choices = {"": gettext("Choose a State"), **states}
        self.visit.choices = {"": gettext("Choose one"), **visits}

    def validate_scope(self, field: Field) -> None:
        if field.data == "state" and not self.state.data:
            raise ValidationError(gettext("Choose the State"))
        if field.data == "visit" and not self.visit.data:
            raise ValidationError(gettext("Choose the visit"))
