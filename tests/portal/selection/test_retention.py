"""SA13 on the pages: what ended is gone from each of them, and what was public stays."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from portal.app.read_models import GIVEN_UP
from portal.homes.notices import selection_files
from portal.oversight.forgetting.tables import erasures
from portal.selection import counted
from portal.selection.read_model import SELECTION, candidates, vacancies
from portal.selection.sealed_model import openings
from portal.selection.talk_model import slots
from portal.stakeholders.read_model import TERMS, terms
from portal.web.delivery.outbox import outbox
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.platform.tables import make_engine
from shared.read_models.model import Applier
from shared.reference.selection_files import FILES_CLOCK, MONTHS
from tests.portal.selection.test_arranging import Listed
from tests.portal.selection.test_ending import appointed, listed_of, proposed
from tests.portal.selection.test_ending import decided as sent_with_what_was_seen
from tests.portal.selection.test_ending import submitted as report_submitted
from tests.portal.selection.world import MOTIVATION, World, account, published, text
from tests.support.portal import Visitor

YEARS = timedelta(days=731)
PUBLIC = ("Ada", "Bo", "Chi")
REASON = "Knows the field."


@pytest.fixture
def office(selection: World) -> World:
    Applier(selection.portal.engine, TERMS).prepare()
    return selection


def hour(w: World) -> list[str]:
    """Let the hourly work happen, and the outbox deliver; return what it asked for."""
    at = w.portal.clock.at
    selection_files.end(w.portal.engine, w.portal.vault, months=MONTHS, at=at)
    with w.portal.engine.begin() as conn:
        rows = conn.execute(select(outbox).where(outbox.c.delivered_at.is_(None))).all()
        conn.execute(update(outbox).values(delivered_at=at))
    for row in rows:
        command: Any = TypeAdapter(STAKEHOLDERS_COMMANDS.types[row.type]).validate_python(row.data)
        for _ in range(2):
            w.service.ask(
                command,
                by=FILES_CLOCK,
                command_id=row.command_id,
                correlation_id=row.correlation_id,
            )
    return [row.type for row in rows]


def again(w: World, *people: Visitor) -> list[Visitor]:
    """Let them sign in again, years later."""
    return [w.portal.sign_in(account(one)) for one in people]


def keys(w: World, *ids: str) -> list[bool]:
    """Whether each key is there."""
    gone = w.portal.vault.forgotten(f"candidate-{one}" for one in ids)
    return [f"candidate-{one}" not in gone for one in ids]


def filled(w: World) -> tuple[str, list[str], list[Visitor]]:
    """A vacancy that is filled: Ada was appointed, two others recommended, Dan is not eligible."""
    vacancy = w.called()
    dan, person = w.applied(vacancy, "Dan")
    w.screened(vacancy, dan, "no")
    sent = [w.applied(vacancy, name) for name in PUBLIC]
    ids = [one for one, _ in sent]
    for one in ids:
        w.screened(vacancy, one)
    listed_of(w, vacancy, ids, note="A note of the panel.")
    report_submitted(w, vacancy, ids, reason=REASON)
    assert sent_with_what_was_seen(w, w.officer, f"/selection/{vacancy}/report").status_code == 303
    president = w.portal.signed_in(Role.PRESIDENT, name="Pilar")
    proposed(w, vacancy, ids[0], president)
    appointed(w, vacancy)
    return vacancy, [*ids, dan], [*(who for _, who in sent), person, president]


def every_page(w: World, vacancy: str, ids: list[str], people: list[Visitor]) -> str:
    """Return all that anybody reads on any page of the selection; none fails."""
    read: list[str] = []
    by_name: dict[str, list[Any]] = {
        "vacancy_id": [vacancy],
        "candidate_id": ids,
        "number": [1],
        "region": ["APG"],
    }
    rules = [
        rule
        for rule in w.portal.app.url_map.iter_rules()
        if rule.endpoint.startswith("selection.")
        and "GET" in (rule.methods or ())
        and not rule.endpoint.endswith(".pdf")
        and rule.arguments <= by_name.keys()
    ]
    assert len(rules) > 40
    assert {"vacancy_id", "candidate_id"} <= {name for rule in rules for name in rule.arguments}
    for rule in rules:
        names = sorted(rule.arguments)
        for values in product(*(by_name[name] for name in names)):
            _, path = rule.build(dict(zip(names, values, strict=True)), append_unknown=False) or (
                "",
                "",
            )
            for who in people:
                response = who.get(path)
                assert response.status_code < 500, (path, response.status_code)
                read.append(response.text)
    return "\n".join(read)


def test_what_ended_is_gone_from_every_page_and_what_was_public_stays(office: World) -> None:
    w = office
    vacancy, ids, people = filled(w)
    own = people[1].get(f"/candidate/applications/{ids[1]}")
    assert "erased 24 months after the end of the selection" in text(own)
    assert "To be erased" in text(w.officer.get(f"/selection/{vacancy}"))
    w.portal.clock.at += YEARS - timedelta(days=3)
    assert hour(w) == []
    w.portal.clock.at += timedelta(days=3)
    assert hour(w) == ["end-selection-files"]
    assert keys(w, *ids) == [True] * 4, "the record comes first"
    assert hour(w) == ["keep-public-part"] * 2
    assert keys(w, *ids) == [True, True, True, False]
    assert hour(w) == []
    assert keys(w, *ids) == [True, False, False, False], "the holder's is kept with the term"

    public, people = w.portal.visitor(), again(w, *people)
    officer, chair, member = again(w, w.officer, w.chair, w.members["APG"])
    for path in (f"/vacancies/{vacancy}", f"/vacancies/{vacancy}/reports/1"):
        page = text(public.get(f"/en{path}"))
        assert all(name in page for name in PUBLIC)
        assert page.count(REASON) >= 3
        assert "Dan" not in page
    page = text(officer.get(f"/selection/{vacancy}"))
    assert "Applications on file Erased" in page
    assert "That of the person appointed is kept with the term." in page
    assert "It was erased" in text(officer.get(f"/selection/{vacancy}/candidates/{ids[1]}"))
    assert "It was erased" in text(people[1].get(f"/candidate/applications/{ids[1]}"))
    assert "They were erased" in text(officer.get(f"/selection/{vacancy}/results"))
    everybody = [public, officer, chair, member, people[1], people[-1]]
    read = every_page(w, vacancy, ids[:2], everybody)
    assert f"{MOTIVATION} Ada" in read
    for gone in (f"{MOTIVATION} Bo", f"{MOTIVATION} Chi", f"{MOTIVATION} Dan", "A note of"):
        assert gone not in read


def test_the_application_of_a_holder_ends_after_the_last_day_on_record(office: World) -> None:
    w = office
    vacancy, ids, people = filled(w)
    last = (w.portal.clock.at + 3 * YEARS).date()
    row = {
        "term_id": "t-2",
        "mandate": "sr-torture",
        "holder": Sealed("term-t-2", "x"),
        "holder_id": account(people[0]).account_id,
        "number": 2,
        "starts_on": last - timedelta(days=9),
        "ends_on": last,
    }
    with w.portal.engine.begin() as conn:
        conn.execute(insert(terms).values(row))
    w.portal.clock.at += 3 * YEARS  # the clock jumps: the term of the appointment is over so long
    assert [hour(w) for _ in range(3)] == [["end-selection-files"], ["keep-public-part"] * 3, []]
    assert keys(w, *ids) == [False] * 4, "the service rules by its own register of terms"
    [officer] = again(w, w.officer)
    page = text(officer.get(f"/selection/{vacancy}"))
    assert "Applications on file Erased" in page
    assert "is kept with the term" not in page
    assert "Keep the applications for longer" not in page
    with w.portal.engine.begin() as conn:
        this = candidates.c.candidate_id == ids[0]
        conn.execute(update(candidates).where(this).values(erased_at=None))
    assert hour(w) == [], "a later term is on record here: nothing is asked before its end"
    w.portal.clock.at += YEARS + timedelta(days=2)
    assert hour(w) == ["end-selection-files"]


def test_a_hold_keeps_them_and_erasing_twice_or_building_anew_comes_to_the_same(
    office: World, tmp_path: Path
) -> None:
    w = office
    vacancy = w.called()
    one, person = w.applied(vacancy, "Eve")
    two, other = w.applied(vacancy, "Fay")
    w.withdrawn(two, other)
    w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    hold = f"/selection/{vacancy}/files/hold"
    assert person.get(hold).status_code == 403
    assert w.do(w.officer, hold).status_code == 422
    assert w.do(w.officer, hold, reason="request").status_code == 303
    assert "Kept for longer: An applicant asked" in text(w.officer.get(f"/selection/{vacancy}"))
    w.portal.clock.at += YEARS
    assert hour(w) == []
    officer, person = again(w, w.officer, person)
    assert w.do(officer, f"/selection/{vacancy}/files/release").status_code == 303
    assert [hour(w), hour(w)] == [["end-selection-files"], []]
    assert keys(w, one, two) == [False, False]
    desk = text(officer.get(f"/selection/{vacancy}/candidates/{one}"))
    assert "Screen for eligibility" not in desk
    shown = text(person.get(f"/candidate/applications/{one}"))
    assert "It was erased" in shown
    assert w.do(person, f"/candidate/applications/{one}/withdraw").status_code == 422
    w.service.applier.apply([published(record) for record in w.service.store.log])
    engine = make_engine(f"sqlite:///{tmp_path}/anew.db", durable=False)
    anew = Applier(engine, SELECTION)
    anew.prepare()
    for record in w.service.store.log:
        anew.apply([published(record)])
    for table in (candidates, vacancies):
        with w.portal.engine.connect() as here, anew.engine.connect() as there:
            rows = [sorted(map(repr, conn.execute(select(table)))) for conn in (here, there)]
        assert rows[0] == rows[1]
    engine.dispose()


def test_whoever_was_erased_on_request_is_not_asked_for_again(office: World) -> None:
    w = office
    vacancy = w.called()
    ids = [w.file(vacancy, name) for name in ("Gil", "Hal")]
    w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    w.portal.vault.forget(f"candidate-{ids[0]}", at=w.portal.clock.at)
    w.portal.vault.seal(f"listed-{ids[1]}", "Hal")
    w.portal.vault.forget(f"listed-{ids[1]}", at=w.portal.clock.at)
    w.portal.clock.at += YEARS
    assert [hour(w), hour(w)] == [["end-selection-files"], []]
    assert keys(w, *ids) == [False, False]


def test_the_files_of_letters_are_removed_once_their_application_ended() -> None:
    assert any("erased_at" in str(query) for query in GIVEN_UP)


def test_nobody_reads_who_was_interviewed_and_when_once_the_files_ended(office: World) -> None:
    w = office
    one = Listed(w)
    assert one.given(one.ada, 48) == 303
    w.do(w.officer, f"/selection/{one.vacancy}/lapse", reason="mandate-ended")
    assert "By video" in text(w.officer.get(one.path))
    w.portal.clock.at += YEARS
    with w.portal.engine.connect() as conn:
        before = counted.interviewed(conn, w.portal.clock.at)
    assert len(before) == 2
    assert [hour(w) for _ in range(2)] == [["end-selection-files"], ["keep-public-part"] * 3]
    officer, chair, anna = again(w, w.officer, w.chair, one.anna)
    assert officer.get(one.path).status_code == 404
    assert chair.get(f"/panel/{one.vacancy}/interviews/times").status_code == 404
    for who, path in ((officer, f"/selection/{one.vacancy}"), (chair, f"/panel/{one.vacancy}")):
        assert "Interviews" not in text(who.get(path))
    assert "Your interview" not in text(anna.get(f"/candidate/applications/{one.ada}"))
    with w.portal.engine.connect() as conn:
        assert [conn.execute(select(table)).all() for table in (openings, slots)] == [[], []]
        assert counted.interviewed(conn, w.portal.clock.at) == before


def test_whoever_is_erased_while_the_public_part_is_under_way_is_not_public_again(
    office: World,
) -> None:
    w = office
    vacancy = w.called()
    one = w.file(vacancy, "Ida")
    w.do(w.officer, f"/selection/{vacancy}/lapse", reason="mandate-ended")
    w.portal.clock.at += YEARS
    assert hour(w) == ["end-selection-files"]
    at, vault = w.portal.clock.at, w.portal.vault
    selection_files.end(w.portal.engine, vault, months=MONTHS, at=at)  # the command waits
    asked = {
        "erasure_id": "e-1",
        "subject": f"candidate-{one}",
        "erased_at": at,
        "by": "dp",
        "basis": "request",
        "asked_by": "person",
    }
    with w.portal.engine.begin() as conn:
        conn.execute(insert(erasures).values(asked))
    vault.forget(f"candidate-{one}", at=at)
    w.portal.clock.at += timedelta(minutes=5)
    assert [hour(w) for _ in range(2)] == [["keep-public-part"], []]
    page = text(w.portal.visitor().get(f"/en/vacancies/{vacancy}"))
    assert "Ida" not in page
    assert "[erased]" in page
