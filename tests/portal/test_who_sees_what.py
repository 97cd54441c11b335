"""Walk every route as each role, over items of every kind in every state: the matrix, cell by cell.

Each item has a unique text. A person who gets that text in any answer, on any page, fragment, feed
or file, sees the item; nobody else may get even its id. Who reads what: tests/support/readers.py.
"""

from collections.abc import Iterator, Mapping

import pytest

from portal.web import policy
from portal.web.policy import Kind, Line, Scope
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.support.everything import planted
from tests.support.portal import Visitor, pages, sqlite_urls
from tests.support.readers import KNOWS_OF_CASES, PEOPLE, flags, readers, told
from tests.support.seeing import World, addresses, known, lasting, walked

pytestmark = pytest.mark.usefixtures("refusals_drawn_once")  # of a refusal nothing is kept

R = Role


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
