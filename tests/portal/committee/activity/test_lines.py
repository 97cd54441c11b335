"""The feed leaks nothing: every field of every fact has a mark, and no mark appears."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from portal.committee.activity.lines import ALLOWED, KINDS, UNSENT, Line, line
from portal.committee.activity.reader import Filter, is_kept_from, may_see, region, seen_by
from shared.contracts.all import CONTRACTS
from shared.contracts.followup import ImplementationInfoReceived
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_visits import VisitDocumentStruck
from shared.contracts.stakeholders_briefings import IssueSent
from shared.contracts.stakeholders_library import LibraryVersionMadeCurrent
from shared.contracts.stakeholders_sessions import SessionOpened
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.reference import themes
from shared.reference.alerts import COUNTRIES
from shared.reference.themes import THEMES, Theme, mandates_of
from tests.followup import missions, visits

ALLOWED_FILE = Path(__file__).parent / "allowed.txt"
FACTS = [(contract, name, cls) for contract in CONTRACTS for name, cls in contract.catalogue]
NAMED = [(contract, name, cls) for contract, name, cls in FACTS if cls in ALLOWED]
SHOWABLE = {
    "mandate",
    "mandates",
    "lead_mandate",
    "recipient",
    "addressee",
    "type",
    "reference",
    "state",
    "states",
}
AFTER_TRANSMISSION = {"recipient", "addressee", "reference"}


def marked(of: Any, name: str) -> Any:
    """A value of that type in which the field's name is a mark."""
    args, origin = typing.get_args(of), typing.get_origin(of)
    if of is str:
        return f"<mark:{name}>"
    if of in {bool, int, float}:
        return of(7)
    if of is datetime:
        return AT
    if of is date:
        return AT.date()
    if of is Sealed:
        return Sealed(f"<mark:{name}.subject>", f"<mark:{name}.cipher>")
    if origin is typing.Literal:
        return args[0]
    if origin in {typing.Union, types.UnionType}:
        return marked(args[0], name)
    if origin is tuple:
        return (marked(args[0], name),)
    if dataclasses.is_dataclass(of):
        hints = typing.get_type_hints(of)
        inner = {f.name: marked(hints[f.name], f"{name}.{f.name}") for f in dataclasses.fields(of)}
        return typing.cast("type", of)(**inner)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {f"<mark:{name}>": 3}
    raise TypeError(of)


def published(cls: type, topic: str = "intake.events") -> Published:
    hints = typing.get_type_hints(cls)
    fact = cls(**{f.name: marked(hints[f.name], f.name) for f in dataclasses.fields(cls)})
    return Published(
        fact=fact,
        id=UUID(int=1),
        stream="<mark:stream>",
        position=1,
        recorded_at=AT,
        correlation_id=UUID(int=2),
        actor="<mark:actor>",
        traceparent=None,
        topic=topic,
        partition=0,
        offset=0,
    )


def marks(shown: Line) -> set[str]:
    text = repr(shown)
    return {part.partition(">")[0] for part in text.split("<mark:")[1:]}


@pytest.mark.parametrize(("contract", "name", "cls"), FACTS, ids=[name for _, name, _ in FACTS])
def test_a_line_holds_what_is_allowed_and_nothing_else(contract: Any, name: str, cls: type) -> None:
    shown = line(published(cls, contract.topic))
    if shown is not None:
        assert shown.kind == name
        assert marks(shown) <= SHOWABLE


@pytest.mark.parametrize(("contract", "name", "cls"), NAMED, ids=[name for _, name, _ in NAMED])
def test_no_recipient_exists_before_the_letter_is_transmitted(
    contract: Any, name: str, cls: type
) -> None:
    if contract.service == "followup" or name in {"communication-transmitted", "statement-issued"}:
        return
    shown = line(published(cls))
    assert shown is not None
    assert not marks(shown) & AFTER_TRANSMISSION
    assert shown.recipient is None


