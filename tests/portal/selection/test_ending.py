"""From the panel's report to the appointment, on the pages of everybody who takes part."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select
from werkzeug.test import TestResponse

from portal.selection.stage import Vacancy
from portal.selection.talk_model import slots
from portal.web.accounts import account as accounts
from portal.web.accounts import proposals
from portal.web.accounts.proposal import State
from portal.web.audit.chain import audit
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.core.roles import Role
from tests.portal.selection.world import World, account, ranks, text
from tests.support.papers import told_in_each_language
from tests.support.portal import Visitor
from tests.support.twice import of_stakeholders

REASONS = "The third brings what this mandate lacks."


def decided(world: World, who: Visitor, path: str, **typed: str) -> TestResponse:
    """Open the page, and send its form with what the page is about."""
    return world.do(who, path, seen=seen_on(who, path), **typed)


def seen_on(who: Visitor, path: str) -> str:
    tag = who.get(path).text.partition('name="seen"')[2].partition(">")[0]
    return tag.partition('value="')[2].partition('"')[0]


def in_days(world: World, days: int) -> str:
    return (world.portal.clock.at + timedelta(days=days)).date().isoformat()


def listed(world: World, *names: str, note: str = "") -> tuple[str, list[str]]:
    """A vacancy with an adopted short list of these, and its session."""
    vacancy = world.called()
    return listed_of(world, vacancy, [world.file(vacancy, name) for name in names], note=note)


def listed_of(world: World, vacancy: str, ids: list[str], note: str = "") -> tuple[str, list[str]]:
    world.call_closed(vacancy)
    for who in ids:
        world.scored(who, world.chair, 4, note=note)
    world.closed(vacancy)
    sent = world.chair.post(
        f"/panel/{vacancy}/shortlist",
        {"command_id": "7d1f0f6e-0000-4000-8000-000000000001", **ranks(*ids), "step": "adopt"},
    )
    assert sent.status_code == 303, sent.text
    session(world, vacancy)
    return vacancy, ids


def session(world: World, vacancy: str) -> None:
    path = f"/selection/{vacancy}/session"
    sent = world.do(world.officer, path, session="63", starts_on=in_days(world, 90), report_by="")
    assert sent.status_code == 303, sent.text


def submitted(world: World, vacancy: str, ids: list[str], reason: str = "Knows the field.") -> None:
    sent = world.do(
        world.chair,
        f"/panel/{vacancy}/report",
        text="The panel met four times.",
        **{f"reason_{who}": reason for who in ids},
    )
    assert sent.status_code == 303, sent.text


def reported(world: World, *names: str) -> tuple[str, list[str], Visitor]:
    vacancy, ids = listed(world, *names)
    submitted(world, vacancy, ids)
    sent = decided(world, world.officer, f"/selection/{vacancy}/report")
    assert sent.status_code == 303, sent.text
    return vacancy, ids, world.portal.signed_in(Role.PRESIDENT, name="Pilar")


def proposed(world: World, vacancy: str, who: str, by: Visitor, **more: str) -> None:
    sent = world.do(by, f"/decisions/{vacancy}/propose/{who}", **more)
    assert sent.status_code == 303, sent.text


def appointed(world: World, vacancy: str) -> None:
    sent = decided(
        world,
        world.officer,
        f"/selection/{vacancy}/appointed",
        decision="61/101",
        decided_on=in_days(world, 0),
        starts_on=in_days(world, 30),
        ends_on="",
    )
    assert sent.status_code == 303, sent.text


def test_the_report_becomes_public_after_the_lint_and_never_before(selection: World) -> None:
    w = selection
    note = "This person once told me in confidence that the work would be too much."
    vacancy, ids = listed(w, "Ada", "Bo", "Chi", note=note)
    president = w.portal.signed_in(Role.PRESIDENT, name="Pilar")
    assert president.get(f"/decisions/{vacancy}").status_code == 404, "no report yet"

    submitted(w, vacancy, ids, reason=f"She is good. {note}")
    public = w.portal.visitor()
    assert public.get(f"/vacancies/{vacancy}/reports/1").status_code == 404
    path = f"/selection/{vacancy}/report"
    assert "Words from a restricted text" in text(w.officer.get(path))
    sent = w.do(w.officer, path)
    assert (sent.status_code, "has restricted text" in text(sent)) == (422, True)

    submitted(w, vacancy, ids)
    assert "found no restricted text" in text(w.officer.get(path))
    assert decided(w, w.officer, path).status_code == 303
    read = text(public.get(f"/vacancies/{vacancy}/reports/2"))
    for said in ("Ada", "Knows the field.", "The panel met four times.", "3 eligible candidates"):
        assert said in read
    assert "confidence" not in read
    assert "Report 2" in text(public.get(f"/vacancies/{vacancy}"))
    assert public.get(f"/vacancies/{vacancy}/reports/1").status_code == 404


def test_a_report_is_said_to_be_due_until_it_is_submitted_and_the_chair_reads_by_when(
    selection: World,
) -> None:
    w = selection
    vacancy, ids = listed(w, "Ada", "Bo", "Chi")
    pages = ((w.officer, f"/selection/{vacancy}"), (w.chair, f"/panel/{vacancy}"))
    for who, path in pages:
        assert "report is due in" in text(who.get(path))
    submitted(w, vacancy, ids)
    for who, path in pages:
        read = text(who.get(path))
        assert "report is due" not in read
        assert "report was due" not in read


def test_a_report_that_is_late_was_due(selection: World) -> None:
    w = selection
    vacancy, _ = listed(w, "Ada", "Bo", "Chi")
    w.portal.clock.at += timedelta(days=800)
    officer = w.portal.signed_in(Role.SELECTION_OFFICER)
    assert "report was due 2 years ago" in text(officer.get(f"/selection/{vacancy}"))


@pytest.mark.parametrize("by", [14, 20, 21])
def test_the_day_of_a_report_on_a_list_that_was_used_up_asks_for_no_other(by: int) -> None:
    after = Vacancy(
        vacancy_id="v",
        mandate="torture",
        seat_region=None,
        declared_at=datetime(2026, 1, 5, tzinfo=UTC),
        closes_at=None,
        panel_at=None,
        review_closed_at=None,
        missing_scores=None,
        shortlist_at=None,
        report_by=date(2026, 11, by),
        used_up_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    assert after.awaits_report is (by > 20)
    assert replace(after, used_up_at=None).awaits_report


def test_no_report_tells_who_nominates_or_what_somebody_needs(selection: World) -> None:
    w = selection
    needs = "A sign language interpreter and a pause each twenty minutes, please."
    vacancy = w.called()
    person = w.portal.signed_in(Role.CANDIDATE)
    w.filled_in(vacancy, person)
    ada = w.sent(vacancy, person).location.rpartition("/")[2]
    path = f"/candidate/applications/{ada}/nominators/name"
    assert w.do(person, path, kind="individual", name="Grace Planted").status_code == 303
    w.screened(vacancy, ada)
    vacancy, ids = listed_of(w, vacancy, [ada])
    sealed = w.portal.vault.seal(f"candidate-{ada}", needs)
    with w.portal.engine.begin() as conn:
        row = {"vacancy_id": vacancy, "candidate_id": ada, "needs": sealed}
        conn.execute(insert(slots).values(row))
    for reason, kind in (
        ("She was nominated by Grace Planted.", "The name of somebody who is on no public list"),
        (f"In the interview she said: {needs}", "Words from a restricted text"),
    ):
        submitted(w, vacancy, ids, reason=reason)
        assert kind in text(w.officer.get(f"/selection/{vacancy}/report"))


def test_reading_the_reasons_of_a_list_is_on_record_until_they_are_public(
    selection: World,
) -> None:
    w = selection
    vacancy, ids = listed(w, "Ada", "Bo", "Chi")

    def on_record(who: Visitor, path: str) -> bool:
        with w.portal.engine.begin() as conn:
            conn.execute(delete(audit))
        assert who.get(path).status_code == 200
        with w.portal.engine.connect() as conn:
            return f"candidate-{ids[2]}" in set(conn.scalars(select(audit.c.subject)))

    submitted(w, vacancy, ids)
    president = w.portal.signed_in(Role.PRESIDENT, name="Pilar")
    assert on_record(president, f"/decisions/{vacancy}")
    assert decided(w, w.officer, f"/selection/{vacancy}/report").status_code == 303
    assert not on_record(president, f"/decisions/{vacancy}")


def test_passing_the_order_opens_the_field_for_public_reasons(selection: World) -> None:
    w = selection
    vacancy, (_, _, third), president = reported(w, "Ada", "Bo", "Chi")
    decide = president.get(f"/decisions/{vacancy}")
    assert "with public reasons" in text(decide)
    path = f"/decisions/{vacancy}/propose/{third}"
    assert "Your reasons" in text(president.get(path))
    assert w.do(president, path, reasons="").status_code == 422
    proposed(w, vacancy, third, president, reasons=REASONS)
    for reader in (w.portal.visitor(), w.chair):
        read = text(reader.get(f"/vacancies/{vacancy}"))
        assert "Candidate proposed" in read
        assert REASONS in read


def test_the_first_group_is_proposed_without_reasons_and_nobody_twice(selection: World) -> None:
    w = selection
    vacancy, (first, second, _), president = reported(w, "Ada", "Bo", "Chi")
    assert "Your reasons" not in text(president.get(f"/decisions/{vacancy}/propose/{first}"))
    proposed(w, vacancy, first, president)
    assert president.get(f"/decisions/{vacancy}/propose/{second}").status_code == 404
    sent = decided(w, w.officer, f"/selection/{vacancy}/refused", decided_on=in_days(w, 0))
    assert sent.status_code == 303
    assert "Not approved by the Council" in text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert president.get(f"/decisions/{vacancy}/propose/{first}").status_code == 404
    proposed(w, vacancy, second, president)


def test_a_returned_list_goes_back_and_the_reason_stays_inside(selection: World) -> None:
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
    assert "Nobody of them knows" in text(w.chair.get(f"/panel/{vacancy}/reports"))
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "returned to the panel" in public
    assert "knows the region" not in public
    sent = w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {
            "command_id": "7d1f0f6e-0000-4000-8000-000000000002",
            **ranks(*reversed(ids)),
            "step": "adopt",
        },
    )
    assert sent.status_code == 303
    submitted(w, vacancy, ids)
    assert "Report 1" in text(president.get(f"/decisions/{vacancy}")), "the past one stays"


def test_the_appointment_is_public_and_one_administrator_confirms_the_account(
    selection: World,
) -> None:
    w = selection
    vacancy, (first, second, _), president = reported(w, "Ada", "Bo", "Chi")
    proposed(w, vacancy, first, president)
    appointed(w, vacancy)
    public = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "Mandate-holder appointed" in public
    assert "61/101" in public
    assert w.officer.get(f"/selection/{vacancy}/call/again").status_code == 200
    other = w.do(w.officer, f"/selection/{vacancy}/call/again", closes_on=in_days(w, 50))
    assert other.status_code == 422

    administrator = w.portal.signed_in(Role.SYSTEM_ADMIN, name="Ada the administrator")
    assert "Ada" in text(administrator.get("/appointments"))
    sent = administrator.post(f"/appointments/{vacancy}", {})
    assert sent.status_code == 303
    again = administrator.post(f"/appointments/{vacancy}", {})
    assert again.status_code == 303
    with w.portal.engine.connect() as conn:
        [proposal] = proposals.all_open(conn, at=w.portal.clock.at)
        holder = accounts.by_id(conn, proposal.account_id)
    assert holder is not None
    assert proposal.state(w.portal.clock.at) is State.DELAYED
    assert proposal.proposed_by == account(w.officer).account_id
    assert proposal.confirmed_by == account(administrator).account_id
    assert proposal.rights.lines == {"role:mandate_holder", "mandate:sr-torture"}
    assert second != first

    assert "Confirmed" in text(administrator.get("/appointments"))
    with w.portal.engine.begin() as conn:
        proposals.end(conn, proposal, State.STOPPED, by="the Chief", at=w.portal.clock.at)
    page = text(administrator.get("/appointments"))
    assert "Confirmed" not in page
    assert "Stopped The person has no right from this appointment." in page


def test_the_president_reads_recommended_applications_and_no_others(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ids = [w.file(vacancy, name) for name in ("Ada", "Bo", "Chi", "Dea")]
    w.call_closed(vacancy)
    for who in ids:
        w.scored(who, w.chair, 4)
    w.closed(vacancy)
    sent = w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {
            "command_id": "7d1f0f6e-0000-4000-8000-000000000003",
            **ranks(*ids[:3]),
            f"rank_{ids[3]}": "0",
            f"reason_{ids[3]}": "",
            "step": "adopt",
        },
    )
    assert sent.status_code == 303, sent.text
    w.do(w.officer, f"/selection/{vacancy}/session", session="63", starts_on=in_days(w, 90))
    submitted(w, vacancy, ids[:3])
    president = w.portal.signed_in(Role.PRESIDENT)
    mine = president.get(f"/decisions/{vacancy}/candidates/{ids[0]}")
    assert "twenty years against torture" in text(mine)
    assert "1 rue de la Paix" not in text(mine), "what only the office needs"
    assert president.get(f"/decisions/{vacancy}/candidates/{ids[3]}").status_code == 404


def test_a_recused_member_finds_no_report_and_a_recused_chair_submits_none(
    selection: World,
) -> None:
    w = selection
    vacancy, ids, _ = reported(w, "Ada", "Bo", "Chi")
    anjali = w.members["APG"]
    assert anjali.get(f"/panel/{vacancy}/reports").status_code == 200
    w.conflicted(ids[0], anjali)
    assert anjali.get(f"/panel/{vacancy}/reports").status_code == 404
    president = w.portal.signed_in(Role.PRESIDENT)
    assert "a conflict came to light" in text(president.get(f"/decisions/{vacancy}"))


def test_a_recommended_candidate_withdraws_and_the_list_closes_up(selection: World) -> None:
    w = selection
    vacancy = w.called()
    people = [w.applied(vacancy, name) for name in ("Ada", "Bo", "Chi")]
    ids = [who for who, _ in people]
    for who in ids:
        w.screened(vacancy, who)
    w.call_closed(vacancy)
    w.closed(vacancy)
    sent = w.chair.post(
        f"/panel/{vacancy}/shortlist",
        {"command_id": "7d1f0f6e-0000-4000-8000-000000000004", **ranks(*ids), "step": "adopt"},
    )
    assert sent.status_code == 303, sent.text
    w.do(w.officer, f"/selection/{vacancy}/session", session="63", starts_on=in_days(w, 90))
    submitted(w, vacancy, ids)
    decided(w, w.officer, f"/selection/{vacancy}/report")
    president = w.portal.signed_in(Role.PRESIDENT)
    w.withdrawn(*people[0])
    path = f"/decisions/{vacancy}/propose/{ids[1]}"
    assert "Your reasons" not in text(president.get(path)), "the next is the first now"
    assert "Withdrawn" in text(president.get(f"/decisions/{vacancy}"))
    for who, person in people[1:]:
        w.withdrawn(who, person)
    assert "has no list before you" in text(president.get(f"/decisions/{vacancy}"))


def test_the_report_is_a_pdf_in_each_language(selection: World) -> None:
    w = selection
    vacancy, _, _ = reported(w, "Ada", "Bo", "Chi")
    public, reports = w.portal.visitor(), f"vacancies/{vacancy}/reports"
    told_in_each_language(lambda code: public.get(f"/{code}/{reports}/1/report.pdf"), kind="panel")
    assert public.get(f"/en/{reports}/{'9' * 5_000}/report.pdf").status_code == 404


def test_an_application_that_lapsed_says_so_to_its_applicant(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, person = w.applied(vacancy, "Ada")
    w.screened(vacancy, ada)
    lapsed = ApplicationLapsed(
        vacancy_id=vacancy, candidate_id=ada, listed=True, lapsed_at=w.portal.clock.at
    )
    arrived = of_stakeholders(lapsed, 1_000, f"vacancy-{vacancy}", w.portal.clock.at)
    w.service.applier.apply([arrived])
    assert "appointed you to another mandate" in text(person.get(f"/candidate/applications/{ada}"))
    assert "Lapsed" in text(person.get("/candidate/"))
