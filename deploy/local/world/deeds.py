"""Deeds: what somebody of the invented world asked for, and when; and the file of them.

A deed holds nothing that differs from one installation to the next. Times are counted from the
first midnight of the world's first day here; texts are in the clear; what only an installation's
own keys make is described by a ``Keyed`` value.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

from shared.core.message import Sealed, derive_id

FILE: Final = Path(__file__).with_name("world.jsonl.gz")
START: Final = datetime(2030, 1, 1, tzinfo=UTC)
"""The midnight from which the generator counts: any day would do."""
FILES: Final = "files"
"""What is asked for when a submission is filed: its data are a ``Filing``."""


class Keyed(str):
    """A text that every installation makes with its own keys; ``how`` says from what."""

    __slots__ = ("how",)
    how: Mapping[str, Any]

    def __new__(cls, **how: Any) -> Self:
        made = super().__new__(cls, "0" * 64)
        made.how = how
        return made


class Fixed(date):
    """A day of before the world: the same one in every installation."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """``minute``: from the first midnight, mostly before it. ``by``: a person, as in ``people``.

    ``asks``: service and wire name of the command, or ``FILES``; ``data``: its fields. ``name``:
    from which the command's id is made. ``case``: the correlation id.
    """

    minute: int
    by: str
    asks: str
    name: str
    case: str
    data: Mapping[str, Any]

    @property
    def command_id(self) -> UUID:
        return command_id(self.name)


def command_id(name: str) -> UUID:
    """Return the id of the command of the deed with this name."""
    return derive_id("world", name)


def write(deeds: Iterable[Deed], file: Path = FILE) -> None:
    file.write_bytes(packed(deeds))


def packed(deeds: Iterable[Deed]) -> bytes:
    """Return the file's bytes: the same for the same deeds."""
    lines = "".join(f"{_line(deed)}\n" for deed in deeds)
    return gzip.compress(lines.encode(), mtime=0)


def read(file: Path = FILE) -> Iterator[Deed]:
    for line in gzip.decompress(file.read_bytes()).decode().splitlines():
        minute, by, asks, name, case, data = json.loads(line)
        yield Deed(minute=minute, by=by, asks=asks, name=name, case=case, data=data)


def _line(deed: Deed) -> str:
    parts = [deed.minute, deed.by, deed.asks, deed.name, deed.case, plain(deed.data)]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value of a command as the file has it: what differs later is described."""
    match value:
        case Keyed():
            return {key: plain(one) for key, one in value.how.items()}
        case Sealed():
            return {"sealed": [value.subject, value.cipher]}
        case datetime():
            return {"minute": minute_of(value)}
        case Fixed():
            return value.isoformat()
        case date():
            return {"day": (value - START.date()).days}
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
        case _:
            return value


def minute_of(at: datetime) -> int:
    return (at - START) // timedelta(minutes=1)
