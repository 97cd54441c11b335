"""XR2: nothing outside the group of a reprisal case tells that there is one.

A page shows what is in tables. So first: no table of anybody else changes with a case, and no other
area reads those of a case. Then the pages themselves, of everybody who is not of the group.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from portal.app.areas import AREAS
from portal.app.packages import values
from portal.followup.reprisals.found import subject_of
from portal.followup.reprisals.read_model import CASES
from portal.oversight.forgetting import erasing
from portal.oversight.forgetting.erasing import Erasure
from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from services.intake.app import INTAKE_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.contracts.followup import FOLLOWUP
from shared.core.actor import by_return_channel
from shared.core.message import derive_id
from shared.core.roles import HELD, Role
from shared.read_models.model import ReadModel
from shared.reference.reprisals import SHUT
from tests.followup import reprisals as said
from tests.support import channel
from tests.support.incidents import Incidents
from tests.support.missions import Missions
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.reprisal_cases import ERASED, ReprisalCases, published
from tests.support.submissions import Told, received, triaged

LANDED = str(derive_id("a submission with the flag", 1))
ALSO = ("/notices", "/search?q=reprisal", f"/search?q={LANDED}", f"/triage/{LANDED}", "/reprisals")
OF_REPORTERS = (
    *("/return/submission", "/return/reprisal", "/report-a-reprisal", "/submissions/"),
    *(f"/submissions/{LANDED}", f"/report-a-reprisal/submissions/{LANDED}"),
)
"""What whoever reported it oneself reads: the same before and after (I1)."""
R = Role
ALONE = (*SHUT, R.DESK_OFFICER, R.AUDITOR, R.SYSTEM_ADMIN)
"""Who sees less for being this, so each is somebody of their own."""
KEPT_OUT = {
    "focal point and desk of the State": frozenset({R.REPRISALS_FOCAL_POINT, R.DESK_OFFICER}),
    "focal point and contact point": frozenset({R.REPRISALS_FOCAL_POINT, R.CONTACT_POINT}),
}
PEOPLE: dict[str, frozenset[Role]] = {
    "office": HELD - {R.REPRISALS_FOCAL_POINT, *ALONE},
    **{str(role): frozenset({role}) for role in ALONE},
    **KEPT_OUT,
}
FACTS = (
    *(
        *said.FACTS,
        said.DETAILED,
        said.SENT,
        said.PASSED,
        said.SHARED,
        said.DOCUMENTED,
        *(said.STRUCK, said.LINKED, said.UNLINKED, said.SHOWN, said.UNSHOWN),
    ),
    ERASED,
)
SERVICES = (INTAKE_SERVICE, APPROVALS_SERVICE, FOLLOWUP_SERVICE, STAKEHOLDERS_SERVICE)


def models() -> list[ReadModel]:
    """Return every read model that hears followup."""
    every = [one for stored in values("stored") for one in stored.read_models]
    return [one for one in every if FOLLOWUP in one.contracts]


def test_no_fact_of_a_case_is_in_the_activity() -> None:
    assert not {kind for kind in FOLLOWUP.feed if "Reprisal" in kind.__name__}


def test_no_table_of_anybody_else_changes_with_a_case() -> None:
    """Neither a row of a page, a count, a notice, nor what a service does about a fact."""
    arrived = [published(fact, "reprisalcase-1", number) for number, fact in enumerate(FACTS, 1)]
    others = [one for one in models() if one is not CASES]
    assert len(others) > 5
    for one in others:
        assert not [fact for fact in arrived if list(one.project(fact))], one.consumer
    for service in SERVICES:
        assert not [fact for fact in FACTS if list(service.react(fact))], service.name


READS = r"followup[./]reprisals(?! import (opening|words)\n)|reprisalcases"
"""Whoever opens a case imports ``opening`` and ``words`` alone, which read no table."""


def test_no_other_area_reads_the_tables_of_a_case() -> None:
    portal_, own = Path("portal"), Path("portal/followup/reprisals")
    reads = [
        str(path)
        for path in portal_.rglob("*.py")
        if own not in path.parents and re.search(READS, path.read_text())
    ]
    notices = Path("portal/homes/notices")  # to the group, by what its own queries say
    assert set(reads) == {
        "portal/app/packages.py",
        *(str(notices / name) for name in ("reprisals.py", "there.py")),
    }


def anonymous(page: str) -> str:
    """The page without what differs from one request, or one fact of any kind, to the next."""
    passing = r'nonce="[^"]*"|name="(csrf_token|command_id)"[^>]*|\b(seen|after)=[\w%-]+'
    return re.sub(passing, "", page)


def everything(portal: Pages, people: dict[str, Visitor], *also: str) -> dict[tuple[str, str], str]:
    """Return each page to which the header of somebody leads, and those of the submission.

    Each with what the databases were asked for it, so that it takes as long. What a focal point has
    beside reprisal cases, others have too.
    """
    found = {}
    for who, visitor in people.items():
        roles = frozenset() if who in KEPT_OUT else PEOPLE.get(who, frozenset())
        with portal.app.test_request_context():
            own = [
                portal.app.url_for(place.endpoint, _external=False)
                for area in AREAS
                for place in area.places
                if roles & place.roles and place.endpoint in portal.app.view_functions
            ]
        for path in dict.fromkeys([*own, *ALSO, *also]):
            with statements() as done:
                answer = visitor.get(path)
            asked = "".join(f"\n{done.count(one)} x {one}" for one in sorted({*done}))
            found[who, path] = f"{answer.status_code} {anonymous(answer.text)}{asked}"
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what any database is asked meanwhile: more of it takes longer (timing of XR2)."""
    done: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        done.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield done
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def erase(portal: Pages, case_id: str) -> None:
    erased = Erasure(
        erasure_id=ERASED.erasure_id,
        subject=subject_of(case_id),
        erased_at=portal.clock(),
        by="somebody",
        basis="consent",
        asked_by="person",
    )
    erasing.erase(portal.engine, portal.vault, erased)


