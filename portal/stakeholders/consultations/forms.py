"""The forms of consultations: the call, a proposal, groups, answers, the outcome."""

from datetime import datetime

from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from portal.stakeholders.consultations import words
from portal.stakeholders.sessions.words import CATEGORIES
from portal.web.fields import line, long
from portal.web.forms import CommandForm, PageForm, said
from portal.web.i18n.texts import gettext, lazy
from portal.web.moments import MomentField, given
from shared.contracts.stakeholders_consultations import Call, Consent, Visible
from shared.reference.consultations import CONSENTS, ERASED, VISIBILITIES

_LONG = 8_000
_FIELDS = ("text", "language", "consent")


class CallForm(CommandForm):
    title = line(lazy("Title of the consultation"), lazy("Enter the title"))
    question = long(lazy("What do you ask?"), lazy("Enter what you ask"), most=_LONG, rows=8)
    opens = MomentField(
        lazy("Opens, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )
    closes = MomentField(
        lazy("Closes, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )
    audience = SelectMultipleField(
        lazy("Who can make proposals?"),
        choices=said(CATEGORIES),
        validators=[InputRequired(lazy("Choose whom the consultation is for"))],
    )
    visible = RadioField(
        lazy("Who reads the proposals?"),
        choices=said(words.VISIBLE),
        validators=[InputRequired(lazy("Choose one"))],
        description=lazy("It cannot be changed later, since people propose knowing it"),
    )

    def validate_closes(self, _: Field) -> None:
        opens, closes = _typed(self.opens), _typed(self.closes)
        if opens and closes and closes <= opens:
            raise ValidationError(gettext("It closes before it opens"))

    def call(self) -> Call:
        """Only after ``validate()``."""
        return Call(
            title=self.title.data or "",
            question=self.question.data or "",
            opens_at=given(self.opens),
            closes_at=given(self.closes),
            audience=tuple(self.audience.data or ()),
            visible=_visible(self.visible.data),
        )


class ExtendForm(CommandForm):
    closes = MomentField(
        lazy("Closes, by the clock in Geneva"), validators=[InputRequired(lazy("Enter it"))]
    )


class CancelForm(CommandForm):
    code = RadioField(
        lazy("Why is it cancelled?"),
        choices=said(words.CANCELLATIONS),
        validators=[InputRequired(lazy("Choose a reason"))],
        description=lazy("Everybody reads the reason"),
    )


class ProposalForm(PageForm):
    """What is kept as a draft, whether or not it is finished."""

    text = long(lazy("Your proposal"), lazy("Enter your proposal"), most=_LONG, rows=12)
    language = SelectField(
        lazy("Language of the proposal"),
        choices=said(words.LANGUAGES),
        default="en",
    )
    consent = RadioField(
        lazy("How may others read it?"),
        choices=said(words.CONSENTS),
        validators=[InputRequired(lazy("Choose one"))],
        description=lazy("While your organisation is hidden, no proposal with its name is shown"),
    )

    def typed(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in _FIELDS}

    def fill(self, typed: dict[str, str]) -> None:
        for name in _FIELDS:
            if typed.get(name):
                self[name].data = typed[name]


class GroupForm(CommandForm):
    """``proposals``: those of one page of the list. ``group``: one that is there, or a new one."""

    proposals = SelectMultipleField(
        lazy("Which proposals?"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(lazy("Choose at least one"))],
    )
    group = SelectField(lazy("Into which group?"), choices=[], default="")
    title = line(
        lazy("What a new group is called"),
        hint=lazy("Everybody reads it once the outcome is published"),
    )

    def validate_title(self, field: Field) -> None:
        if not self.group.data and not field.data:
            raise ValidationError(gettext("Enter what the group is called"))


class AnswerForm(CommandForm):
    """``proposals``: those of one page of the list."""

    proposals = SelectMultipleField(
        lazy("Which proposals?"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(lazy("Choose at least one"))],
    )
    code = RadioField(
        lazy("What comes of them?"),
        choices=said(words.ANSWERS),
        validators=[InputRequired(lazy("Choose one"))],
    )
    text = long(
        lazy("Why?"),
        hint=lazy("The authors read it now, and others with the outcome where they may"),
        most=_LONG,
        rows=8,
    )

    def validate_text(self, field: Field) -> None:
        if not field.data and self.code.data != ERASED:
            raise ValidationError(gettext("Say why"))


class OutcomeForm(CommandForm):
    outcome = long(
        lazy("What came of the consultation"), lazy("Enter what came of it"), most=_LONG, rows=14
    )


def consent_of(code: str | None) -> Consent:
    """Return what was chosen; nothing is shown that nobody agreed to."""
    return next((one for one in CONSENTS if one == code), "none")


def _visible(code: str | None) -> Visible:
    return next((one for one in VISIBILITIES if one == code), "never")


def _typed(field: MomentField) -> datetime | None:
    try:
        return field.moment
    except ValueError:
        return None
