"""The forms of a report on a visit."""

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from portal.followup.visit_reports import words
from portal.followup.visit_reports.queries import Report
from portal.web.fields import NumberField, line, long
from portal.web.forms import Choice, CommandForm, DayField, said, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference.recommending import ADDRESSEES
from shared.reference.visit_reports import SYMBOL

_TEXT, _ITEM, _NOTE = 150_000, 10_000, 5_000  # characters
_PARAGRAPHS, _WORDS, _SESSIONS = 9_999, 99_999, 300


class SeenForm(CommandForm):
    """``seen``: how many steps the page showed, which the service compares."""

    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class TextForm(SeenForm):
    text = long(
        lazy("Text of the report"),
        lazy("Enter the text of the report"),
        lazy(
            "An empty line begins a new paragraph. Recommendations are entered one by one, and not "
            "here. Name no source, and nobody who must stay protected."
        ),
        most=_TEXT,
        rows=25,
    )


class ItemForm(SeenForm):
    text = long(
        lazy("Recommendation"),
        lazy("Enter the recommendation"),
        lazy("The Government is its addressee. Others are named afterwards."),
        most=_ITEM,
        rows=6,
    )
    paragraph = line(
        lazy("Paragraph of the document (optional)"),
        hint=lazy("Such as 92 or 92 (a). Whoever reads the recommendation finds it there."),
        most=30,
    )


class AddresseeForm(SeenForm):
    kind = RadioField(
        lazy("What kind of addressee is it?"),
        [InputRequired(lazy("Choose what kind of addressee it is"))],
        choices=names.listed(ADDRESSEES),
    )
    name = line(
        lazy("Name of the body"),
        lazy("Enter its name"),
        lazy("Whoever may read the recommendation reads it. Name no person."),
    )


class ExactForm(SeenForm):
    """``text_hash``: of the words that its page showed."""

    text_hash = HiddenField(default="")


class SendForm(ExactForm):
    comments_due = DayField(
        lazy("Last day for comments"),
        validators=[InputRequired(lazy("Enter the last day for comments"))],
    )


class CommentForm(SeenForm):
    kind = RadioField(
        lazy("What is the comment about?"),
        choices=said({str(kind): word for kind, word in words.KINDS.items()}),
        validators=[InputRequired(lazy("Choose what the comment is about"))],
    )
    paragraph = NumberField(
        lazy("Number of the paragraph"),
        lazy("0 for the report as a whole"),
        least=0,
        most=_PARAGRAPHS,
        default="0",
    )
    text = long(lazy("Comment"), lazy("Enter the comment"), most=_NOTE * 2, rows=6)
    publish = BooleanField(
        lazy("The State asks that this comment be published beside the report"),
    )


class DecideForm(SeenForm):
    taken = RadioField(
        lazy("Is the correction made?"),
        choices=said({"yes": lazy("Yes, the text is corrected"), "no": lazy("No, it stays")}),
        validators=[InputRequired(lazy("Choose whether the correction is made"))],
    )
    reason = long(
        lazy("Reason"), hint=lazy("Needed where the text stays as it is"), most=_NOTE, rows=3
    )

    def validate_reason(self, field: Field) -> None:
        if self.taken.data == "no" and not field.data:
            raise ValidationError(gettext("Enter the reason"))


class SubmitForm(SeenForm):
    slot = DayField(
        lazy("Slot of the conference services"),
        validators=[InputRequired(lazy("Enter the day of the slot"))],
    )
    words = NumberField(lazy("Number of words"), least=1, most=_WORDS)
    waiver = long(
        lazy("Note on a waiver"),
        hint=lazy("Needed where the report is late or longer than 10,700 words"),
        most=_NOTE,
        rows=3,
    )


class AddendumForm(SeenForm):
    symbol = line(
        lazy("Document symbol"),
        lazy("Enter the symbol"),
        lazy("Such as A/HRC/40/54/Add.1"),
        most=60,
    )

    def validate_symbol(self, field: Field) -> None:
        if field.data and not SYMBOL.fullmatch(field.data):
            raise ValidationError(gettext("Enter a symbol such as A/HRC/40/54/Add.1"))


