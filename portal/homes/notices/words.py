"""Notices in words: what happened, without a word about its subject.

A source reads here what the mails say, and no more: that there is news.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from portal.homes.notices.information_news import UNNAMED
from portal.web.i18n.texts import lazy

NEWS: Final = lazy("There is news for you")
REMINDER, STATEMENT_REMINDER = "reminder", "statement-reminder"
PROPOSED, CONFIRMED = "proposed", "confirmed"
ONBOARDING_BEGUN = "onboarding-begun"
ONBOARDING_DUE, ONBOARDING_LATE = "onboarding-due", "onboarding-late"
CALL_CLOSING, SCORES_DUE = "call-closing", "scores-due"
CALL_OPENED = "call-opened"
SEAT_ENDING = "seat-ending"
ROSTER_ENDING = "roster-ending"
_CALL = lazy("A call for candidatures is open that may interest you, or people whom you know")
TOKEN_ENDING = "token-ending"  # noqa: S105  # a code
FOCAL_ENDING, FOCAL_PROPOSED = "focal-ending", "focal-proposed"
DORMANCY_NEAR, DORMANT = "dormancy-near", "dormant"
FOCAL_ACCEPTED, FOCAL_SUSPENDED = "focal-accepted", "focal-suspended"
FOCAL_HANDED = "focal-handed"
NAME_PROPOSED, NAME_CONFIRMED = "name-proposed", "name-confirmed"
NAME_REFUSED = "name-refused"
REMOVAL_TOLD = "removal-told"
CONTACT_LAW, LAW_LIFTING = "contact-law", "contact-law-lifting"
ADVICE_DUE, ADVICE_LATE = "advice-due", "advice-late"
MINUTES_DUE, MINUTES_LATE, ACTION_DUE = "minutes-due", "minutes-late", "action-due"
MERGER_PROPOSED, MERGED, UNMERGED = "merger-proposed", "merged", "unmerged"
SPLIT_PROPOSED, SPLIT, UNSPLIT = "split-proposed", "split", "unsplit"
ARRIVAL = "arrival"
RECOGNISED, NOT_RECOGNISED = "recognised", "recognition-suspended"
SITUATION_PROPOSED, SITUATION_OPENED = "situation-proposed", "situation-opened"
SITUATION_DECLINED = "situation-declined"
REVIEW_DUE, REVIEW_LATE = "review-due", "review-late"
SITUATION_SHOWN, SITUATION_UNSHOWN = "situation-shown", "situation-unshown"
ISSUE_OPENED, ISSUE_WAITS = "issue-opened", "issue-handed-in"
ISSUE_CUT, ISSUE_SENT = "issue-cut", "issue-sent"
PLAN_CLASHES, PLAN_COMMENTED = "plan-clashes", "plan-commented"
PLAN_SHARED = "plan-shared"
COUNSEL_ASKED, COUNSEL_GIVEN = "counsel-asked", "counsel-given"
COUNSEL_DECLINED, COUNSEL_DISSENT = "counsel-declined", "counsel-dissent"
COUNSEL_DUE, COUNSEL_LATE = "counsel-due", "counsel-late"
IAP_RECEIVED, IAP_COMMENTED = "procedure-received", "procedure-commented"
IAP_WITHDRAWN, IAP_INVITED = "procedure-withdrawn", "procedure-invited"
IAP_OVER, IAP_TOLD = "procedure-over", "procedure-told"
IAP_HEARD = "procedure-comment-time-over"
IAP_DUE, IAP_LATE = "procedure-due", "procedure-late"
GROUP_NEW, GROUP_HANDED = "group-new", "group-handed-over"
GROUP_DUE, GROUP_LATE = "group-due", "group-late"
GROUP_WITHDRAWN = "group-withdrawn"
DOCUMENT_CURRENT, DOCUMENT_WAITS = "document-current", "document-waits"
DOCUMENT_DUE = "document-due"
REPORT_DUE, REPORT_SESSION_MOVED = "report-due", "report-session-moved"
REPORT_SLOT_STAYS, REPORT_HANDED_OVER = "report-slot-stays", "report-handed-over"
REPORT_LEFT = "report-left"
TRAINING_GIVEN, TRAINING_DUE = "training-item-given", "training-item-due"
TRAINING_LATE = "training-item-late"
FORUM_NEWS = "forum-news"
ROUND_ASKED, ROUND_DUE, ROUND_TABLE = "round-asked", "round-due", "round-table"
ROUND_MOVED, ROUND_REOPENED = "round-moved", "round-reopened"
INDICATOR_DUE, INDICATOR_OVERDUE = "indicator-due", "indicator-overdue"
PARTNER_NEWS, PARTNER_PROPOSED = "partner-news", "partner-proposed"
PARTNER_STATUS = "visit-partner-status"
PARTNER_REPORT, ADVICE_GIVEN = "partner-report", "visit-advice-given"
VISIT_DATES, DEBRIEF_CALLED = "visit-dates", "visit-debrief-called"
DEBRIEF_OFF = "visit-debrief-off"
INCIDENT_REPORTED, INCIDENT_PUT = "visit-incident-reported", "visit-incident-put"
PROGRAMME_NEWS, PROGRAMME_PUT = "visit-programme-of-state", "visit-programme-news"
INCIDENT_ANSWERED, VISIT_ANSWERED = "visit-incident-answered", "visit-answered-here"
TASK_SOON, TASK_LATE = "visit-task-due", "visit-task-late"
CALL_SOON, CALL_OVER = "visit-call-closing", "visit-call-over"
ACCESS_ENDS = "visit-partner-ending"
JOINT_ASKED, JOINT_UNASKED = "joint-visit-asked", "joint-visit-not-asked"
JOINT_JOINED, JOINT_LEFT = "joint-visit-joined", "joint-visit-left"
TERMS_WAIT, DATES_WAIT = "visit-terms-unanswered", "visit-dates-unanswered"
THREAD_NEWS, NOTE_NEWS = "visit-thread-news", "visit-note-news"
PAPER_ADDED = "session-paper"
CASE_PASSED, FILE_PASSED = "custody-of-case", "custody-of-visit-file"
MISSION_PASSED, REPORT_PASSED = "custody-of-mission", "custody-of-visit-report"
ROUND_PASSED = "custody-of-round"
REVIEW_SOON, REVIEW_OVERDUE = "recommendation-review-due", "recommendation-review-late"
ADDRESSEE_PROPOSED, ADDRESSEE_ANSWERED = "addressee-proposed", "addressee-answered"
GRADING_GIVEN, GRADING_ENDED = "grading-delegated", "grading-delegation-ended"
GRADING_SOON, GRADING_OVER = "grading-delegation-ending", "grading-delegation-over"
DRAFT_SENT, DRAFT_DUE = "draft-report-sent", "draft-report-comments-due"
DRAFT_OVER, DRAFT_SUBMITTED = "draft-report-comments-over", "draft-report-submitted"
DRAFT_RETURNED, DRAFT_JOINED = "draft-report-returned", "draft-report-joined"
ALERT_RAISED, ALERT_ROSE, ALERT_WAITS = "alert-raised", "alert-rose", "alert-waits"

_OWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        PROPOSED: lazy("A change of your account was proposed"),
        CONFIRMED: lazy("A change of your account was confirmed"),
    }
)
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "allegation-received": lazy("An urgent submission came"),
        "submission-triaged": lazy("A submission was shared with your mandate"),
        "information-provided": lazy("A source answered a question"),
        "victims-added": lazy("Somebody who is affected was added to a submission"),
        "development-added": lazy("A new development was added to a submission"),
        "incident-added": lazy("Another incident was added to a submission"),
        "perpetrator-added": lazy("Somebody said to be responsible was added to a submission"),
        "attachment-added": lazy("A file was added to a submission"),
        "mandate-invited": lazy("Your mandate was invited to join a letter"),
        "approval-requested": lazy("You were asked to approve a letter"),
        "changes-requested": lazy("A mandate asked for changes to a letter"),
        "visit-letter-approval-requested": lazy("You were asked to approve a letter about a visit"),
        "visit-letter-changes-requested": lazy(
            "A mandate asked for changes to a letter about a visit"
        ),
        "visit-letter-left": lazy("A letter about a visit goes on without one of its mandates"),
        "visit-letter-approved": lazy("Every mandate approved a letter about a visit"),
        "mandate-declined": lazy("A mandate declined to join a letter"),
        "mandate-dropped-out": lazy("A mandate was silent and dropped out of a letter"),
        "mandate-holder-appointed": lazy("A holder of your mandate was appointed"),
        "call-for-candidatures-issued": lazy("A call for your mandate: say what it needs"),
        "vacant-mandate-dropped": lazy("A mandate is vacant, and a letter goes on without it"),
        "transmission-blocked": lazy("Consent was withdrawn, and a letter was stopped"),
        "communication-approved": lazy("A letter was cleared"),
        "communication-transmitted": lazy("A letter was transmitted"),
        "statement-approval-requested": lazy("You were asked to approve a statement"),
        "statement-changes-requested": lazy("A mandate asked for changes to a statement"),
        "statement-declined": lazy("A mandate declined to sign a statement"),
        "statement-signer-dropped": lazy("A mandate is vacant, and a statement goes on without it"),
        "letter-passed-on": lazy("A letter of a mandate that ended goes on in other hands"),
        "statement-passed-on": lazy("A statement of a mandate that ended goes on in other hands"),
        "statement-approved": lazy("Every mandate approved a statement"),
        "statement-issued": lazy("A statement was issued"),
        "government-reply-logged": lazy("A reply to a letter came"),
        "reply-overdue": lazy("A reply to a letter became overdue"),
        "reminder-proposed": lazy("A reminder of a letter was proposed"),
        "source-commented": lazy("A source commented on a reply"),
        ONBOARDING_BEGUN: lazy("Your first weeks begin: see what bars signing"),
        ONBOARDING_DUE: lazy("Something is due in the first weeks of a holder"),
        ONBOARDING_LATE: lazy("Something is overdue in the first weeks of a holder"),
        "engagement-report-drafted": lazy("A report on engagement waits to be checked"),
        "engagement-report-changed": lazy("A report on engagement waits to be checked"),
        "engagement-report-published": lazy("A report on engagement of your mandate is public"),
        NOT_RECOGNISED: lazy("A contact point lost its accreditation and files for nobody now"),
        VISIT_ANSWERED: lazy("A Government answered about a visit"),
        REMINDER: lazy("A letter was still waiting for your approval"),
        STATEMENT_REMINDER: lazy("A statement was still waiting for your approval"),
        PROPOSED: lazy("A change of rights that concern you was proposed"),
        CONFIRMED: lazy("A change of rights that concern you was confirmed"),
    }
)
"""A fact's wire name, or a code of ours → what somebody who works here is told."""


