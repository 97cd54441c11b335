"""Walk every route as each role, over items of every kind in every state: the matrix, cell by cell.

Each item has a unique text. A person who gets that text in any answer, on any page, fragment, feed
or file, sees the item; nobody else may get even its id. The matrix is repeated here, from
procedure.md section 6.1, so that a line lost from the policy shows as a difference.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from portal.web import policy
from portal.web.accounts.access import Door, access_of
from portal.web.policy import Kind, Line, Scope, Sight
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.everything import planted, reply_of
from tests.support.items import (
    INSTITUTION,
    MANDATES,
    MEMBERS,
    ORGANISATION,
    PARTNER,
    REPRISAL,
    STATE,
    Item,
)
from tests.support.portal import Pages, Visitor, pages, sqlite_urls

pytestmark = pytest.mark.usefixtures("refusals_drawn_once")  # of a refusal nothing is kept

R = Role
HELD, ELSEWHERE = frozenset({MANDATES[0]}), frozenset({"sr-water-and-sanitation"})
HERE, ABROAD = frozenset({STATE}), frozenset({"FRA"})
READ, METADATA, NOTHING = Sight.READ, Sight.METADATA, Sight.NOTHING

CONTACT, OTHER_CONTACT = MEMBERS["of an institution"]
SOURCE, COLLEAGUE = MEMBERS["of an organisation"]

PEOPLE: Mapping[str, tuple[Role | None, dict[str, Any]]] = {
    "visitor": (None, {}),
    "source": (R.NGO_MEMBER, {"organisation_id": ORGANISATION, "account_id": SOURCE}),
    "colleague": (R.NGO_MEMBER, {"organisation_id": ORGANISATION, "account_id": COLLEAGUE}),
    "other organisation": (R.NGO_MEMBER, {"organisation_id": "org-2"}),
    "contact point": (R.CONTACT_POINT, {"organisation_id": INSTITUTION, "account_id": CONTACT}),
    "other contact point": (
        R.CONTACT_POINT,
        {"organisation_id": INSTITUTION, "account_id": OTHER_CONTACT},
    ),
    "focal point": (R.FOCAL_POINT, {"organisation_id": ORGANISATION}),
    "desk": (R.QUICK_RESPONSE_DESK, {}),
    "officer": (R.HUMAN_RIGHTS_OFFICER, {"mandates": HELD}),
    "officer elsewhere": (R.HUMAN_RIGHTS_OFFICER, {"mandates": ELSEWHERE}),
    "holder": (R.MANDATE_HOLDER, {"mandates": HELD}),
    "holder elsewhere": (R.MANDATE_HOLDER, {"mandates": ELSEWHERE}),
    "chief": (R.CHIEF, {}),
    "committee": (R.COORDINATION_COMMITTEE, {}),
    "desk officer": (R.DESK_OFFICER, {"state_codes": HERE}),
    "desk officer abroad": (R.DESK_OFFICER, {"state_codes": ABROAD}),
    "government": (R.GOVERNMENT, {"state_codes": HERE}),
    "government abroad": (R.GOVERNMENT, {"state_codes": ABROAD}),
    "publication officer": (R.PUBLICATION_OFFICER, {}),
    "selection officer": (R.SELECTION_OFFICER, {}),
    "stakeholder officer": (R.STAKEHOLDER_OFFICER, {}),
    "reprisals focal point": (R.REPRISALS_FOCAL_POINT, {}),
    "partner": (R.UN_PARTNER, {"account_id": PARTNER}),
    "other partner": (R.UN_PARTNER, {}),
    "panel member": (R.PANEL_MEMBER, {}),
    "panel chair": (R.PANEL_CHAIR, {}),
    "president": (R.PRESIDENT, {}),
    "candidate": (R.CANDIDATE, {}),
    "auditor": (R.AUDITOR, {}),
    "data protection": (R.DATA_PROTECTION, {}),
    "administrator": (R.SYSTEM_ADMIN, {}),
}
SEIZED = {"officer", "holder"}
INSTITUTIONS = {"contact point", "other contact point"}
PARTNERS: Mapping[str, set[str]] = {
    Kind.FOR_PARTNERS: {"partner"} | INSTITUTIONS,
    Kind.DEBRIEF_PART: {"partner"},
}
"""Partners that read it; that of the United Nations here is the coordinator, too."""
EXCHANGED = {"desk officer", "government", "partner"}
ADMITTED = {
    "official": EXCHANGED,
    "shown": EXCHANGED | INSTITUTIONS,
    "of the United Nations": {"partner"},
    "of the coordinator": {"partner"},
    "of an institution": INSTITUTIONS,
    "of an organisation": {"source", "colleague"},
    "rc": {"desk officer", "partner"},
    "unct": {"desk officer", "partner"},
    "partners": {"desk officer", "partner", "source", "colleague"} | INSTITUTIONS,
    "nhri": {"desk officer"} | INSTITUTIONS,
    "state": {"desk officer", "government"},
    "agreed": {"desk", "desk officer", "partner", "source", "colleague"} | INSTITUTIONS,
}
"""Who reads an item that was exchanged with the State, the tasks of a partner, a thread about the
mission, or what the Government reserved of the terms that were agreed, beside the mandate."""
REPORTED = {"with_state": {"government"}, "submitted": {"publication officer"}}
"""Who reads the report on a visit in a stage, beside its mandate."""

FOLLOW = {"committee", "auditor"}
"""Those who may know that a transmitted letter is there and where its case stands, and no more."""

AWAY = {"officer elsewhere", "holder elsewhere"}
TOLD = FOLLOW | AWAY
"""Those who may know that a transmitted letter is there, and no more."""

KNOWS_OF_CASES = {"chief"}
"""Those who learn on which cases a cleared letter rests, by their numbers, and read none."""

AUDIT = {"auditor", "data protection"}
"""Those who read the log of who read what: ids of everything, and never a text."""


def readers(item: Item) -> set[str]:
    """Return who reads the item: procedure.md section 6.1, and R15, which wins over it."""
    kept_from = {"desk officer"} if item.state == REPRISAL else set()
    return _by_the_matrix(item) - kept_from


def _by_the_matrix(item: Item) -> set[str]:
    match item.kind:
        case Kind.SUBMISSION if item.state in {"received", "not actioned"}:
            return {"source", "colleague", "desk"}
        case Kind.SUBMISSION if item.state == "filed for a person":
            return {"contact point", "desk"} | SEIZED
        case Kind.SUBMISSION if item.state == "entered":
            return {"desk"} | SEIZED
        case Kind.SUBMISSION:
            return {"source", "colleague", "desk"} | SEIZED
        case Kind.CLEARANCE if item.state in {"approved", "ordered"}:
            return {"desk", "chief"} | SEIZED
        case Kind.CLEARANCE:
            return {"desk"} | SEIZED
        case "dialogue":
            return {"desk", "chief", "desk officer", "publication officer"} | SEIZED
        case "statement":
            return {"desk"} | SEIZED
        case Kind.INCIDENT | Kind.FOR_PARTNERS | Kind.DEBRIEF | Kind.DEBRIEF_PART:
            return {"desk officer"} | SEIZED | PARTNERS.get(item.kind, set())
        case kind if kind in {Kind.PROGRAMME, Kind.PARTNER, Kind.TERMS, *_THREADS}:
            return ADMITTED[item.state] | SEIZED
        case Kind.DOSSIER:
            return {"desk officer"} | SEIZED | AWAY
        case Kind.CONFIDENTIAL:
            return SEIZED
        case Kind.REPORT:
            return REPORTED.get(item.state, set()) | SEIZED
        case Kind.VISIT:
            return {"desk", "desk officer"} | SEIZED
        case "public statement" | "public version" | "public report":
            return set(PEOPLE) if item.state in {"issued", "published"} else set()
        case _:
            return {
                "desk",
                "chief",
                "desk officer",
                "government",
                "publication officer",
            } | SEIZED


_OF_MISSION = {
    Kind.PROGRAMME,
    Kind.PARTNER,
    Kind.CONFIDENTIAL,
    Kind.INCIDENT,
    Kind.DEBRIEF,
    Kind.DEBRIEF_PART,
    Kind.FOR_PARTNERS,
}


def told(item: Item) -> set[str]:
    """Return who may know that it is there: its id may stand in what they get."""
    if item.state in {"published", "issued"}:
        return set(PEOPLE)
    if item.kind == Kind.LETTER:
        return readers(item) | AUDIT | TOLD
    if item.kind in _OF_MISSION:  # its assessment was issued, and that they read
        return readers(item) | AUDIT | AWAY
    came = item.kind in {Kind.REPLY, "dialogue"}
    return readers(item) | AUDIT | flags(item) | (FOLLOW if came else set())


def flags(item: Item) -> set[str]:
    """Return who knows of it by its reprisal flag, and reads nothing of it (decision 0099)."""
    flagged = item.kind is Kind.SUBMISSION and item.state == "reprisal"
    return {"reprisals focal point"} if flagged else set()


@dataclass(frozen=True, slots=True)
class World:
    portal: Pages
    items: list[Item]
    visitors: Mapping[str, Visitor]
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """What each person gets at each address under the whole policy, once it was asked."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    directory = tmp_path_factory.mktemp("world")
    with pages(*sqlite_urls(directory), attachments=str(directory / "files")) as portal:
        visitors = {
            name: portal.signed_in(role, **also) if role else portal.visitor()
            for name, (role, also) in PEOPLE.items()
        }
        items = planted(
            portal,
            source=_account(visitors["source"]),
            contact_point=_account(visitors["contact point"]),
        )
        yield World(portal, items, visitors)


