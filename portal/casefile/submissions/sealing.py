"""The commands that file a submission, with all restricted text sealed.

A list of victims that is too long for one command is split into several: store and services accept
no message larger than a mebibyte.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from pydantic import BaseModel
from pydantic_core import to_json

from portal.casefile.filing import Filing
from portal.casefile.filing.people import Victim as Filed
from portal.casefile.filing.sections import (
    Business,
    Confidentiality,
    DomesticAction,
    Legislation,
    Reprisal,
    RequestedAction,
    Urgency,
)
from portal.casefile.submissions import matching
from portal.web.i18n.texts import gettext
from shared.contracts.intake import Channel, Consent, Victim
from shared.contracts.intake_commands import AddVictims, SubmitAllegation
from shared.core.message import Sealed, derive_id

Seal = Callable[[str], Sealed]

OPTIONAL: Final = (
    Urgency,
    Confidentiality,
    DomesticAction,
    RequestedAction,
    Business,
    Legislation,
    Reprisal,
)
"""The sections whose texts are the submission's ``particulars``."""
_IN_THE_CLEAR = {"urgent", "reprisal", "requested", "mandates"}
_NAMES = 200  # of victims by whom near-equal submissions are found
_VICTIMS_AT_ONCE = 400_000  # bytes of victims in a command
_TEXTS_AT_ONCE = 500_000  # bytes of everything else
_GROWN = 4 / 3  # bytes of a cipher for one of its text
_AROUND = 400  # bytes around the cipher of a victim: ids, names of fields, answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of a filing beside its victims, as they are written."""

    perpetrators: str
    incident: str
    narrative: str
    particulars: str | None


class TooLong(Exception):
    """All texts together are more than a command holds; each alone may be short enough."""

    def __str__(self) -> str:
        return gettext(
            "All texts together are too long. Shorten some of them, and add the rest as files"
        )


def commands(
    filing: Filing,
    texts: Texts,
    *,
    submission_id: str,
    source_subject: str,
    channel: Channel,
    seal: Seal,
    key: bytes,
    received_at: datetime | None = None,
) -> tuple[SubmitAllegation, list[AddVictims]]:
    """Return the command that files it, and those that tell the rest of its victims, in order.

    ``texts``: of the filing. ``received_at``: only of what the desk enters.
    """
    batches = _batches(_victims(filing.persons, submission_id, seal))
    first = SubmitAllegation(
        submission_id=submission_id,
        channel=channel,
        language=filing.language,
        state=filing.state,
        urgent=filing.urgent,
        reprisal=filing.reprisal,
        requested=tuple(filing.requested),
        mandates=tuple(filing.mandates),
        on_behalf=filing.for_whom is not None,
        source_subject=source_subject,
        victims=next(batches, ()),
        perpetrators=seal(texts.perpetrators),
        incident=seal(texts.incident),
        narrative=seal(texts.narrative),
        particulars=None if texts.particulars is None else seal(texts.particulars),
        received_at=received_at,
        matching=matching.tokens(
            key,
            names=[one.name or "" for one in filing.persons[:_NAMES]],
            state=filing.state,
            months=[one.date[: len("2026-03")] for one in filing.happened],
            narrative=filing.narrative,
        ),
    )
    return first, [AddVictims(submission_id=submission_id, victims=more) for more in batches]


def texts(filing: Filing) -> Texts:
    """Return its texts beside the victims, as they are written. Raises ``TooLong``.

    They are measured as they will be when they are sealed, so that nothing is kept of what could
    not be told.
    """
    told = {name for section in OPTIONAL for name in section.model_fields} - _IN_THE_CLEAR
    particulars = filing.model_dump(include=told, exclude_none=True)
    found = Texts(
        perpetrators=listed(filing.responsible),
        incident=listed(filing.happened),
        narrative=filing.narrative,
        particulars=to_json(particulars).decode() if particulars else None,
    )
    if sum(len(text.encode()) for text in astuple(found) if text) * _GROWN > _TEXTS_AT_ONCE:
        raise TooLong
    return found


def _batches(victims: Sequence[Victim]) -> Iterator[tuple[Victim, ...]]:
    """Divide them so that each part fits into a command."""
    batch: list[Victim] = []
    size = 0
    for one in victims:
        reason = len(one.consent.reason.cipher) if one.consent.reason else 0
        more = len(one.details.cipher) + reason + _AROUND
        if batch and size + more > _VICTIMS_AT_ONCE:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(one)
        size += more
    yield tuple(batch)


def identity(filing: Filing) -> dict[str, str]:
    """Return who the source is: for the vault alone."""
    told = {
        "name": filing.submitter_name,
        "contact": filing.submitter_contact,
        "for_whom": filing.for_whom,
        "relationship": filing.relationship,
    }
    return {name: text for name, text in told.items() if text is not None}


def _victims(persons: Sequence[Filed], submission_id: str, seal: Seal) -> list[Victim]:
    return [
        victim(one, str(derive_id("victim", submission_id, number)), seal)
        for number, one in enumerate(persons)
    ]


def victim(one: Filed, victim_id: str, seal: Seal) -> Victim:
    return Victim(
        victim_id=victim_id,
        details=seal(_written(one, {"consent"})),
        consent=_consent(one, seal),
    )


def _consent(one: Filed, seal: Seal) -> Consent:
    said = one.consent
    return Consent(
        act=said.act,
        authorities=said.authorities,
        public=said.public,
        name_form=said.name_form,
        press=said.press,
        sharing=said.sharing,
        given_by=said.given_by,
        reason=None if said.reason is None else seal(said.reason),
    )


def listed(models: Sequence[BaseModel]) -> str:
    """Return incidents or perpetrators as they are written."""
    return to_json([one.model_dump(exclude_none=True) for one in models]).decode()


def _written(model: BaseModel, leaving_out: set[str]) -> str:
    return to_json(model.model_dump(exclude=leaving_out, exclude_none=True)).decode()
