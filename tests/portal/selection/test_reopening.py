"""A list that is open again after a recusal, on the pages of the panel, the office and others."""

import pytest
from sqlalchemy import select

from portal.selection.ending_tables import reports
from portal.selection.read_model import SELECTION, shortlist, vacancies
from shared.contracts.stakeholders_appointing import ShortlistReopened
from shared.core.roles import Role
from shared.core.testing import AT
from shared.read_models.model import Applier
from tests.portal.selection.facts import told
from tests.portal.selection.test_ending import (
    decided,
    in_days,
    listed,
    reported,
    submitted,
)
from tests.portal.selection.test_sealed import masked
from tests.portal.selection.world import World, ranks, text
from tests.stakeholders import ending
from tests.stakeholders.selection import VACANCY_ID
from tests.stakeholders.selection import adopted as of_list
from tests.support.compiled import engine_of

OPEN_AGAIN = "The short list is open again since"


def adopted_again(w: World, vacancy: str, ids: list[str]) -> None:
    path = f"/panel/{vacancy}/shortlist"
    assert w.do(w.chair, path, **ranks(*ids), step="adopt").status_code == 303


def test_a_recusal_before_the_report_is_public_reopens_the_list_and_the_report_falls(
    selection: World,
) -> None:
    w = selection
    anjali, willem = w.members["APG"], w.members["WEOG"]
    vacancy, ids = listed(w, "Ada", "Bo", "Chi")
    submitted(w, vacancy, ids)
    president = w.portal.signed_in(Role.PRESIDENT, name="Pilar")
    assert "Knows the field." in text(president.get(f"/decisions/{vacancy}"))
    assert "no longer counts then" in text(willem.get(f"/panel/files/{ids[0]}/conflict"))
    w.conflicted(ids[0], willem)

    chair = text(w.chair.get(f"/panel/{vacancy}"))
    assert OPEN_AGAIN in chair
    assert "rank the candidates and adopt a list. Then submit the report anew" in chair
    assert "Rank the candidates" in chair
    assert "The chair adopts a list again" in text(anjali.get(f"/panel/{vacancy}"))
    assert "No longer counts" in text(anjali.get(f"/panel/{vacancy}/reports"))
    for path in (f"/selection/{vacancy}", f"/selection/{vacancy}/results"):
        office = text(w.officer.get(path))
        assert OPEN_AGAIN in office
        assert "give the seats of recused members to alternates" in office
    assert w.officer.get(f"/selection/{vacancy}/report").status_code == 404
    before = text(president.get(f"/decisions/{vacancy}"))
    assert "The panel has no list before you now." in before
    assert "Knows the field." not in before
    assert president.get(f"/decisions/{vacancy}/candidates/{ids[0]}").status_code == 404

    w.alternate(vacancy, "WEOG", "Wilma")
    adopted_again(w, vacancy, ids)
    assert OPEN_AGAIN not in text(w.chair.get(f"/panel/{vacancy}"))
    assert w.chair.get(f"/panel/{vacancy}/report").status_code == 200
    submitted(w, vacancy, ids, reason="Knows it better.")
    assert "A published list is not opened again." in text(
        w.officer.get(f"/selection/{vacancy}/report")
    )
    assert decided(w, w.officer, f"/selection/{vacancy}/report").status_code == 303
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}/reports/2"))
    assert "Knows it better." in public
    assert w.portal.visitor().get(f"/vacancies/{vacancy}/reports/1").status_code == 404
    assert "Knows the field." not in text(president.get(f"/decisions/{vacancy}"))


def test_after_publication_the_list_stays_and_the_page_says_the_way(selection: World) -> None:
    w = selection
    vacancy, ids, president = reported(w, "Ada", "Bo", "Chi")
    path = f"/panel/files/{ids[0]}"
    assert f"{path}/conflict" in w.members["APG"].get(path).text
    assert "can ask the panel to look again" in text(w.members["APG"].get(f"{path}/conflict"))
    w.conflicted(ids[0], w.members["APG"])
    assert OPEN_AGAIN not in text(w.chair.get(f"/panel/{vacancy}"))
    assert "Since the report a conflict came to light" in text(
        president.get(f"/decisions/{vacancy}")
    )


