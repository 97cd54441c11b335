"""Actions for each role: section F.8, and what is shown beside a grade (F.10)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.actions import public
from shared.contracts.followup_action_commands import (
    TYPES,
    AbandonAction,
    ArchiveAction,
    ArchiveIndicator,
    CompleteAction,
    DefineIndicator,
    PlanAction,
    PublishAction,
    ReportIndicator,
    ReportProgress,
    RescheduleIndicator,
    RestoreAction,
    RestoreIndicator,
    ResumeAction,
    ReviseAction,
    TakeActionBack,
)
from shared.contracts.followup_custody import RecommendationPassedOn
from shared.contracts.followup_taking_up import RecommendationLetGo
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.organisations import register_id
from tests.portal.followup.rounds.test_pages import form
from tests.portal.stakeholders.test_pages import text
from tests.support import followup
from tests.support.actions import (
    FOCAL,
    MANAGER,
    MANDATE,
    ONE,
    PUBLISHER,
    STATE,
    TEAM,
    TWO,
    WRITER,
    Actions,
)
from tests.support.organisations import Register, asked_for, named
from tests.support.portal import Pages, Visitor

R = Role


def government(portal: Pages, state: str = STATE, **also: Any) -> Visitor:
    return portal.signed_in(R.GOVERNMENT, state_codes=frozenset({state}), **also)


def nhri(portal: Pages, *more: Role, code: str = "nhri-1") -> Visitor:
    return portal.signed_in(R.CONTACT_POINT, *more, organisation_id=code)


def an_action(portal: Pages, **also: Any) -> Actions:
    some = Actions(portal.engine, portal.vault, portal.clock(), **also)
    some.recommend()
    some.planned()
    return some


def sent(portal: Pages, visitor: Visitor, path: str, **typed: Any) -> Any:
    answer = visitor.post(path, form(visitor, path, **typed))
    assert answer.status_code == 303, answer.text
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def acted(portal: Pages, visitor: Visitor, path: str, seen: int = 2, **typed: Any) -> Any:
    """Send a form as a page that showed this step has it, without looking at the page."""
    answer = visitor.post(path, {"command_id": str(uuid4()), "seen": str(seen), **typed})
    assert answer.status_code == 303, answer.text
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_what_we_owe_and_each_step_of_its_owner(portal: Pages) -> None:
    some = an_action(portal)
    some.measured()
    visitor, base = government(portal), f"/actions/{some.action_id}"
    page = text(visitor.get("/actions").text)
    for shown in ("Cells with windows", "Build cells", "No report is overdue.", "2 recommend"):
        assert shown in page
    portal.clock.forward(timedelta(days=11))
    visitor = government(portal)
    late = text(visitor.get("/actions").text)
    assert "No report is overdue." not in late
    assert "No report is due within 30 days." in late
    whole = text(visitor.get(base).text)
    for shown in ("With windows", "Once the law", "Open the cells.", "Overdue", "Not due yet"):
        assert shown in whole
    due = f"{base}/indicators/{some.indicator_id}"
    first = (some.at + timedelta(days=10)).date().isoformat()
    told = sent(portal, visitor, f"{due}/{first}", value="13.5", text="Counted")
    assert isinstance(told, ReportIndicator)
    assert (told.value, told.seen, portal.vault.reveal(told.text)) == ("13.5", 2, "Counted")
    for value in ("x", "١٢"):
        wrong = {"command_id": str(uuid4()), "seen": "2", "value": value}
        answer = visitor.post(f"{due}/{first}", wrong)
        assert answer.status_code == 422
        assert "Enter a number, such as 12" in text(answer.text)
    for day in ("never", "2020-01-01"):
        assert visitor.get(f"{due}/{day}").status_code == 404
    days: dict[str, Any] = {
        "starts_on": "2026-12-20",
        "ends_on": "2027-12-20",
        "every_months": "12",
    }
    assert isinstance(acted(portal, visitor, f"{due}/schedule", **days), RescheduleIndicator)
    assert isinstance(acted(portal, visitor, f"{due}/archive"), ArchiveIndicator)
    typed = {"title": "Doctors", "unit": "persons", "baseline": "1", "target": "9", **days}
    assert isinstance(acted(portal, visitor, f"{base}/indicators/new", **typed), DefineIndicator)
    went = acted(portal, visitor, f"{base}/progress", percent="", text="Half built")
    assert isinstance(went, ReportProgress)
    assert went.percent is None
    assert isinstance(acted(portal, visitor, f"{base}/complete"), CompleteAction)
    assert isinstance(acted(portal, visitor, f"{base}/abandon", text="No money"), AbandonAction)
    again = sent(portal, visitor, f"{base}/revise", title="Build more", links=[ONE])
    assert isinstance(again, ReviseAction)
    assert (len(again.links), again.seen) == (1, 2)
    assert "Once the law" in visitor.get(f"{base}/revise").text
    for path in ("restore", "resume", "withdraw"):
        assert visitor.get(f"{base}/{path}").status_code == 404
    some.ask(CompleteAction, WRITER, seen=2)
    assert visitor.get(f"{base}/progress").status_code == 404
    assert isinstance(acted(portal, visitor, f"{base}/resume"), ResumeAction)
    some.ask(ArchiveIndicator, WRITER, seen=3, indicator_id=some.indicator_id)
    assert visitor.get(f"{due}/schedule").status_code == 404
    assert isinstance(acted(portal, visitor, f"{due}/archive"), RestoreIndicator)
    assert isinstance(acted(portal, visitor, f"{base}/archive"), ArchiveAction)
    some.ask(ArchiveAction, WRITER)
    assert "Build cells" not in text(visitor.get("/actions").text)
    assert "Build cells" in text(visitor.get("/actions?archived=1").text)
    for path in ("revise", "indicators/new", f"indicators/{some.indicator_id}/archive", "publish"):
        assert visitor.get(f"{base}/{path}").status_code == 404
    assert isinstance(acted(portal, visitor, f"{base}/restore"), RestoreAction)


def test_an_action_is_planned_on_what_its_owner_may_read(portal: Pages) -> None:
    some = an_action(portal)
    typed = {"title": "Film them", "links": [TWO], "starts_on": "", "target_on": "2027-05-01"}
    planned = sent(portal, government(portal), f"/actions/new/{STATE}?about={TWO}", **typed)
    assert isinstance(planned, PlanAction)
    assert [(one.recommendation_id, one.mandate) for one in planned.links] == [(TWO, "sr-torture")]
    assert (planned.owner_kind, planned.owner, planned.details) == ("government", STATE, None)
    institution = nhri(portal)
    page = text(institution.get(f"/actions/new/{STATE}").text)
    assert "What everybody may read." in page
    assert "Film each questioning." not in page  # it is not public, and nobody invited it
    own = sent(portal, institution, f"/actions/new/{STATE}", title="Visit them", links=[ONE])
    assert (own.owner_kind, own.owner) == ("nhri", "nhri-1")
    refused = {**form(institution, f"/actions/new/{STATE}", title="x", links=[TWO])}
    assert institution.post(f"/actions/new/{STATE}", refused).status_code == 422
    assert government(portal).get("/actions/new/FRA").status_code == 404
    assert institution.get("/actions/new/FRA").status_code == 404
    own_id = Actions(portal.engine, portal.vault, portal.clock(), told=100, name="o", owner=FOCAL)
    own_id.planned("Visit them", "Often", ONE)
    real, base = named("real"), f"/actions/{own_id.action_id}"
    member = nhri(portal, code=real)
    assert member.get(base).status_code == 404
    Register(portal.engine, portal.vault).merged(register_id("nhri-1"), real)
    assert "Visit them" in member.get("/actions").text, "merged entries are one institution"
    assert member.get(base).status_code == 200
    for stranger in (government(portal, "FRA"), nhri(portal, code="nhri-9")):
        assert stranger.get(f"/actions/{some.action_id}").status_code == 404
        assert "Build cells" not in stranger.get("/actions").text
    assert "Plan an action" in text(government(portal).get(f"/recommendations/{ONE}").text)


def test_no_action_is_planned_on_what_its_mandate_let_go(portal: Pages) -> None:
    some = an_action(portal)
    gone = RecommendationLetGo(
        recommendation_id=TWO,
        addressee=STATE,
        mandate="sr-torture",
        reason=portal.vault.seal(f"recommendation-{TWO}", "Not ours."),
        let_go_by="holder-1",
        let_go_at=portal.clock(),
    )
    some.recommend(gone)
    mine = government(portal)
    page = text(mine.get(f"/actions/new/{STATE}").text)
    assert "Open the cells." in page
    assert "Film each questioning." not in page
    assert "Plan an action" in mine.get(f"/recommendations/{ONE}").text
    assert "Plan an action" not in mine.get(f"/recommendations/{TWO}").text


def test_a_country_team_plans_on_what_it_may_read_and_another_partner_publishes(
    portal: Pages,
) -> None:
    an_action(portal)
    here, there = frozenset({STATE}), frozenset({"FRA"})
    writer = portal.signed_in(R.UN_PARTNER, account_id=TEAM.actor_id, state_codes=here)
    assert "Plan an action" in text(writer.get(f"/recommendations/{ONE}").text)
    page = text(writer.get(f"/actions/new/{STATE}").text)
    assert "Film each questioning." not in page, "the team is not invited to it"
    planned = sent(portal, writer, f"/actions/new/{STATE}", title="Train them", links=[ONE])
    assert (planned.owner_kind, planned.owner) == ("unct", STATE)
    assert writer.get("/actions/new/FRA").status_code == 404
    own = Actions(portal.engine, portal.vault, portal.clock(), told=100, name="t", owner=TEAM)
    own.planned("Train judges", "Each year", ONE)
    base = f"/actions/{own.action_id}"
    assert "Another United Nations partner" in text(writer.get(base).text)
    assert writer.get(f"{base}/publish").status_code == 404
    for role, reach in ((R.UN_PARTNER, there), (R.GOVERNMENT, here), (R.DESK_OFFICER, here)):
        stranger = portal.signed_in(role, state_codes=reach)
        assert stranger.get(base).status_code in {403, 404}, role
    colleague = portal.signed_in(R.UN_PARTNER, state_codes=here)
    assert isinstance(sent(portal, colleague, f"{base}/publish"), PublishAction)
    own.published(replace(TEAM, actor_id="partner-2"))
    page = text(portal.visitor().get(f"/en/actions-on/{ONE}").text)
    assert "Said by the United Nations country team" in page
    assert "Train judges" in page


def test_others_read_what_was_published_and_nothing_of_a_draft(portal: Pages) -> None:
    """F.10: the owner says 100 %, the grade says not implemented: both show, said by whom."""
    some = an_action(portal)
    some.measured()
    some.reported()
    some.progress("All is built")
    readers = {
        "holder": portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"sr-torture"})),
        "other": portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"})),
        "desk": portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({STATE})),
        "ngo": portal.signed_in(R.NGO_MEMBER, organisation_id="org-1"),
        "nhri": nhri(portal),
    }
    public, listed = portal.visitor(), f"/en/actions-on/{ONE}"
    for reader in readers.values():
        assert "All is built" not in reader.get(f"/recommendations/{ONE}").text
    assert "Build cells" not in public.get(listed).text
    assert "Actions on it" not in public.get("/en/register/recommendations").text
    some.published()
    some.progress("A later draft", 10)
    some.recommend(followup.assessed("not"))
    for name, reader in readers.items():
        page = text(reader.get(f"/recommendations/{ONE}").text)
        assert "Said by the Government" in page, name
        for shown in (
            "100 per cent",
            "All is built",
            "Counted in spring",
            "26.5",
            "It is no grade",
        ):
            assert shown in page, (name, shown)
        assert "Not implemented" in page
        assert "A later draft" not in page
        assert ("Take the action back" in page) == (name == "holder")
        second = reader.get(f"/recommendations/{TWO}")
        assert second.status_code == (200 if name == "holder" else 404)
        assert ("All is built" in second.text) == (name == "holder")
    assert "All is built" in public.get(listed).text
    assert "Take the action back" not in public.get(listed).text
    assert public.get(f"/en/actions-on/{TWO}").status_code == 404
    base = f"/actions/{some.action_id}"
    publisher = portal.signed_in(R.PUBLICATION_OFFICER)
    assert "Take the action back" in publisher.get(listed).text
    back = sent(portal, publisher, f"{base}/take-back", reason="danger")
    assert isinstance(back, TakeActionBack)
    assert readers["other"].get(f"{base}/take-back").status_code == 404
    some.ask(TakeActionBack, WRITER, reason="owner")
    assert "All is built" not in public.get(listed).text
    assert publisher.get(f"{base}/take-back").status_code == 404
    some.published()
    some.ask(TakeActionBack, PUBLISHER, reason="danger")
    own = government(portal)
    page = text(own.get(base).text)
    for shown in ("It puts somebody in danger", "Change it before you publish it again"):
        assert shown in page
    assert own.get(f"{base}/publish").status_code == 404


def test_its_manager_publishes_and_its_owner_takes_it_back(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = an_action(portal)
    some.measured()
    some.reported()
    base = f"/actions/{some.action_id}"
    writer = government(portal, account_id=WRITER.actor_id)
    assert "wrote none of what is new" in text(writer.get(base).text)
    assert writer.get(f"{base}/publish").status_code == 404
    manager = government(portal)
    page = text(manager.get(f"{base}/publish").text)
    for read in ("Say nothing of that one here", "Build cells", "Counted in spring", "12", "26.5"):
        assert read in page
    for read in ("Value to be reached", "Begins", "Open the cells.", "Film each questioning."):
        assert read in page, "numbers, days and links are published as well"
    shown = sent(portal, manager, f"{base}/publish")
    assert shown == PublishAction(action_id=some.action_id, seen=3)
    some.published()
    assert isinstance(sent(portal, writer, f"{base}/withdraw"), TakeActionBack)
    own = Actions(portal.engine, portal.vault, portal.clock(), told=100, name="own", owner=FOCAL)
    own.planned("Visit them", "Often", ONE)
    assert "focal point" in text(nhri(portal).get(f"/actions/{own.action_id}").text)
    assert nhri(portal).get(f"/actions/{own.action_id}/publish").status_code == 404
    focal = nhri(portal, R.FOCAL_POINT)
    assert isinstance(sent(portal, focal, f"/actions/{own.action_id}/publish"), PublishAction)
    own.published()
    page = text(portal.visitor().get(f"/en/actions-on/{ONE}").text)
    assert page.index("Said by the Government") < page.index("Said by a national human rights")
    monkeypatch.setattr(public, "_AT_ONCE", 1)
    address = f"/en/actions-on/{ONE}"
    first, second = (text(portal.visitor().get(f"{address}?acts={n}").text) for n in (1, 2))
    assert "Said by the Government" in first, "so much of it at once, as anybody asks for it"
    assert "Said by the Government" not in second
    assert "Said by a national human rights" in second
    assert MANAGER != WRITER


def test_of_earlier_reports_others_read_numbers_and_who_follows_takes_back(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = an_action(portal)
    some.measured()
    some.reported("First note")
    due = some.state.indicators[some.indicator_id].due[1]
    some.at += timedelta(days=170)
    some.reported("Second note", (due - day_of(some.at)).days, "13.75")
    some.published()
    monkeypatch.setattr("portal.followup.actions.shown.NOTES", 1)
    page = text(portal.visitor().get(f"/en/actions-on/{ONE}").text)
    for read in ("Second note", "13.75", "Of earlier reports the numbers"):
        assert read in page
    assert "First note" not in page
    of = {"recommendation_id": ONE, "mandate": MANDATE, "to": "sr-food"}
    some.recommend(RecommendationPassedOn(**of, passed_at=some.at))
    address = f"/actions/{some.action_id}/take-back"
    for mandate, status in ((MANDATE, 200), ("sr-food", 200), ("wgad", 404)):
        holder = portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({mandate}))
        assert holder.get(address).status_code == status, mandate


def test_what_is_erased_leaves_every_page_standing(portal: Pages) -> None:
    some = an_action(portal)
    some.measured()
    value, said = some.reported(), some.progress("All is built")
    some.published()
    items = (some.state.revision_id, some.indicator_id, value, said)
    for item in items:
        portal.vault.forget(f"followupaction-{item}", at=portal.clock())
    visitor, base = government(portal), f"/actions/{some.action_id}"
    first = (some.at + timedelta(days=10)).date().isoformat()
    paths = ("", "/revise", "/progress", f"/indicators/{some.indicator_id}/{first}")
    pages = [f"{base}{path}" for path in (*paths, f"/indicators/{some.indicator_id}/archive")]
    for path in ("/actions", *pages, f"/recommendations/{ONE}"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert "All is built" not in answer.text
    assert "erased" in portal.visitor().get(f"/en/actions-on/{ONE}").text
    again = sent(portal, visitor, f"{base}/revise", title="Anew", links=[ONE])
    assert portal.vault.reveal(again.title) == "Anew"
