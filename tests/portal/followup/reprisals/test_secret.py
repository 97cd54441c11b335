"""XR2: nothing outside the group of a reprisal case tells that there is one."""

import re
from dataclasses import replace

from portal.app.areas import AREAS
from portal.app.packages import values
from portal.followup.reprisals.found import subject_of
from portal.oversight.forgetting import erasing
from portal.oversight.forgetting.erasing import Erasure
from shared.contracts.followup import FOLLOWUP
from shared.core.message import derive_id
from shared.core.roles import HELD, Role
from tests.followup import reprisals as said
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.reprisal_cases import ReprisalCases
from tests.support.submissions import Told, received, triaged

LANDED = str(derive_id("a submission with the flag", 1))


STRANGERS = sorted(HELD - {Role.REPRISALS_FOCAL_POINT})
ALSO = ("/notices", "/search?q=reprisal", f"/search?q={LANDED}", f"/triage/{LANDED}", "/reprisals")


def anonymous(page: str) -> str:
    """The page without what differs from one request, or one fact of any kind, to the next."""
    passing = r'nonce="[^"]*"|name="(csrf_token|command_id)"[^>]*|\b(seen|after)=[\w%-]+'
    return re.sub(passing, "", page)


def everything(portal: Pages, people: dict[Role, Visitor]) -> dict[tuple[Role, str], str]:
    """Return each page to which the header of somebody leads, and those of the submission."""
    found = {}
    for role, visitor in people.items():
        with portal.app.test_request_context():
            own = [
                portal.app.url_for(place.endpoint, _external=False)
                for area in AREAS
                for place in area.places
                if role in place.roles and place.endpoint in portal.app.view_functions
            ]
        for path in dict.fromkeys([*own, *ALSO]):
            answer = visitor.get(path)
            found[role, path] = f"{answer.status_code} {anonymous(answer.text)}"
    return found


def told_to_all(portal: Pages) -> ReprisalCases:
    """Return cases whose facts reach every read model that hears followup."""
    models = [one for stored in values("stored") for one in stored.read_models]
    some = ReprisalCases(portal.engine, portal.vault)
    some.appliers = ready(portal.engine, [one for one in models if FOLLOWUP in one.contracts])
    return some


def test_no_byte_of_anybody_elses_pages_tells_of_a_case(portal: Pages) -> None:
    """Of every role: pages, lists, counts, notices, search, activity and erasures.

    The audit log has what was read meanwhile, so it is compared by what it names.
    """
    told = Told(portal.engine)
    told.tell(replace(received(LANDED), reprisal=True), triaged(LANDED, mandates=("sr-torture",)))
    mine = {"mandates": frozenset({"sr-torture"}), "state_codes": frozenset({"KEN"})}
    people = {role: portal.signed_in(role, **mine) for role in STRANGERS}
    before = everything(portal, people)
    some = told_to_all(portal)
    cases = [
        some.upto(said.REPORTED, link=LANDED),
        some.upto(said.ANSWERED),
        some.upto(said.CLOSED),
    ]
    erased = Erasure(
        erasure_id=str(derive_id("erasure", 1)),
        subject=subject_of(cases[2]),
        erased_at=portal.clock(),
        by="somebody",
        basis="consent",
        asked_by="person",
    )
    erasing.erase(portal.engine, portal.vault, erased)
    after = everything(portal, people)
    assert [page for page in before if page[1] != "/audit" and before[page] != after[page]] == []
    assert not [page for page in after if any(one in after[page] for one in cases)]
    assert "Reprisal flag, assigned" in after[Role.QUICK_RESPONSE_DESK, f"/triage/{LANDED}"]
    focal = portal.signed_in(Role.REPRISALS_FOCAL_POINT)
    assert "Opened" in focal.get("/reprisals").text


def test_no_fact_of_a_case_is_in_the_activity() -> None:
    assert not {kind for kind in FOLLOWUP.feed if "Reprisal" in kind.__name__}
