"""``python -m deploy.local.cluster [OVERLAY...]``: apply overlays to a real API server.

Each goes to a cluster of its own. Ends with 0 if every object was taken without a word, pods were
made of all workloads, and every mistake was refused; with 1 if not; with 3 if a tool is missing.
"""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from deploy.k8s.definitions import MissingTool, NotFetched, definitions
from deploy.k8s.render import OVERLAYS, NoKubectl, NotRendered, objects
from deploy.local.cluster import mistakes, overlay, programs
from deploy.local.cluster.overlay import Outcome
from deploy.local.cluster.server import NotStarted, control_plane
from deploy.local.cluster.table import table

FAILED, MISSING = 1, 3


def main() -> int:
    parser = argparse.ArgumentParser("python -m deploy.local.cluster")
    parser.add_argument("overlay", nargs="*", help=f"of {', '.join(OVERLAYS)}; all, if none")
    chosen: Sequence[str] = parser.parse_args().overlay or OVERLAYS
    if unknown := {*chosen} - {*OVERLAYS}:
        parser.error(f"no overlay {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        _say("Etcd and Kubernetes: the first time they are built, which takes minutes ...")
        built = programs.built()
        known = list(definitions())
        outcomes = [_outcome(built, known, one) for one in chosen]
    except (MissingTool, NoKubectl) as error:
        _say(f"Not on this machine: {str(error) or 'kubectl'}")
        return MISSING
    except (NotFetched, NotRendered, NotStarted) as error:
        _say(str(error))
        return FAILED
    except httpx.HTTPError as error:
        _say(f"The server did not answer: {error!r}")
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    _say(table(outcomes))
    return FAILED if any(one.words for one in outcomes) else 0


def _outcome(built: Path, known: Sequence[Any], chosen: str) -> Outcome:
    rendered = overlay.ordered(objects(chosen))
    began = time.monotonic()
    with control_plane(built) as api:
        words = [*overlay.prepare(api, known, rendered)]
        answers = overlay.apply(api, rendered)
        words += overlay.complaints(answers)
        pods, short = overlay.await_pods(api, rendered)
        words += short
        again = overlay.complaints(overlay.apply(api, rendered))  # as an update does
        words += [f"again: {one}" for one in again if one not in words]
        tried = [*mistakes.tried(api, rendered)]
        words += filter(None, (mistakes.passed(*one) for one in tried))
    outcome = Outcome(
        overlay=chosen,
        objects=len(rendered),
        accepted=sum(said.clean for _, said in answers),
        pods=pods,
        of_pods=sum(map(overlay.expected_pods, rendered)),
        refused=sum(mistakes.passed(*one) is None for one in tried),
        of_mistakes=len(tried),
        words=words,
    )
    _say(f"{chosen}: {time.monotonic() - began:.0f} s")
    return outcome


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
