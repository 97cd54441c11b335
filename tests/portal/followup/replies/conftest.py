"""The portal with one case: a letter to Switzerland that two mandates signed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.followup.replies.read_model import REPLIES
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.web.clock.read_model import DEMO
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.support.cases import OTHER_SUBMISSION, SUBMISSION
from tests.support.followup import LETTER, due, tell
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.reprisals import known

DUE = due(mandates=("sr-torture", "wgad"), submission_ids=(SUBMISSION, OTHER_SUBMISSION))


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Pages]:
    with pages(*sqlite_urls(tmp_path), demo=True) as built:
        tell(built.engine, DEMO, [])
        tell(built.engine, COMMUNICATIONS, [])
        tell(built.engine, REPLIES, [DUE])
        known(built.engine, LETTER)
        yield built


BASE = f"/replies/{LETTER}"
ID = str(derive_id("act"))
SECRET = "Planted words of the office."
FOLLOWUP_SAYS = {"stream": f"replycase-{LETTER}", "position": 7, "events": []}

Who = Callable[[Pages], Visitor]


def desk(portal: Pages) -> Visitor:
    return portal.signed_in(Role.QUICK_RESPONSE_DESK)


def officer(portal: Pages) -> Visitor:
    return portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))


def government(portal: Pages) -> Visitor:
    return portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"CHE"}))


def strangers(portal: Pages) -> list[Visitor]:
    """Those who have no part in this letter, and some who have another one."""
    return [
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-health"})),
        portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-health"})),
        portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"})),
        portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"CHE"})),
        portal.signed_in(Role.CHIEF),
        portal.signed_in(Role.COORDINATION_COMMITTEE),
        portal.signed_in(Role.NGO_MEMBER),
        portal.signed_in(Role.SYSTEM_ADMIN),
    ]


def happened(portal: Pages, *facts: object) -> None:
    tell(portal.engine, REPLIES, [DUE, *facts])


def seal(portal: Pages, text: str = SECRET) -> Sealed:
    return portal.vault.seal(f"replycase-{LETTER}", text)
