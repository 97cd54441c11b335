"""The JSON API: the form's rules for programs. No input makes it fail."""

import json
import time
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.casefile.filing import Filing
from portal.casefile.submissions.receipts import by_code, receipts
from portal.casefile.submissions.receive import submission_of
from portal.public.corpus import described as recommendations
from portal.source.api import views
from portal.source.api.description import described
from portal.web.accounts.programs import Scope
from portal.web.delivery.outbox import outbox
from shared.core.case_numbers import read_case_number
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.support.behind import taken, waits
from tests.support.contact_points import Recognitions, recognised, reinstated, suspended
from tests.support.filing import submission
from tests.support.portal import Pages
from tests.support.programs import token_of
from tests.support.submissions import Told

ADDRESS = "/api/v1/submissions"


class Program:
    """An organisation's own system."""

    def __init__(
        self,
        portal: Pages,
        *roles: Role,
        token: str,
        scopes: Collection[Scope] = tuple(Scope),
        **also: Any,
    ) -> None:
        """``token``: what the program is called."""
        self.account = portal.person(*roles, Role.FOCAL_POINT, **also)
        self.http: FlaskClient = portal.app.test_client()
        self.token = token_of(portal, self.account, name=token, scopes=scopes)

    def file(self, body: Any, **headers: str) -> TestResponse:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            **named,
        }
        return self.http.post(ADDRESS, data=content, headers=sent)

    def status(self, code: str) -> TestResponse:
        return self.http.get(f"{ADDRESS}/{code}", headers={"Authorization": f"Bearer {self.token}"})


@pytest.fixture
def ngo(portal: Pages, told: Told) -> Program:
    return Program(portal, Role.NGO_MEMBER, token="ngo", organisation_id="watch")


def kept(portal: Pages) -> int:
    with portal.engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(outbox)) or 0


def test_a_submission_is_kept_and_its_code_opens_its_status(portal: Pages, ngo: Program) -> None:
    answer = ngo.file(submission())
    assert answer.status_code == 201
    code = answer.json["tracking_code"]  # type: ignore[index]  # it is an object
    assert answer.headers["Location"] == f"{ADDRESS}/{code}"
    number = answer.json["case_number"]  # type: ignore[index]
    assert read_case_number(number) == number
    assert kept(portal) == 1
    shown = ngo.status(code)
    assert shown.status_code == 200
    assert shown.json is not None
    assert shown.json["status"] == "Received"
    assert shown.json["tracking_code"] == code
    assert shown.json["case_number"] == number
    assert ngo.status(code.lower().replace("-", "")).status_code == 200  # however it is typed


def test_the_answer_has_a_code_that_opens_the_return_channel(portal: Pages, ngo: Program) -> None:
    kept = ngo.file(submission()).json
    assert kept is not None
    secrets = {"return_code": kept["return_code"]}
    assert portal.visitor().post("/return/", secrets).status_code == 303


def test_a_receipt_says_that_the_desk_gets_it_later_than_usual_and_is_one_all_the_same(
    portal: Pages, ngo: Program
) -> None:
    usual = ngo.file(submission()).json
    waits(portal, since=timedelta(minutes=5))
    late, again = (ngo.file(submission(), Idempotency_Key="case-7") for _ in range(2))
    assert usual is not None
    assert late.json is not None
    assert (usual["delayed"], late.status_code, late.json["delayed"]) == (False, 201, True)
    assert late.json == again.json
    with portal.engine.connect() as conn:
        receipt = by_code(conn, late.json["tracking_code"])
    assert receipt is not None
    taken(portal, receipt.command_id)  # and others wait
    told = ngo.file(submission(), Idempotency_Key="case-7").json
    assert told is not None
    assert not told["delayed"]


