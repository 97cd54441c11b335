"""Two invented sheets of a demonstration: one is imported, one waits at its check."""

import time
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.taking import Refused, take
from portal.public.corpus import queries, writing
from portal.public.corpus.columns import Row
from portal.public.corpus.desk import CASE
from portal.public.corpus.queries import Sheet
from portal.web.db import engine
from portal.web.demonstration.asking import PATIENCE, ask
from shared.contracts.followup_reference import ReferenceCounts, ReferenceFile
from shared.contracts.followup_reference_commands import ImportReferenceBatch, UploadReferenceSheet
from shared.core.message import derive_id

_DESK = "qrd"


def _row(number: int, text: str, state: str, body: str, symbol: str, *themes: str) -> Row:
    return Row(
        text=f"{number}. {text} (Invented.)",
        countries=(state,),
        body=body,
        symbol=symbol,
        themes=themes,
        published=datetime(2025, 5, 1 + number),  # noqa: DTZ001  # a day, as the sheet has it
        annotation=str(derive_id("demo recommendation of others", number)),
    )


ROWS = (
    _row(
        *(1, "Let an independent body visit every place of detention without notice."),
        *("Kenya", "CAT", "CAT/C/KEN/CO/4", "Prohibition of torture & ill-treatment"),
    ),
    _row(
        *(2, "Publish the findings of each inquiry into a death in custody within a year."),
        *("Kenya", "CCPR", "CCPR/C/KEN/CO/5", "Right to life"),
    ),
    _row(
        *(3, "Protect those who report on the environment from reprisals."),
        *("Kenya", "SR Environment", "A/HRC/58/59/Add.1", "Human rights defenders"),
    ),
    _row(
        *(4, "Register every person at the moment of arrest."),
        *("Nepal", "CED", "CED/C/NPL/CO/1", "Enforced disappearances"),
    ),
    _row(
        *(5, "Train judges on evidence that was obtained under duress."),
        *("Uganda", "CAT", "CAT/C/UGA/CO/3", "Administration of justice"),
    ),
    _row(
        *(6, "Give each person in police custody a lawyer from the first hour."),
        *("France", "CAT", "CAT/C/FRA/CO/9", "Conditions of detention"),
    ),
)
WRONG = (
    ROWS[0],
    _row(
        *(7, "Review the law on assemblies."),
        *("Kenia, or Uganda", "CCPR", "CCPR/C/KEN/CO/5", "Freedom of assembly"),
    ),
    _row(
        *(8, "Ratify the protocol."),
        *("", "CCPR", "CCPR/C/KEN/CO/5", "Ratification"),
    ),
)


def tell() -> None:
    imported = _uploaded("imported", ROWS)
    checked = None if imported is None else _checked(imported)
    if checked is not None:
        _take(checked)
    _uploaded("waiting", WRONG)


def _uploaded(name: str, rows: Sequence[Row]) -> str | None:
    """Upload it unless it is there, and return which it is; None where no file can be kept."""
    batch_id = str(derive_id("demo reference batch", name))
    with engine().connect() as conn:
        if queries.one(conn, batch_id) is not None:
            return batch_id
    text = "".join(writing.csv_lines((row, ()) for row in rows))
    file = FileStorage(BytesIO(text.encode()), filename=f"{name}.csv")
    try:
        kept = take(file, subject=f"reference-{batch_id}")
    except Refused:
        return None
    upload = UploadReferenceSheet(
        batch_id=batch_id,
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
    ask(upload, _DESK, str(CASE), "reference sheet", name)
    with engine().begin() as conn:
        unclaimed.strike(conn, [kept.object_name])
    return batch_id


def _checked(batch_id: str) -> Sheet | None:
    """Return it once it was looked at; None if that takes too long: a later start imports it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with engine().connect() as conn:
            one = queries.one(conn, batch_id)
        if one is not None and one.stage != "checking":
            return one
        time.sleep(0.25)
    return None


def _take(one: Sheet) -> None:
    """Import it as its check was; one that is imported stays so."""
    if one.stage != "checked":
        return
    command = ImportReferenceBatch(
        batch_id=one.batch_id,
        content=one.content,
        states=one.states,
        counts=ReferenceCounts(**one.counts),
        after=one.after,
        mapping=one.mapping,
        source=one.source or "",
    )
    ask(command, _DESK, str(CASE), "reference sheet", one.batch_id, "imported")
