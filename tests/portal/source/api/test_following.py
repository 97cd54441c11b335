"""What a program does with what was filed, by the rules of the pages and for nobody else."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.casefile.submissions.receipts import receipts
from portal.web.accounts.programs import Scope
from portal.web.delivery.outbox import outbox
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.portal.source.api.test_api import ADDRESS, Program
from tests.support.contact_points import Recognitions, recognised
from tests.support.filing import submission
from tests.support.portal import Pages
from tests.support.submissions import QUESTION, Told, answered, asked, received, triaged


@dataclass(frozen=True, slots=True)
class Filed:
    """A submission that a program filed, and that intake has."""

    code: str
    id: str
    person: str

    @property
    def answers(self) -> str:
        return f"{ADDRESS}/{self.code}/answers/{QUESTION}"

    @property
    def consent(self) -> str:
        return f"{ADDRESS}/{self.code}/consent"


def filed(portal: Pages, told: Told, by: Program, *facts: Any, **also: Any) -> Filed:
    """File by the API and tell what intake says of it; ``facts`` are made for its id."""
    sent = by.file(submission(**({"for_whom": "Somebody"} if also.get("on_behalf") else {})))
    assert sent.status_code == 201, sent.text
    portal.clock.forward(timedelta(seconds=1))
    with portal.engine.begin() as conn:
        row = conn.execute(select(receipts).order_by(receipts.c.created_at.desc())).first()
        assert row is not None
        conn.execute(outbox.update().values(delivered_at=portal.clock.at))
    arrived = received(
        row.submission_id,
        seal=portal.vault.seal,
        submitter_id=row.submitter_id,
        organisation_id=row.organisation_id,
        **also,
    )
    told.tell(arrived, *(fact(row.submission_id) for fact in facts))
    assert sent.json is not None
    return Filed(sent.json["tracking_code"], row.submission_id, arrived.victims[0].victim_id)


def ask(by: Program, path: str, body: Any = None, **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Authorization": f"Bearer {by.token}", **named}
    if body is None:
        return by.http.get(path, headers=sent)
    return by.http.post(path, json=body, headers=sent)


def question(portal: Pages) -> Any:
    return lambda id_: asked(id_, seal=portal.vault.seal)


@pytest.fixture
def ngo(portal: Pages, told: Told) -> Program:
    return Program(portal, Role.NGO_MEMBER, token="ngo", organisation_id="watch")


@pytest.fixture
def stranger(portal: Pages, told: Told) -> Program:
    return Program(portal, Role.NGO_MEMBER, token="other", organisation_id="other")


# --- the list ------------------------------------------------------------------------------------


def test_the_list_has_what_was_filed_with_where_it_stands(
    portal: Pages, told: Told, ngo: Program, stranger: Program
) -> None:
    waits = filed(portal, told, ngo, question(portal))
    kept = ngo.file(submission()).json
    assert kept is not None
    listed = ask(ngo, ADDRESS).json
    assert listed is not None
    assert {one["tracking_code"]: one["stage"] for one in listed["submissions"]} == {
        kept["tracking_code"]: "kept",
        waits.code: "waiting",
    }
    assert all(one["mine"] for one in listed["submissions"])
    assert (listed["page"], listed["next_page"]) == (1, None)
    assert ask(stranger, ADDRESS).json == {"submissions": [], "page": 1, "next_page": None}


@pytest.mark.parametrize(
    ("stage", "expected"), [("kept", 1), ("waiting", 1), ("triaged", 1), ("new", 0), ("refused", 0)]
)
def test_the_list_can_be_of_one_stage(
    portal: Pages, told: Told, ngo: Program, stage: str, expected: int
) -> None:
    filed(portal, told, ngo, question(portal))
    filed(portal, told, ngo, triaged)
    ngo.file(submission())
    listed = ask(ngo, f"{ADDRESS}?stage={stage}").json
    assert listed is not None
    assert [one["stage"] for one in listed["submissions"]] == [stage] * expected


def test_a_stage_that_is_none_is_refused(ngo: Program) -> None:
    assert ask(ngo, f"{ADDRESS}?stage=lost").status_code == 422


def test_a_long_list_goes_on_on_the_next_page(
    portal: Pages, told: Told, ngo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.casefile.submissions.queries.PAGE", 2)
    codes = {filed(portal, told, ngo).code for _ in range(5)}
    found, page = set[str](), 1
    while page:
        listed = ask(ngo, f"{ADDRESS}?page={page}").json
        assert listed is not None
        assert len(listed["submissions"]) <= 2
        found |= {one["tracking_code"] for one in listed["submissions"]}
        page = listed["next_page"]
    assert found == codes


# --- questions -----------------------------------------------------------------------------------


def test_a_question_is_read_and_answered(portal: Pages, told: Told, ngo: Program) -> None:
    one = filed(portal, told, ngo, question(portal))
    [found] = ask(ngo, f"{ADDRESS}/{one.code}/questions").json["questions"]  # type: ignore[index]
    assert found["question_id"] == QUESTION
    assert found["question"]
    assert found["answered_at"] is None
    answer = {"answer": "Le 4 mai", "language": "fr"}
    assert ask(ngo, one.answers, answer).status_code == 204
    [sent] = portal.asked
    body = json.loads(sent.content)
    language = Sealed(**body["data"]["language"])
    assert portal.vault.reveal(language) == "fr"
    assert (body["type"], body["data"]["question_id"]) == ("provide-information", QUESTION)
    assert "4 mai" not in sent.content.decode()
    told.tell(answered(one.id, seal=portal.vault.seal))
    [found] = ask(ngo, f"{ADDRESS}/{one.code}/questions").json["questions"]  # type: ignore[index]
    assert found["answered_at"]
    assert found["answer"]


def test_the_same_answer_again_is_the_same_command(portal: Pages, told: Told, ngo: Program) -> None:
    one = filed(portal, told, ngo, question(portal))
    for answer, key in (("A", "1"), ("A", "1"), ("B", "1"), ("A", "2")):
        assert ask(ngo, one.answers, {"answer": answer}, Idempotency_Key=key).status_code == 204
    first, again, other, later = (json.loads(sent.content)["id"] for sent in portal.asked)
    assert first == again
    assert len({first, other, later}) == 3


def test_what_intake_refuses_is_told_with_its_reason(
    portal: Pages, told: Told, ngo: Program
) -> None:
    one = filed(portal, told, ngo, question(portal))
    portal.answer = httpx.Response(409, json={"title": "It was answered.", "status": 409})
    answer = ask(ngo, one.answers, {"answer": "A"})
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"answer": ""}, 422),
        ({"answer": "   "}, 422),
        ({"answer": "a\u200bb"}, 422),
        ({"answer": "a" * 20_001}, 422),
        ({"answer": 1}, 422),
        ({"answer": "A", "more": "B"}, 422),
        ({"answer": "A", "language": "tlh"}, 422),
        ({"answer": "A", "language": ""}, 422),
        ([], 400),
        ("text", 400),
    ],
)
def test_an_answer_has_the_rules_of_the_form(
    portal: Pages, told: Told, ngo: Program, body: Any, status: int
) -> None:
    one = filed(portal, told, ngo, question(portal))
    answer = ask(ngo, one.answers, body)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert portal.asked == []


# --- consent -------------------------------------------------------------------------------------


def test_consent_is_read_and_changed_for_all_or_for_one(
    portal: Pages, told: Told, ngo: Program
) -> None:
    one = filed(portal, told, ngo)
    found = ask(ngo, one.consent).json
    assert found is not None
    assert {"scope": "act", "given": 1, "persons": 1} in found["consents"]
    [person] = found["persons"]
    assert (person["person_id"], person["act"], person["public"]) == (one.person, True, False)
    for change in (
        {"scope": "act", "change": "withdraw"},
        {"scope": "public", "change": "give", "person_id": one.person},
    ):
        assert ask(ngo, one.consent, change).status_code == 204
    sent = [json.loads(request.content) for request in portal.asked]
    assert [(each["type"], each["data"]["scope"], each["data"]["victim_id"]) for each in sent] == [
        ("withdraw-consent", "act", None),
        ("grant-consent", "public", one.person),
    ]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"scope": "all", "change": "withdraw"}, 422),
        ({"scope": "act", "change": "sell"}, 422),
        ({"scope": "act"}, 422),
        ({"scope": "act", "change": "give", "person_id": "somebody"}, 404),
    ],
)
def test_consent_that_is_none_is_not_changed(
    portal: Pages, told: Told, ngo: Program, body: Any, status: int
) -> None:
    one = filed(portal, told, ngo)
    assert ask(ngo, one.consent, body).status_code == status
    assert portal.asked == []


# --- nobody else ---------------------------------------------------------------------------------


def everything(code: str) -> list[tuple[str, Any]]:
    base = f"{ADDRESS}/{code}"
    return [
        (base, None),
        (f"{base}/questions", None),
        (f"{base}/consent", None),
        (f"{base}/answers/{QUESTION}", {"answer": "A"}),
        (f"{base}/consent", {"scope": "act", "change": "withdraw"}),
    ]


def test_what_is_of_others_is_told_like_what_is_not_there(
    portal: Pages, told: Told, ngo: Program, stranger: Program
) -> None:
    one = filed(portal, told, ngo, question(portal))
    nothing = "0000-" * 6 + "00"
    for (theirs, body), (none, _) in zip(everything(one.code), everything(nothing), strict=True):
        foreign, unknown = (ask(stranger, path, body) for path in (theirs, none))
        assert (foreign.status_code, unknown.status_code) == (404, 404), theirs
        assert foreign.data == unknown.data
    assert portal.asked == []


def test_a_question_of_another_submission_is_told_like_none(
    portal: Pages, told: Told, ngo: Program
) -> None:
    filed(portal, told, ngo, question(portal))
    other = filed(portal, told, ngo)
    base = f"{ADDRESS}/{other.code}/answers"
    foreign, unknown = (
        ask(ngo, f"{base}/{id_}", {"answer": "A"}) for id_ in (QUESTION, str(uuid4()))
    )
    assert (foreign.status_code, foreign.data) == (404, unknown.data)
    assert portal.asked == []


def test_colleagues_do_as_on_the_pages_and_not_with_what_was_filed_for_a_person(
    portal: Pages, told: Told, ngo: Program
) -> None:
    colleague = Program(portal, Role.NGO_MEMBER, token="colleague", organisation_id="watch")
    one = filed(portal, told, ngo, question(portal))
    assert [ask(colleague, *each).status_code for each in everything(one.code)] == [
        200,
        200,
        200,
        204,
        204,
    ]
    [line] = ask(colleague, ADDRESS).json["submissions"]  # type: ignore[index]
    assert not line["mine"]
    nhri = Program(portal, Role.CONTACT_POINT, token="nhri", organisation_id="watch")
    Recognitions(portal.engine).tell(recognised("watch"))
    for_a_person = filed(portal, told, nhri, on_behalf=True)
    for path, body in everything(for_a_person.code):
        assert ask(colleague, path, body).status_code == 404, path
    assert for_a_person.code not in ask(colleague, ADDRESS).text


@pytest.mark.parametrize("scope", Scope)
def test_each_scope_is_good_for_its_requests_alone(
    portal: Pages, told: Told, ngo: Program, scope: Scope
) -> None:
    one = filed(portal, told, ngo, question(portal))
    token = Program(portal, Role.NGO_MEMBER, token=scope, organisation_id="watch", scopes=[scope])
    status, questions, consent, answer, change = (
        ask(token, *each).status_code for each in everything(one.code)
    )
    taken = {
        Scope.FILE: [token.file(submission()).status_code],
        Scope.STATUS: [status],
        Scope.ANSWER: [questions, answer],
        Scope.CONSENT: [consent, change],
        Scope.LIST: [ask(token, ADDRESS).status_code],
    }
    for other, statuses in taken.items():
        assert {code == 403 for code in statuses} == {other is not scope}, other


def test_no_id_of_a_command_confirms_a_guess_of_an_answer(
    portal: Pages, told: Told, ngo: Program
) -> None:
    one = filed(portal, told, ngo, question(portal))
    ask(ngo, one.answers, {"answer": "A"}, Idempotency_Key="1")
    guess = derive_id("api answer", ngo.account.account_id, one.id, QUESTION, "1", "A")
    assert json.loads(portal.asked[0].content)["id"] != str(guess)
