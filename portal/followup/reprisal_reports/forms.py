"""The form of whoever reports a reprisal: what happened, and the victim's own consents."""

from typing import Any, Final

from flask import request
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.followup.reprisals import words
from portal.web.context import today
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from shared.reference.reprisals import CONSENTS, NO_VICTIM, TOLD_OF

_LONG, _SHORT, _LINE = 20_000, 4_000, 300  # characters
_NEEDED = lazy("Choose one")
_CHOOSE = lazy("Choose")
_ME, _ASK, _YES, _NO = "me", "ask", "yes", "no"
_WHOSE: Final = {
    _ME: lazy("To me"),
    "other": lazy("To somebody else, or to nobody alone"),
}
_ANSWERS: Final = {
    _ASK: lazy("Ask first"),
    _YES: lazy_pgettext("consent", "Yes"),
    _NO: lazy_pgettext("consent", "No"),
}
TEXTS: Final = ("author", "place", "event", "protection")


def _consent(name: str) -> RadioField:
    return RadioField(words.CONSENTS[name], choices=said(_ANSWERS), default=_ASK)


class ReportForm(CommandForm):
    state = SelectField(
        lazy("Which State is it about?"), validators=[InputRequired(lazy("Choose the State"))]
    )
    origin = RadioField(
        lazy("What did you or they cooperate in?"),
        choices=said({each: words.TOLD_OF[each] for each in TOLD_OF[2:]}),
        validators=[InputRequired(_NEEDED)],
    )
    whose = RadioField(
        lazy("To whom is it done?"), choices=said(_WHOSE), validators=[InputRequired(_NEEDED)]
    )
    relation = RadioField(
        lazy("Whom is it against?"),
        choices=said(words.RELATIONS),
        validators=[InputRequired(_NEEDED)],
    )
    act = SelectField(
        lazy("What was done?"),
        choices=said({"": _CHOOSE, **words.ACTS}),
        validators=[InputRequired(_NEEDED)],
    )
    imminent = BooleanField(lazy("It is imminent, or goes on"))
    account = long(
        lazy("What happened, and to whom?"), lazy("Enter what happened"), most=_LONG, rows=10
    )
    began_on = DayField(
        lazy("On which day did it begin?"),
        validators=[Optional()],
        description=lazy("Leave empty what you do not know."),
    )
    place = line(lazy("Where was it?"), most=_LINE)
    author = long(
        lazy("Who do you think is responsible?"),
        "",
        lazy("A person, an office or a group, as far as it is known."),
        most=_SHORT,
        rows=3,
    )
    event = long(
        lazy("For which cooperation with the United Nations?"),
        "",
        lazy("A submission, a meeting, a visit or a session, and when it was."),
        most=_SHORT,
        rows=3,
    )
    protection = long(lazy("What protection is wanted?"), most=_SHORT, rows=3)
    reach = long(
        lazy("How can you be reached safely?"),
        lazy("Say how you can be reached"),
        lazy("Nobody writes to you about it by e-mail."),
        most=_SHORT,
        rows=3,
    )
    demarche = _consent("demarche")
    letter = _consent("letter")
    statement = _consent("statement")
    sg_report = _consent("sg_report")
    sharing = _consent("sharing")
    informed = BooleanField(
        lazy("I know that each of these can make it worse, and that I can take my answer back")
    )

    def validate_began_on(self, field: DayField) -> None:
        if field.data and field.data > today():
            raise ValidationError(gettext("Enter a day that is not after today"))

    def validate_whose(self, field: RadioField) -> None:
        """Nobody consents for another; and of a law there is no victim who could."""
        answered = self.answered(_YES) or self.answered(_NO)
        if answered and (field.data != _ME or self.relation.data == NO_VICTIM):
            raise ValidationError(
                gettext("Leave each action at “Ask first”: the person whom it is done to answers")
            )

    def validate_informed(self, field: BooleanField) -> None:
        if self.answered(_YES) and not field.data:
            raise ValidationError(gettext("Say that you know this, or leave each at “Ask first”"))

    def answered(self, answer: str) -> tuple[str, ...]:
        return tuple(each for each in CONSENTS if self[each].data == answer)

    def offer(self, state: str) -> None:
        """Nothing is chosen before whoever reports chooses, but the State of their submission."""
        self.state.choices = {"": str(_CHOOSE), **names.states()}
        if request.method == "GET":
            self.state.data = state

    @property
    def agrees(self) -> tuple[str, ...]:
        return self.answered(_YES)

    @property
    def refuses(self) -> tuple[str, ...]:
        return self.answered(_NO)

    @property
    def by_victim(self) -> bool:
        return bool(self.whose.data == _ME)


def only(form: ReportForm, leave: tuple[str, ...]) -> list[Any]:
    """Take out what is known already or not asked here; return the names of what is shown."""
    for name in leave:
        del form[name]
    return [field.name for field in form if field.type not in ("HiddenField", "CSRFTokenField")]
