"""The forms of calls for input and of contributions."""

from typing import Any

from typing_extensions import override
from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from portal.casefile.attachments.forms import IN_LANGUAGES
from portal.followup.inputs import words
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, said, shown_number
from portal.web.i18n.texts import gettext, lazy

_CALL, _TEXT, _NOTE, _NAME = 6_000, 20_000, 2_000, 200  # characters
_YES_NO = {
    "yes": lazy("Yes: it is listed for everybody"),
    "no": lazy("No: only those to whom you give its address find it"),
}
OPENS_NOTHING = lazy("This code opens no contribution. Compare it with the receipt, group by group")
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def _call_text(label: str) -> Any:
    return long(label, most=_CALL, rows=6)


class IssueForm(CommandForm):
    closes_on = DayField(
        lazy("Last day for contributions"),
        validators=[InputRequired(lazy("Enter the last day"))],
    )
    public = RadioField(
        lazy("Is the call public?"),
        choices=said(_YES_NO),
        validators=[InputRequired(lazy("Choose whether the call is public"))],
    )
    text_ar = _call_text(lazy("What you ask for, in Arabic"))
    text_zh = _call_text(lazy("What you ask for, in Chinese"))
    text_en = _call_text(lazy("What you ask for, in English"))
    text_fr = _call_text(lazy("What you ask for, in French"))
    text_ru = _call_text(lazy("What you ask for, in Russian"))
    text_es = _call_text(lazy("What you ask for, in Spanish"))

    @property
    def texts(self) -> dict[str, str]:
        given = {code: self[f"text_{code}"].data for code in LANGUAGES}
        return {code: text for code, text in given.items() if text}

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if not self.texts:
            self.text_en.errors = [gettext("Write the call in at least one language")]
        return sound and bool(self.texts)


class SeenForm(CommandForm):
    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class ExtendForm(SeenForm):
    closes_on = DayField(
        lazy("New last day for contributions"),
        validators=[InputRequired(lazy("Enter the last day"))],
    )


class AllowedForm(CommandForm):
    publication = RadioField(
        lazy("May it be published?"),
        choices=said(words.PUBLICATION),
        default="no",
        validators=[InputRequired(lazy("Choose whether it may be published"))],
    )


class ContributeForm(CommandForm):
    text = long(
        lazy("Your contribution"),
        lazy("Write your contribution"),
        lazy("You can add files and more text afterwards, with your return code."),
        most=_TEXT,
        rows=12,
    )
    language = SelectField(
        lazy("In which language is it?"),
        choices=said({"": lazy("Choose a language"), **IN_LANGUAGES}),
        validators=[InputRequired(lazy("Choose the language"))],
    )
    name = line(
        lazy("Your name, or that of your organisation"),
        hint=lazy("You need not give one."),
        most=_NAME,
    )
    publication = RadioField(
        lazy("May it be published?"),
        choices=said(words.PUBLICATION),
        default="no",
        validators=[InputRequired(lazy("Choose whether it may be published"))],
    )

    def validate_publication(self, field: Field) -> None:
        if field.data == "named" and not self.name.data:
            raise ValidationError(gettext("Give a name, or choose publication without it"))


class AddForm(CommandForm):
    text = long(lazy("What is new"), lazy("Write what is new"), most=_TEXT, rows=8)


class NoteForm(CommandForm):
    note = long(
        lazy("Note"),
        lazy("Write the note"),
        lazy("Those who work for the mandate read it. It is erased with the contribution."),
        most=_NOTE,
        rows=3,
    )


class AsideForm(CommandForm):
    """Why what was typed as a name names nobody, or does after all."""

    reason = long(
        lazy("Reason"),
        lazy("Say why"),
        lazy("Those who work for the mandate read it. It is erased with the contribution."),
        most=_NOTE,
        rows=3,
    )


class PublishForm(CommandForm):
    seen = HiddenField(default="no")
