"""Walk every route as each role, over items of every kind in every state: the matrix, cell by cell.

Each item has a unique text. A person who gets that text in any answer, on any page, fragment, feed
or file, sees the item; nobody else may get even its id. Who reads what: tests/support/readers.py.
"""

import re
from collections.abc import Iterator, Mapping

import pytest

from portal.web import policy
from portal.web.policy import Kind, Line, Scope
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.support import few
from tests.support.everything import planted, tell
from tests.support.mailed import mailed
from tests.support.portal import Visitor, pages, sqlite_urls
from tests.support.readers import KNOWS_OF_CASES, PEOPLE, flags, readers, told
from tests.support.seeing import (
    Address,
    World,
    addresses,
    asked,
    known,
    known_page,
    lasting,
    named,
    walked,
)
from tests.support.walks import tables_kept

pytestmark = pytest.mark.usefixtures("refusals_drawn_once")  # of a refusal nothing is kept

R = Role
WORKSPACE = ("committee", "chief", "desk officer", "desk officer abroad", "visitor")
"""Who gets the pages and files of the workspace by name, and what is public of it."""


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
            besides=few.before(portal.vault.seal),
        )
        yield World(portal, items, visitors, mailed(portal, visitors))


def _account(visitor: Visitor) -> str:
    assert visitor.account is not None
    return visitor.account.account_id


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_matrix_says_and_not_a_byte_more(world: World, who: str) -> None:
    looked = [*addresses(world), *(named(world) if who in WORKSPACE else ())]
    got = f"{known(world, who, looked)}\n{world.mails.get(who, '')}"
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


def test_who_has_news_has_it_by_mail(world: World) -> None:
    """Else nothing would be looked for in any mail."""
    have = {"officer", "holder", "chief", "government", "desk officer"}
    have |= {"coordinator", "security", "agency"}
    assert world.mails.keys() >= have
    assert all("https://rapporteur.example" in mail for mail in world.mails.values())


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
    "missionlist.index": (Kind.MISSION,),
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
    "myincidents.index": (Kind.INCIDENT_PART,),
    "visitincidents.index": (Kind.INCIDENT_PUT,),
    "visitincidents.show": (Kind.INCIDENT_PUT,),
    "debriefs.show": (Kind.DEBRIEF, Kind.DEBRIEF_PART),
    "debriefcalls.show": (Kind.DEBRIEF_CALL,),
    "mydebriefs.show": (Kind.DEBRIEF_PART,),
    "visitreports.index": (Kind.REPORT,),
    "visitreports.show": (Kind.REPORT,),
    "visitcorrespondence.index": (Kind.EXCHANGED,),
    "visits.index": (Kind.VISIT,),
    "visits.show": (Kind.VISIT,),
}


# --- fewer than four submissions on a State (SD2) -------------------------------------------------

BANDED = ("committee", "chief", "desk officer abroad", "visitor")
"""Who reads of submissions on that State in bands alone, or nothing."""
COUNTED = frozenset(
    {
        "coveragedesk.silent",
        "gaps.index",
        "internalstatistics.csv",
        "internalstatistics.index",
        "internalstatistics.xlsx",
        "warningrules.trial",
    }
)
"""Pages and files that tell of four submissions: all others say the same of any number."""
LAWFUL: Mapping[str, str] = {
    "activity.index": "a line for each fact, which names neither a State nor its mandate (0137)",
    "activity.day": "the same lines, and how many of them name no State",
    "activity.pictures": "how many lines there are of each kind and day",
}
"""Pages that say something else once submissions came, and why they may: the same of any State."""
LIVE = frozenset({"work.countries", "work.to_transmit"})
"""Lists that ask with a version, which says that some fact came, of any State."""
_VERSION = re.compile(r"seen=[0-9a-f]{16}-\d+")

Got = dict[tuple[str, str], str]
"""What each person gets at each address."""


def test_fewer_than_four_submissions_on_a_state_are_told_nowhere(world: World) -> None:
    before, after = once_there_are(world, 0), once_there_are(world, 3)
    rules = {one.path: one.rule.endpoint for one in [*addresses(world), *by_name(world)]}
    differs = differing(*map(versionless, (before, after)))
    assert {(who, path) for who, path in differs if rules[path] not in LAWFUL} == set()
    assert {path for _, path in differs if f"mandate={few.MANDATE}" in path} == set()
    for one in few.ids(3):
        assert not any(one in got or case_number(one) in got for got in after.values())


def test_nor_is_one(world: World) -> None:
    before, after = (once_there_are(world, each, COUNTED) for each in (0, 1))
    assert differing(before, after) == set()


def test_four_are_told_in_bands(world: World) -> None:
    """Else nothing above would be looked for where it could be found."""
    before, after = (once_there_are(world, each, COUNTED) for each in (0, 4))
    paths = {path for _, path in differing(before, after)}
    some = [*addresses(world), *by_name(world)]
    assert {one.rule.endpoint for one in some if one.path in paths} == COUNTED


def test_what_the_feed_says_of_them_is_the_same_of_every_state(world: World) -> None:
    ours = LIVE | LAWFUL.keys()
    here, beside = (
        once_there_are(world, 3, ours, of) for of in ((few.STATE, few.MANDATE), few.BESIDE)
    )
    some = [*addresses(world), *by_name(world)]
    paths = {path for _, path in differing(once_there_are(world, 0, ours), here)}
    assert {one.rule.endpoint for one in some if one.path in paths} == ours
    assert {path for _, path in differing(here, beside)} == set()


def versionless(got: Got) -> Got:
    return {where: _VERSION.sub("", page) for where, page in got.items()}


def once_there_are(
    world: World,
    number: int,
    endpoints: frozenset[str] = frozenset(),
    of: tuple[str, str] = (few.STATE, few.MANDATE),
) -> Got:
    """Return what they get after so many submissions on a State; ``endpoints``: of these alone."""
    looked = [(who, one) for who in BANDED for one in opened_by(world, who, endpoints)]
    if not number:
        return {(who, one.path): lasting(known_page(world, who, one)) for who, one in looked}
    seal = world.portal.vault.seal
    with tables_kept(world.portal.engine, world.portal.vault.engine):
        tell(world.portal, few.few(number, of, seal=seal), after=10_000)
        return {(who, one.path): lasting(asked(world, who, one)) for who, one in looked}


def opened_by(world: World, who: str, endpoints: frozenset[str]) -> list[Address]:
    """Return what this person opens: a page of each route, and all that have names.

    The page of an item that was there before says as much of others as the next one does.
    """
    first: dict[str, Address] = {}
    for one in addresses(world):
        here = one.rule.endpoint
        if here in first or (endpoints and here not in endpoints):
            continue
        if known_page(world, who, one):
            first[here] = one
    some = [one for one in by_name(world) if not endpoints or one.rule.endpoint in endpoints]
    return [*first.values(), *some]


def by_name(world: World) -> list[Address]:
    return named(world, few.STATE, few.MANDATE)


def differing(before: Got, after: Got) -> set[tuple[str, str]]:
    assert before.keys() == after.keys()
    return {where for where, got in after.items() if got != before[where]}
