from flask_wtf.file import FileField

from portal.web.forms import CommandForm
from portal.web.i18n.texts import lazy


class SheetForm(CommandForm):
    file = FileField(lazy("The sheet, as CSV, XLSX or NDJSON"))


class ConfirmForm(CommandForm):
    """Nothing but the id of its command: what a dry run found never changes."""
