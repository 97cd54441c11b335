"""A Government learns from nothing that there is a thread for anybody else (E.10).

A page shows what is in tables. So first: no table of anybody else changes with a thread. Then the
bytes of a Government's pages, with and without.
"""

from uuid import uuid4

from portal.app.areas import AREAS
from portal.app.packages import values
from portal.followup.threads.read_model import THREADS
from services.followup.app import FOLLOWUP_SERVICE
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_threads import Audience
from shared.core.roles import Role
from tests.followup.threads import CORRECTED, FILED, STRUCK, opened
from tests.portal.followup.partners.test_pages import NGO, RC
from tests.portal.followup.reprisals.test_secret import anonymous
from tests.portal.followup.threads.test_pages import WORDS
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages, Visitor
from tests.support.reprisal_cases import published
from tests.support.threads import Threads

FACTS = (*opened("rc"), CORRECTED, FILED, STRUCK)


def test_no_table_of_anybody_else_changes_with_a_thread() -> None:
    """Neither a row of a page, a count, a line of the feed, nor what a service does about it."""
    assert not [
        kind for kind in FOLLOWUP.feed if kind.__name__.startswith(("VisitThread", "VisitM"))
    ]
    arrived = [published(fact, "visitdialogue-1", number) for number, fact in enumerate(FACTS, 1)]
    every = [one for stored in values("stored") for one in stored.read_models]
    others = [one for one in every if FOLLOWUP in one.contracts and one is not THREADS]
    assert len(others) > 5
    for one in others:
        assert not [fact for fact in arrived if list(one.project(fact))], one.consumer
    assert not [fact for fact in FACTS if list(FOLLOWUP_SERVICE.react(fact))]


def test_no_byte_of_a_governments_pages_comes_of_another_thread(portal: Pages) -> None:
    """With and without threads of every other audience, with messages, it gets the same."""
    threads = Threads(Partners(Missions(portal.engine, portal.vault, portal.clock())))
    missions = threads.partners.missions
    missions.hear()
    missions.official("Minister Zora")
    one, ngo = threads.partners.admitted(*RC), threads.partners.admitted(*NGO)
    note = threads.opened("state", WORDS["state"], "Interpreters")
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    paths = (
        f"/visit-notes/{note}",
        f"/visit-notes/{note}/write",
        "/visit-notes",
        f"/missions/{missions.mission_id}",
    )
    programme = f"/visit-programmes/{missions.mission_id}"
    assert "Interpreters" in shown(state, paths[0])  # read, it is not marked as new any more
    before = everything(portal, state, programme, *paths)
    assert WORDS["state"] in before[paths[0]]
    for path in ("/visit-notes", programme):
        assert "Interpreters" in before[path]
    audiences: tuple[Audience, ...] = ("rc", "unct", "partners", "nhri")
    others = [threads.opened(each, WORDS[each]) for each in audiences]
    threads.written(others[0], "Answer", by=threads.partners.member(*RC), partner=one)
    threads.written(others[2], "Another", by=threads.partners.member(*NGO), partner=ngo)
    assert everything(portal, state, programme, *paths) == before
    for end in ("", "/write"):
        never = str(uuid4())
        nothing = shown(state, f"/visit-notes/{never}{end}").replace(never, "")
        assert nothing.startswith("404")
        for thread in others:
            assert shown(state, f"/visit-notes/{thread}{end}").replace(thread, "") == nothing
    abroad = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"FRA"}))
    assert shown(abroad, f"/visit-notes/{note}").startswith("404")
    assert WORDS["state"] not in shown(abroad, "/visit-notes")


def everything(portal: Pages, visitor: Visitor, *also: str) -> dict[str, str]:
    """Return each page to which a Government's header leads, and these."""
    with portal.app.test_request_context():
        own = [
            portal.app.url_for(place.endpoint, _external=False)
            for area in AREAS
            for place in area.places
            if Role.GOVERNMENT in place.roles and place.endpoint in portal.app.view_functions
        ]
    paths = dict.fromkeys([*own, "/notices", "/search?q=Answer", *also])
    return {path: shown(visitor, path) for path in paths}


def shown(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    return f"{answer.status_code} {anonymous(answer.text)}"
