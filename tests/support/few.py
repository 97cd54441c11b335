"""A few submissions on a State, fewer than four, beside a world that has many on another one.

Below four nothing exists for who does not read submissions (SD2). ``before`` is what bands, silence
and early warning have to tell of, so that a page that says nothing of the few says something.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from shared.core.message import derive_id
from tests.support import submissions
from tests.support.followup import NOW
from tests.support.items import Seal
from tests.support.submissions import unreadable

STATE, MANDATE = "AFG", "sr-afghanistan"
"""The first by name: it stands on the first page of each list of States."""
BESIDE: Final = ("BLR", "sr-belarus")
"""A State of another region, with its mandate, too."""
OF_MANY: Final = "UGA"
OVER: Final = NOW - timedelta(days=40)
"""In a period of 28 days that is over."""
_SURGE: Final = 14
_MONTHS: Final = 24


def before(seal: Seal = unreadable) -> list[Any]:
    """Return two years of submissions on another State, and then many in four weeks."""
    old = [NOW - timedelta(days=100 + 25 * number) for number in range(_MONTHS)]
    facts: list[Any] = []
    for number, at in enumerate([*old, *(OVER for _ in range(_SURGE))]):
        one = str(derive_id("one of many", number))
        facts += [
            submissions.received(one, seal=seal, state=OF_MANY, received_at=at, victims=()),
            submissions.not_actioned(one, reason_code="outside_mandate", decided_at=at),
        ]
    return facts


def few(
    number: int, of: tuple[str, str] = (STATE, MANDATE), *, seal: Seal = unreadable
) -> Sequence[Any]:
    """Return what becomes of so many submissions on the State, of which nothing is sent."""
    facts: list[Any] = []
    state, mandate = of
    mandates = ("sr-torture", mandate)
    for each, one in enumerate(ids(number)):
        facts += [
            submissions.received(
                one,
                seal=seal,
                state=state,
                mandates=mandates,
                urgent=True,
                received_at=OVER,
                reprisal=each == 1,
                victims=(),
            ),
            submissions.triaged(one, mandates=mandates, triaged_at=OVER),
            submissions.asked(one, seal=seal, asked_at=OVER),
            submissions.not_actioned(one, reason_code="outside_mandate", decided_at=OVER),
        ]
    return facts


def ids(number: int) -> list[str]:
    return [str(derive_id("one of few", each)) for each in range(number)]
