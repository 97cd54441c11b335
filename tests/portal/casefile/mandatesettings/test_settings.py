"""A mandate's own settings: who reads and changes them, and what is refused."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine

from portal.casefile.mandatesettings.times import Times, times, times_of, versions_of
from portal.web.plain import without_hidden
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.admissibility import STANDARD
from shared.reference.mandate_settings import variants
from tests.support.compiled import engine_of
from tests.support.mandate_settings import AT, SettingsTold, changed
from tests.support.portal import Pages, Visitor

ONE, GROUP, OTHER = "sr-torture", "wgeid", "sr-food"
PAGE = f"/mandate-settings/{ONE}"
NOW = {"stream": f"mandate-{ONE}", "position": 9}
ARABIC = "الأسرة موافقة"
NEVER_SET = "has set nothing itself"


@pytest.fixture
def told(portal: Pages) -> SettingsTold:
    return SettingsTold(portal.engine)


@pytest.fixture
def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({ONE}))


def form(**typed: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **typed}


def read(conn_of: Engine, settings: Settings, mandate: str) -> Times:
    with conn_of.connect() as conn:
        return times_of(conn, settings, mandate)


# --- who reads and who changes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "also", "changes"),
    [
        ((Role.MANDATE_HOLDER,), {"mandates": frozenset({ONE})}, True),
        ((Role.HUMAN_RIGHTS_OFFICER,), {"mandates": frozenset({ONE})}, False),
        (
            (Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER),
            {"mandates": frozenset({ONE})},
            False,
        ),
        ((Role.QUICK_RESPONSE_DESK,), {}, False),
        ((Role.CHIEF,), {}, False),
    ],
)
def test_who_works_with_the_mandate_reads_and_its_holder_alone_changes(
    portal: Pages, told: SettingsTold, roles: tuple[Role, ...], also: Any, *, changes: bool
) -> None:
    visitor = portal.signed_in(*roles, **also)
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert NEVER_SET in page.text
    assert ("Save the settings" in page.text) is changes
    if not changes:
        assert visitor.post(PAGE, form(join_days="3")).status_code == 403
        assert portal.asked == []


@pytest.mark.parametrize("role", [Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER])
@pytest.mark.parametrize("mandate", [OTHER, "astrology"])
def test_of_another_mandate_there_are_none(
    portal: Pages, told: SettingsTold, role: Role, mandate: str
) -> None:
    told.tell(changed(OTHER, join_days=3))
    visitor = portal.signed_in(role, mandates=frozenset({ONE, GROUP}))
    assert visitor.get(f"/mandate-settings/{mandate}").status_code == 404
    assert "food" not in visitor.get("/mandate-settings/").text
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({ONE}))
    assert holder.post(f"/mandate-settings/{mandate}", form()).status_code == 404


def test_for_a_working_group_its_chair_rapporteur_decides(
    portal: Pages, told: SettingsTold
) -> None:
    mine = {"mandates": frozenset({GROUP})}
    page = f"/mandate-settings/{GROUP}"
    member = portal.signed_in(Role.MANDATE_HOLDER, **mine)
    assert "Save the settings" not in member.get(page).text
    assert member.post(page, form()).status_code == 403
    chair = portal.signed_in(Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR, **mine)
    assert "Save the settings" in chair.get(page).text


def test_who_has_one_mandate_is_led_to_it_and_the_others_to_a_list(
    portal: Pages, told: SettingsTold, holder: Visitor
) -> None:
    assert holder.get("/mandate-settings/").location == PAGE
    assert "govuk-back-link" not in holder.get(PAGE).text
    assert "govuk-back-link" in portal.signed_in(Role.CHIEF).get(PAGE).text
    told.tell(changed(ONE, join_days=3))
    page = portal.signed_in(Role.CHIEF).get("/mandate-settings/").text
    assert page.count("Its own") == 1
    assert PAGE in page
    nobody = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset())
    assert "will appear here" in nobody.get("/mandate-settings/").text


# --- the page -------------------------------------------------------------------------------------


def test_the_page_shows_what_is_set_beside_what_the_office_has(
    portal: Pages, told: SettingsTold, holder: Visitor
) -> None:
    told.tell(changed(ONE, reply_days={"UA": 30}, reminder_days=(45, 90), approval_hours=1))
    page = holder.get(PAGE).text
    assert NEVER_SET not in page
    for shown in (
        'value="30"',
        'value="45, 90"',
        "Left empty: 60 days",
        "Left empty: after 60 and 120 days",
        "Left empty: 12 hours",
        "Urgent appeal 30 days; Reminder considered after 45 and 90 days",
    ):
        assert shown in page
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({ONE}))
    assert "value: 60 days" in officer.get(PAGE).text
    assert "1 hour" in officer.get(PAGE).text
    told.tell(changed(ONE))
    assert "Everything as the office has it" in holder.get(PAGE).text


@pytest.mark.parametrize("variant", variants().values(), ids=lambda one: one.variant)
def test_a_holder_begins_with_another_procedure_and_nothing_is_changed_by_that(
    portal: Pages, told: SettingsTold, holder: Visitor, variant: Any
) -> None:
    page = holder.get(f"{PAGE}?begin={variant.variant}").text
    assert variant.source in page
    assert "check it before you use it" in page
    for days in variant.settings.reply_days.values():
        assert f'value="{days}"' in page
    assert portal.asked == []
    assert "check it before" not in holder.get(f"{PAGE}?begin=astrology").text


def test_what_is_saved_is_asked_for_and_the_page_waits_for_it(
    portal: Pages, told: SettingsTold, holder: Visitor
) -> None:
    portal.answer = httpx.Response(200, json=NOW)
    points = f" It is about  one person\r\n\r\n{ARABIC}\r\nIt is about one person"
    sent = holder.post(
        PAGE,
        form(
            reply_days_ua="30",
            reminder_days="90, 45 90",
            join_days=" 3 ",
            admissibility_points=points,
        ),
    )
    assert sent.status_code == 303
    assert sent.location.startswith(f"{PAGE}?after=")
    body: Any = json.loads(portal.asked[0].read())
    assert body["type"] == "change-mandate-settings"
    assert body["data"] == {
        "mandate": ONE,
        "settings": {
            "reply_days": {"UA": 30},
            "reminder_days": [45, 90],
            "join_hours_urgent": None,
            "join_days": 3,
            "approval_hours_urgent": None,
            "approval_hours": None,
            "admissibility_points": ["It is about one person", ARABIC],
        },
    }
    assert "The settings are kept" in holder.get(PAGE).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("reply_days_al", "soon", "Enter days to reply from 1 to 180"),
        ("reply_days_ua", "0", "Enter days to reply from 1 to 180"),
        ("reply_days_ol", "181", "Enter days to reply from 1 to 180"),
        ("reminder_days", "60; 120", "Enter days with commas between them"),
        ("reminder_days", "60, 400", "Enter days after transmission from 1 to 365"),
        ("reminder_days", "1 2 3 4 5 6", "Enter at most 5 days"),
        ("join_hours_urgent", "-1", "Enter hours to join an urgent appeal from 1 to 168"),
        ("join_days", "1.5", "Enter days to join other letters from 1 to 60"),
        ("approval_hours_urgent", "99999999999999999999", "from 1 to 72"),
        ("approval_hours", "337", "from 1 to 336"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    portal: Pages, told: SettingsTold, holder: Visitor, field: str, typed: str, sentence: str
) -> None:
    sent = holder.post(PAGE, form(**{field: typed}))
    assert sent.status_code == 422
    assert sentence in sent.text
    assert f'value="{typed}"' in sent.text
    assert portal.asked == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("\n".join(f"Point {n}" for n in range(11)), "Enter at most 10 points"),
        ("x" * 201, "Shorten each point to 200 characters"),
        ("A \x00 point", "cannot be shown"),
    ],
)
def test_points_that_cannot_be_are_refused_and_what_was_typed_stays(
    portal: Pages, told: SettingsTold, holder: Visitor, typed: str, sentence: str
) -> None:
    sent = holder.post(PAGE, form(admissibility_points=typed))
    assert sent.status_code == 422
    assert sentence in sent.text
    assert f"{without_hidden(typed)}</textarea>" in sent.text
    assert portal.asked == []


def test_points_of_its_own_stand_beside_the_standard_list(
    portal: Pages, told: SettingsTold, holder: Visitor
) -> None:
    own = "It is about <one> person"
    told.tell(changed(ONE, admissibility_points=(own,)), changed(ONE, join_days=3))
    told.tell(changed(ONE, admissibility_points=(own,)))
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({ONE}))
    for page in (holder.get(PAGE).text, officer.get(PAGE).text):
        assert all(point in page for point in STANDARD)
        # What holds, and each of the two changes that set it.
        assert page.count("It is about &lt;one&gt; person") == 3
        assert page.count("Points of admissibility 1 of its own") == 2
    assert "It is about &lt;one&gt; person</textarea>" in holder.get(PAGE).text


def test_a_refusal_of_the_service_is_shown_beside_what_was_typed(
    portal: Pages, told: SettingsTold, holder: Visitor
) -> None:
    portal.answer = httpx.Response(422, json={"title": "A sentence."})
    sent = holder.post(PAGE, form(join_days="3"))
    assert sent.status_code == 422
    assert "A sentence." in sent.text
    assert 'value="3"' in sent.text


# --- what holds -----------------------------------------------------------------------------------


def test_what_is_not_set_is_as_the_office_has_it(database_url: str) -> None:
    engine = engine_of(database_url)
    told, office = SettingsTold(engine), Settings(reply_days=50, join_days=4)
    holds = read(engine, office, ONE)
    assert [holds.reply_days(one) for one in ("AL", "UA", "OL")] == [50, 50, 50]
    assert holds.joining("UA") == timedelta(hours=12)
    assert holds.joining("OL") == timedelta(days=4)
    assert (holds.approval_hours("UA"), holds.approval_hours("AL")) == (4, 48)
    told.tell(
        changed(
            ONE,
            reply_days={"UA": 30},
            join_hours_urgent=6,
            join_days=2,
            approval_hours_urgent=1,
            approval_hours=24,
        )
    )
    holds = read(engine, office, ONE)
    assert [holds.reply_days(one) for one in ("AL", "UA", "OL")] == [50, 30, 50]
    assert (holds.joining("UA"), holds.joining("AL")) == (timedelta(hours=6), timedelta(days=2))
    assert (holds.approval_hours("UA"), holds.approval_hours("AL")) == (1, 24)
    assert read(engine, office, OTHER).reply_days("UA") == 50
    engine.dispose()


def test_what_held_at_a_time_is_known_after_a_change(database_url: str) -> None:
    engine = engine_of(database_url)
    later = AT + timedelta(days=1)
    SettingsTold(engine).tell(
        changed(ONE, approval_hours=24), changed(ONE, approval_hours=12, at=later)
    )
    with engine.connect() as conn:
        versions = versions_of(conn, [ONE])[ONE]
    for at, hours in (
        (AT - timedelta(seconds=1), 48),
        (AT, 24),
        (later, 12),
        (None, 12),
    ):
        assert times(Settings(), versions, at=at).approval_hours("AL") == hours
    engine.dispose()
