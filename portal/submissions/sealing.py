"""The commands that file a submission: no restricted text in them is readable.

A list of victims that is too long for one command is told in several: store and services take no
message larger than a mebibyte.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python

from portal.submissions import matching
from portal.submissions.filing import Filing
from portal.submissions.filing.people import Victim as Filed
from portal.submissions.filing.sections import (
    Business,
    Confidentiality,
    DomesticAction,
    Legislation,
    Reprisal,
    RequestedAction,
    Urgency,
)
from shared.contracts.intake import Channel, Consent, Victim
from shared.message import Sealed, derive_id

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
_AT_ONCE = 250  # victims in a command


def submission(
    filing: Filing,
    *,
    submission_id: str,
    source_subject: str,
    channel: Channel,
    seal: Seal,
    key: bytes,
    received_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the command ``submit-allegation``. ``received_at``: only of what the desk enters."""
    told = {name for section in OPTIONAL for name in section.model_fields} - _IN_THE_CLEAR
    particulars = filing.model_dump(include=told, exclude_none=True)
    command = {
        "submission_id": submission_id,
        "channel": channel,
        "language": filing.language,
        "state": filing.state,
        "urgent": filing.urgent,
        "reprisal": filing.reprisal,
        "requested": filing.requested,
        "mandates": filing.mandates,
        "on_behalf": filing.for_whom is not None,
        "source_subject": source_subject,
        "victims": _victims(filing.persons[:_AT_ONCE], 0, submission_id, seal),
        "perpetrators": seal(_listed(filing.responsible)),
        "incident": seal(_listed(filing.happened)),
        "narrative": seal(filing.narrative),
        "particulars": seal(to_json(particulars).decode()) if particulars else None,
        "matching": matching.tokens(
            key,
            names=[one.name or "" for one in filing.persons],
            state=filing.state,
            months=[one.date[: len("2026-03")] for one in filing.happened],
            narrative=filing.narrative,
        ),
    }
    if received_at is not None:
        command["received_at"] = received_at
    sealed: dict[str, Any] = to_jsonable_python(command)
    return sealed


def further_victims(filing: Filing, submission_id: str, seal: Seal) -> Iterator[dict[str, Any]]:
    """Return the commands ``add-victims`` that follow, in their order."""
    persons = filing.persons
    for begin in range(_AT_ONCE, len(persons), _AT_ONCE):
        victims = _victims(persons[begin : begin + _AT_ONCE], begin, submission_id, seal)
        yield {"submission_id": submission_id, "victims": to_jsonable_python(victims)}


def identity(filing: Filing) -> dict[str, str]:
    """Return who the source is: for the vault alone."""
    told = {
        "name": filing.submitter_name,
        "contact": filing.submitter_contact,
        "for_whom": filing.for_whom,
        "relationship": filing.relationship,
    }
    return {name: text for name, text in told.items() if text is not None}


def _victims(persons: Sequence[Filed], first: int, submission_id: str, seal: Seal) -> list[Victim]:
    return [
        Victim(
            victim_id=str(derive_id("victim", submission_id, number)),
            details=seal(_written(one, {"consent"})),
            consent=_consent(one, seal),
        )
        for number, one in enumerate(persons, first)
    ]


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


def _listed(models: Sequence[BaseModel]) -> str:
    return to_json([one.model_dump(exclude_none=True) for one in models]).decode()


def _written(model: BaseModel, leaving_out: set[str]) -> str:
    return to_json(model.model_dump(exclude=leaving_out, exclude_none=True)).decode()
