"""The Chief's forms: a term, and its end."""

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.web.accounts.account import Account
from portal.web.forms import CommandForm, DayField, tidy
from shared.reference import REGIONS, Mandate, is_group
from shared.reference.terms import ENDS, MOST

KINDS = {"thematic": "Themes", "country": "Countries"}
NUMBERS = {"1": "First term", "2": "Second term"}
_NAME = 200  # characters


class StartForm(CommandForm):
    seat = RadioField(
        "Which seat?", choices=dict(REGIONS), validators=[InputRequired("Choose the seat")]
    )
    holder = StringField(
        "Name of the holder",
        description="As it is published.",
        filters=[tidy],
        validators=[
            DataRequired("Enter the name of the holder"),
            Length(max=_NAME, message=f"Shorten the name to {_NAME} characters"),
        ],
    )
    holder_id = SelectField(
        "Account of the holder",
        description="Shows the holder which term is theirs. It is not published.",
    )
    number = RadioField(
        "Which term of this holder?",
        choices=NUMBERS,
        validators=[InputRequired(f"Choose which of at most {MOST} terms this is")],
    )
    starts_on = DayField("First day", validators=[InputRequired("Enter the first day")])
    ends_on = DayField("Last day", validators=[InputRequired("Enter the last day")])

    def offer(self, mandate: Mandate, holders: list[Account]) -> None:
        """Ask what there is to ask about a term of this mandate."""
        self.holder_id.choices = {"": "No account", **{one.account_id: one.name for one in holders}}
        if not is_group(mandate.mandate):
            del self.seat


class EndForm(CommandForm):
    reason_code = RadioField(
        "Why does it end?",
        choices=dict(ENDS),
        validate_choice=False,
        validators=[InputRequired("Choose why it ends")],
    )
    ended_on = DayField("Last day", validators=[InputRequired("Enter the last day")])
