"""A workbook of the kind that was asked for: XLSX, or ODS as LibreOffice has it."""

from collections.abc import Sequence

from flask import Response

from portal.web import ods
from portal.web.i18n.texts import language
from portal.web.sheet import XLSX, Sheet
from portal.web.xlsx import workbook


def answered(book: str, sheets: Sequence[Sheet]) -> Response:
    """Return the sheets as ``book``, which is the ending of the file: xlsx or ods."""
    if book == "ods":
        parts = ods.pieces(sheets, right_to_left=language().right_to_left)
        return Response(b"".join(parts), mimetype=ods.ODS)
    return Response(workbook(sheets), mimetype=XLSX)
