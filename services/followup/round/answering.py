"""What a provider does in a round: its own draft and answers, and nothing of anybody else's (FR2).

No refusal here says, or follows from, what another provider did.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypedDict, assert_never

from services.followup.round.state import Provider, Round, on
from shared.contracts.followup_round_commands import (
    AddAnswerFile,
    ByProvider,
    ChooseReminders,
    DeclineToAnswer,
    DiscardDraft,
    EraseLeftDraft,
    Filled,
    KeepAnswer,
    KeepAnswers,
    RemoveAnswerFile,
    SubmitAnswers,
    WithdrawAnswers,
)
from shared.contracts.followup_rounds import (
    Fact,
    FollowUpAnswerKept,
    FollowUpAnswersSubmitted,
    FollowUpAnswersWithdrawn,
    FollowUpDeclined,
    FollowUpDraftDiscarded,
    FollowUpFileAdded,
    FollowUpFileRemoved,
    FollowUpRemindersChosen,
    FollowUpRoundOpened,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.country_teams import team_of, teams
from shared.reference.rounds import LEAVES, MOST_FILES, ROUNDS_CLOCK, provider_id

_ROLES = {"nhri": Role.CONTACT_POINT, "ngo": Role.NGO_MEMBER, "unct": Role.UN_PARTNER}
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def decide(
    command: ByProvider, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    this, one = _provider(asked.by, state, opened)
    if isinstance(command, DiscardDraft):
        return _discard(command, one, _step(asked, opened, this, one), state.tabled)
    if state.closed:
        raise Refused("The round is closed.")
    if isinstance(command, ChooseReminders):
        if one.remind == command.wanted:
            return []
        step = _step(asked, opened, this, one)
        return [FollowUpRemindersChosen(**step, wanted=command.wanted)]
    if state.published:
        raise Refused("The table is published. Ask the mandate to take it back.")
    return _answer(command, one, _step(asked, opened, this, one), opened)


def _answer(
    command: KeepAnswer
    | KeepAnswers
    | SubmitAnswers
    | DeclineToAnswer
    | WithdrawAnswers
    | AddAnswerFile
    | RemoveAnswerFile,
    one: Provider,
    step: "_Step",
    opened: FollowUpRoundOpened,
) -> Sequence[Fact]:
    match command:
        case KeepAnswer():
            return _keep([command], command.seen, one, step, opened)
        case KeepAnswers():
            return _keep(command.answers, command.seen, one, step, opened)
        case SubmitAnswers():
            return _submit(command, one, step)
        case DeclineToAnswer():
            if one.declined:
                return []
            if one.sent:
                raise Refused("Take your answers back before you decline.")
            _unchanged(command.seen, one)
            return [FollowUpDeclined(**step)]
        case WithdrawAnswers():
            if not one.sent:
                return []
            _unchanged(command.seen, one)
            return [FollowUpAnswersWithdrawn(**step)]
        case AddAnswerFile():
            return _add_file(command, one, step)
        case RemoveAnswerFile():
            if command.attachment_id not in one.files:
                return []
            return [_removed(command.attachment_id, step, 0)]
    assert_never(command)


def _keep(
    some: Sequence[KeepAnswer | Filled],
    seen: int,
    one: Provider,
    step: "_Step",
    opened: FollowUpRoundOpened,
) -> Sequence[Fact]:
    rows = [each.recommendation_id for each in some]
    if not set(rows) <= set(opened.rows):
        raise Refused("Choose the recommendations from the list.")
    if len(set(rows)) < len(rows):
        raise Refused("A recommendation stands in the sheet twice.")
    new = [each for each in some if _is_new(each, one)]
    if not new:
        return []
    _unchanged(seen, one)
    return [_kept(each, one, step, at) for at, each in enumerate(new)]


def _is_new(each: KeepAnswer | Filled, one: Provider) -> bool:
    known = one.kept.get(each.recommendation_id)
    return known.answer_id != each.answer_id if known else each.text is not None


def _kept(each: KeepAnswer | Filled, one: Provider, step: "_Step", at: int) -> FollowUpAnswerKept:
    this: _Step = {**step, "step": step["step"] + at}
    return FollowUpAnswerKept(
        **this,
        recommendation_id=each.recommendation_id,
        answer_id=each.answer_id,
        text=each.text,
        wish="publish" if one.kind == "government" else each.wish,
    )


def _submit(command: SubmitAnswers, one: Provider, step: "_Step") -> Sequence[Fact]:
    if one.submission_id == command.submission_id:
        return []
    _unchanged(command.seen, one)
    if not one.kept:
        raise Refused("Answer at least one recommendation before you send.")
    named = one.kind != "government" and any(a.wish == "publish" for a in one.kept.values())
    if named and command.name is None:
        raise Refused("Enter the name to show beside your answers.")
    return [
        FollowUpAnswersSubmitted(
            **step,
            submission_id=command.submission_id,
            kind=one.kind,
            answers=tuple(one.kept.values()),
            name=command.name if named else None,
        )
    ]


def _discard(
    command: DiscardDraft, one: Provider, step: "_Step", tabled: frozenset[str]
) -> Sequence[Fact]:
    """Whoever discards takes with it what nobody has read, whatever became of the round."""
    answers, files = unread(one, tabled)
    if one.kept == one.sent and not files:
        return []
    _unchanged(command.seen, one)
    return _emptied(one, step, answers if one.kept != one.sent else (), files)


def erase_left(
    command: EraseLeftDraft, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    """What a provider that left did not send is erased; what it sent stays (FR3)."""
    if asked.by != ROUNDS_CLOCK:
        raise Forbidden("Only the clock of the rounds does this.")
    one = state.providers.get(command.provider_id)
    if one is None or one.kind not in LEAVES:
        return []
    return _emptied(one, _step(asked, opened, command.provider_id, one), *unread(one, state.tabled))


def unread(one: Provider, tabled: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the texts and files that go with a draft.

    That is also what was written in a row before: all but what was ever sent, and what a table had;
    and the files that were not sent.
    """
    answers = sorted(one.written - one.receipted - tabled)
    return tuple(answers), tuple(sorted(one.files.keys() - one.filed))


