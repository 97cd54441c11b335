"""The Chief's forms of the Committee: who was elected, of which nationalities, the chair."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.committee.members.words import KINDS
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy

SEVERAL = 3
"""Nationalities that can be entered for a member."""


class ElectedForm(CommandForm):
    """The first of two pages: who was elected. It records nothing."""

    corrects = HiddenField()
    elected_on = DayField(
        lazy("Day of the election"), validators=[InputRequired(lazy("Enter the day"))]
    )
    kind = RadioField(
        lazy("Which election?"),
        choices=said(KINDS),
        validators=[InputRequired(lazy("Choose which election it was"))],
    )
    members = SelectMultipleField(
        lazy("Who was elected?"),
        description=lazy("The outgoing chair stays without being elected."),
    )

    def validate_members(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(gettext("Choose the members of the Committee"))


class ChairForm(CommandForm):
    """``election_id`` and ``chair``: as the page showed them."""

    election_id, chair = HiddenField(default=""), HiddenField(default="")
    term_id = RadioField(
        lazy("Who is the chair?"), validators=[InputRequired(lazy("Choose a member"))]
    )
    from_on = DayField(lazy("From which day?"), validators=[InputRequired(lazy("Enter the day"))])


class LeftForm(CommandForm):
    election_id = HiddenField(default="")
    term_id = RadioField(lazy("Who left?"), validators=[InputRequired(lazy("Choose a member"))])
    left_on = DayField(
        lazy("Last day as a member"), validators=[InputRequired(lazy("Enter the day"))]
    )


class Nationalities(CommandForm):
    """What was entered on the page before goes with it."""

    on, kind, terms, corrects = HiddenField(), HiddenField(), HiddenField(), HiddenField()

    def carry(self, *, on: str, kind: str, terms: str) -> None:
        self.on.data, self.kind.data, self.terms.data = on, kind, terms


def of_nationalities(members: Mapping[str, str]) -> type[Nationalities]:
    """Return the form of the second page: the nationalities of these members, by their terms."""
    fields: dict[str, SelectField] = {}
    for number, name in enumerate(members.values()):
        for which in range(SEVERAL):
            fields[field_of(number, which)] = _nationality(name, which)
    return type("NationalitiesForm", (Nationalities,), fields)


def field_of(number: int, which: int) -> str:
    return f"state_{number}_{which}"


def _nationality(name: str, which: int) -> SelectField:
    first = which == 0
    label = gettext("Nationality: %(name)s", name=name)
    again = gettext("Another nationality: %(name)s", name=name)
    needed = InputRequired(gettext("Choose the nationality of %(name)s", name=name))
    return SelectField(
        label if first else again,
        choices={"": gettext("Choose a State") if first else gettext("None"), **names.states()},
        validators=[needed] if first else [],
    )
