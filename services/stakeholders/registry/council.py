"""The Council's acts as the registry records them: section C.4 of the domain, SC1 and SC3."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import get_args

from services.stakeholders.registry.state import Chain, State
from shared.contracts.stakeholders_registry import (
    DraftRejected,
    Fact,
    MandateClustered,
    MandateModified,
    MandateReestablished,
    MandateRenewed,
    MandatesMerged,
    MandateTerminated,
    Open,
    Resolution,
)
from shared.contracts.stakeholders_registry_commands import (
    ClusterMandate,
    MergeMandates,
    ModifyMandate,
    RecordRejectedDraft,
    ReestablishMandate,
    RenewMandate,
    TerminateMandate,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.said import Day

_SYMBOL = re.compile(r"[A-Z]+(?:/[A-Za-z0-9.-]+)+")
_KINDS = frozenset(get_args(Open))
_CHOOSE = "Choose the mandate from the list."
_LONGEST = timedelta(days=25 * 366)
_NO_DAY = "The last day comes before the day on which the Council decided."


def sound(resolution: Resolution, asked: Asked) -> None:
    """Refuse what cannot be an act of the Council."""
    if not _SYMBOL.fullmatch(resolution.symbol):
        raise Refused("Give the symbol of the resolution, such as A/HRC/RES/58/13.")
    if resolution.adopted_on is None:
        raise Refused("Give the day on which the Council decided.")
    if resolution.adopted_on > day_of(asked.at):
        raise Refused("The Council has not decided yet on this day.")
    votes = resolution.votes
    counted = () if votes is None else (votes.yes, votes.no, votes.abstained)
    if min(*counted, 0, resolution.paragraph or 0, resolution.months or 0) < 0:
        raise Refused("Numbers of votes, months and paragraphs are not below zero.")


def renew(command: RenewMandate, asked: Asked, chain: Chain) -> Sequence[Fact]:
    """A mandate that lapsed goes on if the Council had decided in time (section C.8)."""
    if chain.ended_on is None and _same(chain, "renew", command.resolution, command.until):
        return []
    _not_over(chain, unless=_in_time(chain, command.resolution))
    _lasts(command.until, command.resolution)
    return [
        MandateRenewed(
            mandate=command.mandate,
            until=command.until,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def modify(command: ModifyMandate, asked: Asked, state: State, chain: Chain) -> Sequence[Fact]:
    """A title that names two mandates merges nothing: the desk sees "merge to confirm"."""
    if chain.titles == command.titles and chain.has("modify", command.resolution.symbol):
        return []
    _not_over(chain)
    _titled(command.titles)
    if command.perhaps_merged_with is not None:
        _known((command.perhaps_merged_with,), command.mandate, state)
    return [
        MandateModified(
            mandate=command.mandate,
            titles=command.titles,
            perhaps_merged_with=command.perhaps_merged_with,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def merge(command: MergeMandates, asked: Asked, state: State, chain: Chain) -> Sequence[Fact]:
    if chain.ended_on == command.ended_on:
        return []
    _not_over(chain)
    _known((command.into,), command.mandate, state)
    if not command.resolution.paragraph:
        raise Refused("Say which paragraph merges the mandates. A title alone merges nothing.")
    _goes_on(command.into, command.ended_on, state)
    _kept(command, state)
    return [
        MandatesMerged(
            mandate=command.mandate,
            into=command.into,
            ended_on=command.ended_on,
            custody=command.custody,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def cluster(command: ClusterMandate, asked: Asked, state: State, chain: Chain) -> Sequence[Fact]:
    if chain.beside == command.beside:
        return []
    _not_over(chain)
    _known(command.beside, command.mandate, state)
    return [
        MandateClustered(
            mandate=command.mandate,
            beside=command.beside,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def terminate(
    command: TerminateMandate, asked: Asked, state: State, chain: Chain
) -> Sequence[Fact]:
    if chain.ended_on == command.ended_on:
        return []
    _not_over(chain)
    _kept(command, state)
    return [
        MandateTerminated(
            mandate=command.mandate,
            ended_on=command.ended_on,
            custody=command.custody,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def reestablish(command: ReestablishMandate, asked: Asked, chain: Chain) -> Sequence[Fact]:
    if chain.ended_on is None:
        if _same(chain, "reestablish", command.resolution, command.until):
            return []
        raise Refused("This mandate has not ended.")
    _lasts(command.until, command.resolution)
    return [
        MandateReestablished(
            mandate=command.mandate,
            until=command.until,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def reject(command: RecordRejectedDraft, asked: Asked, chain: Chain) -> Sequence[Fact]:
    if chain.has("reject", command.resolution.symbol):
        return []
    votes = command.resolution.votes
    if votes is None:
        raise Refused("Give the votes: a draft is rejected by a vote.")
    if votes.yes > votes.no:
        raise Refused("A draft with more votes for it than against it was not rejected.")
    return [
        DraftRejected(
            mandate=command.mandate,
            resolution=command.resolution,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _same(chain: Chain, act: str, resolution: Resolution, until: date | None) -> bool:
    return chain.has(act, resolution.symbol) and chain.until == until


def _in_time(chain: Chain, resolution: Resolution) -> bool:
    decided, latest = resolution.adopted_on, chain.lapses_after
    return chain.lapsed and decided is not None and latest is not None and decided <= latest


def _not_over(chain: Chain, *, unless: bool = False) -> None:
    if chain.ended_on is not None and not unless:
        raise Refused(
            "The last day of this mandate is {day}. If the Council brought it back, record that.",
            day=Day(chain.ended_on),
        )


def _lasts(until: date | None, resolution: Resolution) -> None:
    adopted = resolution.adopted_on
    if until is None or adopted is None:
        return
    if until < adopted:
        raise Refused(_NO_DAY)
    if until - adopted > _LONGEST:
        raise Refused("The last day comes more than 25 years later. Check the year.")


def _titled(titles: Collection[str]) -> None:
    if "en" not in titles:
        raise Refused("Give the title of the mandate in English.")


def _known(some: Collection[str], mandate: str, state: State) -> None:
    if mandate in some or any(one not in state for one in some):
        raise Refused(_CHOOSE)


def _goes_on(mandate: str, after: date, state: State) -> None:
    ended = state[mandate].ended_on
    if ended is not None and ended <= after:
        raise Refused("The other mandate ended on {day}.", day=Day(ended))


def _kept(command: MergeMandates | TerminateMandate, state: State) -> None:
    """SC3: something is decided about each kind of open work, once."""
    custody = command.custody
    if len(custody) != len(_KINDS) or {one.kind for one in custody} != _KINDS:
        raise Refused(
            "Decide where open letters, reply cases, visits and recommendations go: each to a "
            "mandate, or to the record."
        )
    heirs = [one.to for one in custody if one.to is not None]
    _known(heirs, command.mandate, state)
    for heir in heirs:
        _goes_on(heir, command.ended_on, state)
