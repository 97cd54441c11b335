"""Composition root: what makes the followup service."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from services.followup import (
    case_commands,
    demo_clock,
    erasure,
    events,
    policies,
    publication_commands,
    publication_policies,
    recommendation,
    reply_times,
)
from services.followup.demo_clock import DEMO_CLOCK
from services.followup.publication import PUBLICATION
from services.followup.published import published
from services.followup.recommendation import RECOMMENDATION
from services.followup.reply_case import REPLY_CASE
from services.followup.reply_times import REPLY_TIMES
from shared.contracts.approvals import APPROVALS
from shared.contracts.followup import FOLLOWUP
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.hosting.service import Ask, React, Service
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

    from shared.read_models.model import Applier

# The clock comes with a database and a Kafka consumer, which this service's relay does not need.
# ruff: noqa: PLC0415

_COMMANDS = {
    "log-reply": case_commands.LogReply,
    "add-reply-attachment": case_commands.AddReplyAttachment,
    "acknowledge-receipt": case_commands.AcknowledgeReceipt,
    "request-extension": case_commands.RequestExtension,
    "note-dialogue": case_commands.NoteDialogue,
    "correct-dialogue": case_commands.CorrectDialogue,
    "note-extension": case_commands.NoteExtension,
    "request-translation": case_commands.RequestTranslation,
    "record-translation": case_commands.RecordTranslation,
    "assess-reply": case_commands.AssessReply,
    "forward-reply-to-source": case_commands.ForwardReplyToSource,
    "comment-on-reply": case_commands.CommentOnReply,
    "draft-reminder": case_commands.DraftReminder,
    "approve-reminder": case_commands.ApproveReminder,
    "send-reminder": case_commands.SendReminder,
    "close-case": case_commands.CloseCase,
    "notify-closure": case_commands.NotifyClosure,
    "reopen-case": case_commands.ReopenCase,
    "issue-recommendation": recommendation.IssueRecommendation,
    "provide-implementation-info": recommendation.ProvideImplementationInfo,
    "assess-implementation": recommendation.AssessImplementation,
    "publish-recommendation": recommendation.PublishRecommendation,
    "withdraw-recommendation": recommendation.WithdrawRecommendation,
    "share-recommendation": recommendation.ShareRecommendation,
    "unshare-recommendation": recommendation.UnshareRecommendation,
    "record-erasure": erasure.RecordErasure,
    "move-embargo": publication_commands.MoveEmbargo,
    "decide-early-publication": publication_commands.DecideEarlyPublication,
    "make-redactions": publication_commands.MakeRedactions,
    "remove-redactions": publication_commands.RemoveRedactions,
    "allow-names": publication_commands.AllowNames,
    "approve-redaction": publication_commands.ApproveRedaction,
    "publish-document": publication_commands.PublishDocument,
    "withdraw-publication": publication_commands.WithdrawPublication,
}
_DEMO_COMMANDS = {"advance-demo-clock": demo_clock.AdvanceDemoClock}


def _keeps(settings: Settings) -> "Sequence[Applier]":
    from services.followup import clock

    return clock.keeps(settings)


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.followup import clock

    await clock.run(settings, ask, kafka)


def _reacting(settings: Settings) -> React:
    replies = policies.reacting(settings.reply_days, settings.reminder_days)
    publication = publication_policies.reacting(
        settings.embargo_days, settings.embargo_days_other_letters
    )
    return lambda fact: [*replies(fact), *publication(fact), *reply_times.on_stakeholders(fact)]


def service(settings: Settings) -> Service:
    """Return the service of an office with these settings.

    Its clock can be moved only in a demonstration: elsewhere there is no such command.
    """
    return Service(
        name="followup",
        catalogue=events.CATALOGUE,
        contract=FOLLOWUP,
        categories=events.CATEGORIES,
        published=published,
        commands={**_COMMANDS, **(_DEMO_COMMANDS if settings.demo else {})},
        deciders=[
            *((command, REPLY_CASE) for command in get_args(case_commands.Command)),
            *((command, RECOMMENDATION) for command in get_args(recommendation.Command)),
            *((command, PUBLICATION) for command in get_args(publication_commands.Command)),
            (reply_times.NoteReplyTimes, REPLY_TIMES),
            (erasure.RecordErasure, erasure.ERASURE),
            (demo_clock.AdvanceDemoClock, DEMO_CLOCK),
        ],
        listens=[APPROVALS, FOLLOWUP, STAKEHOLDERS],
        react=_reacting(settings),
        keeps=_keeps,
        background=[_clock],
    )


FOLLOWUP_SERVICE = service(Settings())
