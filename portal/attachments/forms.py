"""The form by which files are added, whatever they are added to."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_wtf.file import MultipleFileField
from typing_extensions import override
from werkzeug.datastructures import FileStorage

from portal.attachments.kinds import ENDINGS
from portal.context import settings
from portal.forms import CommandForm


class FilesForm(CommandForm):
    files = MultipleFileField("Choose files")

    @property
    def sent(self) -> Sequence[FileStorage]:
        return chosen()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if not self.sent:
            self.files.errors = ["Choose at least one file"]
        return sound and bool(self.sent)

    def refuse(self, refused: Sequence[tuple[str, str]]) -> None:
        self.files.errors = [f"{name}: {sentence}" for name, sentence in refused]

    def again(self) -> "FilesForm":
        """Return the form to show with what is wrong: other files are another command."""
        new = FilesForm(formdata=None)
        new.files.errors = self.files.errors
        new.form_errors = self.form_errors
        return new


def chosen(field: str = "files") -> Sequence[FileStorage]:
    """Return the files that were sent; a field that was left empty sends one without a name."""
    return [file for file in request.files.getlist(field) if file.filename]


def rules() -> Mapping[str, Any]:
    """Return what a page says about files before they are chosen."""
    return {
        "megabytes": settings().attachment_bytes // 1024**2,
        "endings": ENDINGS,
        "scanning": bool(settings().clamd),
    }
