"""Notices of the exchange of a programme: to each side that the other wrote, and not what."""

from dataclasses import replace
from typing import Any

from portal.followup.proposals.read_model import PROPOSALS
from portal.homes.notices.words import NEWS, words
from tests.followup.exchange import AGREED, PROPOSED, PUT, WITHDRAWN
from tests.followup.missions import OPENED
from tests.portal.homes.notices.conftest import Office
from tests.portal.homes.notices.test_partnering import tell

THEIRS, OURS = "visit-programme-of-state", "visit-programme-news"


def said(office: Office, *some: Any) -> None:
    office.tell(*(replace(one, done_at=office.clock()) for one in some), models=(PROPOSALS,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    pages = {"exchange", "programme"}
    return sorted((one.account_id, one.kind) for one in office.told() if one.page in pages)


def test_each_side_hears_of_what_the_other_did(office: Office) -> None:
    tell(office, OPENED)
    said(office, PROPOSED)
    told = [("holder", THEIRS), ("officer", THEIRS)]
    assert heard(office) == told
    said(office, AGREED)
    told = sorted([*told, ("kenya", OURS)])
    assert heard(office) == told
    assert words("note", OURS) == NEWS
    said(office, replace(PUT, proposal_id="p-2", step=3))
    told = sorted([*told, ("kenya", OURS)])
    assert heard(office) == told
    gone = replace(PROPOSED, proposal_id="p-3", step=4)
    said(office, gone, replace(WITHDRAWN, proposal_id="p-3", step=5))
    assert heard(office) == sorted([*told, ("holder", THEIRS), ("officer", THEIRS)])
