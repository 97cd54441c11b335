from collections.abc import Sequence
from uuid import UUID

from flask_wtf.file import FileField
from typing_extensions import override
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.public.history import words
from portal.web.forms import CommandForm, said
from portal.web.i18n.texts import lazy
from shared.core.message import derive_id


class SheetForm(CommandForm):
    file = FileField(lazy("The sheet, as CSV, XLSX, ODS or NDJSON"))


class UndoForm(CommandForm):
    reason = RadioField(
        lazy("Why is it undone?"),
        choices=said(words.UNDONE),
        validators=[InputRequired(lazy("Choose a reason"))],
        description=lazy("The page of the import keeps the reason"),
    )


class ArchiveForm(CommandForm):
    """``public``: asked of all files of the archive. ``carries``: the objects that go with it."""

    carries: Sequence[str] = ()
    archive = FileField(lazy("The archive, as ZIP"))
    public = RadioField(
        lazy("Are these the versions that were published?"),
        choices=said(words.VERSIONS),
        default="no",
        validators=[InputRequired(lazy("Choose whether they were published"))],
    )

    @property
    @override
    def id(self) -> UUID:
        """The command's id: with other files the same form is another command."""
        return derive_id("past files", super().id, *sorted(self.carries))

    def refuse(self, errors: Sequence[str]) -> None:
        self.archive.errors = errors


class RemoveForm(CommandForm):
    reason = RadioField(
        lazy("Why is it removed?"),
        choices=said(words.REMOVED),
        validators=[InputRequired(lazy("Choose a reason"))],
    )


class ConfirmForm(CommandForm):
    """Nothing but the id of its command: what a dry run found never changes."""
