"""The invented corpus of a demonstration: a sheet is imported, and a text of it is taken up."""

import time
from datetime import datetime
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.taking import Refused, take
from portal.followup.recommendations.views import sealed
from portal.public.corpus import queries, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.desk import CASE
from portal.public.corpus.queries import Sheet
from portal.public.corpus.taking_up import document
from portal.web.db import engine
from portal.web.demonstration.asking import TORTURE, ask
from shared.contracts.followup_recommendation_commands import TakeRecommendationUp, taken_up_id
from shared.contracts.followup_reference import ReferenceCounts, ReferenceFile
from shared.contracts.followup_reference_commands import ImportReferenceBatch, UploadReferenceSheet
from shared.contracts.followup_taking_up import Origin
from shared.core.message import derive_id

_STATE = "CHE"
_SOON = 15.0  # seconds for what is done in the background
_BATCH = str(derive_id("demo reference batch"))
_SHEET = (
    ("Let a court review each detention of a migrant. (invented)", "CAT", "CAT/C/CHE/CO/99"),
    ("Make torture a crime of its own. (invented)", "CAT", "CAT/C/CHE/CO/99"),
    ("Give the institution for human rights what it needs. (invented)", "CCPR", "CCPR/C/CHE/CO/98"),
    ("Teach judges what the Covenant says. (invented)", "CCPR", "CCPR/C/CHE/CO/98"),
)


def tell() -> None:
    """Ask for what can be done by now: the next start goes on with what was not.

    Nothing comes of it where no file can be kept, or nobody checks what was uploaded.
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
        if queries.one(conn, _BATCH) is not None:
            return True  # a second start keeps no second file
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
    ask(command, "qrd", str(CASE), "corpus", "imported")


def _once(*stages: str) -> Sheet | None:
    """Return the sheet once it is so far; None if that takes too long."""
    deadline = time.monotonic() + _SOON
    while time.monotonic() < deadline:
        with engine().connect() as conn:
            found = queries.one(conn, _BATCH)
        if found is not None and found.stage in stages:
            return found
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
    ask(command, "holder", str(derive_id("demo recommendation case", this)), "corpus", "taken up")
