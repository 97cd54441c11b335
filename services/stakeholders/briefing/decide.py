"""Issues of the weekly briefing and the quarterly bulletin: opened, edited, approved, sent (G.5).

The clock opens an issue, and the one before lapses where nobody approved it. The Chief's office and
the Quick Response Desk edit; another of them approves. The clock sends what was approved, without
what is public no more at that moment.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from services.stakeholders.briefing.state import Issue, State, evolve
from shared.contracts.stakeholders_briefing_commands import (
    AddItem,
    ApproveIssue,
    Command,
    DropItem,
    EditItem,
    HandInIssue,
    KeepItem,
    OfItem,
    OpenIssue,
    SendIssue,
    SkipIssue,
    TakeUpIssue,
)
from shared.contracts.stakeholders_briefings import (
    Fact,
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
    Kind,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.roles import Role
from shared.reference.briefings import (
    ADDED,
    BRIEFING_CLOCK,
    FALLEN,
    LANGUAGES,
    MOST_ITEMS,
    SECTION_OF,
    SECTIONS,
    SKIPPED,
    STAFF_ONLY,
    is_item,
    latest,
    source_of,
)

_CHANGED: Final = "The issue has changed. Look at it again."
_EDITORS: Final = (Role.CHIEF, Role.QUICK_RESPONSE_DESK)
_GOES_ON: Final = ("open", "handed-in", "approved")


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, OpenIssue):
        return _open(command, asked, state)
    issue = state.issues.get(command.period)
    if isinstance(command, SendIssue):
        _clock(asked)
        return _send(command, asked, _there(issue))
    if not asked.by.has(*_EDITORS):
        raise Forbidden("Only the Chief's office and the Quick Response Desk edit an issue.")
    issue = _there(issue)
    match command:
        case DropItem() | KeepItem() | EditItem() | AddItem():
            return _change(command, asked, issue)
        case HandInIssue():
            return _hand_in(command, asked, issue)
        case ApproveIssue():
            return _approve(command, asked, issue)
        case SkipIssue():
            return _skip(command, asked, issue)
        case TakeUpIssue():
            return _take_up(command, asked, state, issue)
    assert_never(command)


def _clock(asked: Asked) -> None:
    if asked.by != BRIEFING_CLOCK:
        raise Forbidden("Only the clock opens and sends an issue.")


def _there(issue: Issue | None) -> Issue:
    if issue is None:
        raise Refused("There is no such issue.")
    return issue


def _open(command: OpenIssue, asked: Asked, state: State) -> Sequence[Fact]:
    _clock(asked)
    if command.period in state.issues:
        return []
    if command.period != latest(command.kind, asked.at):
        raise Refused("An issue opens once its period is over.")
    lapsed = [
        IssueLapsed(kind=command.kind, period=period, lapsed_at=asked.at)
        for period, issue in state.issues.items()
        if period < command.period and issue.stage in ("open", "handed-in")
    ]
    opened = IssueOpened(kind=command.kind, period=command.period, opened_at=asked.at)
    return [*lapsed, opened]


def _change(command: OfItem, asked: Asked, issue: Issue) -> Sequence[Fact]:
    sent = issue.stage == "sent"
    if issue.stage not in _GOES_ON and not (sent and _takes_back(command)):
        raise Refused("This issue is over. Nothing in it can be changed.")
    if isinstance(command, AddItem):
        return _add(command, asked, issue)
    known = _can_show(command.kind, issue, command.item)
    if not known or (sent and command.item not in issue.items):
        raise Refused("There is no such item in the issue.")
    match command:
        case DropItem() | KeepItem():
            return _mark(command, asked, issue, sent=sent)
        case EditItem():
            return _edit(command, asked, sent=sent)
    assert_never(command)


def _takes_back(command: OfItem) -> bool:
    """Whether it can be done with an issue that was sent, too."""
    if isinstance(command, EditItem):
        return command.text is None
    return isinstance(command, DropItem | KeepItem)


def _can_show(kind: Kind, issue: Issue, item: str) -> bool:
    """Whether there is a section for this item in an issue of this kind."""
    what = source_of(item)
    if what == ADDED:
        return item in issue.added
    return is_item(item) and SECTION_OF.get(what) in SECTIONS[kind]


def _is_public(issue: Issue, item: str) -> bool:
    if item in issue.added:
        return issue.added[item] == "public"
    return SECTION_OF[source_of(item)] not in STAFF_ONLY


def _mark(
    command: DropItem | KeepItem, asked: Asked, issue: Issue, *, sent: bool
) -> Sequence[Fact]:
    if isinstance(command, DropItem):
        if command.item in issue.dropped:
            return []
        return [
            ItemDropped(
                kind=command.kind,
                period=command.period,
                item=command.item,
                sent=sent,
                dropped_by=asked.by.actor_id,
                dropped_at=asked.at,
            )
        ]
    if command.item not in issue.dropped:
        return []
    if sent and issue.dropped[command.item] == asked.by.actor_id:
        raise Forbidden("Somebody else puts back what you removed.")
    return [
        ItemKept(
            kind=command.kind,
            period=command.period,
            item=command.item,
            sent=sent,
            kept_by=asked.by.actor_id,
            kept_at=asked.at,
        )
    ]


def _edit(command: EditItem, asked: Asked, *, sent: bool) -> Sequence[Fact]:
    _language(command.language)
    return [
        ItemEdited(
            kind=command.kind,
            period=command.period,
            item=command.item,
            sent=sent,
            text=command.text,
            language=command.language,
            edited_by=asked.by.actor_id,
            edited_at=asked.at,
        )
    ]


def _add(command: AddItem, asked: Asked, issue: Issue) -> Sequence[Fact]:
    if command.item in issue.added:
        return []
    if not is_item(command.item) or source_of(command.item) != ADDED:
        raise Refused("There is no such item in the issue.")
    _language(command.language)
    if command.section not in SECTIONS[command.kind]:
        raise Refused("Choose a section from the list.")
    if command.edition == "staff" and command.kind != "briefing":
        raise Refused("The bulletin has no edition for the staff alone.")
    if command.edition == "public" and command.section in STAFF_ONLY:
        raise Refused("This section is for the staff alone.")
    return [
        ItemAdded(
            kind=command.kind,
            period=command.period,
            item=command.item,
            section=command.section,
            edition=command.edition,
            text=command.text,
            language=command.language,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def _language(code: str) -> None:
    if code not in LANGUAGES:
        raise Refused("Choose a language from the list.")


def _hand_in(command: HandInIssue, asked: Asked, issue: Issue) -> Sequence[Fact]:
    if issue.stage not in _GOES_ON:
        raise Refused("This issue is over. Nothing in it can be changed.")
    if command.version != issue.version:
        raise Refused(_CHANGED)
    if issue.stage != "open":
        return []
    items = tuple(dict.fromkeys(command.items))
    if not items:
        raise Refused("An issue without items is skipped.")
    known = all(_can_show(command.kind, issue, one) for one in items)
    if len(items) > MOST_ITEMS or not known or not issue.dropped.keys().isdisjoint(items):
        raise Refused(_CHANGED)
    return [
        IssueHandedIn(
            kind=command.kind,
            period=command.period,
            items=items,
            version=issue.version,
            handed_in_by=asked.by.actor_id,
            handed_in_at=asked.at,
        )
    ]


def _approve(command: ApproveIssue, asked: Asked, issue: Issue) -> Sequence[Fact]:
    if issue.stage in ("approved", "sent") and command.version == issue.version:
        return []
    if issue.stage != "handed-in" or command.version != issue.version:
        raise Refused(_CHANGED)
    if asked.by.actor_id in issue.hands:
        raise Forbidden("A second person approves, who did not work on the issue.")
    return [
        IssueApproved(
            kind=command.kind,
            period=command.period,
            version=issue.version,
            approved_by=asked.by.actor_id,
            approved_at=asked.at,
        )
    ]


def _skip(command: SkipIssue, asked: Asked, issue: Issue) -> Sequence[Fact]:
    if issue.stage == "skipped":
        return []
    if issue.stage not in _GOES_ON:
        raise Refused("This issue is over. Nothing in it can be changed.")
    if command.code not in SKIPPED:
        raise Refused("Choose a reason from the list.")
    return [_skipped(command, command.code, asked)]


def _skipped(command: SkipIssue | SendIssue, code: str, asked: Asked) -> IssueSkipped:
    return IssueSkipped(
        kind=command.kind,
        period=command.period,
        code=code,
        skipped_by=asked.by.actor_id,
        skipped_at=asked.at,
    )


def _take_up(command: TakeUpIssue, asked: Asked, state: State, issue: Issue) -> Sequence[Fact]:
    if issue.stage in _GOES_ON:
        return []
    if issue.stage != "skipped" or command.period != state.last:
        raise Refused("Only an issue that was skipped is taken up, and before the next one opens.")
    return [
        IssueTakenUp(
            kind=command.kind,
            period=command.period,
            taken_up_by=asked.by.actor_id,
            taken_up_at=asked.at,
        )
    ]


def _send(command: SendIssue, asked: Asked, issue: Issue) -> Sequence[Fact]:
    if issue.stage == "sent":
        return []
    if issue.stage != "approved" or command.version != issue.version:
        raise Refused(_CHANGED)
    still = set(command.items)
    items = tuple(one for one in issue.items if one in still)
    if not items:
        return [_skipped(command, FALLEN, asked)]
    return [
        IssueSent(
            kind=command.kind,
            period=command.period,
            items=items,
            fallen=tuple(one for one in issue.items if one not in still),
            public=any(_is_public(issue, one) for one in items),
            sent_at=asked.at,
        )
    ]


BRIEFINGS: Decider[Command, Fact, State] = Decider(
    category="briefingissues",
    key=lambda command: command.kind,
    initial=State(),
    decide=decide,
    evolve=evolve,
)
