"""The values of a deed as this installation makes them: its days, its vault's seals, its keys."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from deploy.local.world.deeds import Deed
from portal.casefile.attachments.keep import Kept
from portal.followup.publication import binding
from portal.followup.visit_reports import wording as visit_report
from portal.letters.communications.wording import fingerprint as wording
from portal.web.accounts.filers import Pseudonyms
from shared.contracts.approvals_statements import About, Wording, fingerprint
from shared.contracts.stakeholders_review import Sheet, commitment_of
from shared.core.commitment import committed
from shared.core.message import Sealed

_DAY = re.compile(r"\{day:(-?\d+)\}")
"""A day in a sealed text."""
_ABOUT, _WORDING, _SHEET = TypeAdapter(About), TypeAdapter(Wording), TypeAdapter(Sheet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """``first_day``: the midnight that deeds count from. ``seals``: by subject, what seals.

    ``keys``: the vault's, newest first. ``files``: by which sheet, what was kept of it.
    """

    first_day: datetime
    keys: Sequence[str]
    vault: Pseudonyms
    seals: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Kept] = field(default_factory=dict)

    def at(self, minute: int) -> datetime:
        return self.first_day + timedelta(minutes=minute)

    def day(self, number: int) -> date:
        return self.first_day.date() + timedelta(days=number)

    def value(self, told: Any) -> Any:
        """Return what a deed tells as a command has it."""
        match told:
            case {"sealed": [subject, text]}:
                return self._sealed(subject, text)
            case {"minute": int(minute)}:
                return self.at(minute)
            case {"day": int(number)}:
                return self.day(number)
            case {"month": int(number)}:
                return self.day(number).strftime("%Y-%m")
            case {"letter": str(text)}:
                return wording(text, self.keys)
            case {"rendition": [letter, document, text]}:
                return committed(text, binding.salt_of(self.vault, letter, document))
            case {"rendition_salt": [letter, document]}:
                return binding.salt_of(self.vault, letter, document)
            case {"statement": [statement_id, kind, about, words]}:
                told_about = _ABOUT.validate_python(self.value(about))
                salt = self.vault.pseudonym("statement", statement_id)
                return fingerprint(kind, told_about, _WORDING.validate_python(words), salt)
            case {"statement_salt": str(statement_id)}:
                return self.vault.pseudonym("statement", statement_id)
            case {"visit_report": [mission_id, text, items]}:
                said = [visit_report.Wording(**item) for item in items]
                return visit_report.keyed(self.vault, mission_id, text, said)
            case {"file": [str(sheet), _, _]}:
                return {one.name: getattr(self.files[sheet], one.name) for one in fields(Kept)}
            case {"preferences": [vacancy, member, nonce, sheet]}:
                return commitment_of(vacancy, member, 1, 1, nonce, _SHEET.validate_python(sheet))
            case dict():
                return {key: self.value(one) for key, one in told.items()}
            case list():
                return [self.value(one) for one in told]
            case _:
                return told

    def _sealed(self, subject: str, text: str) -> Sealed:
        sealed: Sealed = self.seals[subject](_DAY.sub(self._written, text))
        return sealed

    def _written(self, day: re.Match[str]) -> str:
        return self.day(int(day[1])).isoformat()


def subjects(deeds: Iterable[Deed]) -> set[str]:
    """Return the subjects of every sealed text of these deeds."""
    return {subject for deed in deeds for subject in _subjects(deed.data)}


def _subjects(told: Any) -> Iterator[str]:
    match told:
        case {"sealed": [subject, _]}:
            yield subject
        case dict():
            for one in told.values():
                yield from _subjects(one)
        case list():
            for one in told:
                yield from _subjects(one)
        case _:
            pass
