"""Visits of which a statement or a report is public: what silence and coverage know of them."""

import re
from datetime import date, timedelta
from typing import Any

from portal.committee.coverage import joined, visited
from portal.followup.visit_reports.read_model import VISIT_REPORTS
from portal.public.history.read_model import HISTORY
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_history import HistoryImportUndone, PastVisitImported
from shared.contracts.followup import FOLLOWUP
from shared.contracts.followup_visit_reports import VisitReportPublished, VisitReportWithdrawn
from shared.core.geneva import start_of
from shared.core.message import derive_id
from shared.read_models.model import Applier
from shared.reference.coverage import IMPORTED
from tests.portal.committee.coverage.test_contacts import TODAY, silent
from tests.support.coverage import NOW, States, no_visit, visit
from tests.support.organisations import Register
from tests.support.portal import Pages
from tests.support.publication import arriving


def report(state: str, on: str, *, mandates: tuple[str, ...] = ("sr-food",)) -> Any:
    return VisitReportPublished(
        mission_id=str(derive_id("mission", state, on)),
        mandate=mandates[0],
        state=state,
        stage="published",
        step=9,
        done_by="somebody",
        done_at=start_of(date.fromisoformat(on)) + timedelta(hours=10),
        symbol="A/HRC/61/54/Add.1",
        approved_by="holder",
        languages=("en",),
        recommendations=(),
        mandates=mandates,
    )


def taken_off(one: VisitReportPublished) -> VisitReportWithdrawn:
    return VisitReportWithdrawn(
        mission_id=one.mission_id,
        mandate=one.mandate,
        state=one.state,
        stage="withdrawn",
        step=10,
        done_by="somebody",
        done_at=one.done_at,
        reason="other",
        note=None,
    )


def published(portal: Pages, *reports: Any) -> None:
    for _ in range(2):
        arrived = arriving(*reports, topic=FOLLOWUP.topic)
        Applier(portal.engine, VISIT_REPORTS).apply(arrived)


def known(portal: Pages) -> dict[str, date]:
    with portal.engine.connect() as conn:
        return dict(visited.of_states(conn, TODAY))


def test_a_state_that_was_visited_lately_is_not_silent(
    portal: Pages, states: States, register: Register
) -> None:
    """By a public statement or report, whatever the Committee recorded before."""
    states.recorded("visit", KEN="never", NPL="2019-05-17")
    states.heard(
        visit("a", "2026-10-16", "KEN", "UGA"),
        visit("b", "2023-11-23", "FRA"),
        visit("c", "2026-10-16", "CHE", kind="press_release"),
    )
    published(portal, report("NPL", "2026-03-02"))
    found = silent(portal)
    assert {"KEN", "UGA", "NPL"} == silent_without(found)
    assert (found["FRA"], found["CHE"]) == (True, False), "long ago; and not known"


def silent_without(found: dict[str, bool]) -> set[str]:
    return {one for one in ("KEN", "UGA", "NPL", "FRA", "CHE") if one not in found}


def test_what_is_corrected_or_taken_back_is_known_as_it_is_now(
    portal: Pages, states: States
) -> None:
    states.heard(visit("a", "2026-10-16", "KEN", "UGA"), visit("b", "2020-03-06", "KEN"))
    assert known(portal) == {"KEN": date(2026, 10, 16), "UGA": date(2026, 10, 16)}
    states.heard(visit("a", "2026-10-15", "KEN", edition=2))
    assert known(portal) == {"KEN": date(2026, 10, 15)}
    states.heard(no_visit("a"))
    assert known(portal) == {"KEN": date(2020, 3, 6)}
    first = report("NPL", "2026-03-02")
    published(portal, first)
    assert known(portal)["NPL"] == date(2026, 3, 2)
    published(portal, first, taken_off(first))
    assert "NPL" not in known(portal)


def test_a_visit_for_the_sake_of_another_state_is_none_to_this_one(
    portal: Pages, states: States
) -> None:
    """A mandate on one country met its people in another (D.8)."""
    on_eritrea = ("sr-eritrea",)
    states.heard(
        visit("a", "2026-10-16", "DJI", mandates=on_eritrea),
        visit("b", "2026-10-16", "KEN", mandates=("sr-eritrea", "sr-torture")),
        visit("c", "2026-10-16", "ERI", mandates=on_eritrea),
        visit("d", "2026-11-25", "FRA"),
    )
    published(portal, report("ETH", "2026-03-02", mandates=on_eritrea))
    assert known(portal).keys() == {"KEN", "ERI"}, "and one that goes on tomorrow is not over"


def past(row: int, state: str, status: str, first: str, *, public: bool = True) -> Any:
    """A visit from before the platform of nine days, or a request."""
    on = date.fromisoformat(first)
    return PastVisitImported(
        import_id="i-1",
        visit_id=str(derive_id("past visit", row)),
        row=row,
        state=state,
        mandates=("sr-food",),
        status=status,
        first_on=on,
        last_on=on + timedelta(days=8) if status == "completed" else None,
        published_on=on + timedelta(days=90) if public else None,
        document="",
        imported_at=NOW,
    )


def test_a_visit_from_before_the_platform_is_the_last_one_until_its_import_is_undone(
    portal: Pages, states: States
) -> None:
    states.adopted("visit")
    states.recorded("visit", KEN="never", NPL="never", UGA="never", FRA="2015-05-05")
    facts = [
        past(1, "KEN", "completed", "2001-02-03"),
        past(2, "NPL", "declined", "2000-02-03"),
        past(3, "UGA", "completed", "2001-02-03", public=False),
        past(4, "FRA", "completed", "1999-02-03"),
        past(5, "BUR", "completed", "1988-02-03"),
    ]
    undone = HistoryImportUndone(
        import_id="i-1", numbers=(), reason="twice", undone_by="desk", undone_at=NOW
    )

    def told(*also: Any) -> dict[str, Any]:
        for _ in range(2):
            Applier(portal.engine, HISTORY).apply(arriving(*facts, *also, topic=APPROVALS.topic))
        with portal.engine.connect() as conn:
            return joined.answers(conn, TODAY)["visit"]

    found = told()
    assert {state: cell.value for state, cell in found.items()} == {
        "KEN": "2001-02-11",
        "NPL": "never/asked",
        "UGA": "never/unasked",
        "FRA": "2015-05-05",
        "MMR": "1988-02-11",
    }
    assert (found["KEN"].source, found["KEN"].dated_on) == (IMPORTED, date(2001, 5, 4))
    assert found["FRA"].beside.value == "1999-02-11"
    assert known(portal).keys() == {"KEN", "FRA", "MMR"}
    for page in ("coverage/states", "register/states"):
        shown = portal.visitor().get(f"/en/{page}/KEN").text
        assert "Visit from before the platform, imported" in shown
    (row,) = re.findall("KEN,.*,visit,.*", portal.visitor().get("/coverage/coverage.csv").text)
    assert row.strip().endswith(",imported,2001-05-04,,1")
    assert told(undone)["KEN"].value == "never/unasked"
    assert not known(portal)
