"""Invariants of all deciders under any commands by any actors in any order.

The commands are made from their own fields, so a new decider or command is tested from the day it
is written. Invariants of a single decider are in its service's ``test_invariants``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, get_args

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.i18n.catalogues import DOMAINS
from portal.web.i18n.languages import CATALOGUES
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import service as followup
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts import (
    stakeholders_committee_advice_commands,
    stakeholders_iap_commands,
    stakeholders_meeting_commands,
    stakeholders_sop_commands,
)
from shared.contracts.approvals import ApprovalGiven
from shared.contracts.followup_commands import AdvanceDemoClock
from shared.contracts.stakeholders_coverage_commands import (
    AdoptStandardSet,
    RecordCoverageValues,
)
from shared.core.actor import Actor, Asked, by_return_channel, system
from shared.core.decider import Decider, Refused
from shared.core.erasure import RecordErasure
from shared.core.roles import Role
from shared.core.testing import AT
from shared.hosting.service import Service
from shared.platform.settings import Settings
from tests.contracts.made import IDS, MANDATES, STATES, made_of

SERVICES = (
    APPROVALS_SERVICE,
    followup(Settings(demo=True)),
    INTAKE_SERVICE,
    STAKEHOLDERS_SERVICE,
)
WATCHERS = frozenset({Role.COORDINATION_COMMITTEE, Role.AUDITOR, Role.DATA_PROTECTION})
"""Those who look on: no command of theirs ever takes effect, but what ``_THEIRS`` has."""
_THEIRS: dict[Role, tuple[type, ...]] = {
    Role.DATA_PROTECTION: (RecordErasure,),
    Role.COORDINATION_COMMITTEE: (
        AdoptStandardSet,
        RecordCoverageValues,
        *get_args(stakeholders_meeting_commands.Command),
        *get_args(stakeholders_sop_commands.Command),
        *get_args(stakeholders_committee_advice_commands.Command),
        *get_args(stakeholders_iap_commands.OfCommittee),
    ),
}
"""That something was erased; and the Committee's own standards, meetings, procedures, advice."""

ACTORS = [
    system("a policy"),
    by_return_channel(IDS[0]),
    *(
        Actor(
            actor_id=f"{role}-{n}",
            roles=frozenset({role}),
            organisation_id=f"organisation-{n}",
            mandates=frozenset({mandate}),
            states=frozenset({state}),
        )
        for role in Role
        for n, (mandate, state) in enumerate(zip(MANDATES, STATES, strict=True))
    ),
]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A decider, and the commands that it rules on."""

    service: Service
    decider: Decider[Any, Any, Any]
    commands: tuple[type, ...]


def ruled() -> list[Ruled]:
    found = []
    for service in SERVICES:
        by_decider: dict[int, list[type]] = defaultdict(list)
        deciders = {id(decider): decider for _, decider in service.deciders}
        for command, decider in service.deciders:
            by_decider[id(decider)].append(command)
        found += [Ruled(service, deciders[one], tuple(by_decider[one])) for one in deciders]
    return found


@pytest.mark.parametrize(
    "one", ruled(), ids=lambda one: f"{one.service.name} {one.commands[0].__name__}"
)
def test_every_decider_rules_on_whatever_is_asked(one: Ruled) -> None:
    moves = st.lists(
        st.tuples(
            st.sampled_from(one.commands).flatmap(made_of),
            st.sampled_from(ACTORS),
            st.integers(0, 40),
        ),
        max_size=25,
    )

    @settings(max_examples=30)
    @given(moves)
    def asked(moves: list[tuple[Any, Actor, int]]) -> None:
        history: dict[str, list[Any]] = defaultdict(list)
        at = AT
        for command, by, days in moves:
            at += timedelta(days=days)
            state = _state(one.decider, command, by, history)
            try:
                events = list(one.decider.decide(command, Asked(at=at, by=by), state))
            except Refused as no:
                refusals.append(no)
                continue
            assert events == list(one.decider.decide(command, Asked(at=at, by=by), state))
            history[one.decider.stream(command)] += events
            _state(one.decider, command, by, history)  # what was decided folds
            _hold(one, command, by, events)

    refusals: list[Refused] = []
    asked()
    assert [no for no in map(str, refusals) if not no.endswith((".", "?"))] == []
    assert {no.said.text for no in refusals} <= for_translators()


@cache
def for_translators() -> frozenset[str]:
    """Return the texts that a page can say in another language."""
    found: set[str] = set()
    for domain in DOMAINS:
        with (CATALOGUES / f"{domain}.pot").open("rb") as file:
            texts = read_po(file)
        found |= {one.id if isinstance(one.id, str) else one.id[0] for one in texts}
    return frozenset(found)


def _state(
    decider: Decider[Any, Any, Any], command: Any, by: Actor, history: Mapping[str, list[Any]]
) -> Any:
    state = decider.fold(history.get(decider.stream(command), ()))
    for other in (*decider.consults(command, state), *decider.consults_for(command, state, by)):
        state = decider.fold(history.get(other, ()), state)
    return state


def _hold(one: Ruled, command: Any, by: Actor, events: Sequence[Any]) -> None:
    """R2 and R10: who approves, and who only looks on (procedure.md section 6.2)."""
    for event in events:
        name, version, data = one.service.catalogue.encode(event)
        assert one.service.catalogue.decode(name, version, data) == event
    if type(command) in one.service.commands.values() and events:
        may = {role for role, theirs in _THEIRS.items() if isinstance(command, theirs)}
        assert by.roles.isdisjoint(WATCHERS - may)
        assert Role.SYSTEM_ADMIN not in by.roles or isinstance(command, AdvanceDemoClock)
    for event in events:
        if isinstance(event, ApprovalGiven):
            assert by.has(Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR)
            assert by.serves(event.mandate)


def test_a_category_ends_at_the_first_hyphen_of_its_streams() -> None:
    found = {decider.category for service in SERVICES for _, decider in service.deciders}
    assert not [one for one in found if "-" in one]


def test_a_category_is_of_one_service_and_its_streams_of_one_kind() -> None:
    """Or the relay of one service would publish what another has stored."""
    found: dict[str, set[int]] = {}
    for service in SERVICES:
        for _, decider in service.deciders:
            found.setdefault(decider.category, set()).add(id(decider))
    assert {one: len(of) for one, of in found.items() if len(of) > 1} == {}
