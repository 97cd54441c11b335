"""The commands of followup."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.contracts import CommandNames
from shared.contracts import followup_action_commands as action
from shared.contracts import followup_cluster_commands as cluster
from shared.contracts import followup_debrief_commands as debrief
from shared.contracts import followup_dossier_commands as dossier
from shared.contracts import followup_grading_commands as grading
from shared.contracts import followup_incident_commands as incident
from shared.contracts import followup_input_commands as inputs
from shared.contracts import followup_invitation_commands as invitation
from shared.contracts import followup_mission_commands as mission
from shared.contracts import followup_partner_commands as partner
from shared.contracts import followup_proposal_commands as proposal
from shared.contracts import followup_publication_commands as publication
from shared.contracts import followup_recommendation_commands as recommendation
from shared.contracts import followup_reference_commands as reference
from shared.contracts import followup_reply_commands as reply
from shared.contracts import followup_reprisal_commands as reprisal
from shared.contracts import followup_reprisal_entry_commands as reprisal_entry
from shared.contracts import followup_round_commands as round_
from shared.contracts import followup_telling_commands as telling
from shared.contracts import followup_visit_commands as visit
from shared.contracts import followup_visit_letter_commands as visit_letter
from shared.contracts import followup_visit_report_commands as visit_report
from shared.contracts import followup_visit_thread_commands as visit_thread
from shared.contracts.followup_erasure import What
from shared.core import erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure(erasure.RecordErasure):
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvanceDemoClock:
    """``days``: to add to the present offset."""

    days: int


Command: TypeAlias = (
    reply.Command
    | recommendation.Command
    | grading.Command
    | cluster.Command
    | publication.Command
    | visit.Command
    | visit_letter.Command
    | invitation.Command
    | reference.Command
    | mission.Command
    | debrief.Command
    | telling.Command
    | incident.Command
    | proposal.Command
    | partner.Command
    | dossier.Command
    | visit_thread.Command
    | inputs.Command
    | visit_report.Command
    | reprisal.Command
    | reprisal_entry.Command
    | round_.Command
    | action.Command
    | RecordErasure
    | AdvanceDemoClock
)

FOLLOWUP_COMMANDS = CommandNames(
    service="followup",
    types={
        "log-reply": reply.LogReply,
        "add-reply-attachment": reply.AddReplyAttachment,
        "acknowledge-receipt": reply.AcknowledgeReceipt,
        "request-extension": reply.RequestExtension,
        "note-dialogue": reply.NoteDialogue,
        "correct-dialogue": reply.CorrectDialogue,
        "note-extension": reply.NoteExtension,
        "request-translation": reply.RequestTranslation,
        "record-translation": reply.RecordTranslation,
        "assess-reply": reply.AssessReply,
        "forward-reply-to-source": reply.ForwardReplyToSource,
        "comment-on-reply": reply.CommentOnReply,
        "draft-reminder": reply.DraftReminder,
        "approve-reminder": reply.ApproveReminder,
        "send-reminder": reply.SendReminder,
        "close-case": reply.CloseCase,
        "notify-closure": reply.NotifyClosure,
        "reopen-case": reply.ReopenCase,
        **recommendation.TYPES,
        **grading.TYPES,
        **cluster.TYPES,
        "record-erasure": RecordErasure,
        "move-embargo": publication.MoveEmbargo,
        "decide-early-publication": publication.DecideEarlyPublication,
        "make-redactions": publication.MakeRedactions,
        "remove-redactions": publication.RemoveRedactions,
        "allow-names": publication.AllowNames,
        "approve-redaction": publication.ApproveRedaction,
        "publish-document": publication.PublishDocument,
        "withdraw-publication": publication.WithdrawPublication,
        **visit.TYPES,
        **visit_letter.TYPES,
        **invitation.TYPES,
        **reference.TYPES,
        **mission.TYPES,
        **debrief.TYPES,
        **telling.TYPES,
        **incident.TYPES,
        **proposal.TYPES,
        **partner.TYPES,
        **dossier.TYPES,
        **visit_thread.TYPES,
        **inputs.TYPES,
        **visit_report.TYPES,
        **reprisal.TYPES,
        **reprisal_entry.TYPES,
        **round_.TYPES,
        **action.TYPES,
        "advance-demo-clock": AdvanceDemoClock,
    },
)