def test_a_returned_list_that_is_open_again_is_due_on_the_presidents_day(selection: World) -> None:
    w = selection
    vacancy, ids, president = reported(w, "Ada", "Bo", "Chi")
    sent = decided(
        w,
        president,
        f"/decisions/{vacancy}/return",
        reason="Nobody of them knows the region.",
        new_list_by=in_days(w, 7),
    )
    assert sent.status_code == 303
    adopted_again(w, vacancy, ids)
    submitted(w, vacancy, ids, reason="Knows the region.")
    w.conflicted(ids[0], w.members["WEOG"])
    with w.portal.engine.connect() as conn:
        row = conn.execute(select(vacancies)).one()
    assert row.new_list_by.isoformat() == in_days(w, 7)
    page = text(president.get(f"/decisions/{vacancy}"))
    assert "Nobody of them knows the region." in page, "what was public and returned stays"
    assert "Knows the region." not in page


def test_nobody_outside_can_tell_that_a_list_was_adopted_or_is_open_again(
    selection: World,
) -> None:
    """Their pages are the same, byte for byte, from the closing of the review on."""
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    ids = [ada, w.file(vacancy, "Bo"), w.file(vacancy, "Chi")]
    w.call_closed(vacancy)
    for who in ids:
        w.scored(who, w.chair, 4)
    w.closed(vacancy)
    sent = w.do(w.chair, f"/panel/{vacancy}/interviews", listed=ada, reason="She alone.")
    assert sent.status_code == 303, sent.text
    sent = w.do(
        w.officer,
        f"/selection/{vacancy}/interviews/{ada}/time",
        starts=f"{in_days(w, 30)}T10:00",
        minutes="45",
        way="video",
        language="en",
    )
    assert sent.status_code == 303, sent.text
    outsiders = {
        "nobody": w.portal.visitor(),
        "candidate": person,
        "another": w.portal.signed_in(Role.CANDIDATE),
        "auditor": w.portal.signed_in(Role.AUDITOR),
        "desk": w.portal.signed_in(Role.DESK_OFFICER),
    }
    paths = (
        "/vacancies",
        f"/vacancies/{vacancy}",
        f"/vacancies/{vacancy}/reports/1",
        "/vacancies/figures",
        "/candidate/",
        f"/candidate/applications/{ada}",
        f"/candidate/applications/{ada}/interview",
        f"/panel/{vacancy}",
        f"/panel/{vacancy}/reports",
        f"/selection/{vacancy}",
    )

    def seen() -> dict[tuple[str, str], str]:
        return {
            (who, path): f"{page.status_code} {masked(page.text)}"
            for who, visitor in outsiders.items()
            for path in paths
            for page in [visitor.get(path)]
        }

    first = seen()
    assert first["candidate", f"/candidate/applications/{ada}"].startswith("200")
    adopted_again(w, vacancy, ids)
    assert seen() == first
    w.conflicted(ids[1], w.members["WEOG"])
    assert OPEN_AGAIN in text(w.chair.get(f"/panel/{vacancy}"))
    assert seen() == first
    recused = w.members["WEOG"].get("/panel/").text
    assert "Recused" in recused
    assert "open again" not in recused
    w.alternate(vacancy, "WEOG", "Wilma")
    adopted_again(w, vacancy, ids)
    assert seen() == first


@pytest.mark.parametrize("report", [None, 1])
def test_the_rows_are_the_same_when_the_fact_comes_twice(
    database_url: str, report: int | None
) -> None:
    fact = ShortlistReopened(
        vacancy_id=VACANCY_ID,
        mandate="sr-torture",
        report=report,
        new_list_by=None,
        reopened_at=AT,
    )
    before = [*ending.listed("c-1"), *([ending.submitted("c-1")] if report else [])]
    engine = engine_of(database_url)
    applier = Applier(engine, SELECTION)
    applier.prepare()
    for one in told([*before, fact]):
        applier.apply([one])
        applier.apply([one])
    with engine.connect() as conn:
        row = conn.execute(select(vacancies)).one()
        assert conn.execute(select(shortlist)).all() == []
        assert len(conn.execute(select(reports)).all()) == (report or 0), "it is kept"
    assert (row.shortlist_at, row.report, row.reported_at) == (None, None, None)
    assert (row.reopened_at, row.fallen_report) == (AT, report)
    applier.apply(told([of_list("c-1")], first=100))
    with engine.connect() as conn:
        assert conn.execute(select(vacancies)).one().reopened_at is None
    engine.dispose()