def _account(visitor: Visitor) -> str:
    assert visitor.account is not None
    return visitor.account.account_id


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_matrix_says_and_not_a_byte_more(world: World, who: str) -> None:
    got = known(world, who, addresses(world))
    expected = {(item.kind, item.state) for item in world.items if who in readers(item)}
    assert {(item.kind, item.state) for item in world.items if item.text in got} == expected
    hidden = [item for item in world.items if who not in told(item)]
    there = {item.id for item in world.items if who in told(item)}
    assert [item for item in hidden if item.id not in there and item.id in got] == []
    cases = [item for item in world.items if item.kind is Kind.SUBMISSION]
    called = {item.id for item in cases if case_number(item.id) in got}
    assert called <= {
        item.id for item in cases if who in readers(item) | flags(item) | KNOWS_OF_CASES
    }


@pytest.mark.parametrize("line", policy.MATRIX, ids=lambda line: ", ".join(map(str, line)))
def test_without_a_line_of_the_policy_somebody_gets_less(
    world: World, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, role, _ = line
    people = [name for name, (his, _) in PEOPLE.items() if his is role]
    looked = [one for one in addresses(world) if kind in _KINDS.get(one.rule.endpoint, ())]
    assert people, f"nobody here is {role}"
    beside, whole = _BESIDE.get(line, frozenset()), policy.MATRIX
    without = {one: seen for one, seen in whole.items() if one not in beside}
    monkeypatch.setattr(policy, "MATRIX", without)
    asked = walked if beside else known
    before = {who: lasting(asked(world, who, looked)) for who in people}
    monkeypatch.setattr(
        policy, "MATRIX", {one: seen for one, seen in without.items() if one != line}
    )
    after = {who: lasting(walked(world, who, looked)) for who in people}
    assert after != before


def test_under_the_same_policy_everybody_gets_the_same_again(world: World) -> None:
    """Else what they get without a line of it would differ for another reason."""
    looked = [one for one in addresses(world) if one.rule.endpoint in _KINDS]
    for who in ("officer", "desk", "committee"):
        assert lasting(walked(world, who, looked)) == lasting(known(world, who, looked))


_BESIDE: Mapping[Line, frozenset[Line]] = {
    (Kind.SUBMISSION, R.NGO_MEMBER, Scope.OWN): frozenset(
        {(Kind.SUBMISSION, R.NGO_MEMBER, Scope.ORGANISATION)}
    ),
    (Kind.LETTER, R.QUICK_RESPONSE_DESK, Scope.ANY): frozenset(
        {(Kind.CLEARANCE, R.QUICK_RESPONSE_DESK, Scope.ANY)}
    ),
    (Kind.LETTER, R.CHIEF, Scope.ANY): frozenset({(Kind.CLEARANCE, R.CHIEF, Scope.CLEARED)}),
    (Kind.LETTER, R.COORDINATION_COMMITTEE, Scope.ANY): frozenset(
        {(Kind.REPLY, R.COORDINATION_COMMITTEE, Scope.ANY)}
    ),
    (Kind.LETTER, R.AUDITOR, Scope.ANY): frozenset({(Kind.REPLY, R.AUDITOR, Scope.ANY)}),
}
"""Lines of which another line gives the same people the same: tried without that one, too.

A colleague's submission is one's own, a sent letter was in clearance, and has a case.
"""

_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "identity.ask": (Kind.IDENTITY,),
    "submissions.show": (Kind.SUBMISSION,),
    "triage.show": (Kind.SUBMISSION,),
    "communications.detail": (Kind.CLEARANCE, Kind.LETTER, Kind.SUBMISSION),
    "publication.letter": (Kind.LETTER,),
    "publication.redact": (Kind.LETTER, Kind.REPLY),
    "replies.case": (Kind.LETTER, Kind.REPLY),
    "replies.files.index": (Kind.REPLY,),
    "activity.index": (Kind.FEED,),
    "mandatesettings.index": (Kind.SETTINGS,),
    "missions.show": (Kind.MISSION,),
    "missions.confidential": (Kind.CONFIDENTIAL,),
    "myvisits.show": (Kind.PARTNER, Kind.PROGRAMME, Kind.CONFIDENTIAL, Kind.TERMS),
    "mydossiers.show": (Kind.FOR_PARTNERS,),
    "partners.index": (Kind.PARTNER,),
    "threads.index": (Kind.RC_THREAD, Kind.PARTNER_THREAD, Kind.STATE_THREAD),
    "threads.show": (Kind.RC_THREAD, Kind.PARTNER_THREAD, Kind.STATE_THREAD),
    "mythreads.show": (Kind.RC_THREAD, Kind.PARTNER_THREAD),
    "visitnotes.listed": (Kind.STATE_THREAD,),
    "visitprogrammes.show": (Kind.PROGRAMME,),
    "dossiersindex.index": (Kind.DOSSIER,),
    "dossiers.show": (Kind.DOSSIER, Kind.FOR_PARTNERS, Kind.CONFIDENTIAL),
    "dossiers.version": (Kind.DOSSIER, Kind.FOR_PARTNERS, Kind.CONFIDENTIAL),
    "incidents.index": (Kind.INCIDENT,),
    "missionincidents.of_mission": (Kind.INCIDENT,),
    "debriefs.show": (Kind.DEBRIEF, Kind.DEBRIEF_PART),
    "mydebriefs.show": (Kind.DEBRIEF_PART,),
    "visitreports.index": (Kind.REPORT,),
    "visitreports.show": (Kind.REPORT,),
    "visits.index": (Kind.VISIT,),
    "visits.show": (Kind.VISIT,),
}