class CommentsForm(AddendumForm):
    comments = SelectMultipleField(
        lazy("Comments to publish"),
        choices=[],
        validators=[InputRequired(lazy("Choose at least one comment"))],
    )


class PublishForm(AddendumForm):
    languages = SelectMultipleField(
        lazy("Languages that are out"),
        choices=dict(words.DOCUMENT_LANGUAGES),
        description=lazy("None: it is published as the advance unedited version."),
    )


class LanguagesForm(SeenForm):
    languages = SelectMultipleField(
        lazy("Languages that are out"),
        choices=dict(words.DOCUMENT_LANGUAGES),
        validators=[InputRequired(lazy("Choose at least one language"))],
    )


class FileForm(SeenForm):
    kind = RadioField(
        lazy("What is the file?"),
        validators=[InputRequired(lazy("Choose what the file is"))],
    )
    language = SelectField(
        lazy("Language of the file"),
        validators=[InputRequired(lazy("Choose a language"))],
    )
    files = MultipleFileField(lazy("Choose a file"))

    def offer(self, one: Report) -> None:
        """Offer the note once it was named."""
        kinds = {k: str(w) for k, w in words.DOCUMENTS.items() if k != "note" or one.preliminary}
        self.kind.choices = list(kinds.items())
        self.language.choices = {"": gettext("Choose"), **words.DOCUMENT_LANGUAGES}


class NoteForm(SeenForm):
    symbol = line(lazy("Document symbol"), hint=lazy("Such as A/HRC/40/54/Add.1"), most=60)
    issued_on = DayField(lazy("Day on which it was issued"), validators=[Optional()])
    languages = SelectMultipleField(
        lazy("Languages that are out"), choices=dict(words.DOCUMENT_LANGUAGES)
    )

    def validate_symbol(self, field: Field) -> None:
        if field.data and not SYMBOL.fullmatch(field.data):
            raise ValidationError(gettext("Enter a symbol such as A/HRC/40/54/Add.1"))
        if not field.data and (self.issued_on.data or self.languages.data):
            raise ValidationError(gettext("Enter the symbol"))

    def validate_languages(self, field: Field) -> None:
        if self.symbol.data and not field.data:
            raise ValidationError(gettext("Choose at least one language"))

    def validate_issued_on(self, field: Field) -> None:
        if self.symbol.data and not field.data:
            raise ValidationError(gettext("Enter the day"))


class TogetherForm(SeenForm):
    others = SelectMultipleField(lazy("Reports on the same visit"), choices=[])


class NameForm(SeenForm):
    joined = SelectField(
        lazy("Mandate that writes it as well"),
        validators=[InputRequired(lazy("Choose a mandate"))],
    )


class LeaveForm(SeenForm):
    mandate = Choice(
        lazy("Mandate that writes it no more"),
        validators=[InputRequired(lazy("Choose a mandate"))],
    )


class ReturnForm(SeenForm):
    note = long(lazy("Reason"), lazy("Enter the reason"), most=_NOTE, rows=3)


class PresentForm(SeenForm):
    session = NumberField(lazy("Session of the Human Rights Council"), least=1, most=_SESSIONS)
    on = DayField(
        lazy("Presented on"),
        validators=[InputRequired(lazy("Enter the day on which it was presented"))],
    )


class PlanForm(SeenForm):
    first_round = DayField(
        lazy("Day of the first round of follow-up"), validators=[InputRequired(lazy("Enter a day"))]
    )


class WithdrawForm(SeenForm):
    reason = RadioField(
        lazy("Why is it withdrawn?"),
        choices=said(words.REASONS),
        validators=[InputRequired(lazy("Choose the reason"))],
    )
    note = long(lazy("Note"), most=_NOTE, rows=3)
