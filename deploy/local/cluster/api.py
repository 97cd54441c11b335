"""A client of the API server: what `kubectl apply --server-side` asks, with all that it answers."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import httpx

from deploy.k8s.render import Object, name

MANAGER: Final = "rapporteur"
_WARNING: Final = re.compile(r'^\d{3} \S+ "(.*)"$', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the server took an object, and what it said: its refusal, or its warnings."""

    accepted: bool
    words: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return self.accepted and not self.words


class Api:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._kinds: dict[str, Mapping[str, tuple[str, bool]]] = {}

    def apply(self, one: Object) -> Answer:
        """Apply it on the server, as a whole: fields that the server does not know are refused."""
        path = self._path(one)
        if path is None:
            return Answer(accepted=False, words=(f"no kind {one['kind']} in {one['apiVersion']}",))
        asked = self._client.patch(
            path,
            params={"fieldManager": MANAGER, "fieldValidation": "Strict"},
            content=json.dumps(one, default=str),
            headers={"Content-Type": "application/apply-patch+yaml"},
        )
        return answer(asked)

    def get(self, one: Object) -> Any:
        """Return the object as it stands on the server, nothing if it is not there."""
        path = self._path(one)
        found = None if path is None else self._client.get(path)
        return {} if found is None or found.is_error else found.json()

    def delete(self, one: Object) -> None:
        """Delete it, with all that was made of it; if it is not there, that is as well."""
        path = self._path(one)
        if path is not None:
            self._client.delete(path, params={"propagationPolicy": "Foreground"})

    def listed(self, path: str) -> Sequence[Any]:
        found: Sequence[Any] = self._client.get(path).raise_for_status().json()["items"]
        return found

    def _path(self, one: Object) -> str | None:
        version: str = one["apiVersion"]
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        if one["kind"] not in self._kinds.get(version, {}):
            self._kinds[version] = kinds(self._client.get(root))
        found = self._kinds[version].get(one["kind"])
        if found is None:
            return None
        plural, namespaced = found
        within = f"/namespaces/{one['metadata']['namespace']}" if namespaced else ""
        return f"{root}{within}/{plural}/{quote(name(one))}"


def kinds(response: httpx.Response) -> Mapping[str, tuple[str, bool]]:
    """Return the plural of each kind of a version, and whether it lies in namespaces."""
    if not response.is_success:
        return {}
    return {
        one["kind"]: (one["name"], one["namespaced"])
        for one in response.json()["resources"]
        if "/" not in one["name"]
    }


def answer(response: httpx.Response) -> Answer:
    if response.is_success:
        return Answer(accepted=True, words=(*map(_warning, response.headers.get_list("warning")),))
    try:
        said = response.json()["message"]
    except (ValueError, KeyError, TypeError):
        said = f"{response.status_code} {response.text[:300]}"
    return Answer(accepted=False, words=(str(said),))


def _warning(header: str) -> str:
    found = _WARNING.match(header)
    return found[1].replace('\\"', '"') if found else header
