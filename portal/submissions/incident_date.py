"""The date of an incident: to the month at least, as people write it.

"March 2026", "14 March 2026", "March 14, 2026", "2026-03", "2026-03-14", "03/2026", "14.3.2026"
become ``2026-03`` or ``2026-03-14``.
"""

import re
from calendar import month_name
from datetime import date

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_WORDS = r"(?P<word>[a-z]{3,9})\.?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?",
        rf"((?P<day>\d{{1,2}})(st|nd|rd|th)?\s+)?{_WORDS},?\s+(?P<year>\d{{4}})",
        rf"{_WORDS}\s+(?P<day>\d{{1,2}})(st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<month>\d{1,2})[/.](?P<year>\d{4})",
        r"(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})",
    )
)
_EARLIEST, _LATEST = 1900, 2100
_LAST_MONTH = 12

UNREADABLE = "Write the date as 14 March 2026, or March 2026 if you do not know the day"


def parse(text: str) -> str:
    """Return the date as ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: with a sentence for the person who wrote it.
    """
    words = " ".join(text.lower().split())
    found = next((match for form in _FORMS if (match := form.fullmatch(words))), None)
    if found is None:
        raise ValueError(UNREADABLE)
    parts = found.groupdict()
    if parts.get("first"):
        parts |= _day_and_month(int(parts["first"]), int(parts["second"]))
    month = _month(parts["word"]) if parts.get("word") else int(parts["month"])
    year, day = int(parts["year"]), parts.get("day")
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(f"The year must be between {_EARLIEST} and {_LATEST}")
    try:
        exact = date(year, month, int(day) if day else 1)
    except ValueError:
        raise ValueError("There is no such date: check the day and the month") from None
    return exact.isoformat() if day else exact.isoformat()[:7]


def in_words(parsed: str) -> str:
    """Return what ``parse`` gave as read: "14 March 2026", "March 2026"."""
    year, month, *day = map(int, parsed.split("-"))
    return " ".join([*map(str, day), month_name[month], str(year)])


def _month(word: str) -> int:
    found = [number for name, number in _MONTHS.items() if name.startswith(word)]
    if len(found) != 1:
        raise ValueError(UNREADABLE)
    return found[0]


def _day_and_month(first: int, second: int) -> dict[str, str]:
    """Tell day from month where the numbers alone do; the day stands first in most countries."""
    if first == second or first > _LAST_MONTH:
        return {"day": str(first), "month": str(second)}
    if second > _LAST_MONTH:
        return {"day": str(second), "month": str(first)}
    raise ValueError(
        f"{first}/{second} can be read in two ways: write the month as a word, "
        f"as in {first} {month_name[second]}"
    )