# --- walking -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    rule: Rule
    path: str


def addresses(world: World) -> list[Address]:
    """Return every address that can be opened, with the id of every item where one belongs."""
    app: Flask = world.portal.app
    found: list[Address] = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        assert access is not None, rule.endpoint
        if "GET" not in (rule.methods or ()) or access.door is Door.TOKEN:
            continue
        # Pressed anew for each who asks.
        if rule.endpoint in {"static", "dossiers.copy", "dossiers.pdf", "mydossiers.pdf"}:
            continue
        for values in _values(rule, world.items):
            with app.test_request_context():
                path = app.url_map.bind("").build(rule.endpoint, values)
            found.append(Address(rule, path))
    return found


def _values(rule: Rule, items: list[Item]) -> list[dict[str, Any]]:
    """The arguments of a rule: each item's id for the first that takes ids, anything else once."""
    filled = {
        name: _something(rule, name) for name in rule.arguments - (rule.defaults or {}).keys()
    }
    if rule.endpoint.startswith("visit"):
        filled |= {name: _FILE[name] for name in rule.arguments if name in _FILE}
    if rule.endpoint.startswith("dossier") and "mission_id" in rule.arguments:
        here = {each.id for each in items if each.kind is Kind.DOSSIER}
        versions = ("team", "partners") if "audience" in rule.arguments else ("",)
        of = [{"audience": each} if each else {} for each in versions]
        return [filled | {"mission_id": one} | each for one in sorted(here) for each in of]
    if rule.endpoint.split(".")[0] in {"threads", "mythreads", "visitnotes"}:
        return _of_threads(rule, items, filled)
    for argument, kinds in _ARGUMENTS.items():
        if argument in rule.arguments:
            ids = {item.id for item in items if item.kind in kinds}
            return [filled | {argument: one} | _within(rule, one) for one in sorted(ids)]
    return [filled]


