"""The quick form of an incident: it is filled in on a phone, at the place."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from portal.followup.incidents import words
from portal.followup.visits.words import CLAUSES
from portal.web.fields import long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy

_LONG = 4_000  # characters


class IncidentForm(CommandForm):
    kind = SelectField(lazy("What happened?"), choices=said(words.KINDS))
    on = DayField(lazy("Day at the place"), validators=[InputRequired(lazy("Enter the day"))])
    account = long(
        lazy("What happened, and where?"),
        lazy("Enter what happened"),
        lazy("Name nobody whom the mandate met."),
        most=_LONG,
        rows=4,
    )
    action = long(lazy("What was done at once?"), most=_LONG, rows=2)
    told = SelectMultipleField(lazy("Who was told?"), choices=said(words.TOLD))
    clause = SelectField(lazy("Clause of the terms of reference"))
    afterwards = BooleanField(lazy("It was told by telephone, and is logged afterwards"))
    at_risk = BooleanField(
        lazy("Somebody is threatened or punished because of the visit, or may be"),
        description=lazy(
            "A reprisal case is opened. It exists for the focal points and you, and nothing here "
            "says that there is one."
        ),
    )
    affected = long(
        lazy("Who, and what happened to them?"),
        hint=lazy("The group of that case alone reads it."),
        most=_LONG,
        rows=4,
    )
    imminent = BooleanField(lazy("It is imminent, or goes on"))

    def __init__(self, *args: Any, **also: Any) -> None:
        super().__init__(*args, **also)
        none = {"": gettext("None of them, or not known")}
        self.clause.choices = {**none, **{code: str(word) for code, word in CLAUSES.items()}}

    def offer(self, kinds: Sequence[str]) -> None:
        self.kind.choices = {kind: str(words.KINDS[kind]) for kind in kinds}

    def validate_affected(self, field: TextAreaField) -> None:
        if bool(self.at_risk.data) != bool(field.data):
            raise ValidationError(gettext("Tick that somebody is at risk, and enter who"))


OF_CASE = ("at_risk", "affected", "imminent")
OF_PARTNER = ("kind", "on", "account", "action", "told", "clause")


class PutForm(CommandForm):
    text = long(
        lazy("What do you put to the Government?"),
        lazy("Enter what you put to the Government"),
        lazy("Say nothing of who told of it, and name nobody whom the mandate met."),
        most=_LONG,
        rows=8,
    )


class AnswerForm(CommandForm):
    text = long(lazy("Answer"), lazy("Enter the answer"), most=_LONG, rows=8)


class StrikeForm(CommandForm):
    pass