def test_the_same_key_is_the_same_submission(portal: Pages, ngo: Program) -> None:
    first, again = (ngo.file(submission(), Idempotency_Key="case-7") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert kept(portal) == 1
    other = ngo.file(submission(place="Elsewhere"), Idempotency_Key="case-7")
    assert other.status_code == 422
    assert kept(portal) == 1


def test_a_code_whose_key_was_retired_is_not_told_again(
    portal: Pages, ngo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ngo.file(submission(), Idempotency_Key="case-7").status_code == 201
    monkeypatch.setattr("portal.source.api.views.code_of", lambda _: None)
    again = ngo.file(submission(), Idempotency_Key="case-7")
    assert again.status_code == 410
    assert kept(portal) == 1


def test_a_key_is_its_owners(portal: Pages, ngo: Program) -> None:
    other = Program(portal, Role.NGO_MEMBER, token="other", organisation_id="other")
    codes = {
        one.file(submission(), Idempotency_Key="1").json["tracking_code"]  # type: ignore[index]
        for one in (ngo, other)
    }
    assert len(codes) == 2


def test_nobody_but_the_vault_leads_from_an_account_and_its_key_to_what_it_filed(
    portal: Pages, ngo: Program
) -> None:
    """Keys are often numbers that count on: a guess must not be confirmed by an id."""
    ngo.file(submission(), Idempotency_Key="1")
    with portal.engine.connect() as conn:
        [row] = conn.execute(select(receipts)).all()
    guess = derive_id("api", ngo.account.account_id, "1")
    assert {row.command_id, UUID(row.submission_id)}.isdisjoint({guess, UUID(submission_of(guess))})


def test_a_key_under_which_the_release_before_filed_something_stays_used(
    portal: Pages, ngo: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        of = ngo.account.account_id
        before.setattr(views, "keyed", lambda what, key: derive_id(what, of, key))
        first = ngo.file(submission(), Idempotency_Key="case-7")
    assert ngo.file(submission(), Idempotency_Key="case-7").json == first.json
    assert kept(portal) == 1


def test_without_a_key_twice_is_twice(portal: Pages, ngo: Program) -> None:
    ngo.file(submission())
    ngo.file(submission())
    assert kept(portal) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"state": "ZZZ"}, "state"),
        ({"narrative": ""}, "narrative"),
        ({"narrative": "a" * 100_001}, "narrative"),
        ({"narrative": "a\u0000b"}, "narrative"),
        ({"date": "some day"}, "date"),
        ({"mandates": ["sr-nothing"]}, "mandates"),
        ({"urgent": "yes"}, "urgent"),
        ({"submitter_name": " "}, "submitter_name"),
        ({"consent": {"act": "yes"}}, "consent.public"),
        ({"for_whom": "Somebody"}, "for_whom"),
        ({"unheard": "of"}, "unheard"),
    ],
)
def test_a_problem_names_the_field_and_never_what_it_held(
    portal: Pages, ngo: Program, wrong: dict[str, Any], field: str
) -> None:
    answer = ngo.file(submission(**{"victims": "Mária Novák", **wrong}))
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert field in {one["field"] for one in answer.json["errors"]}
    assert all(one["reason"] for one in answer.json["errors"])
    assert "Novák" not in answer.text
    assert kept(portal) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b"null"])
def test_what_is_no_submission_is_told_what_to_send(ngo: Program, body: bytes) -> None:
    answer = ngo.file(body)
    assert answer.status_code == 400
    assert "JSON object" in answer.json["detail"]  # type: ignore[index]


def test_another_content_type_is_refused(ngo: Program) -> None:
    assert ngo.file(submission(), Content_Type="text/plain").status_code == 415


def test_more_than_a_megabyte_is_refused(ngo: Program) -> None:
    answer = ngo.file(submission(narrative="a" * 1_100_000))
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("key", ["", "a" * 201, "a\tb"])
def test_a_key_that_is_none_is_refused(portal: Pages, ngo: Program, key: str) -> None:
    assert ngo.file(submission(), Idempotency_Key=key).status_code == 400
    assert kept(portal) == 0


