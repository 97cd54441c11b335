"""The API answers as described to any request, valid or not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.source.api.description import described
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.portal import pages, sqlite_urls
from tests.support.programs import token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


OPERATIONS = [
    (path, method.upper()) for path, methods in described()["paths"].items() for method in methods
]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The API of a portal with one organisation's system, as its description describes it."""
    directory: Path = tmp_path_factory.mktemp("fuzz")
    with pages(*sqlite_urls(directory)) as portal:
        Applier(portal.engine, SUBMISSIONS).prepare()
        who = portal.person(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="watch")
        token = token_of(portal, who)
        schema = schemathesis.openapi.from_dict(described())
        schema.app = portal.app
        yield schema, {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_a_described_one(
    api: Any, path: str, method: str, mode: GenerationMode
) -> None:
    schema, headers = api

    @given(schema[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    def asked(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    asked()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_a_token_every_answer_is_a_described_refusal(
    api: Any, path: str, method: str
) -> None:
    schema, _ = api

    @given(schema[path][method].as_strategy())
    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    def asked(case: Case[Any]) -> None:
        answer = case.call(headers={"Authorization": "Bearer nobody"})
        case.validate_response(answer, checks=CHECKS)
        assert answer.status_code == 401

    asked()
