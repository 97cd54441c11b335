"""What a fact of the registry changes in the chain of a mandate, and which acts it adds."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shared.contracts.stakeholders_registry import (
    DraftRejected,
    MandateClustered,
    MandateCreated,
    MandateLapsed,
    MandateModified,
    MandateReestablished,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    RenewalPending,
    Resolution,
)
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    mandate: str
    kind: str
    values: Mapping[str, Any]


def chain(fact: object) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Return the mandate and the columns that change."""
    match fact:
        case MandateCreated() as f:
            yield f.mandate, {"until": f.until, "open_ended": False, "pending": False}
        case MandateRenewed() | MandateReestablished() as f:
            yield (
                f.mandate,
                {
                    "until": f.until,
                    "open_ended": f.until is None,
                    "pending": False,
                    "ended_on": None,
                    "into": None,
                },
            )
        case MandateModified() as f:
            renamed = {"renamed": dict(f.titles), "perhaps_merged_with": f.perhaps_merged_with}
            yield f.mandate, renamed
        case MandatesMerged() as f:
            merged = {"ended_on": f.ended_on, "into": f.into, "perhaps_merged_with": None}
            yield f.mandate, {**merged, "pending": False}
        case MandateTerminated() as f:
            yield f.mandate, {"ended_on": f.ended_on, "pending": False}
        case MandateClustered() as f:
            yield f.mandate, {"beside": list(f.beside)}
        case RenewalPending() as f:
            yield f.mandate, {"pending": True}
        case MandateLapsed() as f:
            yield f.mandate, {"ended_on": f.until, "pending": False}
        case _:
            return


def acts(fact: object) -> Iterable[Act]:
    match fact:
        case MandateCreated() as f:
            yield _act("created", f.mandate, f.resolution, titles=dict(f.titles))
            if f.latest.symbol != f.resolution.symbol:
                yield _act("latest", f.mandate, f.latest)
        case MandateRenewed() as f:
            yield _act("renewed", f.mandate, f.resolution, until=f.until)
        case MandateReestablished() as f:
            yield _act("reestablished", f.mandate, f.resolution, until=f.until)
        case MandateModified() as f:
            yield _act("modified", f.mandate, f.resolution, titles=dict(f.titles))
        case MandatesMerged() as f:
            custody = {one.kind: one.to for one in f.custody}
            yield _act("merged", f.mandate, f.resolution, until=f.ended_on, custody=custody)
        case MandateTerminated() as f:
            custody = {one.kind: one.to for one in f.custody}
            yield _act("terminated", f.mandate, f.resolution, until=f.ended_on, custody=custody)
        case MandateClustered() as f:
            yield _act("clustered", f.mandate, f.resolution)
        case DraftRejected() as f:
            yield _act("rejected", f.mandate, f.resolution)
        case _:
            return


def steps(fact: object) -> Iterable[Act]:
    """Return what a fact says of when the mandate was in force; "seen": that it was, on that day.

    The day of creation is known where the first import has it, also as that of the newest
    resolution. An end takes effect after its last day.
    """
    match fact:
        case MandateCreated() as f:
            same = f.latest.symbol == f.resolution.symbol
            created = f.resolution.adopted_on or (f.latest.adopted_on if same else None)
            yield _step("created", f.mandate, created, f.resolution)
            yield _step("seen", f.mandate, f.latest.adopted_on or day_of(f.recorded_at), f.latest)
        case MandateRenewed() as f:
            yield _step("renewed", f.mandate, f.resolution.adopted_on, f.resolution)
        case MandateReestablished() as f:
            yield _step("reestablished", f.mandate, f.resolution.adopted_on, f.resolution)
        case MandatesMerged() as f:
            yield _step("merged", f.mandate, f.ended_on, f.resolution, into=f.into)
        case MandateTerminated() as f:
            yield _step("terminated", f.mandate, f.ended_on, f.resolution)
        case MandateLapsed() as f:
            yield _step("lapsed", f.mandate, f.until, None)
        case MandateModified() | MandateClustered() | DraftRejected() as f:
            yield _step("seen", f.mandate, f.resolution.adopted_on, f.resolution)
        case _:
            return


def _step(
    kind: str, mandate: str, on: date | None, by: Resolution | None, into: str | None = None
) -> Act:
    values = {"on": on, "symbol": by.symbol if by else None, "into": into}
    return Act(mandate=mandate, kind=kind, values=values)


def _act(kind: str, mandate: str, resolution: Resolution, **also: Any) -> Act:
    values = {
        "symbol": resolution.symbol,
        "adopted_on": resolution.adopted_on,
        "paragraph": resolution.paragraph,
        "months": resolution.months,
        "votes": asdict(resolution.votes) if resolution.votes else None,
        **also,
    }
    return Act(mandate=mandate, kind=kind, values=values)
