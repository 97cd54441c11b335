"""The client of the API server: what it asks, and how it reads the answers."""

import json
from typing import Any

import httpx
import pytest

from deploy.local.cluster.api import Answer, Api, answer

KINDS: dict[str, list[dict[str, Any]]] = {
    "/api/v1": [
        {"name": "namespaces", "kind": "Namespace", "namespaced": False},
        {"name": "namespaces/status", "kind": "Namespace", "namespaced": False},
        {"name": "configmaps", "kind": "ConfigMap", "namespaced": True},
    ],
    "/apis/apps/v1": [{"name": "deployments", "kind": "Deployment", "namespaced": True}],
}


class Server:
    """Knows two versions, answers as it is told, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.asked: list[httpx.Request] = []
        self._answers = [*answers]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and request.url.path in KINDS:
            return httpx.Response(200, json={"resources": KINDS[request.url.path]})
        if request.method == "GET" and request.url.path.startswith("/apis/"):
            return httpx.Response(404, json={"message": "not found"})
        self.asked.append(request)
        return self._answers.pop(0)


def _api(server: Server) -> Api:
    return Api(httpx.Client(base_url="https://it", transport=httpx.MockTransport(server)))


def _one(version: str, kind: str, **besides: str) -> dict[str, Any]:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "it", **besides}}


@pytest.mark.parametrize(
    ("one", "path"),
    [
        (_one("v1", "Namespace"), "/api/v1/namespaces/it"),
        (_one("v1", "ConfigMap", namespace="there"), "/api/v1/namespaces/there/configmaps/it"),
        (
            _one("apps/v1", "Deployment", namespace="there"),
            "/apis/apps/v1/namespaces/there/deployments/it",
        ),
    ],
)
def test_an_object_is_applied_whole_where_it_belongs(one: dict[str, Any], path: str) -> None:
    server = Server(httpx.Response(201, json={}))
    assert _api(server).apply(one) == Answer(accepted=True)
    [asked] = server.asked
    assert (asked.method, asked.url.path) == ("PATCH", path)
    assert dict(asked.url.params) == {"fieldManager": "rapporteur", "fieldValidation": "Strict"}
    assert asked.headers["content-type"] == "application/apply-patch+yaml"
    assert json.loads(asked.content) == one


def test_a_kind_that_no_definition_has_is_refused_before_it_is_sent() -> None:
    server = Server()
    said = _api(server).apply(_one("kafka.strimzi.io/v1", "Kafka", namespace="there"))
    assert said == Answer(accepted=False, words=("no kind Kafka in kafka.strimzi.io/v1",))
    assert server.asked == []


def test_a_kind_that_was_defined_meanwhile_is_found() -> None:
    server = Server(httpx.Response(201, json={}))
    api = _api(server)
    later = _one("later/v1", "Later", namespace="there")
    assert not api.apply(later).accepted
    KINDS["/apis/later/v1"] = [{"name": "laters", "kind": "Later", "namespaced": True}]
    try:
        assert api.apply(later).accepted
    finally:
        del KINDS["/apis/later/v1"]


@pytest.mark.parametrize(
    ("response", "accepted", "words"),
    [
        (httpx.Response(200, json={}), True, []),
        (
            httpx.Response(
                201, json={}, headers=[("Warning", '299 - "would violate \\"restricted\\""')]
            ),
            True,
            ['would violate "restricted"'],
        ),
        (
            httpx.Response(200, json={}, headers=[("Warning", '299 - "a"'), ("Warning", "b")]),
            True,
            ["a", "b"],
        ),
        (httpx.Response(403, json={"message": "forbidden: why"}), False, ["forbidden: why"]),
        (httpx.Response(502, text="nobody"), False, ["502 nobody"]),
        (httpx.Response(500, json={"other": 1}), False, ['500 {"other":1}']),
        (httpx.Response(500, json=["other"]), False, ['500 ["other"]']),
    ],
)
def test_the_servers_words_are_its_refusal_or_its_warnings(
    response: httpx.Response, *, accepted: bool, words: list[str]
) -> None:
    said = answer(response)
    assert (said.accepted, [*said.words]) == (accepted, words)
    assert said.clean == (accepted and not words)
