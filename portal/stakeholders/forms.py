"""The Chief's forms: a term, and its end."""

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.stakeholders.words import ENDS, NUMBERS, SEATS, choices
from portal.web.accounts.account import Account
from portal.web.fields import line
from portal.web.forms import CommandForm, DayField, tidy
from portal.web.i18n.texts import gettext, lazy
from shared.reference import GENDERS, Mandate, is_group
from shared.reference.coverage import LONGEST_SOURCE

_NAME = 200  # characters


class StartForm(CommandForm):
    seat = RadioField(
        lazy("Which seat?"),
        choices=choices(SEATS),
        validators=[InputRequired(lazy("Choose the seat"))],
    )
    holder = StringField(
        lazy("Name of the holder"),
        description=lazy("As it is published."),
        filters=[tidy],
        validators=[
            DataRequired(lazy("Enter the name of the holder")),
            Length(max=_NAME, message=lazy("Shorten the name to %(most)s characters", most=_NAME)),
        ],
    )
    holder_id = SelectField(
        lazy("Account of the holder"),
        description=lazy("Shows the holder which term is theirs. It is not published."),
    )
    number = RadioField(
        lazy("Which term of this holder?"),
        choices=choices(NUMBERS),
        validators=[InputRequired(lazy("Choose whether it is the first or the second term"))],
    )
    starts_on = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])
    ends_on = DayField(lazy("Last day"), validators=[InputRequired(lazy("Enter the last day"))])

    def offer(self, mandate: Mandate, holders: list[Account]) -> None:
        """Ask what there is to ask about a term of this mandate."""
        self.holder_id.choices = {
            "": gettext("No account"),
            **{one.account_id: one.name for one in holders},
        }
        if not is_group(mandate.mandate):
            del self.seat


class GenderForm(CommandForm):
    gender = RadioField(
        lazy("Gender"),
        choices=lambda: {code: gettext(word) for code, word in GENDERS.items()},
        validators=[InputRequired(lazy("Choose the gender"))],
    )
    source = line(
        lazy("Where it is published"),
        required=lazy("Enter where it is published"),
        hint=lazy(
            "The symbol of a document, such as A/HRC/60/62, or an address that begins with https://"
        ),
        most=LONGEST_SOURCE,
    )


class EndForm(CommandForm):
    reason_code = RadioField(
        lazy("Why does it end?"),
        choices=choices(ENDS),
        validate_choice=False,
        validators=[InputRequired(lazy("Choose why it ends"))],
    )
    ended_on = DayField(lazy("Last day"), validators=[InputRequired(lazy("Enter the last day"))])