def test_what_is_not_for_everybody_has_no_line() -> None:
    """An edition for the staff, a document for some, a closed session, what is told in trust."""
    sent, current, opened, came = (
        typing.cast("Any", published(cls))
        for cls in (
            IssueSent,
            LibraryVersionMadeCurrent,
            SessionOpened,
            ImplementationInfoReceived,
        )
    )
    came = replace(came, fact=replace(came.fact, wish="unnamed"))
    closed = replace(opened.fact.details, access="closed")
    for told, kept in (
        (sent, replace(sent.fact, public=False)),
        (current, replace(current.fact, public=False)),
        (opened, replace(opened.fact, details=closed)),
        (came, replace(came.fact, wish="holder")),
    ):
        assert line(told) is not None
        assert line(replace(told, fact=kept)) is None


def test_candidates_and_scores_have_no_line() -> None:
    silent = {
        "application-submitted",
        "eligibility-screened",
        "not-eligible-proposed",
        "not-eligible-disputed",
        "not-eligible-taken-back",
        "conflict-declared",
        "candidate-scored",
        "shortlist-adopted",
        "candidate-erased",
        "information-requested",
        "information-provided",
        "changes-requested",
        "mandate-declined",
    }
    for _, name, cls in FACTS:
        if name in silent:
            assert line(published(cls)) is None


def test_every_line_has_words() -> None:
    assert all(KINDS[kind] for kind, _ in ALLOWED.values())


def test_the_whole_list_of_what_is_shown_is_the_one_that_was_reviewed() -> None:
    """If a change is meant, write what it now is into the file: a reviewer reads it there."""
    rows = [
        f"{kind}: {shown.words}"
        + "".join(
            f"\n    {field.name}: {getattr(value, '__name__', value)}"
            for field in dataclasses.fields(shown)
            if field.name != "words" and (value := getattr(shown, field.name))
        )
        for kind, shown in ALLOWED.values()
    ]
    assert "\n".join([*rows, ""]) == ALLOWED_FILE.read_text()


SHOWN = Line(
    kind="reply-due",
    position=1,
    at=AT,
    mandates=("sr-torture",),
    recipient="FRA",
    type="UA",
    desk=True,
)


def reader(role: Role, **reach: Any) -> Actor:
    return Actor(actor_id="a", roles=frozenset({role}), **reach)


@pytest.mark.parametrize("role", Role)
def test_who_sees_a_line_is_the_matrix(role: Role) -> None:
    everything = {Role.COORDINATION_COMMITTEE, Role.QUICK_RESPONSE_DESK, Role.CHIEF}
    own = {Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER}
    mandates, states = frozenset({"sr-torture"}), frozenset({"FRA"})
    assert may_see(reader(role), SHOWN) == (role in everything)
    assert may_see(reader(role, mandates=mandates), SHOWN) == (role in everything | own)
    assert may_see(reader(role, states=states), SHOWN) == (role in everything | {Role.DESK_OFFICER})


def test_what_may_be_about_a_reprisal_is_not_for_the_desk_of_the_state() -> None:
    doubtful = dataclasses.replace(SHOWN, desk=False)
    there: dict[str, Any] = {"states": frozenset({"FRA"})}
    mandates = frozenset({"sr-torture"})
    assert not may_see(reader(Role.DESK_OFFICER, **there), doubtful)
    both = Actor(
        actor_id="a", roles=frozenset({Role.DESK_OFFICER, Role.COORDINATION_COMMITTEE}), **there
    )
    assert not may_see(both, doubtful)
    assert may_see(both, SHOWN)
    officer = dataclasses.replace(
        both, roles=both.roles | {Role.HUMAN_RIGHTS_OFFICER}, mandates=mandates
    )
    assert may_see(officer, doubtful)  # it is shared with the mandate


def test_a_mandate_on_a_country_is_named_once_something_is_sent() -> None:
    """SD2: else the feed would count, day by day, what is submitted about a State."""
    submitted = Line(
        kind="allegation-received", position=1, at=AT, mandates=("sr-torture", "sr-iran")
    )
    both, one = submitted.mandates, ("sr-torture",)
    committee, desk = reader(Role.COORDINATION_COMMITTEE), reader(Role.QUICK_RESPONSE_DESK)
    of_it = frozenset({"sr-iran"})
    other = frozenset({"sr-torture"})
    told = {
        committee: one,
        reader(Role.CHIEF): one,
        reader(Role.COORDINATION_COMMITTEE, mandates=of_it): one,  # reads no submission by that
        reader(Role.MANDATE_HOLDER, mandates=of_it): both,
        reader(Role.HUMAN_RIGHTS_OFFICER, mandates=other): both,  # it is shared with this one too
        desk: both,
    }
    for person, mandates in told.items():
        seen = seen_by(person, submitted)
        assert seen is not None
        assert seen.mandates == mandates
        assert Filter(mandate="sr-iran").admits(seen) is ("sr-iran" in mandates)
        assert Filter(theme="detention").admits(seen)
        assert not Filter(theme="detention", mandate="sr-food").admits(seen)
    sent = replace(submitted, kind="communication-transmitted", recipient="IRN")
    assert seen_by(committee, sent) == sent
    assert is_kept_from(committee)
    assert not is_kept_from(desk)
    assert not is_kept_from(reader(Role.MANDATE_HOLDER, mandates=of_it))