def _of_threads(rule: Rule, items: list[Item], filled: dict[str, Any]) -> list[dict[str, Any]]:
    """Each thread of the mission, by each admission to it."""
    mission = next(item.id for item in items if item.kind is Kind.PROGRAMME)
    by = {
        "thread_id": [item.id for item in items if item.kind in _THREADS],
        "partner_id": [item.id for item in items if item.kind is Kind.PARTNER],
        "mission_id": [mission],
    }
    names = [name for name in by if name in rule.arguments]
    return [
        filled | dict(zip(names, ids, strict=True))
        for ids in product(*(by[name] for name in names))
    ]


_THREADS = (Kind.RC_THREAD, Kind.PARTNER_THREAD, Kind.STATE_THREAD)


def _within(rule: Rule, item: str) -> dict[str, Any]:
    """What is inside of an item: the reply to a letter."""
    return {"reply_id": reply_of(item)} if "reply_id" in rule.arguments else {}


_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "statement_id": ("statement",),
    "submission_id": (Kind.SUBMISSION,),
    "communication_id": (Kind.CLEARANCE, Kind.LETTER),
    "partner_id": (Kind.PARTNER,),
    "mission_id": (Kind.PROGRAMME, Kind.CONFIDENTIAL, Kind.REPORT, "public report"),
}
_KNOWN = {"document": "letter"}
_FILE = {"mandate": MANDATES[0], "state": STATE}
_NOBODY = str(derive_id("nobody"))


