"""The forms of dialogues: what one is, who asks for a slot, a statement."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from portal.stakeholders.dialogues import words
from portal.stakeholders.dialogues.queries import Dialogue
from portal.web.forms import CommandForm, at_most, said, tidy
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import MomentField, given
from shared.contracts.stakeholders_dialogues import DialogueDetails, Speaks
from shared.reference.dialogues import MOST_MINUTES, MOST_VISITS

_LINE, _LONG, _DIGITS = 200, 40_000, 3
_BY_OFFICER = ("holder", "state_concerned", "state")


def _line(label: str, needed: str, hint: str = "") -> StringField:
    return StringField(
        label,
        filters=[tidy],
        validators=[InputRequired(needed), Length(max=_LINE, message=at_most(_LINE))],
        description=hint,
    )


class NumberField(StringField):
    """A number in one line. ``number``: what was entered; None if it makes no sense."""

    def __init__(self, label: str, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"width": 5, "inputmode": "numeric"}, **kwargs)
        self._least, self._most = least, most

    def pre_validate(self, _: object) -> None:
        if self.number is None:
            raise ValidationError(gettext("Enter a number"))

    @property
    def number(self) -> int | None:
        typed = (self.data or "").strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS):
            return None
        return int(typed) if self._least <= int(typed) <= self._most else None


class DetailsForm(CommandForm):
    title = _line(lazy("Title of the dialogue"), lazy("Enter the title"))
    sub_item = _line(lazy("Agenda item"), lazy("Enter the agenda item"))
    mandate = SelectField(
        lazy("Mandate"),
        choices=lambda: {"": gettext("Choose a mandate"), **names.mandates()},
        validators=[InputRequired(lazy("Choose the mandate"))],
    )
    state_concerned = SelectField(
        lazy("State concerned, if there is one"),
        choices=lambda: {"": gettext("None"), **names.states()},
    )
    visits = NumberField(
        lazy("Visit reports that the holder presents"), least=0, most=MOST_VISITS, default="0"
    )
    starts = MomentField(
        lazy("Begins, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )
    minutes = NumberField(lazy("Minutes for all speakers"), least=1, most=MOST_MINUTES)

    def fill(self, one: Dialogue) -> None:
        self.title.data, self.sub_item.data, self.mandate.data = (
            one.title,
            one.sub_item,
            one.mandate,
        )
        self.state_concerned.data = one.state_concerned or ""
        self.visits.data, self.minutes.data = str(one.visits), str(one.minutes)
        self.starts.suggest(one.starts_at)

    def details(self) -> DialogueDetails:
        """Only after ``validate()``."""
        return DialogueDetails(
            title=self.title.data or "",
            sub_item=self.sub_item.data or "",
            mandate=self.mandate.data,
            state_concerned=self.state_concerned.data or None,
            visits=self.visits.number or 0,
            starts_at=given(self.starts),
            minutes=self.minutes.number or 0,
        )


class AskForm(CommandForm):
    speaker = _line(
        lazy("Who is to speak?"),
        lazy("Enter who is to speak"),
        lazy("Only stakeholder officers read the name"),
    )


class StateForm(AskForm):
    """A slot that a mission asks for, of a State that it answers for."""

    state = SelectField(
        lazy("Which State?"), choices=[], validators=[InputRequired(lazy("Choose the State"))]
    )

    def offer(self, codes: Iterable[str]) -> None:
        self.theirs = names.in_order(codes, "states")
        self.state.choices = {code: names.recipient(code) for code in self.theirs}

    @property
    def of_state(self) -> str:
        """The one that was chosen; the first before that."""
        chosen = self.state.data
        return chosen if chosen in self.theirs else next(iter(self.theirs), "")


class ByRightForm(AskForm):
    """A slot that an officer asks for: of a State, or of the mandate-holder."""

    speaks = RadioField(
        lazy("As what?"),
        choices=said({code: words.SPEAKS[code] for code in _BY_OFFICER}),
        validators=[InputRequired(lazy("Choose one"))],
    )
    state = SelectField(
        lazy("Which State, if it is another than the State concerned?"),
        choices=lambda: {"": "", **names.states()},
    )

    def validate_state(self, field: Field) -> None:
        if self.speaks.data == "state" and not field.data:
            raise ValidationError(gettext("Choose the State"))

    @property
    def as_what(self) -> Speaks:
        return "holder" if self.speaks.data == "holder" else _of_state(self.speaks.data)


def _of_state(code: str | None) -> Speaks:
    return "state_concerned" if code == "state_concerned" else "state"


class StatementForm(CommandForm):
    text = TextAreaField(
        lazy("The statement"),
        filters=[tidy],
        validators=[
            InputRequired(lazy("Enter the statement")),
            Length(max=_LONG, message=at_most(_LONG)),
        ],
        render_kw={"rows": 14, "max": _LONG},
    )
    language = SelectField(lazy("Language of the statement"), choices=said(words.LANGUAGES))
    publishes = BooleanField(
        lazy("Everybody may read it once it was delivered, or was in time and not reached")
    )

    @property
    def words(self) -> int:
        return len((self.text.data or "").split())


class ListForm(CommandForm):
    slots = SelectMultipleField(
        lazy("Who goes on the list of speakers?"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(lazy("Choose at least one"))],
    )


class ReleaseForm(CommandForm):
    code = RadioField(
        lazy("Why is the slot taken?"),
        choices=said(
            {
                code: word
                for code, word in words.WITHDRAWALS.items()
                if code not in {"own", "called_off"}
            }
        ),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class CloseForm(CommandForm):
    called_off = RadioField(
        lazy("Did it take place?"),
        choices=said(
            {
                "no": lazy("Yes, and who is left was not reached"),
                "yes": lazy("No, it is called off, and every slot that is left goes"),
            }
        ),
        validators=[InputRequired(lazy("Choose one"))],
    )
