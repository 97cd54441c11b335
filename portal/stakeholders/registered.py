"""What a fact of the registry changes in the chain of a mandate, and which acts it adds."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
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