def _something(rule: Rule, argument: str) -> Any:
    """A value that the argument takes, of nothing that is there."""
    match rule._converters[argument]:
        case AnyConverter() as choice:
            return min(choice.items)
        case IntegerConverter():
            return 1
        case UUIDConverter():
            return _NOBODY
        case _:
            return _KNOWN.get(argument, "nothing")


def walked(world: World, who: str, looked: list[Address]) -> str:
    """Return all that this person gets, as pages and as fragments."""
    return "\n".join(_asked(world, who, one) for one in looked)


def known(world: World, who: str, looked: list[Address]) -> str:
    """Return the same, but ask each address once for all tests: the policy has to be whole."""
    for one in looked:
        if (who, one.path) not in world.known:
            world.known[who, one.path] = _asked(world, who, one)
    return "\n".join(world.known[who, one.path] for one in looked)


def lasting(got: str) -> str:
    """Leave out what is another each time: tokens, ids of forms, places in topics, nonces."""
    return _PASSING.sub("", got)


_PASSING = re.compile(r'<input[^>]*type="hidden"[^>]*>|nonce="[^"]*"|gAAAA[\w=-]+')


def _asked(world: World, who: str, one: Address) -> str:
    visitor = world.visitors[who]
    access = access_of(world.portal.app, one.rule.endpoint)
    roles = visitor.account.roles if visitor.account else frozenset()
    if access and access.door is Door.SESSION and access.roles and not access.roles & roles:
        return ""  # test_matrix.py: nobody comes through a door that is not his
    answer = visitor.get(one.path)
    assert answer.status_code != 500, (who, one.path, answer.status_code)
    if answer.status_code != 200:
        return ""
    return f"{_answered(answer, one)}\n{_answered(visitor.fragment(one.path), one)}"


def _answered(answer: Any, one: Address) -> str:
    """The answer without what was asked: an id from the address bar tells nobody anything."""
    text: str = answer.get_data().decode(errors="replace")
    if answer.status_code == 200:
        return text
    return re.sub(re.escape(one.path), "", text)