def _emptied(
    one: Provider, step: "_Step", answers: tuple[str, ...], files: tuple[str, ...]
) -> Sequence[Fact]:
    removed = [_removed(each, step, at) for at, each in enumerate(files)]
    if one.kept == one.sent and not answers:
        return removed
    last: _Step = {**step, "step": step["step"] + len(files)}
    kept = tuple(one.sent.values())
    return [*removed, FollowUpDraftDiscarded(**last, answers=answers, kept=kept)]


def _removed(attachment_id: str, step: "_Step", at: int) -> FollowUpFileRemoved:
    this: _Step = {**step, "step": step["step"] + at}
    return FollowUpFileRemoved(**this, attachment_id=attachment_id)


def _add_file(command: AddAnswerFile, one: Provider, step: "_Step") -> Sequence[Fact]:
    """Keep a file beside an answer that the same provider has kept, whatever it says."""
    if command.attachment_id in one.files:
        return []
    if command.recommendation_id not in one.kept:
        raise Refused("Answer this recommendation before you add files.")
    if list(one.files.values()).count(command.recommendation_id) >= MOST_FILES:
        raise Refused("An answer takes {most} files.", most=Number(MOST_FILES))
    if not _HASH.fullmatch(command.object_name) or not _HASH.fullmatch(command.sha256):
        raise Refused("The file came without its fingerprint.")
    return [
        FollowUpFileAdded(
            **step,
            recommendation_id=command.recommendation_id,
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
        )
    ]


def _unchanged(seen: int, one: Provider) -> None:
    if seen != one.steps:
        raise Refused("Your answers have changed. Look at them again.")


def _provider(by: Actor, state: Round, opened: FollowUpRoundOpened) -> tuple[str, Provider]:
    """Return who was asked and acts; whoever was not learns nothing of the round."""
    if by.has(Role.GOVERNMENT) and opened.state in by.states:
        this = provider_id(opened.round_id, None)
        return this, state.providers[this]
    team = {team_of(opened.state)} & teams(by)
    for code in (by.organisation_id or "", *team):
        this = provider_id(opened.round_id, code)
        one = state.providers.get(this)
        if one is not None and by.has(_ROLES[one.kind]):
            return this, one
    raise Forbidden("Only those who were asked may answer.")


class _Step(TypedDict):
    """What every fact of a provider says."""

    round_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime
    provider_id: str
    step: int


def _step(asked: Asked, opened: FollowUpRoundOpened, this: str, one: Provider) -> _Step:
    return _Step(**on(opened, asked), provider_id=this, step=one.steps + 1)
