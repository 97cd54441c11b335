"""The first import: the mandates of the reference data, with their first and newest resolution.

The data has no last day of a mandate, and none is guessed: the clock of renewals starts when the
registry's desk records one.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import cast

from services.stakeholders.registry.commands import ImportMandate
from shared.contracts.stakeholders_registry import Fact, Form, Kind, MandateCreated, Resolution
from shared.core.actor import Asked
from shared.reference import rows


@cache
def imports() -> tuple[ImportMandate, ...]:
    titles = {row.pop("mandate"): row for row in rows("mandate_titles.csv")}
    return tuple(
        ImportMandate(
            mandate=row["mandate"],
            titles={"en": row["name"], **titles.get(row["mandate"], {})},
            kind=cast("Kind", row["kind"]),
            form=cast("Form", row["form"]),
            resolution=_resolution(row["first_resolution"], None),
            latest=_resolution(row["latest_resolution"], date.fromisoformat(row["latest_date"])),
        )
        for row in rows("mandates.csv")
    )


def begin(command: ImportMandate, asked: Asked) -> Sequence[Fact]:
    return [
        MandateCreated(
            mandate=command.mandate,
            titles=command.titles,
            kind=command.kind,
            form=command.form,
            until=None,
            resolution=command.resolution,
            latest=command.latest,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _resolution(symbol: str, adopted_on: date | None) -> Resolution:
    return Resolution(symbol=symbol, adopted_on=adopted_on, paragraph=None, months=None, votes=None)