def test_no_theme_names_a_mandate_on_a_country_before_something_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert mandates_of(THEMES).isdisjoint(COUNTRIES)
    mixed = {"mixed": Theme(name="Mixed", mandates=("sr-food", "sr-iran"))}
    monkeypatch.setattr(themes, "THEMES", mixed)
    submitted = Line(kind="allegation-received", position=1, at=AT, mandates=("sr-iran",))
    for role in (Role.COORDINATION_COMMITTEE, Role.CHIEF, Role.QUICK_RESPONSE_DESK):
        seen = seen_by(reader(role), submitted)
        assert seen is not None
        assert Filter(theme="mixed").admits(seen) is (role is Role.QUICK_RESPONSE_DESK)
    sent = replace(submitted, kind="communication-transmitted", recipient="IRN")
    seen = seen_by(reader(Role.CHIEF), sent)
    assert seen is not None
    assert Filter(theme="mixed").admits(seen)


def test_what_goes_to_nobody_yet_is_said_to_be_so() -> None:
    """Whatever names mandates of a submission, a letter or a statement, and no recipient."""
    assert {
        kind
        for fact, (kind, shown) in ALLOWED.items()
        if shown.recipient is None
        and any(
            fact is one
            for contract in CONTRACTS
            if contract.service in {"intake", "approvals"}
            for _, one in contract.catalogue
        )
    } == UNSENT


def test_filters_narrow_and_never_widen() -> None:
    assert Filter().admits(SHOWN)
    assert Filter(kind="reply-due", mandate="sr-torture", region="WEOG").admits(SHOWN)
    assert not Filter(kind="reply-overdue").admits(SHOWN)
    assert not Filter(mandate="sr-food").admits(SHOWN)
    assert Filter(theme="detention").admits(SHOWN)
    assert not Filter(theme="social").admits(SHOWN)
    assert not Filter(theme="detention", mandate="sr-food").admits(SHOWN)
    assert not Filter(region="AFR").admits(SHOWN)
    assert region("OTH") is None


def told(fact: Any) -> str | None:
    shown = line(replace(published(VisitDocumentStruck), fact=fact))
    return shown.kind if shown else None


def test_a_joint_visit_that_began_has_a_line_of_each_of_its_mandates() -> None:
    ours = ("sr-torture", "wgad")
    also = {"what": "began", "phase": "underway", "on": AT.date(), "note_id": "n", "note": None}
    began = missions.fact(MissionStepTaken, 4, **also, mandates=ours)
    shown = line(replace(published(VisitDocumentStruck), fact=began))
    assert shown is not None
    assert (shown.mandates, shown.recipient) == (ours, "KEN")
    assert told(replace(began, what="ended", mandates=())) is None


def test_an_acceptance_with_dates_is_told_and_a_proposal_of_dates_is_not() -> None:
    """VR7: requested, invited, accepted; dates once they are agreed."""
    for worded in ("acceptance", "invitation"):
        assert told(replace(visits.DATED, worded=worded)) == "visit-dates-proposed"
    assert told(visits.DATED) is None


def test_a_letter_about_a_visit_that_is_logged_late_is_no_news() -> None:
    accepted = replace(visits.DATED, worded="acceptance")
    for fact in (visits.REQUESTED, visits.INVITED, visits.ACCEPTED, accepted):
        for days, is_told in ((0, True), (7, True), (8, False)):
            paper = visits.document(1, visits.TODAY - days * visits.DAY)
            assert (told(replace(fact, document=paper)) is not None) is is_told
    assert told(visits.OLD_REQUEST) is None
