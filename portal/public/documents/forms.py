"""The forms of the library."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_wtf.file import MultipleFileField
from typing_extensions import override
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, ValidationError

from portal.public.documents import found, words
from portal.public.documents.queries import Document
from portal.web.context import today, vault
from portal.web.fields import line, long
from portal.web.forms import Choice, CommandForm, DayField, said
from portal.web.i18n.texts import gettext, lazy
from shared.core.message import Sealed
from shared.reference.documents import OF_MANDATE

_TEXT = 2_000  # characters
_ADDRESS_OF_IT: Final = lazy("Copy the address of its page here.")


class DocumentField(StringField):
    """A document of the library, by the address of its page."""

    document: Document | None = None

    @override
    def pre_validate(self, form: Any) -> None:
        self.document = found.at(self.data) if self.data else None
        if self.data and self.document is None:
            raise ValidationError(gettext("Enter the address of a document of the library"))


class _DescribedForm(CommandForm):
    title_en = line("English")
    title_fr = line("français")
    title_es = line("español")
    title_ar = line("العربية")
    title_zh = line("中文")
    title_ru = line("русский")
    keywords = line(
        lazy("Keywords"), hint=lazy("Words by which it is found, beside those of its titles.")
    )
    themes = SelectMultipleField(lazy("Themes"), choices=said(words.THEMES))
    review_on = DayField(
        lazy("Day of the next review"), validators=[InputRequired(lazy("Enter the day"))]
    )

    @property
    def titles(self) -> dict[str, str]:
        typed = {code: self[f"title_{code}"].data for code in words.OFFICIAL}
        return {code: title for code, title in typed.items() if title}

    def show_titles(self, titles: Mapping[str, str | None]) -> None:
        for code, title in titles.items():
            self[f"title_{code}"].data = title or ""

    def must_name(self, language: str) -> None:
        """Ask for the title in the language of the original."""
        field = self[f"title_{language}"]
        field.validators = [
            InputRequired(lazy("Enter the title in the language of the original")),
            *field.validators,
        ]
        field.flags.required = True

    def validate_review_on(self, field: Any) -> None:
        if field.data and field.data <= today():
            raise ValidationError(gettext("Enter a day after today"))


class _SeenByForm(CommandForm):
    audience = SelectMultipleField(lazy("Who can see it?"), choices=said(words.AUDIENCES))
    mandate = SelectField(
        lazy("Holders and officers of one mandate"),
        default="",
        description=lazy("It ends for each of them with the term or the service."),
    )

    def offer_mandates(self, mandates: Mapping[str, str]) -> None:
        self.mandate.choices = {"": gettext("None"), **mandates}

    def validate_audience(self, _: Any) -> None:
        if not self.seen_by:
            raise ValidationError(gettext("Choose who can see it"))

    @property
    def seen_by(self) -> tuple[str, ...]:
        one = [f"{OF_MANDATE}{self.mandate.data}"] if self.mandate.data else []
        return (*(self.audience.data or ()), *one)


class RegisterForm(_DescribedForm, _SeenByForm):
    kind = SelectField(
        lazy("Kind"),
        choices=lambda: {"": gettext("Choose"), **{k: str(v) for k, v in words.KINDS.items()}},
        validators=[InputRequired(lazy("Choose the kind"))],
    )
    language = SelectField(lazy("Language of the original"), choices=words.languages, default="en")
    unit = Choice(lazy("Unit that owns it"), validators=[InputRequired(lazy("Choose the unit"))])
    asks_reading = BooleanField(
        lazy("Whoever reads it says so"),
        description=lazy("It is on record who has read which version."),
    )
    supersedes = DocumentField(lazy("Replaces another document"), description=_ADDRESS_OF_IT)

    order: Final = (
        *("kind", "language", *(f"title_{code}" for code in ("en", "fr", "es", "ar", "zh", "ru"))),
        *("keywords", "themes", "unit", "audience", "mandate", "review_on", "asks_reading"),
        "supersedes",
    )


class DescribeForm(_DescribedForm):
    was = HiddenField(default="0")


class ApproveForm(CommandForm):
    """What the page showed first, so that nothing else is approved."""

    audience = HiddenField(default="")
    description = HiddenField(default="0")

    def show(self, document: Document) -> None:
        self.audience.data = " ".join(document.audience)
        self.description.data = str(document.description)


class AudienceForm(_SeenByForm):
    was = HiddenField(default="")
    description = HiddenField(default="0")

    def show(self, document: Document) -> None:
        codes = document.audience
        self.was.data = " ".join(codes)
        self.description.data = str(document.description)
        self.audience.data = [one for one in codes if not one.startswith(OF_MANDATE)]
        own = (one.removeprefix(OF_MANDATE) for one in codes if one.startswith(OF_MANDATE))
        self.mandate.data = next(own, "")

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple((self.was.data or "").split())


class UploadForm(CommandForm):
    version = HiddenField(default="0")
    translates = SelectField(
        lazy("Which version of the original does it translate?"),
        validators=[InputRequired(lazy("Choose the version"))],
    )
    summary = long(
        lazy("What changed?"),
        lazy("Say what changed"),
        lazy("For a first version, what it is for."),
        most=_TEXT,
        rows=4,
    )
    valid_from = DayField(lazy("Valid from"), validators=[InputRequired(lazy("Enter the day"))])
    files = MultipleFileField(lazy("Choose files"))


class ReasonForm(CommandForm):
    reason = long(
        lazy("Reason"),
        lazy("Enter the reason"),
        lazy("Whoever could see it reads the reason."),
        most=_TEXT,
        rows=4,
    )

    @property
    def asked(self) -> list[Any]:
        """The reason, unless the document was erased: then none can be kept."""
        return [self["reason"]] if "reason" in self else []

    def sealed(self, document_id: str) -> Sealed | None:
        subject = found.subject_of(document_id)
        return next((vault().seal(subject, field.data or "") for field in self.asked), None)


class KitForm(CommandForm):
    """The service knows which documents there are, so titles are read only to show the form."""

    was = HiddenField(default="")
    documents = SelectMultipleField(lazy("Documents of the kit"), validate_choice=False)
    another = DocumentField(lazy("Another document"), description=_ADDRESS_OF_IT)

    def show(self, documents: Iterable[str]) -> None:
        self.documents.data = list(documents)
        self.was.data = " ".join(self.documents.data)

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple((self.was.data or "").split())

    @property
    def kept(self) -> tuple[str, ...]:
        """Return the documents in the order in which the kit had them; what is new comes last."""
        found = self.another.document
        typed = [*(self.documents.data or ()), *([found.document_id] if found else [])]
        return tuple(dict.fromkeys([*(one for one in self.shown if one in typed), *typed]))


class FollowForm(CommandForm):
    themes = SelectMultipleField(lazy("Themes"), choices=said(words.THEMES))
