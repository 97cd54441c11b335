"""An overlay as Kubernetes gets it, rendered by kubectl without a cluster and a network."""

import shutil
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

MANIFESTS: Final = Path(__file__).parent
OVERLAYS: Final = ("local", "staging", "production", "existing")

Object: TypeAlias = Mapping[str, Any]


class NoKubectl(Exception):
    """There is no kubectl on this machine."""


class NotRendered(Exception):
    """Kustomize refused; the text is what it said."""


@cache
def text(overlay: str) -> str:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        raise NoKubectl
    done = subprocess.run(  # noqa: S603  # this machine's kubectl, our own directory
        [kubectl, "kustomize", str(MANIFESTS / "overlays" / overlay)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotRendered(done.stderr)
    return done.stdout


def objects(overlay: str) -> list[dict[str, Any]]:
    """Return copies: whoever gets them may change them."""
    return deepcopy(_parsed(overlay))


@cache
def _parsed(overlay: str) -> list[dict[str, Any]]:
    return [one for one in yaml.load_all(text(overlay), yaml.CSafeLoader) if one]


def name(one: Object) -> str:
    found: str = one["metadata"]["name"]
    return found
