"""Sheets of recommendations of other mechanisms: one imported, one that waits at its check."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from deploy.local.world.deeds import Deed, Keyed
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named
from portal.public.corpus import writing
from portal.public.corpus.columns import Row
from shared.contracts.followup_reference import ReferenceCounts
from shared.contracts.followup_reference_commands import ImportReferenceBatch, UploadReferenceSheet

_DESK: Final = "qrd"
STATES: Final = ("FRA", "KEN", "NPL", "UGA")


def _row(number: int, text: str, state: str, body: str, symbol: str, *themes: str) -> Row:
    return Row(
        text=f"{number}. {text} (Invented.)",
        countries=(state,),
        body=body,
        symbol=symbol,
        themes=themes,
        published=datetime(2025, 5, 1 + number),  # noqa: DTZ001  # a day, as the sheet has it
        annotation=named("recommendation of others", number),
    )


ROWS: Final = (
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
WRONG: Final = (
    ROWS[0],
    _row(
        *(7, "Review the law on assemblies."),
        *("Kenia, or Uganda", "CCPR", "CCPR/C/KEN/CO/5", "Freedom of assembly"),
    ),
    _row(8, "Ratify the protocol.", "", "CCPR", "CCPR/C/KEN/CO/5", "Ratification"),
)


def imported(deeds: list[Deed]) -> None:
    """Tell of both; rows are made of the first one in the background, as of any other."""
    tale = Tale(named("sheets"), -20 * DAY + 9 * HOUR, deeds)
    done, text = _uploaded("imported", ROWS, tale)
    command = ImportReferenceBatch(
        batch_id=done,
        content=sha256(text.encode()).hexdigest(),
        states=STATES,
        counts=ReferenceCounts(new=len(ROWS), changed=0, same=0, withdrawn=0, problems=0),
        after=0,
    )
    tale.then(HOUR, _DESK, command)
    tale.wait(15 * DAY)
    _uploaded("waiting", WRONG, tale)


def _uploaded(name: str, rows: Sequence[Row], tale: Tale) -> tuple[str, str]:
    """Tell that a sheet was uploaded; return which it is and what is in it."""
    batch_id, text = named("sheet", name), "".join(writing.csv_lines((row, ()) for row in rows))
    file: Any = Keyed(file=[batch_id, f"{name}.csv", text])
    tale.then(0, _DESK, UploadReferenceSheet(batch_id=batch_id, file=file, whole=False))
    return batch_id, text