OUTSIDE: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "focal": {
            TOKEN_ENDING: lazy("The token of a program of your organisation ends soon"),
            DORMANCY_NEAR: lazy("Confirm the entry of your organisation, or its notices stop soon"),
            DORMANT: lazy("Your organisation is dormant: confirm its entry to get notices again"),
            FOCAL_ENDING: lazy("The time of a focal point of your organisation ends soon"),
            FOCAL_HANDED: lazy("You took over what another focal point left open"),
            NAME_CONFIRMED: lazy("The new name of your organisation was confirmed"),
            NAME_REFUSED: lazy("The new name of your organisation was not confirmed"),
            REMOVAL_TOLD: lazy("There is something new on the page of your organisation"),
            CONTACT_LAW: lazy("There is something new on the page of your organisation"),
            MERGED: lazy("Two entries of your organisation in the register are one now"),
            UNMERGED: lazy("A merger of your organisation with another entry was undone"),
            ARRIVAL: lazy("Somebody wants to come to your organisation, and waits for you"),
        },
        "provider": {
            "implementation-info-published": lazy("Information that you sent was published"),
            UNNAMED: lazy("Information that you sent was published without your name"),
            "implementation-info-withheld": lazy("Information that you sent is withheld"),
            "implementation-info-taken-back": lazy("Information that you sent is no longer public"),
        },
        "nhri": {
            RECOGNISED: lazy("The recognition of your institution as a contact point was recorded"),
            NOT_RECOGNISED: lazy(
                "The recognition of your institution as a contact point is suspended"
            ),
        },
        "member": {
            FOCAL_PROPOSED: lazy("You were proposed as a focal point of your organisation"),
            SPLIT: lazy("Your organisation was split: choose where you go"),
            UNSPLIT: lazy("A split of your organisation was undone: you can come back"),
        },
        "register": {
            FOCAL_ACCEPTED: lazy("A focal point waits to be designated"),
            FOCAL_SUSPENDED: lazy("A focal point of an organisation was suspended"),
            NAME_PROPOSED: lazy("A new name of an organisation waits to be confirmed"),
            MERGER_PROPOSED: lazy("A merger of two entries of the register waits for an officer"),
            LAW_LIFTING: lazy("That a law on contact is no longer in force waits for an officer"),
            SPLIT_PROPOSED: lazy("A split of an organisation waits for an officer"),
        },
        "government": {
            "reply-due": lazy("A letter was transmitted to your Government"),
            "reply-overdue": lazy("A reply of your Government became overdue"),
            "reminder-sent": lazy("A reminder of a letter was sent to your Government"),
        },
        "state": {
            "reply-due": lazy("A letter was transmitted to a State that you follow"),
            "government-reply-logged": lazy("A reply of a State that you follow came"),
            "reply-overdue": lazy("A reply of a State that you follow became overdue"),
            VISIT_DATES: lazy("Dates of a visit to a State that you follow are new or changed"),
        },
        "country": {
            ADDRESSEE_ANSWERED: lazy("A mandate answered your proposal of an addressee"),
            VISIT_DATES: lazy("Dates of a visit to a State that you follow are new or changed"),
        },
        "warning": {
            ALERT_RAISED: lazy("An alert of early warning was raised, and nobody has it"),
            ALERT_ROSE: lazy("An alert of early warning rose, and nobody has it"),
            ALERT_WAITS: lazy("An alert of early warning still waits for somebody to take it"),
        },
        "situation": {
            SITUATION_PROPOSED: lazy("A situation was proposed for the watch-list"),
            SITUATION_OPENED: lazy("A situation that you work on is on the watch-list"),
            SITUATION_DECLINED: lazy("A situation that you proposed was not opened"),
            REVIEW_DUE: lazy("The review of a situation on the watch-list is due soon"),
            REVIEW_LATE: lazy("The review of a situation on the watch-list is overdue"),
        },
        "watched": {
            SITUATION_SHOWN: lazy("You are invited to read a situation"),
            SITUATION_UNSHOWN: lazy("You are invited to read a situation no more"),
        },
        "plan": {
            PLAN_CLASHES: lazy("A plan of your mandate clashes with one of another mandate"),
            PLAN_COMMENTED: lazy("Somebody commented on a plan of the planning board"),
        },
        "shared": {
            PLAN_SHARED: lazy("A plan that a mandate shares with you is new or has changed"),
        },
        "visit": {
            DRAFT_SENT: lazy("A draft report on a visit waits for your Government's comments"),
            DRAFT_DUE: lazy("Your Government's comments on a draft report are due soon"),
            DRAFT_OVER: lazy("Comments on a draft report of your mandate are to be decided"),
            DRAFT_JOINED: lazy("Your mandate was named to write a report on a visit as well"),
            DRAFT_RETURNED: lazy("A report on a visit was given back to your mandate"),
            DRAFT_SUBMITTED: lazy("A report on a visit was submitted, and is to be published"),
        },
        "iap": {
            IAP_RECEIVED: lazy("An internal advisory procedure was asked for"),
            IAP_COMMENTED: lazy("A holder commented in an internal advisory procedure"),
            IAP_WITHDRAWN: lazy("An internal advisory procedure was taken back"),
            IAP_HEARD: lazy("The time to comment in an internal advisory procedure is over"),
            IAP_DUE: lazy("The outcome of an internal advisory procedure is due soon"),
            IAP_LATE: lazy("The outcome of an internal advisory procedure is overdue"),
        },
        "iapholder": {
            IAP_INVITED: lazy("The Committee invites you to comment on a procedure"),
            IAP_HEARD: lazy("The days to comment on a procedure are over"),
            IAP_TOLD: lazy("The Committee told you the outcome of a procedure"),
            IAP_OVER: lazy("A procedure on which you could comment is over"),
        },
        "iapasker": {
            IAP_OVER: lazy("The procedure that you asked the Committee for is over"),
        },
        "group": {
            GROUP_NEW: lazy("A case of a closed group of yours is new to you"),
            GROUP_HANDED: lazy("A case of a closed group of yours was handed over"),
            GROUP_DUE: lazy("A case of a closed group of yours is due soon"),
            GROUP_LATE: lazy("A case of a closed group of yours is overdue"),
            GROUP_WITHDRAWN: lazy("A case of a closed group of yours may not go on as it was"),
        },
        "counsel": {
            COUNSEL_ASKED: lazy("OHCHR asks the Committee for advice"),
            COUNSEL_DUE: lazy("Advice of the Committee is due soon"),
            COUNSEL_LATE: lazy("Advice of the Committee is overdue"),
        },
        "counselled": {
            COUNSEL_GIVEN: lazy("The Committee gave advice that you asked for"),
            COUNSEL_DECLINED: lazy("The Committee declined to give advice that you asked for"),
            COUNSEL_DISSENT: lazy("A member dissents from advice that you asked for"),
            COUNSEL_LATE: lazy("Advice that you asked of the Committee is overdue"),
        },
        "editors": {
            ISSUE_OPENED: lazy("An issue of the briefing or the bulletin opened"),
            ISSUE_WAITS: lazy("An issue waits for somebody to approve it"),
            ISSUE_CUT: lazy("Something was left out of an issue when it was sent"),
        },
        "staff": {ISSUE_SENT: lazy("The weekly briefing is out")},
        "document": {
            DOCUMENT_CURRENT: lazy("A new version of a document of the library is current"),
            DOCUMENT_WAITS: lazy("A version of a document of the library waits for your approval"),
            DOCUMENT_DUE: lazy("A document of the library is due for review"),
        },
        "report": {
            REPORT_DUE: lazy("A step of a report that a mandate owes is due soon"),
            REPORT_SESSION_MOVED: lazy("A session was moved, and what is due of a report with it"),
            REPORT_SLOT_STAYS: lazy(
                "A session was moved, and the slot of a report stays until you change it"
            ),
            REPORT_HANDED_OVER: lazy("A report was handed over to your mandate"),
            REPORT_LEFT: lazy("A mandate ended, and a report that it owed waits for you"),
        },
        "training": {
            TRAINING_GIVEN: lazy("You have a follow-up item of a training event"),
            TRAINING_DUE: lazy("A follow-up item that you have is due soon"),
            TRAINING_LATE: lazy("A follow-up item that you have is overdue"),
        },
        "forum": {FORUM_NEWS: lazy("There is news in the forum")},
        "partner": {
            **dict.fromkeys((PARTNER_NEWS, PARTNER_REPORT, VISIT_DATES), NEWS),
            **dict.fromkeys((TASK_SOON, TASK_LATE, ACCESS_ENDS), NEWS),
            **dict.fromkeys((DEBRIEF_CALLED, DEBRIEF_OFF), NEWS),
        },
        "task": {
            TASK_SOON: lazy("A task of a visit that is yours is due soon"),
            TASK_LATE: lazy("A task of a visit that is yours is overdue"),
            CALL_SOON: lazy("A call for input of your mandate closes soon"),
            CALL_OVER: lazy("A call for input of your mandate is over"),
            ACCESS_ENDS: lazy("The access of a partner of a visit ends soon"),
            TERMS_WAIT: lazy("Terms of reference of a visit wait for an answer for 30 days"),
            DATES_WAIT: lazy("Proposed dates of a visit wait for an answer for 30 days"),
        },
        "debrief": {
            DEBRIEF_CALLED: lazy("You are invited to the debrief of a visit"),
            DEBRIEF_OFF: lazy("A debrief of a visit to which you were invited was called off"),
        },
        "mission": {
            PARTNER_PROPOSED: lazy("A partner of a visit waits for your decision"),
        },
        "dialogue": {
            THREAD_NEWS: lazy("Somebody wrote in a thread about a visit"),
            ADVICE_GIVEN: lazy("A partner of a visit answered where you asked for advice"),
            PARTNER_STATUS: lazy("The status of a partner of a visit changed"),
            INCIDENT_REPORTED: lazy("A partner reported an incident of a visit"),
            INCIDENT_ANSWERED: lazy("A Government answered about an incident of a visit"),
            VISIT_ANSWERED: lazy("A Government answered about a visit"),
            PROGRAMME_NEWS: lazy("A Government wrote about the programme of a visit"),
        },
        "joining": {
            JOINT_ASKED: lazy("Your mandate is asked to join the visit of another mandate"),
            JOINT_UNASKED: lazy("Your mandate is no longer asked to join a visit"),
            JOINT_JOINED: lazy("Your mandate has joined the visit of another mandate"),
            JOINT_LEFT: lazy("Your mandate does not come along on a joint visit any more"),
        },
        "joint": {
            JOINT_ASKED: lazy("Another mandate was asked to join a visit of your mandate"),
            JOINT_UNASKED: lazy("A mandate is no longer asked to join a visit of your mandate"),
            JOINT_JOINED: lazy("Another mandate has joined a visit of your mandate"),
            JOINT_LEFT: lazy("A mandate left a joint visit of your mandate"),
        },
        "note": {NOTE_NEWS: NEWS, INCIDENT_PUT: NEWS, PROGRAMME_PUT: NEWS},
        "grading": {
            GRADING_GIVEN: lazy("Grading of recommendations was delegated to an officer"),
            GRADING_ENDED: lazy("A delegation of grading was ended"),
            GRADING_SOON: lazy("A delegation of grading ends soon"),
            GRADING_OVER: lazy("A delegation of grading is over"),
            REVIEW_SOON: lazy("Recommendations of your mandate are due for a review soon"),
            REVIEW_OVERDUE: lazy("A review of recommendations of your mandate is overdue"),
            ADDRESSEE_PROPOSED: lazy("An addressee of a recommendation was proposed to you"),
        },
        "successor": {
            CASE_PASSED: lazy("A letter of a mandate that ended is followed by your mandate now"),
            FILE_PASSED: lazy("A visit file of a mandate that ended is with your mandate now"),
            MISSION_PASSED: lazy("A mission of a mandate that ended is with your mandate now"),
            REPORT_PASSED: lazy(
                "A report on a visit of a mandate that ended is with your mandate now"
            ),
            ROUND_PASSED: lazy(
                "A follow-up round of a mandate that ended is with your mandate now"
            ),
        },
        "round": {
            ROUND_ASKED: lazy("You are asked what was done of recommendations"),
            ROUND_DUE: lazy("Your answers on recommendations are awaited"),
            ROUND_MOVED: lazy("The last day to answer in a follow-up round was moved"),
            ROUND_REOPENED: lazy("A follow-up round that asks you is open again"),
            ROUND_TABLE: lazy("A table on recommendations was sent to your Government"),
        },
        "action": {
            INDICATOR_DUE: lazy("A report on an action of yours is due within 30 days"),
            INDICATOR_OVERDUE: lazy("A report on an action of yours is overdue"),
        },
        "publishers": {
            "embargo-ended": lazy("The embargo of a letter ended, and its publication is due"),
        },
        "committee": {
            "shortlist-adopted": lazy("A short list was adopted"),  # of before it was kept back
            "panel-report-published": lazy("The report of a panel was published"),
            "candidate-proposed": lazy("A candidate was proposed to the Council"),
            "mandate-holder-appointed": lazy("A mandate-holder was appointed"),
            "standard-set-adopted": lazy("A set of standards of coverage was adopted"),
        },
        "proposal": {
            "proposal-answered": lazy("Your proposal in a consultation was answered"),
        },
        "proposals": {
            "consultation-extended": lazy("A consultation in which you proposed was extended"),
            "consultation-cancelled": lazy("A consultation in which you proposed was cancelled"),
            "outcome-published": lazy("The outcome of a consultation was published"),
        },
        "asker": {
            "advice-assigned": lazy("An officer works on what your institution asked"),
            "advice-given": lazy("Your institution got advice"),
            "advice-closed": lazy("A request of your institution for advice was closed"),
            "advice-reopened": lazy("A request of your institution for advice is open again"),
        },
        "adviser": {
            "advice-assigned": lazy("A request for advice was assigned to you"),
            "advice-asked-further": lazy("An institution asks further, and waits for your answer"),
            "advice-officer-reminded": lazy("A request for advice still waits for your answer"),
            "advice-closed": lazy("A request for advice that you have was closed"),
            "advice-reopened": lazy("A request for advice that you have is open again"),
            "advice-withdrawn": lazy("A request for advice that you have was taken back"),
            ADVICE_DUE: lazy("Your answer to a request for advice is due soon"),
            ADVICE_LATE: lazy("Your answer to a request for advice is overdue"),
        },
        "advisers": {
            "advice-requested": lazy("A national institution asks for advice"),
            "advice-asked-further": lazy("A national institution asks further"),
            "advice-withdrawn": lazy("A national institution took a request for advice back"),
            ADVICE_DUE: lazy("A request for advice is due soon, and no officer has it"),
            ADVICE_LATE: lazy("A request for advice is overdue"),
        },
        "elected": {
            "committee-elected": lazy("You are on the Coordination Committee"),
            "committee-member-left": lazy("Your time on the Coordination Committee ends"),
        },
        "meeting": {
            "meeting-called": lazy("A meeting of the Committee was called"),
            "meeting-changed": lazy("A meeting of the Committee was changed"),
            "meeting-cancelled": lazy("A meeting of the Committee was cancelled"),
            "minutes-agreed": lazy("The minutes of a meeting of the Committee were agreed"),
            MINUTES_DUE: lazy("Minutes of the Committee are due soon"),
            MINUTES_LATE: lazy("Minutes of the Committee are overdue"),
        },
        "guest": {
            "meeting-guest-invited": lazy("You are invited to a meeting of the Committee"),
            "meeting-guest-withdrawn": lazy(
                "You are not invited to a meeting of the Committee any more"
            ),
            "meeting-changed": lazy("A meeting of the Committee was changed"),
            "meeting-cancelled": lazy("A meeting of the Committee was cancelled"),
        },
        "owner": {
            "action-item-opened": lazy("You have an action item of the Committee"),
            "action-item-moved": lazy("An action item that you have was changed"),
            "action-item-overdue": lazy("An action item that you have is overdue"),
            "action-item-dropped": lazy("An action item that you have was dropped"),
            ACTION_DUE: lazy("An action item that you have is due soon"),
        },
        "president": {
            "panel-report-submitted": lazy("A panel submitted its report to you"),
            "call-extended": lazy("The call for a vacancy was extended"),
            "call-reissued": lazy("The call for a vacancy was issued again"),
            "panel-report-published": lazy("The report of a panel was published"),
            "report-amended": lazy("A conflict came to light after the report of a panel"),
            "recommendation-withdrawn": lazy(
                "A recommended candidate left, and the list closed up"
            ),
            "shortlist-used-up": lazy("Nobody on a list before you can be proposed any more"),
            "appointment-deferred": lazy("The Council deferred an appointment"),
            "proposal-not-approved": lazy("The Council did not approve a proposal"),
            "mandate-holder-appointed": lazy("The Council appointed whom you proposed"),
        },
        "selectors": {
            "panel-report-submitted": lazy("A panel submitted its report"),
            "interview-answered": lazy("A candidate answered about an interview"),
            "lobbying-disclosed": lazy("A member of a panel disclosed who approached them"),
            "needs-view-given": lazy("A view on what a mandate needs came"),
            "additional-candidate-considered": lazy("A panel asks somebody else to apply"),
            CALL_OPENED: lazy("A call for candidatures opened"),
            SEAT_ENDING: lazy("The term of a seat on a panel ends soon"),
            "seat-term-ended": lazy("The term of a seat on a panel is over"),
            "not-eligible-proposed": lazy("A “no” at screening waits for a second officer"),
            "not-eligible-disputed": lazy("An officer disagreed with a “no” at screening"),
            "reconsideration-requested": lazy("The President returned a list to its panel"),
            "vacancy-foreseen": lazy("A seat fell vacant before its time"),
            "candidate-proposed": lazy("The President proposed a candidate"),
            "recommendation-withdrawn": lazy(
                "A recommended candidate left, and the list closed up"
            ),
            "shortlist-used-up": lazy("Nobody on a short list can be proposed any more"),
            "shortlist-reopened": lazy("A short list is open again, because of a recusal"),
        },
        "admins": {
            "mandate-holder-appointed": lazy("An appointment waits for you to confirm the account"),
        },
        "panel": {
            SCORES_DUE: lazy("A call closed, and files wait for your scores"),
            "members-reminded": lazy("The chair reminds you of your preferences, which are not in"),
            "review-closed": lazy("The review of your panel was closed"),
            "shortlist-adopted": lazy("The short list of your panel was adopted"),
            "panel-established": lazy("You sit on a panel: say first whether you have a conflict"),
            "lobbying-disclosed": lazy("A member of your panel disclosed who approached them"),
            "additional-candidate-considered": lazy("Your panel asks somebody else to apply"),
            "call-extended": lazy("The call of your panel was extended"),
            "call-reissued": lazy("The call of your panel was issued again"),
            "vacancy-lapsed": lazy("The vacancy of your panel lapsed"),
            "seat-filled": lazy("A seat of your panel went to somebody else"),
            SEAT_ENDING: lazy("The term of a seat on your panel ends soon"),
            "seat-term-ended": lazy("The term of a seat on your panel is over"),
            "seat-term-extended": lazy("The term of a seat on your panel was extended"),
            "panel-report-submitted": lazy("The report of your panel was submitted"),
            "panel-report-published": lazy("The report of your panel was published"),
            "reconsideration-requested": lazy("The President asks your panel to look again"),
            "candidate-proposed": lazy("The President proposed a candidate of your list"),
            "appointment-deferred": lazy("The Council deferred the appointment from your list"),
            "proposal-not-approved": lazy("The Council did not approve a candidate of your list"),
            "mandate-holder-appointed": lazy("The Council appointed a candidate of your list"),
            "shortlist-used-up": lazy("Nobody on the list of your panel can be proposed any more"),
            "shortlist-reopened": lazy("The short list of your panel is open again"),
        },
        "panelseat": {
            SEAT_ENDING: lazy("The term of your own seat on a panel ends soon"),
            "seat-term-ended": lazy("The term of your own seat on a panel is over"),
            "seat-term-extended": lazy("The term of your own seat on a panel was extended"),
        },
        "needs": {
            "needs-view-returned": lazy("Your view on what a mandate needs was returned"),
        },
        "invited": {
            "additional-candidate-considered": lazy("A panel asks you to apply for a vacancy"),
        },
        "candidate": {
            "eligibility-screened": lazy("Your application was screened"),
            "candidate-nominated": lazy("A nominator whom you asked confirmed"),
            "nomination-declined": lazy("A nominator whom you asked declined"),
            "nomination-withdrawn": lazy("A nominator withdrew the nomination"),
            "interview-scheduled": lazy("You were given a time for an interview"),
            "interview-cancelled": lazy("The time of your interview does not stand any more"),
            "interview-missed": lazy("An interview was recorded as missed"),
            "shortlist-adopted": lazy("The short list of a selection was adopted"),  # of before
            "panel-report-published": lazy("The report of a panel was published"),
            "call-extended": lazy("The call to which you answered was extended"),
            "call-reissued": lazy("The call to which you answered was issued again"),
            "vacancy-lapsed": lazy("The vacancy for which you applied lapsed"),
            "candidate-proposed": lazy("A selection that you take part in went on"),
            "appointment-deferred": lazy("A selection that you take part in went on"),
            "proposal-not-approved": lazy("A selection that you take part in went on"),
            "mandate-holder-appointed": lazy("A selection that you take part in ended"),
            CALL_OPENED: lazy("A call for candidatures opened"),
            CALL_CLOSING: lazy("A call for candidatures closes soon"),
        },
        "roster": {
            ROSTER_ENDING: lazy("Your consent to stand on the roster ends soon"),
            "call-disseminated": _CALL,
        },
        "called": {"call-disseminated": _CALL},
        "subscriber": {
            "report-notice-sent": lazy("A report that you wanted to hear of is public"),
        },
        "seat": {
            "seat-confirmed": lazy("A seat in a session is confirmed"),
            "placed-on-waiting-list": lazy("You are on the waiting list of a session"),
            "seat-offered": lazy("A seat in a session is offered, and waits for your answer"),
            "seat-offer-lapsed": lazy("The offer of a seat in a session lapsed"),
            "registration-cancelled": lazy("A seat in a session was given back"),
            "session-registration-refused": lazy("A seat in a session was refused"),
            "seat-handed-on": lazy("Somebody else answers for a seat in a session now"),
            "appeal-decided": lazy("An appeal about a seat in a session was decided"),
        },
        "seats": {
            "session-changed": lazy("A session in which you have or wait for a seat changed"),
            "session-closed": lazy("A session in which you have or wait for a seat was closed"),
            PAPER_ADDED: lazy("A session in which you have or wait for a seat has a new paper"),
        },
        "slot": {
            "slot-requested": lazy("A slot to speak in a dialogue was asked for"),
            "speaker-listed": lazy("A slot is on the list of speakers of a dialogue"),
            "slot-withdrawn": lazy("A slot in a dialogue was given back or taken"),
            "statement-not-reached": lazy("The time of a dialogue was over before a slot"),
            "co-sponsor-asked": lazy("An organisation wants to join your statement in a dialogue"),
            "co-sponsor-left": lazy("A co-sponsor left your statement in a dialogue"),
            "slot-passed-on": lazy("A slot in a dialogue passed to you, as the first co-sponsor"),
            "statement-published": lazy("A statement in a dialogue was published"),
        },
        "cosponsor": {
            "slot-withdrawn": lazy("The slot of a joint statement was given back or taken"),
            "co-sponsor-accepted": lazy("A co-sponsor of a joint statement was accepted"),
            "co-sponsor-left": lazy("A co-sponsor left a joint statement, or was taken off it"),
            "slot-passed-on": lazy("The slot of a joint statement passed to a co-sponsor"),
        },
        "slots": {
            "dialogue-changed": lazy("A dialogue in which there is a slot for you changed"),
        },
        "sessions": {
            "refusal-appealed": lazy("Somebody appealed against the refusal of a seat"),
        },
    }
)
"""Reason → kind → what somebody is told who works for no mandate."""


def words(reason: str, kind: str) -> str:
    """Return the sentence for this person's notice."""
    if reason == "source":
        return NEWS
    if reason == "own":
        return _OWN[kind]
    if reason in OUTSIDE:
        return str(OUTSIDE[reason][kind])
    return WORDS[kind]
