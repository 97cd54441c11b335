"""Accreditations of the invented organisations: grades, reviews, and one that is suspended."""

import json

from deploy.local.world.tales.tale import DAY, Tale, named, sealed
from shared.contracts.stakeholders_accreditation_commands import RecordAccreditation

_OFFICER = "stakeholders"
_BODIES = {"ecosoc": "ECOSOC", "ganhri": "Sub-Committee on Accreditation"}


def record(  # what differs from one to the next
    organisation_id: str, scheme: str, status: str, tale: Tale, *, after: int, years: int = 5
) -> None:
    """Record what was decided so many days later, on the day on which it was."""
    tale.wait(after * DAY)
    today = tale.minute // DAY
    until = {"until": _day(today + 365)} if status in {"suspended", "deferred"} else {}
    told = {
        "scheme": scheme,
        "status": status,
        "body": _BODIES[scheme],
        "decided": _day(today),
        "effective": _day(today),
        "document": f"Decision {today + 1000} (invented)",
        "next_review": _day(today + years * 365),
        **until,
    }
    tale.then(
        0,
        _OFFICER,
        RecordAccreditation(
            organisation_id=organisation_id,
            record_id=named("record", organisation_id, scheme, status, today),
            record=sealed("accreditation", organisation_id, json.dumps(told)),
            corrects=None,
            source="officer",
        ),
    )


def _day(number: int) -> str:
    """Return a day of the world as its texts have it: it moves with the world."""
    return f"{{day:{number}}}"