def test_no_byte_of_anybody_elses_pages_tells_of_a_case(portal: Pages) -> None:
    """Pages, lists, counts, notices, search, activity and erasures.

    The audit log has what was read meanwhile, so it is compared by what it names.
    """
    told = Told(portal.engine)
    told.tell(replace(received(LANDED), reprisal=True), triaged(LANDED, mandates=("sr-torture",)))
    mine: dict[str, Any] = {
        "mandates": frozenset({"sr-torture"}),
        "state_codes": frozenset({"KEN"}),
    }
    people = {who: portal.signed_in(*roles, **mine) for who, roles in PEOPLE.items()}
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", **mine)
    reporters = {
        "source": portal.visitor(),
        "filer": portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1"),
    }
    code = channel.kept(portal, of=LANDED).return_code
    reporters["source"].post("/return/", {"return_code": code})
    missions = Missions(portal.engine, portal.vault, portal.clock())
    missions.hear()
    incidents = Incidents(portal.engine, portal.vault, portal.clock(), missions.mission_id)
    incidents.logged(kind="interlocutors")
    of_visit = [f"/missions/{missions.mission_id}{path}" for path in ("", "/incidents")]

    def walked() -> dict[tuple[str, str], str]:
        pages = everything(portal, people, *of_visit)
        return pages | everything(portal, reporters, *OF_REPORTERS)

    walked()  # what is done once, such as a key that is made
    before = walked()
    some = ReprisalCases(portal.engine, portal.vault)
    some.appliers = ready(portal.engine, models())
    from_visit = {"origin": "visit", "link": incidents.mission_id}
    cases = [
        some.upto(said.REPORTED, link=LANDED),
        some.upto(said.REPORTED, **from_visit),
        some.upto(said.ANSWERED),
        some.upto(said.CLOSED),
        *(
            some.upto(said.REPORTED, link=LANDED, mandate="", as_officer=None, done_by=by)
            for by in (by_return_channel(LANDED).actor_id, "a" * 32)
        ),
    ]
    erase(portal, cases[3])
    some.erased(cases[3])
    assert officer.get(f"/reprisals/{cases[2]}").status_code == 200
    people["office"].get("/statistics-packs-desk")  # any fact of followup makes it count anew
    after = walked()
    assert [page for page in before if page[1] != "/audit" and before[page] != after[page]] == []
    assert not [page for page in after if any(one in after[page] for one in cases)]
    assert "Reprisal flag, assigned" in after["office", f"/triage/{LANDED}"]
    assert all(after["source", path][:3] == "200" for path in OF_REPORTERS[:2])
    assert all(after["filer", path][:3] == "200" for path in OF_REPORTERS[2:])
    whole = portal.signed_in(Role.REPRISALS_FOCAL_POINT).get(f"/reprisals/{cases[4]}").text
    assert "Whoever reported it" in whole
    assert "None yet: pass the case on to one" in whole
    for who in KEPT_OUT:
        assert LANDED not in after[who, "/reprisals"]
        assert people[who].get(f"/reprisals/report?submission={LANDED}").status_code == 404
    for who in ("office", str(Role.AUDITOR)):
        assert "reprisal-" not in after[who, "/audit"]
        assert "reprisals." not in after[who, "/audit"]
    focal = portal.signed_in(Role.REPRISALS_FOCAL_POINT)
    assert "Opened" in focal.get("/reprisals").text
