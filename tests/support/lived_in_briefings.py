"""Issues of a portal that is used (``lived_in``): each stage, both kinds, what is removed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.core.roles import Role
from shared.reference.briefings import latest
from tests.stakeholders import briefings as said
from tests.support.briefings import Issues
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor


def briefings(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    editor = visitors[Role.QUICK_RESPONSE_DESK].account
    assert editor
    at, week, by = portal.clock(), timedelta(days=7), editor.account_id
    issues = Issues(portal.engine, portal.vault, told=6_000_000)  # after all that was told
    codes = [latest("briefing", at - n * week) for n in range(4)]
    for code in codes:
        issues.tell(said.OPENED, code=code, opened_at=at)
    for code in codes[:2]:
        for number, (text, language) in enumerate(((UNBROKEN[:60], "en"), (ARABIC, "ar"))):
            issues.added(text, f"added-{number}", code, language=language, added_by=by)
        issues.added(LONG[:600], "added-9", code, edition="staff", added_by=by)
        issues.tell(said.DROPPED, code=code, item="added-1", dropped_by=by)
    issues.sent("added-0", "added-9", "letter-1", "sent-1", code=codes[1], fallen=("letter-2",))
    issues.tell(said.SKIPPED, code=codes[2], skipped_by=by)
    issues.tell(said.LAPSED, code=codes[3])
    quarter = latest("bulletin", at)
    issues.tell(said.OPENED, code=quarter, opened_at=at)
    issues.tell(said.HANDED_IN, code=quarter, items=("statement-1",), handed_in_by=by)
