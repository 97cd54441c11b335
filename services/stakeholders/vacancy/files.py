"""The files of a selection once it is over, in its state: whether and whose have ended (SA13)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from shared.contracts.stakeholders_appointing import MandateHolderAppointed
from shared.contracts.stakeholders_files import (
    Fact,
    PublicPartKept,
    SelectionFilesEnded,
    SelectionFilesHeld,
    SelectionFilesReleased,
)
from shared.contracts.stakeholders_onward import VacancyLapsed
from shared.core.geneva import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """``over_on``: when the vacancy ended. ``held``: why they are kept for longer.

    ``ended``: those of everybody but the person appointed; ``gone``: whose. ``public``: of whom
    the public part has a key of its own. ``holder``: who was appointed, and the last day planned.
    """

    over_on: date | None = None
    held: str | None = None
    ended: bool = False
    gone: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    holder: tuple[str, date] | None = None


def after(state: Files, event: Fact | MandateHolderAppointed | VacancyLapsed) -> Files:
    match event:
        case VacancyLapsed():
            return replace(state, over_on=day_of(event.lapsed_at))
        case MandateHolderAppointed():
            holder = (event.holder_id, event.ends_on)
            return replace(state, over_on=event.decided_on, holder=holder)
        case SelectionFilesHeld():
            return replace(state, held=event.reason_code)
        case SelectionFilesReleased():
            return replace(state, held=None)
        case SelectionFilesEnded():
            gone = state.gone | set(event.candidate_ids)
            return replace(state, ended=state.ended or event.others, gone=gone)
        case PublicPartKept():
            return replace(state, public=state.public | {event.candidate_id})
    assert_never(event)
