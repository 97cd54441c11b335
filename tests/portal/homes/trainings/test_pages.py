"""The training register role by role: lists, counts, one event, modules, the sheet, each act."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.homes.trainings import demo
from portal.homes.trainings.found import subject_of
from services.stakeholders.training.decide import TRAINING
from shared.contracts.stakeholders_training_commands import (
    TYPES,
    CancelTraining,
    ChangeTraining,
    CloseTrainingFollowUp,
    EvaluateTraining,
    MoveTrainingFollowUp,
    NameTrainers,
    OpenTrainingFollowUp,
    PlanTraining,
    RecordTrainingFinding,
    RecordTrainingHeld,
    ReinstateTraining,
    ReopenTrainingFollowUp,
    StrikeTrainingFinding,
    TakeBackTrainingHeld,
)
from shared.contracts.stakeholders_trainings import ModuleUsed
from shared.core.actor import ActorSigner
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import documents as documented
from tests.stakeholders import trainings as said
from tests.support.documents import Library
from tests.support.invented import asked_of
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.trainings import FOUND, ITEM, PLACE, TEXT, TRAINERS, Trainings

PAGE = "/trainings"
SEALED = (PLACE, TRAINERS, TEXT, ITEM, FOUND)


@pytest.fixture
def library(portal: Pages) -> Library:
    return Library(portal.engine, portal.vault, told=100_000)


@pytest.fixture
def some(portal: Pages, library: Library) -> Trainings:
    return Trainings(portal.engine, portal.vault, portal.clock())


@pytest.fixture
def keeper(portal: Pages, some: Trainings) -> Visitor:
    return portal.signed_in(Role.STAKEHOLDER_OFFICER)


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def test_texts_and_people_are_of_the_keepers_and_numbers_of_all_who_work_here(
    portal: Pages, some: Trainings, library: Library, keeper: Visitor
) -> None:
    assert "Training events that are planned will appear here." in text(keeper.get(PAGE).text)
    now = portal.clock()
    shown, hidden = (
        library.registered(one, title=f"Gloam {one}", kind="training") for one in ("staff", "unct")
    )
    for one in (shown, hidden):
        library.current(one, made_at=now - timedelta(days=90))
    modules = tuple(
        ModuleUsed(document_id=one, language="en", version=1) for one in (shown, hidden)
    )
    owner = portal.person(Role.DESK_OFFICER, name="Olga Owner")
    held = some.held(modules=modules)
    some.evaluated(held)
    some.item(held, owner.account_id)
    some.found(held)
    coming = some.planned(state="FRA")
    some.planned(-3, "ngo", None)

    everyone = {
        role: portal.signed_in(role)
        for role in (Role.HUMAN_RIGHTS_OFFICER, Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER)
    }
    for role, visitor in everyone.items():
        page = text(visitor.get(PAGE).text)
        for words in ("Workshop: United Nations country teams, Kenya", "To be recorded"):
            assert words in page, role
        assert "Put a training event" not in page
        one = visitor.get(f"{PAGE}/{held}").text
        for secret in (*SEALED, "Olga Owner", "Follow-up item"):
            assert secret not in one, (role, secret)
        assert "People of the United Nations: 12" in text(one)
        assert "Useful: 9" in text(one)
        assert "A document that you cannot see" in text(one)
        assert ("Gloam staff, English, version 1" in text(one)) == (
            role is Role.HUMAN_RIGHTS_OFFICER
        )
        assert f"{PAGE}/{held}/cancel" not in one
    for visitor in (keeper, portal.signed_in(Role.CHIEF), portal.sign_in(owner)):
        page = text(visitor.get(f"{PAGE}/{held}").text)
        for words in (*SEALED, "Olga Owner", "Follow-up item opened"):
            assert words in page
    listed = text(portal.sign_in(owner).get(PAGE).text)
    assert f"My follow-up items {ITEM}" in listed
    assert ITEM not in text(keeper.get(PAGE).text)
    for role in (Role.NGO_MEMBER, Role.GOVERNMENT, Role.AUDITOR, Role.UN_PARTNER):
        assert portal.signed_in(role).get(f"{PAGE}/{held}").status_code == 403
    assert keeper.get(f"{PAGE}/{uuid4()}").status_code == 404

    assert keeper.get(f"{PAGE}/{coming}").status_code == 200
    portal.vault.forget(subject_of(held), at=now)
    erased = text(keeper.get(f"{PAGE}/{held}").text)
    assert "erased" in erased
    assert "People of the United Nations: 12" in erased


def test_lists_are_narrowed_and_counted_and_the_sheet_has_codes_and_numbers(
    portal: Pages, some: Trainings, keeper: Visitor
) -> None:
    now = portal.clock()
    held = some.held()
    some.evaluated(held)
    for done in (True, False):
        finding = some.found(held)
        item = some.item(held, "owner-1", finding_id=finding)
        if done:
            some.tell(said.CLOSED, held, item_id=item)
    some.tell(said.STRUCK, held, finding_id=some.found(held))
    some.planned(state="FRA")
    some.planned(-3, "ngo", None)
    some.tell(said.CANCELLED, some.planned(20, "governments", "FRA"))
    year = day_of(now).year
    narrowed = keeper.get(f"{PAGE}?region=AFR&endpoint=x&_method=PUT").text
    assert 'href="/trainings/trainings.csv?region=AFR"' in narrowed
    page = text(narrowed)
    assert "African States 1 15 2 1" in page
    assert "France" not in page.split("Held or cancelled")[0].split("To come")[1]
    none = text(keeper.get(f"{PAGE}?region=none&year={(now - timedelta(days=3)).year}").text)
    assert "Non-governmental organisations" in none.split("To come")[1]
    assert "Kenya" not in none.split("To come")[1]
    assert "No training event fits the filters." in text(
        keeper.get(f"{PAGE}?audience=holders").text
    )
    assert str(year) in page
    sheet = portal.signed_in(Role.COORDINATION_COMMITTEE).get(f"{PAGE}/trainings.csv")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="trainings.csv"'
    assert "trainings.csv?for=excel&amp;region=AFR" in narrowed
    assert keeper.get(f"{PAGE}/trainings.csv?for=excel").text == f"\ufeff{sheet.text}"
    rows = sheet.text.splitlines()
    assert rows[0].endswith("people_other,people,modules,findings,findings_done")
    assert len(rows) == 5
    [row] = [one for one in rows if "held" in one]
    assert row.endswith("workshop,unct,KEN,AFR,both,held,,12,0,0,3,0,0,15,0,2,1")
    assert not any(secret in sheet.text for secret in (*SEALED, "Olga"))


def test_who_keeps_the_register_plans_changes_cancels_and_plans_again(
    portal: Pages, some: Trainings, keeper: Visitor
) -> None:
    now = portal.clock()
    today = day_of(now)
    typed = form(
        kind="induction",
        audience="unct",
        state="",
        first=f"{today}",
        last="",
        mode="place",
        place="",
    )
    wrong = text(keeper.post(f"{PAGE}/plan", typed).text)
    assert "Choose the State of the country team" in wrong
    assert "Enter where it takes place" in wrong
    typed |= {"state": "KEN", "place": "Quib hall", "trainers": "Zora"}
    assert "Check this training event" in text(keeper.post(f"{PAGE}/plan", typed).text)
    assert keeper.post(f"{PAGE}/plan", {**typed, "checked": "send"}).status_code == 303
    command = asked(portal)
    assert isinstance(command, PlanTraining)
    assert (command.details.first, command.details.last) == (today, today)
    assert command.details.kind == "induction"
    assert command.details.place
    assert portal.vault.reveal(command.details.place) == "Quib hall"

    one = some.planned(-1)
    path = f"{PAGE}/{one}"
    shown = keeper.get(f"{path}/change").text
    assert f'value="{PLACE}"' in shown
    typed |= {"seen": "1", "mode": "online", "checked": "send"}
    keeper.post(f"{path}/change", {**typed, "command_id": str(uuid4())})
    command = asked(portal)
    assert isinstance(command, ChangeTraining)
    assert (command.seen, command.details.place) == (1, None)
    keeper.post(f"{path}/cancel", form(seen="1", code="few"))
    assert isinstance(asked(portal), CancelTraining)
    assert keeper.get(f"{path}/reinstate").status_code == 404
    some.tell(said.CANCELLED, one)
    assert "Too few people can come" in text(keeper.get(path).text)
    keeper.post(f"{path}/reinstate", form(seen="2"))
    assert isinstance(asked(portal), ReinstateTraining)
    some.tell(said.REINSTATED, one)
    assert "Planned again" in text(keeper.get(path).text)


def test_what_was_held_has_the_versions_of_its_days_and_counts(
    portal: Pages, some: Trainings, library: Library, keeper: Visitor
) -> None:
    now, one = portal.clock(), some.planned(-1)
    path = f"{PAGE}/{one}"
    module = library.registered("staff", title="Gloam course", kind="training")
    for version, days in ((1, 90), (2, 60), (3, 0)):
        library.current(module, version, made_at=now - timedelta(days=days))
    other = library.registered("staff", title="Gloam form", kind="form")
    library.current(other, made_at=now - timedelta(days=90))
    gone = library.registered("staff", title="Gloam gone", kind="manual")
    library.current(gone, made_at=now - timedelta(days=90))
    library.step(documented.WITHDRAWN, gone, withdrawn_at=now - timedelta(days=30))
    page = text(keeper.get(f"{path}/held").text)
    assert "Gloam course, English, version 2" in page
    assert "version 3" in page  # from the last day of it on
    for words in ("version 1", "Gloam form", "Gloam gone"):
        assert words not in page
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Gloam course, English, version 2" in text(desk.get(f"{path}/held").text)
    typed = form(seen="1", modules=[f"{module}:en:2"], unct="12", ngo="", nhri="0")
    check = text(keeper.post(f"{path}/held", typed).text)
    assert "Check this record" in check
    assert "Gloam course, English, version 2" in check
    keeper.post(f"{path}/held", {**typed, "checked": "send"})
    command = asked(portal)
    assert isinstance(command, RecordTrainingHeld)
    assert command.modules == (ModuleUsed(document_id=module, language="en", version=2),)
    assert command.participants == {"unct": 12}
    forged = {**typed, "modules": [f"{module}:en:1"], "checked": "send"}
    assert keeper.post(f"{path}/held", forged).status_code == 422
    some.tell(said.HELD, one, modules=command.modules)
    library.narrowed(module, "unct")
    assert 'value="12"' in keeper.get(f"{path}/held").text


def test_it_is_evaluated_and_what_follows_is_done_by_its_owner(
    portal: Pages, some: Trainings, keeper: Visitor
) -> None:
    today, one = day_of(portal.clock()), some.held()
    path = f"{PAGE}/{one}"
    keeper.post(f"{path}/evaluate", form(seen="2", useful="9", not_useful="1", text="Quib"))
    command = asked(portal)
    assert isinstance(command, EvaluateTraining)
    assert command.answers == {"useful": 9, "not": 1}
    some.evaluated(one)
    assert TEXT in keeper.get(f"{path}/evaluate").text
    keeper.post(f"{path}/take-back", form(seen="3"))
    assert isinstance(asked(portal), TakeBackTrainingHeld)

    owner = portal.person(Role.HUMAN_RIGHTS_OFFICER, name="Olga Owner")
    due = today + timedelta(days=9)
    assert "Olga Owner" in keeper.get(f"{path}/items/new").text
    typed = form(seen="3", text="Send it", owner_id=owner.account_id, due_on=f"{due}")
    keeper.post(f"{path}/items/new", typed)
    command = asked(portal)
    assert isinstance(command, OpenTrainingFollowUp)
    assert (command.owner_id, command.due_on) == (owner.account_id, due)
    item = f"{path}/items/{some.item(one, owner.account_id)}"
    assert ITEM in keeper.get(f"{item}/move").text
    keeper.post(f"{item}/move", {**typed, "seen": "4", "command_id": str(uuid4())})
    assert isinstance(asked(portal), MoveTrainingFollowUp)
    keeper.post(f"{item}/drop", form(seen="4"))
    assert asked(portal).outcome == "dropped"
    has, stranger = portal.sign_in(owner), portal.signed_in(Role.HUMAN_RIGHTS_OFFICER)
    assert stranger.get(f"{item}/done").status_code == 404
    assert has.get(f"{item}/move").status_code == 403
    assert has.get(f"{item}/reopen").status_code == 404
    assert ITEM in has.get(f"{item}/done").text
    has.post(f"{item}/done", form(seen="4"))
    command = asked(portal)
    assert isinstance(command, CloseTrainingFollowUp)
    assert command.outcome == "done"
    some.tell(said.CLOSED, one, item_id=command.item_id)
    has.post(f"{item}/reopen", form(seen="5"))
    assert isinstance(asked(portal), ReopenTrainingFollowUp)


def test_trainers_record_findings_and_each_is_followed_up_until_it_is_done(
    portal: Pages, some: Trainings, keeper: Visitor
) -> None:
    one, trainer = some.held(), portal.person(Role.DESK_OFFICER, name="Tibor Trainer")
    path, has = f"{PAGE}/{one}", portal.sign_in(trainer)
    assert "Tibor Trainer" in keeper.get(f"{path}/findings/trainers").text
    assert has.get(f"{path}/findings/new").status_code == 404
    keeper.post(f"{path}/findings/trainers", form(seen="2", trainer_ids=[trainer.account_id]))
    command = asked(portal)
    assert isinstance(command, NameTrainers)
    assert command.trainer_ids == (trainer.account_id,)
    some.tell(said.NAMED, one, trainer_ids=command.trainer_ids)

    page = has.get(path).text
    assert PLACE in page
    assert f"{path}/findings/new" in page
    assert f"{path}/items/new" not in page
    assert has.get(f"{path}/findings/trainers").status_code == 403
    wrong = has.post(f"{path}/findings/new", form(seen="3", text="Quib"))
    assert wrong.status_code == 422
    assert "Quib" in wrong.text
    has.post(f"{path}/findings/new", form(seen="3", code="method", text="Quib"))
    command = asked(portal)
    assert isinstance(command, RecordTrainingFinding)
    assert (command.code, portal.vault.reveal(command.text)) == ("method", "Quib")
    finding = some.found(one, done_by=trainer.account_id)
    other = some.found(one)
    assert "Nobody follows it up" in text(has.get(path).text)
    assert has.get(f"{path}/findings/{other}/strike").status_code == 404
    assert FOUND in has.get(f"{path}/findings/{finding}/strike").text
    has.post(f"{path}/findings/{finding}/strike", form(seen="5"))
    assert isinstance(asked(portal), StrikeTrainingFinding)
    assert has.get(f"{path}/findings/{finding}/follow-up").status_code == 403

    assert FOUND in keeper.get(f"{path}/findings/{finding}/follow-up").text
    due = day_of(portal.clock()) + timedelta(days=9)
    typed = form(seen="5", text="Send it", owner_id=trainer.account_id, due_on=f"{due}")
    keeper.post(f"{path}/findings/{finding}/follow-up", typed)
    command = asked(portal)
    assert isinstance(command, OpenTrainingFollowUp)
    assert command.finding_id == finding
    item = some.item(one, trainer.account_id, finding_id=finding)
    assert "Followed up" in text(keeper.get(path).text)
    some.tell(said.CLOSED, one, item_id=item)
    row = keeper.get(path).text.split(f'id="finding-{finding}"')[1].split("</tr>")[0]
    assert "Done" in row
    some.tell(said.STRUCK, one, finding_id=other)
    assert keeper.get(f"{path}/findings/{other}/strike").status_code == 404
    some.tell(said.TAKEN_BACK, one)
    some.tell(said.HELD, one)
    page = keeper.get(path).text
    assert FOUND not in page
    assert f'id="item-{item}"' in page
    assert f"#finding-{finding}" not in page, "its finding is not there any more"


def test_the_invented_events_follow_the_rules(portal: Pages) -> None:
    portal.person(Role.STAKEHOLDER_OFFICER, email="stakeholders@demo.example")
    portal.person(Role.DESK_OFFICER, email="desk@demo.example")
    with portal.app.test_request_context():
        demo.tell()
    signer = ActorSigner(portal.settings.actor_key_list)
    types: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(one) for name, one in TYPES.items()}
    history: dict[str, list[Any]] = {}
    for request in portal.asked:
        command, by = asked_of(signer, request, types)
        of = history.setdefault(command.training_id, [])
        of += TRAINING.decide(command, by, TRAINING.fold(of))
    assert sorted(len(one) for one in history.values()) == [1, 2, 6]
