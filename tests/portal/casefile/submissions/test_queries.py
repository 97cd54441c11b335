"""Visible submissions of each role: the rows of procedure.md section 6.1 for sources."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic_core import to_jsonable_python
from sqlalchemy import Connection

from portal.casefile.submissions import queries, receipts
from portal.casefile.submissions.receipts import Receipt
from portal.web.delivery import outbox
from shared.core.actor import Actor
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.portal import Pages
from tests.support.submissions import (
    AT,
    ID,
    Told,
    answered,
    asked,
    informed,
    linked,
    not_actioned,
    received,
    transmitted,
    triaged,
)

OTHER = str(derive_id("submission", 2))
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
COLLEAGUE = Actor(actor_id="ngo-2", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
STRANGER = Actor(actor_id="ngo-3", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-2")
ALONE = Actor(actor_id="ngo-4", roles=frozenset({Role.NGO_MEMBER}))
CONTACT_POINT = Actor(
    actor_id="cp-1", roles=frozenset({Role.CONTACT_POINT}), organisation_id="org-1"
)
OTHERS = [
    Actor(
        actor_id="ngo-1",  # the same person, had he another role
        roles=frozenset({role}),
        organisation_id="org-1",
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"KEN"}),
    )
    for role in Role
    if role not in {Role.NGO_MEMBER, Role.CONTACT_POINT}
]


def seen(conn: Connection, actor: Actor) -> list[str]:
    return [line.submission_id for line in queries.lines(conn, actor).shown]


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (NGO, True),
        (COLLEAGUE, True),
        (STRANGER, False),
        (ALONE, False),
        (CONTACT_POINT, False),
        *((other, False) for other in OTHERS),
    ],
)
def test_a_submission_is_seen_by_its_source_and_the_organisation(
    portal: Pages, told: Told, actor: Actor, *, sees: bool
) -> None:
    told.tell(received())
    with portal.engine.connect() as conn:
        assert seen(conn, actor) == ([ID] if sees else [])
        assert (queries.one(conn, actor, ID) is not None) == sees


def test_what_was_filed_for_a_person_is_seen_by_the_contact_point_alone(
    portal: Pages, told: Told
) -> None:
    told.tell(received(submitter_id="cp-1", on_behalf=True))
    colleague = Actor(
        actor_id="cp-2", roles=frozenset({Role.CONTACT_POINT}), organisation_id="org-1"
    )
    with portal.engine.connect() as conn:
        assert seen(conn, CONTACT_POINT) == [ID]
        assert seen(conn, colleague) == []
        assert seen(conn, NGO) == []


def test_a_submission_without_an_organisation_is_nobodys_elses(portal: Pages, told: Told) -> None:
    told.tell(received(organisation_id=None, submitter_id="somebody"))
    with portal.engine.connect() as conn:
        assert seen(conn, ALONE) == []


def test_the_list_is_newest_first_and_a_page_long(portal: Pages, told: Told) -> None:
    for n in range(queries.PAGE + 2):
        told.tell(received(str(derive_id("submission", n)), received_at=AT + timedelta(minutes=n)))
    with portal.engine.connect() as conn:
        first, second = (queries.lines(conn, NGO, page=page) for page in (1, 2))
    assert (len(first.shown), first.more) == (queries.PAGE, True)
    assert (len(second.shown), second.more) == (2, False)
    times = [line.received_at for line in [*first.shown, *second.shown]]
    assert times == sorted(times, reverse=True)


def test_who_filed_is_told_apart_from_the_colleague(portal: Pages, told: Told) -> None:
    told.tell(received())
    with portal.engine.connect() as conn:
        assert [line.mine for line in queries.lines(conn, NGO).shown] == [True]
        assert [line.mine for line in queries.lines(conn, COLLEAGUE).shown] == [False]


def test_the_source_is_told_where_it_stands_in_plain_words(portal: Pages, told: Told) -> None:
    steps: list[tuple[Any, str]] = [
        (received(), "Received"),
        (asked(), "Question for you"),
        (answered(), "Answered"),
        (triaged(), "With the mandates"),
        (linked(), "With the mandates"),  # a draft is nobody's business yet
        (transmitted(), "With the mandates"),  # until an officer tells the source
        (informed(), "A communication was sent"),
    ]
    for fact, word in steps:
        told.tell(fact)
        with portal.engine.connect() as conn:
            [line] = queries.lines(conn, NGO).shown
            assert line.status.word == word


def test_a_refusal_is_told_in_neutral_words_without_its_reason(portal: Pages, told: Told) -> None:
    told.tell(received(), not_actioned())
    with portal.engine.connect() as conn:
        [line] = queries.lines(conn, NGO).shown
        steps = queries.steps_of(conn, ID)
    assert line.status.word == "Not taken further"
    assert "political" not in line.status.sentence.lower()
    assert [step.kind for step in steps] == ["received", "not-actioned"]
    assert not hasattr(steps[1].row, "detail")


def test_the_source_is_not_told_of_drafts_nor_of_admissibility(portal: Pages, told: Told) -> None:
    told.tell(received(), triaged(), linked(), transmitted(), informed())
    with portal.engine.connect() as conn:
        assert [step.kind for step in queries.steps_of(conn, ID)] == [
            "received",
            "triaged",
            "informed",
        ]


def keep(portal: Pages, *, by: Actor = NGO, n: int = 2) -> Receipt:
    """As if a filing had just been kept, and nothing else had happened yet."""
    command_id = derive_id("command", n)
    fact = received(str(derive_id("submission", n)))
    receipt = Receipt(
        submission_id=fact.submission_id,
        command_id=command_id,
        code_hash=receipts.hash_of(receipts.code_of(command_id, "key")),
        fingerprint="f",
        submitter_id=by.actor_id,
        organisation_id=by.organisation_id,
        created_at=AT,
    )

    data = {
        "language": "en",
        "state": "KEN",
        "urgent": True,
        "mandates": [],
        "on_behalf": False,
        "reprisal": False,
        "requested": [],
        "particulars": None,
        "victims": to_jsonable_python(fact.victims),
        **{
            name: to_jsonable_python(getattr(fact, name))
            for name in ("perpetrators", "incident", "narrative")
        },
    }
    outbox.put(
        portal.engine,
        "intake",
        "submit-allegation",
        data,
        by=by,
        command_id=command_id,
        correlation_id=command_id,
        at=AT,
        also=lambda conn: receipts.add(conn, receipt),
    )
    return receipt


def test_what_is_kept_is_shown_at_once_and_once_only(portal: Pages, told: Told) -> None:
    receipt = keep(portal)
    with portal.engine.connect() as conn:
        [line] = queries.lines(conn, NGO).shown
        found = queries.one(conn, NGO, OTHER)
        assert queries.status_of(conn, receipt).word == "Received"
        assert not queries.delivered(conn, receipt)
        assert seen(conn, COLLEAGUE) == []
        assert queries.one(conn, COLLEAGUE, OTHER) is None
    assert (line.submission_id, line.status.word, line.urgent) == (OTHER, "Received", True)
    assert found is not None
    assert found["narrative"] == received(OTHER).narrative

    told.tell(received(OTHER))
    with portal.engine.connect() as conn:
        assert seen(conn, NGO) == [OTHER]


def test_a_row_in_either_place_has_the_same_columns(portal: Pages, told: Told) -> None:
    keep(portal)
    told.tell(received())
    with portal.engine.connect() as conn:
        waiting, arrived = queries.one(conn, NGO, OTHER), queries.one(conn, NGO, ID)
    assert waiting is not None
    assert arrived is not None
    assert set(waiting) <= set(arrived)


def test_what_intake_refused_is_told_and_not_hidden(portal: Pages, told: Told) -> None:
    receipt = keep(portal)
    with portal.engine.begin() as conn:
        conn.execute(outbox.outbox.update().values(delivered_at=AT, refused="No."))
    with portal.engine.connect() as conn:
        [line] = queries.lines(conn, NGO).shown
        assert line.status.word == "Could not be passed on"
        assert queries.status_of(conn, receipt).word == "Could not be passed on"


@pytest.mark.parametrize(
    ("actor", "finds"),
    [(NGO, True), (COLLEAGUE, True), (STRANGER, False), (ALONE, False), (CONTACT_POINT, False)]
    + [(other, False) for other in OTHERS],
)
def test_a_case_number_finds_what_the_person_may_see_and_nothing_else(
    portal: Pages, told: Told, actor: Actor, *, finds: bool
) -> None:
    told.tell(received(), received(OTHER, submitter_id="ngo-3", organisation_id="org-2"))
    with portal.engine.connect() as conn:
        assert queries.numbered(conn, actor, case_number(ID)) == ([ID] if finds else [])


def test_cases_that_share_a_number_are_all_found(
    portal: Pages, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portal.casefile.submissions.read_model.case_number", lambda _: "4TP-X9D-R07"
    )
    told.tell(received(), received(OTHER))
    with portal.engine.connect() as conn:
        assert queries.numbered(conn, NGO, "4TP-X9D-R07") == sorted([ID, OTHER])
