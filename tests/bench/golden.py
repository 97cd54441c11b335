"""Every event type of followup, stakeholders and statements, any number of times.

The files of ``tests/contracts/history`` are the patterns; each round has its own ids, so
that no two streams tell of the same row: which one is read last is chance.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from services.approvals.app import APPROVALS_SERVICE
from services.followup.app import FOLLOWUP_SERVICE
from services.stakeholders.app import STAKEHOLDERS_SERVICE
from shared.core.message import derive_id
from shared.hosting.service import Service

_HISTORY = Path(__file__).parents[1] / "contracts" / "history"
_ID = re.compile(r'"([a-z-]+-id-1|[0-9a-f]{8}-[0-9a-f-]{27})"')
_SHORT = re.compile(
    r'("(?:attachment_id|comment_id|corrects|entry_id|visit_letter_id)": )"([a-z]+(?:-\d)?)"'
)
_REFERENCE = re.compile(r" \d+/2026")
_LEFT_OUT = {
    "demo-clock-advanced",  # a platform that is started on this keeps its time
    "library-bundle-set",  # the kit of all is one row: the last one read stays
}
# It has nothing to remind anybody of: all its dates are far off.
_LATER = {"reply-due", "extension-noted", "case-reopened", "reminder-proposed"}


_PARTS: Final = (
    (FOLLOWUP_SERVICE, ""),
    (STAKEHOLDERS_SERVICE, ""),
    (APPROVALS_SERVICE, "statement-"),
)


def rounds(number: int, of: str = "") -> Iterator[tuple[Service, str, Sequence[object]]]:
    """Give service, stream and events, three times in every round; ``of``: of one service alone."""
    parts = [(service, only) for service, only in _PARTS if of in {"", service.name}]
    for n in range(number):
        for service, only in parts:
            yield (
                service,
                f"{service.categories[0]}-{derive_id('round', n)}",
                _events(service, only, n),
            )


def length(of: str = "") -> int:
    """How many events a round has: one of each kind of fact."""
    return sum(len(events) for _, _, events in rounds(1, of))


def _events(service: Service, only: str, number: int) -> Sequence[object]:
    return [
        service.catalogue.decode(name, service.catalogue.version(name), _renamed(text, number))
        for name, text in _patterns(service.name, only)
    ]


@cache
def _patterns(service: str, only: str) -> tuple[tuple[str, str], ...]:
    catalogue = {
        one.name: one.catalogue
        for one in (FOLLOWUP_SERVICE, STAKEHOLDERS_SERVICE, APPROVALS_SERVICE)
    }[service]
    return tuple(
        (name, _text(_HISTORY / service / f"{name}.v{catalogue.version(name)}.json", name))
        for name, _ in catalogue
        if name.startswith(only) and name not in _LEFT_OUT
    )


def _text(path: Path, name: str) -> str:
    text = json.dumps(json.loads(path.read_text()), ensure_ascii=False)
    return text.replace('"2026-', '"2099-') if name in _LATER else text


def _renamed(text: str, number: int) -> bytes:
    ids = _ID.sub(lambda found: f'"{derive_id("round", number, found[1])}"', text)
    ids = _SHORT.sub(lambda found: f'{found[1]}"{derive_id("round", number, found[2])}"', ids)
    return _REFERENCE.sub(f" {number + 1}/2026", ids).encode()
