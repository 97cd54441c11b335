"""The invented corpus of a demonstration: a sheet is imported, and a text of it is taken up."""

import time
from datetime import datetime
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.taking import Refused, take
from portal.followup.recommendations.views import sealed
from portal.public.corpus import queries, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.desk import CASE
from portal.public.corpus.queries import Sheet
from portal.public.corpus.read_model import sheets
from portal.public.corpus.taking_up import document
from portal.web.commands import CommandRefused, ServiceAway
from portal.web.db import engine
from portal.web.demonstration.asking import TORTURE, ask
from shared.contracts.commands import Command
from shared.contracts.followup_recommendation_commands import TakeRecommendationUp, taken_up_id
from shared.contracts.followup_reference import ReferenceCounts, ReferenceFile
from shared.contracts.followup_reference_commands import ImportReferenceBatch, UploadReferenceSheet
from shared.contracts.followup_taking_up import Origin
from shared.core.message import derive_id

_STATE = "CHE"
_SOON = 15.0  # seconds for what is done in the background
_OVER = ("undoing", "undone", "stuck", "unreadable")
_BATCH = str(derive_id("demo reference batch"))
_SHEET = (
    ("Let a court review each detention of a migrant. (invented)", "CAT", "CAT/C/CHE/CO/99"),
    ("Make torture a crime of its own. (invented)", "CAT", "CAT/C/CHE/CO/99"),
    ("Give the institution for human rights what it needs. (invented)", "CCPR", "CCPR/C/CHE/CO/98"),
    ("Teach judges what the Covenant says. (invented)", "CCPR", "CCPR/C/CHE/CO/98"),
)


def tell() -> None:
    """Ask for what can be done by now: the next start goes on with what was not.

    Nothing comes of it where no file can be kept, or nobody checks what was uploaded, or somebody
    of the demonstration discarded or undid it, or did the same by hand.
    """
    if not _uploaded():
        return
    checked = _once("checked", "imported")
    if checked is None:
        return
    if checked.stage == "checked":
        _ask_to_import(checked)
    if _once("imported") is not None:
        _take_up()


def _uploaded() -> bool:
    with engine().connect() as conn:
        there = select(sheets.c.discarded_at).where(sheets.c.batch_id == _BATCH)
        row = conn.execute(there).one_or_none()
    if row is not None:  # a second start keeps no second file, also of what was discarded
        return row.discarded_at is None
    rows = ((_row(number, *told), ()) for number, told in enumerate(_SHEET, 1))
    content = "".join(writing.csv_lines(rows)).encode()
    file = FileStorage(BytesIO(content), filename="Recommendations.csv")
    try:
        kept = take(file, subject=f"reference-{_BATCH}")
    except Refused:
        return False
    upload = UploadReferenceSheet(
        batch_id=_BATCH,
        file=ReferenceFile(
            object_name=kept.object_name,
            sha256=kept.sha256,
            size=kept.size,
            media_type=kept.media_type,
            scanned=kept.scanned,
            details=kept.details,
        ),
        whole=False,
    )
    ask(upload, "qrd", str(CASE), "corpus", "uploaded")
    with engine().begin() as conn:
        unclaimed.strike(conn, [kept.object_name])
    return True


def _row(number: int, text: str, body: str, symbol: str) -> Row:
    return Row(
        text=text,
        countries=("Switzerland",),
        body=body,
        symbol=symbol,
        published=datetime(2026, 3, 2),  # noqa: DTZ001  # days of a sheet have no zone
        type="Recommendations",
        annotation=str(derive_id("demo annotation", number)),
    )


def _ask_to_import(one: Sheet) -> None:
    command = ImportReferenceBatch(
        batch_id=_BATCH,
        content=one.content,
        states=one.states,
        counts=ReferenceCounts(**one.counts),
        after=one.after,
        mapping=one.mapping,
        source=one.source or "",
    )
    _ask(command, "qrd", str(CASE), "imported")


def _once(*stages: str) -> Sheet | None:
    """Return the sheet once it is so far; None if that takes too long, or never comes."""
    deadline = time.monotonic() + _SOON
    while time.monotonic() < deadline:
        with engine().connect() as conn:
            found = queries.one(conn, _BATCH)
        if found is not None and found.stage in stages:
            return found
        if found is not None and found.stage in _OVER:
            return None
        time.sleep(0.25)
    return None


def _take_up() -> None:
    item = str(derive_id("demo annotation", 2))
    with engine().connect() as conn:
        one = queries.by_item(conn, item)
    if one is None:
        return
    this = taken_up_id(mandate=TORTURE, item=one.item, addressee=_STATE)
    command = TakeRecommendationUp(
        origin=Origin(item=one.item, source=one.source, batch_id=_BATCH),
        addressee=_STATE,
        mandate=TORTURE,
        text=sealed(this, one.row.text),
        document=sealed(this, document(one)),
    )
    _ask(command, "holder", str(derive_id("demo recommendation case", this)), "taken up")


def _ask(command: Command, by: str, case: str, step: str) -> None:
    """Ask for it, unless what people of the demonstration did by hand is in its way."""
    try:
        ask(command, by, case, "corpus", step)
    except ServiceAway:
        raise
    except CommandRefused:
        return
