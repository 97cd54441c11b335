"""The invented watch-list of a demonstration: one open with a review due, and one proposed.

The United Nations partner is invited to the open one.
"""

from datetime import timedelta

from portal.committee.situations.found import case_of, subject_of
from portal.web.context import now
from portal.web.demonstration.asking import ask, invented, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_situation_commands import (
    InviteSituationGuest,
    NoteGovernmentAction,
    OpenSituation,
    ProposeSituation,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id

_BY = "committee"


def tell() -> None:
    going = _proposed("open", "KEN", ("sr-housing",), ("cerd-h", "specific"), ago=80)
    review_on = day_of(now()) + timedelta(days=6)
    _ask(OpenSituation(situation_id=going, step=1, review_on=review_on), going, "open", ago=78)
    action = NoteGovernmentAction(
        situation_id=going,
        action_id=str(derive_id("demo action of a government")),
        kind="inquiry",
        acted_on=day_of(now()) - timedelta(days=30),
        source="A/HRC/60/62",
    )
    _ask(action, going, "action", ago=20)
    guest = InviteSituationGuest(situation_id=going, guest_id=invented("partner").actor_id)
    _ask(guest, going, "guest", ago=2)
    _proposed("proposed", "NPL", ("wgad",), ("cerd-b",), ago=3)


def _proposed(
    step: str, state: str, mandates: tuple[str, ...], codes: tuple[str, ...], *, ago: int
) -> str:
    situation_id = str(derive_id("demo situation", step))
    reason = "More letters than before, and public reports. (invented)"
    command = ProposeSituation(
        situation_id=situation_id,
        state=state,
        mandates=mandates,
        codes=codes,
        level="watch",
        reprisals=False,
        reason=seal(subject_of(situation_id), reason),
        alert_id=None,
    )
    _ask(command, situation_id, "proposed", ago=ago)
    return situation_id


def _ask(command: Command, situation_id: str, step: str, *, ago: int) -> None:
    at = now() - timedelta(days=ago)
    ask(command, _BY, str(case_of(situation_id)), f"situation {situation_id}", step, at=at)
