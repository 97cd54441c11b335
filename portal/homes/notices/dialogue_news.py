"""Whom facts about dialogues, their slots and their co-sponsors are told to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from portal.homes.notices.audiences import Audience
from shared.contracts.stakeholders_dialogues import (
    CoSponsorAccepted,
    CoSponsorAsked,
    CoSponsorLeft,
    DialogueChanged,
    SlotPassedOn,
    SlotRequested,
    SlotWithdrawn,
    SpeakerListed,
    StatementNotReached,
    StatementPublished,
)


def _dialogue(f: Any) -> Mapping[str, Any]:
    return {"dialogue_id": f.dialogue_id}


def _slot(f: Any) -> Mapping[str, Any]:
    return {**_dialogue(f), "slot_id": f.slot_id}


TOLD: Final[Mapping[type, tuple[tuple[Audience, ...], Callable[[Any], Mapping[str, Any]]]]] = (
    MappingProxyType(
        {
            SlotRequested: (("slot",), _slot),
            SpeakerListed: (("slot",), _slot),
            SlotWithdrawn: (("slot", "cosponsor"), _slot),
            CoSponsorAsked: (("slot",), _slot),
            CoSponsorAccepted: (("cosponsor",), _slot),
            CoSponsorLeft: (("slot", "cosponsor"), _slot),
            SlotPassedOn: (("slot", "cosponsor"), _slot),
            StatementNotReached: (("slot",), _slot),
            StatementPublished: (("slot",), _slot),
            DialogueChanged: (("slots",), _dialogue),
        }
    )
)
