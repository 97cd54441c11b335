"""The cells of UHRI's spreadsheet: read, and written so that reading gives the same again."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet's days have no zone
_SERIAL = re.compile(r"\d{5,7}(?:\.\d+)?")  # fewer digits may as well be a year
_FIRST, _LAST = 16_072, 54_789  # the days from 1944 to 2049: others are years, months or mistakes
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DAY = timedelta(days=1)
_MARK = "- "
# What neither a spreadsheet nor XML can have: controls, halves of pairs, and the end of the plane.
_STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def clean(cell: str) -> str:
    """Return the cell with plain line ends, no controls, and nothing around it."""
    return _STRANGE.sub("", _BREAKS.sub("\n", cell)).strip()


def values(cell: str) -> tuple[str, ...]:
    """Return the values of a list, each once. A line without a mark goes on with the one above."""
    found: list[str] = []
    for line in clean(cell).split("\n"):
        stripped = line.strip()
        if not found or stripped.startswith(_MARK) or stripped == _MARK.strip():
            found.append(_unmarked(stripped))
        else:
            found[-1] = f"{found[-1]} {stripped}".strip()
    return tuple(dict.fromkeys(one for one in found if one))


def listed(several: Iterable[str]) -> str:
    """Return the cell of a list."""
    return "\n".join(f"{_MARK}{one}" for one in several)


def value(cell: str) -> str:
    """Return the one value of a cell, which may carry a mark; several stay as lines."""
    return "\n".join(values(cell))


def moment(cell: str) -> datetime | None:
    """Return a day or a moment that is a serial number or ISO; None for none of these."""
    text = _unmarked(clean(cell))
    try:
        if _SERIAL.fullmatch(text):
            if not _FIRST <= float(text) < _LAST:
                return None
            return _EPOCH + _rounded(float(text) * _DAY)
        if not _ISO.match(text):
            return None
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError):
        return None


def serial(at: datetime) -> str:
    """Return the number of a moment in a spreadsheet; empty for one that is not read as a day."""
    number = f"{(at - _EPOCH) / _DAY:.15g}"
    return number if _SERIAL.fullmatch(number) and _FIRST <= float(number) < _LAST else ""


def iso(at: datetime | None) -> str:
    """Return the day, or the moment if there is a time."""
    if at is None:
        return ""
    return at.date().isoformat() if at.time() == datetime.min.time() else at.isoformat()


def _unmarked(line: str) -> str:
    return line[1:].strip() if line.startswith(_MARK) or line == _MARK.strip() else line


def _rounded(since: timedelta) -> timedelta:
    """A fraction of a day is exact to some milliseconds: take the nearest second."""
    return timedelta(seconds=round(since.total_seconds()))
