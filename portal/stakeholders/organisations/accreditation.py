"""A record of accreditation: one text, sealed under a key of its own, and what it says on a day.

The key is not that of the entry: what describes an organisation can be erased, and what ECOSOC or
GANHRI decided about it stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json

from portal.web.context import vault
from shared.contracts.stakeholders_accreditation_commands import RecordAccreditation
from shared.contracts.stakeholders_accreditations import Source
from shared.core.message import Sealed
from shared.reference.accreditation import GRADES, InForce, Record, in_force

_DAYS = ("decided", "effective", "next_review", "until")
_IN_THE_FACT = frozenset({"record_id", "corrects"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record as it is stored. ``source``: officer, or sheet."""

    organisation_id: str
    record_id: str
    sealed: Sealed
    corrects: str | None
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """``document``: where the organisation says that it can be found."""

    scheme: str
    status: str
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an organisation's page says: what is in force, and what was decided, newest first."""

    now: Sequence[InForce]
    records: Sequence[Record]

    @property
    def corrected(self) -> frozenset[str | None]:
        return frozenset(one.corrects for one in self.records)


def subject_of(organisation_id: str) -> str:
    return f"accreditation-{organisation_id}"


def written(record: Record | Claim) -> str:
    told = {name: value for name, value in asdict(record).items() if name not in _IN_THE_FACT}
    return to_json(told).decode()


def read(kept: Kept, text: str) -> Record:
    told: dict[str, Any] = from_json(text)
    days: dict[str, Any] = {
        name: date.fromisoformat(told[name]) for name in _DAYS if told.get(name)
    }
    rest = {name: told[name] for name in ("scheme", "status", "body", "document")}
    return Record(record_id=kept.record_id, corrects=kept.corrects, **rest, **days)


def claim_of(text: str) -> Claim:
    return Claim(**from_json(text))


def id_of(organisation_id: str, given: Mapping[str, object]) -> str:
    """Return the same id for the same decision. Without the vault nobody finds out which it is.

    What stands for another record is told apart by that one: so a paper or an end can be corrected,
    and a wrong correction too.
    """
    told = [organisation_id, *(str(given[name]) for name in ("scheme", "status"))]
    told += [str(given[name]) for name in ("decided", "effective")]
    told += [str(given["corrects"])] if given.get("corrects") else []
    return str(UUID(vault().pseudonym("accreditation", "/".join(told))))


def command(organisation_id: str, record: Record, source: Source) -> RecordAccreditation:
    return RecordAccreditation(
        organisation_id=organisation_id,
        record_id=record.record_id,
        record=vault().seal(subject_of(organisation_id), written(record)),
        corrects=record.corrects,
        source=source,
    )


def read_all(kept: Sequence[Kept], texts: Sequence[str | None]) -> list[Record]:
    return [read(one, text) for one, text in zip(kept, texts, strict=True) if text is not None]


def standing(records: Iterable[Record], on: date) -> Standing:
    """Return what is in force on this day under each scheme that says anything of it."""
    every = sorted(records, key=lambda one: (one.effective, one.decided), reverse=True)
    schemes = [scheme for scheme in GRADES if any(one.scheme == scheme for one in every)]
    return Standing(now=[in_force(every, scheme, on) for scheme in schemes], records=every)
