"""Given facts and people of the briefing, shared by its tests."""

from datetime import datetime
from typing import Any, Final

from shared.contracts.stakeholders_briefing_commands import (
    AddItem,
    ApproveIssue,
    DropItem,
    EditItem,
    HandInIssue,
    KeepItem,
    OpenIssue,
    SendIssue,
    SkipIssue,
    TakeUpIssue,
)
from shared.contracts.stakeholders_briefings import (
    IssueApproved,
    IssueHandedIn,
    IssueLapsed,
    IssueOpened,
    IssueSent,
    IssueSkipped,
    IssueTakenUp,
    ItemAdded,
    ItemDropped,
    ItemEdited,
    ItemKept,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.briefings import BRIEFING_CLOCK

CODE: Final = "2026-w01"
"""The week before the day of these tests, a Monday at nine."""
NEXT: Final = "2026-w02"
LETTER, SENT, ADDED = "letter-17", "sent-0b1e", "added-0b1e"
ITEMS = (LETTER, SENT)
TEXT = Sealed(f"briefing-{CODE}", "text")
EDITOR = Actor(actor_id="editor-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
SECOND = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
_OF: Any = {"kind": "briefing", "period": CODE}

OPEN = OpenIssue(**_OF)
DROP = DropItem(**_OF, item=SENT)
KEEP = KeepItem(**_OF, item=SENT)
EDIT = EditItem(**_OF, item=LETTER, text=TEXT, language="en")
ADD = AddItem(**_OF, item=ADDED, section="coming", edition="public", text=TEXT, language="fr")
HAND_IN = HandInIssue(**_OF, items=ITEMS, version=0)
APPROVE = ApproveIssue(**_OF, version=0)
SKIP = SkipIssue(**_OF, code="nothing")
TAKE_UP = TakeUpIssue(**_OF)
SEND = SendIssue(**_OF, items=ITEMS, version=0)

OPENED = IssueOpened(**_OF, opened_at=AT)
DROPPED = ItemDropped(**_OF, item=SENT, sent=False, dropped_by="editor-1", dropped_at=AT)
KEPT = ItemKept(**_OF, item=SENT, sent=False, kept_by="editor-1", kept_at=AT)
EDITED = ItemEdited(
    **_OF, item=LETTER, sent=False, text=TEXT, language="en", edited_by="editor-1", edited_at=AT
)
ADDED_FACT = ItemAdded(
    **_OF,
    item=ADDED,
    section="coming",
    edition="public",
    text=TEXT,
    language="fr",
    added_by="editor-1",
    added_at=AT,
)
HANDED_IN = IssueHandedIn(**_OF, items=ITEMS, version=0, handed_in_by="editor-1", handed_in_at=AT)
APPROVED = IssueApproved(**_OF, version=0, approved_by="chief-1", approved_at=AT)
SKIPPED = IssueSkipped(**_OF, code="nothing", skipped_by="editor-1", skipped_at=AT)
TAKEN_UP = IssueTakenUp(**_OF, taken_up_by="editor-1", taken_up_at=AT)
LAPSED = IssueLapsed(**_OF, lapsed_at=AT)
WENT = IssueSent(**_OF, items=ITEMS, fallen=(), public=True, sent_at=AT)
CLOCK = BRIEFING_CLOCK
EVERY: list[tuple[Any, Actor]] = [
    (OPEN, CLOCK),
    (DROP, EDITOR),
    (KEEP, EDITOR),
    (EDIT, EDITOR),
    (ADD, EDITOR),
    (SKIP, EDITOR),
    (TAKE_UP, EDITOR),
    (HandInIssue(**_OF, items=ITEMS, version=5), EDITOR),
    (ApproveIssue(**_OF, version=5), SECOND),
    (SendIssue(**_OF, items=ITEMS, version=5), CLOCK),
]
"""Commands that follow one another, each with who asks."""
WEEK_LATER = datetime.fromisoformat("2026-01-12T05:00:00+00:00")
"""A Monday, six in the morning in Geneva."""