@pytest.mark.parametrize("token", ["", "wrong"])
def test_who_has_no_token_files_nothing(portal: Pages, ngo: Program, token: str) -> None:
    ngo.token = token
    answer = ngo.file(submission())
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert kept(portal) == 0


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in {Role.NGO_MEMBER, Role.CONTACT_POINT}]
)
def test_other_roles_neither_file_nor_look(portal: Pages, ngo: Program, role: Role) -> None:
    code = ngo.file(submission()).json["tracking_code"]  # type: ignore[index]
    other = Program(portal, role, token="other", organisation_id="watch")
    # An administrator has no other role, whatever the table says, and so no program.
    refused = 401 if role is Role.SYSTEM_ADMIN else 403
    assert other.file(submission()).status_code == refused
    assert other.status(code).status_code == refused


def test_a_contact_point_says_for_whom(portal: Pages) -> None:
    nhri = Program(portal, Role.CONTACT_POINT, token="nhri", organisation_id="commission")
    assert nhri.file(submission()).status_code == 422
    filing = submission(for_whom="A person (invented)")
    recognitions = Recognitions(portal.engine)
    for facts, status in (
        ((), 403),
        ((recognised("commission"),), 201),
        ((suspended("commission"),), 403),
        ((reinstated("commission"),), 201),
    ):
        recognitions.tell(*facts)
        answer = nhri.file(filing)
        assert answer.status_code == status
        if status == 403:
            assert answer.json is not None
            assert "contact point" in answer.json["detail"]


def test_a_code_opens_nothing_for_others(portal: Pages, ngo: Program) -> None:
    code = ngo.file(submission()).json["tracking_code"]  # type: ignore[index]
    stranger = Program(portal, Role.NGO_MEMBER, token="other", organisation_id="other")
    colleague = Program(portal, Role.NGO_MEMBER, token="colleague", organisation_id="watch")
    assert stranger.status(code).status_code == 404
    assert stranger.status(code).json == stranger.status("0000-0000").json
    assert colleague.status(code).status_code == 200


def test_what_was_filed_for_a_person_is_of_no_colleague(portal: Pages, told: Told) -> None:
    """Whoever came to a contact point came to nobody else (R16), on the pages and here."""
    nhri = Program(portal, Role.CONTACT_POINT, token="nhri", organisation_id="commission")
    Recognitions(portal.engine).tell(recognised("commission"))
    code = nhri.file(submission(for_whom="A person (invented)")).json["tracking_code"]  # type: ignore[index]
    assert nhri.status(code).status_code == 200
    for role in (Role.CONTACT_POINT, Role.NGO_MEMBER):
        other = Program(portal, role, token=role.value, organisation_id="commission")
        assert other.status(code).status_code == 404


def test_intake_being_away_does_not_matter(portal: Pages, ngo: Program) -> None:
    began = time.monotonic()
    assert ngo.file(submission()).status_code == 201
    assert portal.asked == []  # nobody was asked: the outbox keeps it
    assert time.monotonic() - began < 5


def test_the_description_is_of_what_is_taken(portal: Pages) -> None:
    answer = portal.app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json == described()
    schema = described()["components"]["schemas"]["Submission"]
    assert set(schema["properties"]) == set(Filing.model_fields)
    required = {name for name, field in Filing.model_fields.items() if field.is_required()}
    assert set(schema["required"]) == required
    paths = {rule.rule for rule in portal.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    descriptions = {"/api/v1/openapi.json", "/api/v1/recommendations/openapi.json"}
    assert paths - descriptions == {
        path.replace("{question_id}", "<uuid:question_id>").replace("{code}", "<code>")
        for path in (*described()["paths"], *recommendations.described()["paths"])
    }


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60), value=anything, name=st.sampled_from(list(submission())))
def test_no_input_makes_it_fall_over(ngo: Program, raw: bytes, value: Any, name: str) -> None:
    for body in (raw, value, {**submission(), name: value}):
        assert ngo.file(body).status_code in {201, 400, 422}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=60).filter(lambda text: "/" not in text))
def test_no_code_makes_it_fall_over(ngo: Program, code: str) -> None:
    assert ngo.status(quote(code, safe="")).status_code in {404, 405, 308}
