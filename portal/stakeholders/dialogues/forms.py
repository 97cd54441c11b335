"""The forms of dialogues: what one is, who asks for a slot, a statement."""

from collections.abc import Iterable

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, ValidationError

from portal.stakeholders.dialogues import words
from portal.stakeholders.dialogues.queries import Dialogue
from portal.web.fields import NumberField, line, long
from portal.web.forms import CommandForm, said
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import MomentField, given
from shared.contracts.stakeholders_dialogues import DialogueDetails, Speaks
from shared.reference.dialogues import MOST_MINUTES, MOST_VISITS, is_video

_LONG = 40_000
_BY_OFFICER = ("holder", "state_concerned", "state")


def _states_concerned(also: str | None = None) -> dict[str, str]:
    offered = {"": gettext("None"), **names.addressees(others=False)}
    return offered if also is None else {**offered, also: names.recipient(also)}


class DetailsForm(CommandForm):
    title = line(lazy("Title of the dialogue"), lazy("Enter the title"))
    sub_item = line(lazy("Agenda item"), lazy("Enter the agenda item"))
    mandate = SelectField(
        lazy("Mandate"),
        choices=lambda: {"": gettext("Choose a mandate"), **names.mandates()},
        validators=[InputRequired(lazy("Choose the mandate"))],
    )
    state_concerned = SelectField(
        lazy("State concerned, if there is one"),
        choices=_states_concerned,
    )
    visits = NumberField(
        lazy("Visit reports that the holder presents"), least=0, most=MOST_VISITS, default="0"
    )
    starts = MomentField(
        lazy("Begins, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )
    minutes = NumberField(lazy("Minutes for all speakers"), least=1, most=MOST_MINUTES)

    def keep(self, area: str | None) -> None:
        """Offer also what was chosen when areas that are no States were offered."""
        self.state_concerned.choices = _states_concerned(area)

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
    speaker = line(
        lazy("Who is to speak?"),
        lazy("Enter who is to speak"),
        lazy("Only stakeholder officers read the name"),
    )


class JoinForm(CommandForm):
    speaker = line(
        lazy("Who speaks if the slot passes to your organisation?"),
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
        choices=lambda: {"": "", **names.addressees(others=False)},
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
    text = long(lazy("The statement"), lazy("Enter the statement"), most=_LONG, rows=14)
    language = SelectField(lazy("Language of the statement"), choices=said(words.LANGUAGES))
    publishes = BooleanField(
        lazy("Everybody may read it once it was delivered, or was in time and not reached")
    )

    @property
    def words(self) -> int:
        return len((self.text.data or "").split())


class VideoForm(CommandForm):
    address = line(
        lazy("Address of the video"),
        hint=lazy("At UN Web TV. Leave it empty to take a link away"),
        most=500,
    )

    def validate_address(self, field: Field) -> None:
        if field.data and not is_video(field.data):
            raise ValidationError(
                gettext("Enter an address that begins with https://webtv.un.org/")
            )


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
