"""``python -m tests.cluster.releases``: a new fact in two releases and back by one, under load.

The first release can read the fact, the second tells it (decision 0025); both are our own image
with a layer of changed files. What was told stays in the store: a release from before the fact
cannot follow, so this trial comes last. Ends with 0 if nothing is wrong: tests/cluster/pace.py.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from deploy.k8s.render import name, objects
from deploy.local.node import running, stand_ins
from deploy.local.node.images import layer
from deploy.local.node.install import OVERLAY
from deploy.local.node.place import Place
from tests.cluster.pace import Trial, at_pace, happened
from tests.cluster.policies import kubectl

_ROOT: Final = Path(__file__).parents[2]
FACT: Final = "receipt-noted"
Changes = Mapping[str, Sequence[tuple[str, str]]]
"""By file: texts, and what comes in their place."""
READS: Final[Changes] = {
    "shared/contracts/intake.py": [
        (
            "\nINTAKE = Contract(",
            (
                "\n@dataclass(frozen=True, slots=True, kw_only=True)\n"
                "class ReceiptNoted:\n    submission_id: str\n\n\nINTAKE = Contract("
            ),
        ),
        (
            '"consent-granted": ConsentGranted,',
            f'"consent-granted": ConsentGranted, "{FACT}": ReceiptNoted,',
        ),
    ],
    "services/intake/submission/state.py": [
        (
            "def evolve(state: State, event: Event) -> State:\n",
            (
                "def evolve(state: State, event: Event) -> State:\n"
                '    if type(event).__name__ == "ReceiptNoted":\n        return state\n'
            ),
        ),
    ],
}
TELLS: Final[Changes] = {
    **READS,
    "services/intake/submission/decide.py": [
        (
            "            matching=command.matching,\n        )\n    ]",
            (
                "            matching=command.matching,\n        ),\n"
                "        intake.ReceiptNoted(submission_id=command.submission_id),\n    ]"
            ),
        ),
        ("\ndef _submit(", "\nfrom shared.contracts import intake\n\n\ndef _submit("),
    ],
}
_RELEASES: Final = {"reads": READS, "tells": TELLS}


def main() -> int:
    place = Place()
    _bring(place)
    with at_pace(place) as trial:
        _update(place, trial, "reads")
        before = happened(place, FACT).total()
        _update(place, trial, "tells")
        _update(place, trial, "reads")
    told = happened(place, FACT)
    trial.say(f"the new fact was told of {len(told)} submissions")
    if before or not told or max(told.values()) > 1:
        trial.wrong.append("it was told too early, never, or twice of one")
    return 1 if trial.wrong else 0


def _update(place: Place, trial: Trial, release: str) -> None:
    """Update every process to this release, as ``kubectl apply`` does: all of them side by side."""
    ours = [name(one) for one in objects(OVERLAY) if one["kind"] == "Deployment"]
    for one in ours:
        kubectl(place, "set", "image", f"deployment/{one}", f"main={_image(release)}")
    for one in ours:
        kubectl(place, "rollout", "status", f"deployment/{one}", "--timeout=900s")
    trial.say(f"every process is of the release that {release} it")


def _image(release: str) -> str:
    return f"localhost/rapporteur:{release}"


def _bring(place: Place) -> None:
    with tempfile.TemporaryDirectory(dir=place.directory) as directory:
        ours = stand_ins.pushed(Path(directory))
        for release, changes in _RELEASES.items():
            files = {f"app/{file}": changed(file, texts) for file, texts in changes.items()}
            to = Path(directory) / f"{release}.tar"
            stand_ins.extend(ours, to, _image(release), layer(files), ["python", "-m"])
            running.bring(place, [to])
            to.unlink()


def changed(file: str, texts: Sequence[tuple[str, str]]) -> bytes:
    """Return a file of ours with these texts exchanged; each must be there once."""
    content = (_ROOT / file).read_text()
    for old, new in texts:
        if content.count(old) != 1:
            raise ValueError(f"{file} has {content.count(old)} times {old!r}")
        content = content.replace(old, new)
    return content.encode()


if __name__ == "__main__":
    sys.exit(main())
