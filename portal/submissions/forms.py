"""The form of a submission, and of an answer. What is required is said in ``filing``."""

from typing import Any

from pydantic import ValidationError
from typing_extensions import override
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from portal.accounts.access import current_actor
from portal.forms import CommandForm, no_control_characters, tidy
from portal.submissions.consent import QUESTIONS, REASON
from portal.submissions.filing import ConsentAnswers, Filing, wrong
from shared.reference import LANGUAGES, mandates, states

_YES_NO = {"yes": True, "no": False}
_CONSENT = "consent_"


def _label(name: str) -> str:
    return Filing.model_fields[name].title or name


def _radio(label: str, choices: dict[str, str]) -> RadioField:
    return RadioField(label, choices=choices, validate_choice=False)


class FilingForm(CommandForm):
    """One field for each of ``Filing``; ``filing`` is what was filed, after ``validate()``."""

    for_whom = TextAreaField(_label("for_whom"))
    submitter_name = StringField(_label("submitter_name"))
    submitter_contact = TextAreaField(_label("submitter_contact"))
    victims = TextAreaField(_label("victims"))
    perpetrators = TextAreaField(_label("perpetrators"))
    date = StringField(_label("date"))
    place = StringField(_label("place"))
    state = SelectField(
        _label("state"),
        choices=lambda: {"": "Choose one"} | {s.code: s.name for s in states().values()},
        validate_choice=False,
    )
    narrative = TextAreaField(_label("narrative"))
    language = SelectField(
        _label("language"),
        choices={"": "Choose one"} | LANGUAGES,
        validate_choice=False,
    )
    consent_act = _radio(QUESTIONS["act"].text, QUESTIONS["act"].labels)
    consent_reason = TextAreaField(REASON)
    consent_authorities = _radio(QUESTIONS["authorities"].text, QUESTIONS["authorities"].labels)
    consent_public = _radio(QUESTIONS["public"].text, QUESTIONS["public"].labels)
    consent_name_form = _radio(QUESTIONS["name_form"].text, QUESTIONS["name_form"].labels)
    urgent = _radio(_label("urgent"), {"yes": "Yes", "no": "No"})
    mandates = SelectMultipleField(
        _label("mandates"),
        choices=lambda: {m.mandate: m.name for m in mandates().values()},
        validate_choice=False,
    )

    filing: Filing

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        try:
            self.filing = Filing.model_validate(self._typed(), context=current_actor())
        except ValidationError as error:
            for one in wrong(error):
                self._field(one.field).errors = [one.reason]
            return False
        return bool(sound)

    def _typed(self) -> dict[str, Any]:
        """What was typed, as a program would have sent it; what was left out is not there."""
        consent = {name: self[_CONSENT + name].data for name in ConsentAnswers.model_fields}
        simple = {name: self[name].data for name in Filing.model_fields if name in self}
        return {
            **_given({**simple, "urgent": _YES_NO.get(self.urgent.data or "")}),
            "consent": _given(consent),
        }

    def _field(self, path: str) -> Field:
        name, *rest = path.split(".")
        if name == "consent":
            name = _CONSENT + (rest[0] if rest else "act")
        found: Field = self[name]
        return found


class AnswerForm(CommandForm):
    answer = TextAreaField(
        "Your answer",
        [
            DataRequired("Write your answer"),
            Length(max=20_000, message="Shorten your answer to 20,000 characters"),
            no_control_characters,
        ],
        filters=[tidy],
    )


def blank(name: str) -> FilingForm:
    """Return the form as it is first shown to this person."""
    form = FilingForm(formdata=None)
    form.submitter_name.data = name
    form.language.data = "en"
    return form


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None}
