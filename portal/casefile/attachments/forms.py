"""The form for adding files, whatever they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self

from flask import request
from flask_wtf.file import MultipleFileField
from typing_extensions import override
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, SelectField

from portal.casefile.attachments.keep import About
from portal.casefile.attachments.kinds import ENDINGS
from portal.web.context import settings
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import gettext, lazy
from shared.reference import LANGUAGES

TO_GOVERNMENT: Mapping[str, str] = MappingProxyType(
    {"ask": lazy("Only after asking me"), "yes": lazy("Yes"), "no": lazy("No")}
)
IN_LANGUAGES: Mapping[str, str] = MappingProxyType(
    {**{code: lazy(name) for code, name in LANGUAGES.items()}, "other": lazy("Another language")}
)
HIDDEN_DETAILS: Mapping[str, str] = MappingProxyType(
    {"keep": lazy("Keep the files as they are"), "remove": lazy("Take them out of pictures first")}
)


class FilesForm(CommandForm):
    answers: frozenset[str] = frozenset()
    """The questions beside the files."""

    files = MultipleFileField(lazy("Choose files"))

    @property
    def sent(self) -> Sequence[FileStorage]:
        return chosen()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if not self.sent:
            self.files.errors = [gettext("Choose at least one file")]
        return sound and bool(self.sent)

    def refuse(self, refused: Sequence[tuple[str, str]]) -> None:
        self.files.errors = [
            gettext("%(name)s: %(reason)s", name=name, reason=sentence)
            for name, sentence in refused
        ]

    def again(self) -> Self:
        """Return the form to show with what is wrong: other files are another command."""
        answers = {name: typed for name, typed in self.data.items() if name in self.answers}
        new = type(self)(formdata=None, data=answers)
        new.files.errors = self.files.errors
        new.form_errors = self.form_errors
        return new


class ScrubbedForm(FilesForm):
    """Files of which nothing is asked, except about their hidden details."""

    answers = frozenset({"hidden_details"})

    hidden_details = RadioField(
        lazy("Hidden details: place, device and author"),
        choices=said(HIDDEN_DETAILS),
        default="keep",
    )

    @property
    def about(self) -> About:
        return About(scrub=self.hidden_details.data == "remove")


class EvidenceForm(FilesForm):
    """Files that support a submission, and what is asked about them (procedure.md section 3.2)."""

    answers = frozenset({"to_government", "language", "hidden_details"})

    to_government = RadioField(
        lazy("May these files be sent to the Government?"),
        choices=said(TO_GOVERNMENT),
        default="ask",
    )
    language = SelectField(
        lazy("In which language are they?"),
        choices=said({"": lazy("None, or I do not know"), **IN_LANGUAGES}),
        default="",
    )
    hidden_details = RadioField(
        lazy("Hidden details: place, device and author"),
        choices=said(HIDDEN_DETAILS),
        default="keep",
    )

    @property
    def about(self) -> About:
        """The answers. Only after ``validate()``."""
        return About(
            language=self.language.data or None,
            to_government=self.to_government.data,
            scrub=self.hidden_details.data == "remove",
        )


def chosen(field: str = "files") -> Sequence[FileStorage]:
    """Return the files that were sent; a field that was left empty sends one without a name."""
    return [file for file in request.files.getlist(field) if file.filename]


def rules(also: Iterable[str] = ()) -> Mapping[str, Any]:
    """Return the page's rules about files, shown before people choose any.

    ``also``: endings that are accepted there alone.
    """
    return {
        "megabytes": settings().attachment_bytes // 1024**2,
        "endings": (*ENDINGS, *also),
        "scanning": bool(settings().clamd),
    }
