"""What was before the platform, as the Quick Response Desk imported it: letters, visits, papers."""

from hashlib import sha256
from typing import Any, Final

from deploy.local.world.deeds import Deed, Fixed
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named
from shared.contracts.approvals_history_commands import (
    BeginHistoryImport,
    ImportPastLetters,
    PastLetter,
)

_DAY: Final = -40
_LETTERS: Final = (
    ("UA", "UA YUG 3/1993", "YUG", "sr-torture wgad", "1993-03-17", "1993-05-02", "1994-02-01"),
    ("AL", "AL YUG 4/1993", "YUG", "sr-executions", "1993-04-21", "", "1994-02-01"),
    ("UA", "UA ZAR 1/1995", "ZAR", "wgad", "1995-02-09", "", "1996-01-30"),
    ("AL", "", "BUR", "sr-torture", "1989-03-02", "1989-08-14", "1990-02-05"),
    ("AL", "AL PER 7/1996", "PER", "wgad sr-torture", "1996-06-11", "1996-09-30", "1997-01-28"),
    ("UA", "UA TUN 2/1998", "TUN", "sr-torture", "1998-07-08", "", "1999-02-01"),
    ("AL", "AL MEX 5/2001", "MEX", "sr-torture", "2001-05-15", "2001-07-20", "2002-03-08"),
    ("AL", "AL NPL 9/2004", "NPL", "wgad", "2004-10-04", "2005-01-12", ""),
    ("OL", "OL KEN 1/2008", "KEN", "sr-food", "2008-02-19", "", ""),
    ("SUB", "G/SO 214/93 YUG 2", "YUG", "sr-torture wgad", "1993-03-08", "", ""),
    ("SUB", "G/SO 214/96 PER 5", "PER", "sr-torture", "1996-05-30", "", ""),
    ("SUB", "G/SO 214/04 NPL 11", "NPL", "wgad", "2004-09-20", "", ""),
)
"""Type, reference, recipient, mandates; days: sent or received, the reply, published. Invented."""
_MORE: Final[tuple[dict[str, Any], ...]] = (
    {
        "type": "VISIT",
        "recipient": "TUN",
        "mandates": "sr-torture",
        "sent_on": "1999-03-08",
        "until": "1999-03-15",
        "status": "completed",
        "published_on": "1999-03-15",
    },
    {
        "type": "STATEMENT",
        "recipient": "TUN",
        "mandates": "sr-torture",
        "sent_on": "1999-03-15",
        "mission": "1999-03-08",
        "published_on": "1999-03-15",
    },
    {
        "type": "REPORT",
        "reference": "E/CN.4/2000/999/Add.5",
        "recipient": "TUN",
        "mandates": "sr-torture",
        "sent_on": "2000-01-10",
        "session": "CHR 56",
        "mission": "1999-03-08",
        "published_on": "2000-01-10",
    },
    {
        "type": "VISIT",
        "recipient": "ZAR",
        "mandates": "wgad",
        "sent_on": "1994-11-07",
        "status": "declined",
    },
    {
        "type": "PUB",
        "reference": "AL PER 7/1996",
        "recipient": "PER",
        "mandates": "wgad sr-torture",
        "sent_on": "1998-03-02",
        "document": "https://documents.un.org/E-CN.4-1998-999",
    },
)
"""Visits, papers and further places, as fields of a row."""
_DAYS: Final = ("sent_on", "until", "mission", "published_on")


def imported(deeds: list[Deed]) -> None:
    import_id = named("past letters")
    tale = Tale(import_id, _DAY * DAY + 10 * HOUR, deeds)
    letters = tuple(_letter(row, *told) for row, told in enumerate(_LETTERS, 2))
    letters += tuple(_row(row, told) for row, told in enumerate(_MORE, len(letters) + 2))
    hash_ = sha256(repr((_LETTERS, _MORE)).encode()).hexdigest()
    begin = BeginHistoryImport(import_id=import_id, rows=len(letters), hash=hash_, numbers=())
    tale.then(0, "qrd", begin)
    tale.then(
        1, "system:history", ImportPastLetters(import_id=import_id, before=0, letters=letters)
    )


def _letter(  # a row of a sheet
    row: int,
    type_: str,
    reference: str,
    recipient: str,
    of: str,
    sent: str,
    reply: str,
    public: str,
) -> PastLetter:
    return PastLetter(
        letter_id=named("past letter", row),
        row=row,
        type=type_,
        reference=reference,
        recipient=recipient,
        mandates=tuple(of.split()),
        sent_on=Fixed.fromisoformat(sent),
        replied_on=(Fixed.fromisoformat(reply),) if reply else (),
        published_on=Fixed.fromisoformat(public) if public else None,
    )


def _row(row: int, told: dict[str, Any]) -> PastLetter:
    days: dict[str, Any] = {name: Fixed.fromisoformat(told[name]) for name in _DAYS if name in told}
    of: dict[str, Any] = {
        "reference": "",
        **told,
        **days,
        "mandates": tuple(told["mandates"].split()),
    }
    return PastLetter(letter_id=named("past letter", row), row=row, **of)
