"""``python -m deploy.local.node up|down|inside``: a Kubernetes of two nodes on this machine.

Ends with 0 if it runs, or if it left nothing behind; with 1 if not; with 3 if a tool is missing.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from deploy.k8s.definitions import MissingTool, NotFetched
from deploy.k8s.render import NotRendered
from deploy.local.cluster import programs
from deploy.local.cluster.api import Api
from deploy.local.cluster.server import NotStarted
from deploy.local.node import configuration, images, install, running, system, trial
from deploy.local.node.place import Place

FAILED, MISSING = 1, 3


def main() -> int:
    parser = argparse.ArgumentParser("python -m deploy.local.node")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start it, and try a pod and a Service")
    commands.add_parser("install", help="install the overlay `cluster` on it")
    commands.add_parser("down", help="end it, and say what it left")
    given = parser.parse_args()
    place = Place()
    try:
        _need_root()
        return {"up": _up, "install": _install, "down": _down}[given.command](place)
    except MissingTool as error:
        _say(f"Not on this machine: {error}")
        return MISSING
    except running.Running:
        _say("The cluster runs already. make cluster-down ends it.")
        return FAILED
    except (NotFetched, NotRendered, NotStarted) as error:
        _say(str(error))
        return FAILED
    except httpx.HTTPError as error:
        _say(f"The server did not answer: {error!r}")
        return FAILED


def _need_root() -> None:
    if os.geteuid():
        raise MissingTool("root's rights: the cluster makes namespaces, mounts and links")


def _up(place: Place) -> int:
    _say("The first time its programs are built, which takes minutes ...")
    built = programs.built_node()
    said = _timed()
    running.start(place, built)
    said("the API server answers")
    with tempfile.TemporaryDirectory() as name:
        made = [images.busybox(), images.pause(configuration.PAUSE), images.names(built)]
        running.bring(place, [one.write(Path(name) / f"{n}.tar") for n, one in enumerate(made)])
    with running.client(place) as client:
        api = Api(client)
        running.await_nodes(place, api)
        said("both nodes are ready")
        system.apply(api)
        said("names are answered")
        for sentence in trial.tried(place, api):
            said(sentence)
    _say(f"export KUBECONFIG={place.kubeconfig}")
    return 0


def _install(place: Place) -> int:
    said = _timed()
    with running.client(place) as client:
        for sentence in install.installed(place, Api(client)):
            said(sentence)
    return 0


def _timed() -> Callable[[str], None]:
    began = time.monotonic()
    return lambda sentence: _say(f"{time.monotonic() - began:4.0f} s  {sentence}")


def _down(place: Place) -> int:
    running.end(place)
    found = running.left(place)
    running.forget(place)
    _say("\n".join(found) or "Nothing is left of the cluster.")
    return FAILED if found else 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
