"""Explanations of the platform for each role, in a few sentences on its first page."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from shared.core.roles import Role

_FILES = (
    "Each section of the form is saved by itself, and a draft waits 30 days for you.",
    "You read everything through before you send it, with what each consent will do.",
    "The Quick Response Desk reads it, and shares it with mandates or takes it no further.",
    "Questions to you appear on the page of the submission, and you answer them there.",
    "Who works on the case reads what happened; who sent it only with a reason on record.",
    "The Government never reads your submission: it reads the letter that the mandates write.",
    "You can withdraw consent at any time; what is not sent yet is stopped.",
)
_PANEL = (
    "You read the files of the candidates of your panel here, once the call has closed.",
    "Declare a conflict of interest before you score: a file with a conflict is closed to you.",
    "You score each candidate on every criterion; nobody sees it while the review is open.",
    "When the chair closes the review, the panel sees all scores and notes.",
    "The chair then proposes the short list, with reasons that become public.",
)

GUIDES: Mapping[Role, Sequence[str]] = MappingProxyType(
    {
        Role.NGO_MEMBER: (
            "Here you submit information and follow what became of it.",
            *_FILES,
        ),
        Role.CONTACT_POINT: (
            "Here you file cases for people who came to your institution.",
            *_FILES,
        ),
        Role.FOCAL_POINT: (
            "Under “Programs that file for you” you answer for the programs of your organisation.",
            "A program comes in with a token that you make; you say what it may do and until when.",
            "A token is shown once: copy it then. We keep only what is needed to recognise it.",
            "It ends on the day that you choose, within a year, and a notice tells you before.",
            "You can end a token at once. What the program filed stays.",
        ),
        Role.QUICK_RESPONSE_DESK: (
            "Here you read what arrives, urgent submissions first.",
            "Open one, and share it with mandates, ask the source, refer it, or close it.",
            "What you share appears at once on the page of the mandate's officers.",
            "What may be about the same case is shown beside it; you decide whether it is.",
            "Who the source is you see only with a reason that is on record.",
            "You transmit letters other than urgent appeals, and log the replies that come.",
        ),
        Role.HUMAN_RIGHTS_OFFICER: (
            "Here is the work of your mandates: what was shared, drafts, approvals and replies.",
            "Read a submission, and draft a letter on it; other mandates can be invited to join.",
            "Then you ask for approval: each mandate-holder reads exactly that text.",
            "A change of the text voids every approval, and you ask again.",
            "A holder who asks for changes says which; the request stands beside the text.",
            "Replies and information that come are waiting here until somebody assesses them.",
            "You see the submissions of your mandates only.",
        ),
        Role.MANDATE_HOLDER: (
            "Here is every text that waits for your decision, with what changed since you saw it.",
            "You approve it, ask for changes, or decline to join; silence never approves.",
            "No letter leaves without the approval of each mandate in whose name it goes.",
            "An urgent appeal also needs your authorisation, for this one or for every one.",
            "After a change of the text your approval counts no more, and you are asked again.",
            "Replies that came wait here for your assessment.",
            "You see the cases of your mandate; who the source is only with a reason on record.",
        ),
        Role.CHIEF: (
            "Here are the urgent appeals that every signing mandate has approved.",
            "Read one to its end, and transmit it; the button stands below the text.",
            "Without the authorisation of each mandate an urgent appeal cannot go.",
            "It gets the next number of its series, and leaves; then nothing can change it.",
            "You see cleared letters, and of the submissions behind them only that they are there.",
        ),
        Role.DESK_OFFICER: (
            "Here is what concerns the countries that you follow.",
            "You see letters once they are transmitted, and never drafts.",
            "Replies that are due, late or here stand below, with their dates.",
            "Recommendations to your countries are listed with how far they are implemented.",
            "You see no submission and no source.",
        ),
        Role.COORDINATION_COMMITTEE: (
            "Here you see what the Special Procedures do while they do it.",
            "Each line is one fact: that something was shared, drafted, sent or answered.",
            "A line names no person and no source, and leads to no text that you may not read.",
            "Filters narrow it to mandates, regions and kinds.",
            "It goes on by itself while the page is open, and says when it lost its connection.",
        ),
        Role.GOVERNMENT: (
            "Here are the letters that the Special Procedures sent to your Government.",
            "Open one to read it, and to see by when a reply is awaited.",
            "You can confirm that it arrived, ask for more time, and file a reply with its files.",
            "You read your reply once more before it is filed; it cannot be changed afterwards.",
            "The mandates that signed read it, and so does the secretariat.",
            "The letter and the reply become public later; you may ask to keep the reply out.",
        ),
        Role.PUBLICATION_OFFICER: (
            "Here are the letters and replies whose day of publication comes.",
            "Read each one, and take out what must not be public; the program marks what it finds.",
            "Nothing becomes public before you approve the text that everybody will read.",
            "A name without consent stays only when a mandate-holder says so, with a reason.",
            "What is public can be withdrawn, with a reason.",
        ),
        Role.REPRISALS_FOCAL_POINT: (
            "Here are the reprisal cases, the next look first.",
            "Open a case from a submission with the reprisal flag, or from mail.",
            "Name who works on it: for everybody else the case does not exist.",
            "No action is taken without consent to it, which can be withdrawn at any time.",
            "The victim is told before a case is closed, and you and a holder close it together.",
            "Each year you select the texts for the report of the Secretary-General.",
        ),
        Role.UN_PARTNER: (
            "Here are the visits of mandate-holders to which you are admitted.",
            "You accept an undertaking first; then you read what is your own.",
            "You read the programme that the State knows, and the tasks that you were given.",
            "Say what is done. A sheet can be printed, for where there is no line.",
            "Read what was recommended to your States, and say what was done of it.",
            "You see no submission, no source, and nothing that a contribution says.",
            "Your access ends with its last day, or at once if the mandate ends it.",
        ),
        Role.SELECTION_OFFICER: (
            "Here you run the selection of mandate-holders.",
            "Declare a vacancy, open a call, and establish the panel from the regional groups.",
            "Applications come here; you say which are eligible, and why others are not.",
            "The panel reads and scores them once the call has closed.",
            "You do not see single scores while the review is open.",
            "The short list becomes public with its reasons.",
        ),
        Role.STAKEHOLDER_OFFICER: (
            "Here are the organisations that ask to be in the register, the oldest first.",
            "What is like another entry stands beside it; you decide whether it is the same.",
            "One officer confirms an organisation that some law knows; any other takes two.",
            "You refuse a duplicate, an impersonation or one without contact; never for its views.",
            "A risk flag hides an organisation at once, and two officers clear it.",
            "You can hide an organisation, and only its own focal point can make it public.",
        ),
        Role.PANEL_MEMBER: _PANEL,
        Role.PANEL_CHAIR: _PANEL,
        Role.PRESIDENT: (
            "Here are the reports of the panels that wait for your decision.",
            "A report names candidates in groups, in order of preference, with a reason for each.",
            "You propose one. Inside a group you choose freely.",
            "Whoever passes a group that stands gives reasons, which are public.",
            "You can send a list back with a reason and a day; the panel then adopts another.",
            "You read the applications of recommended candidates only, and no scores.",
        ),
        Role.CANDIDATE: (
            "Here are the calls that are open, and what you sent.",
            "You can send one application for a vacancy, and read it once more before it goes.",
            "Afterwards it cannot be changed.",
            "The selection office and the panel read your letter, and nobody else.",
            "When the call has closed, the names of eligible candidates become public.",
            "Whether you are on the short list appears here and in public.",
        ),
        Role.AUDITOR: (
            "Here is who read what, when, and on which page.",
            "You see codes and ids, never the texts that were read.",
            "Filters narrow it to a person, a subject or a time.",
            "You can verify the chain: an entry that was changed or removed shows.",
            "What you read here is on record like everything else.",
        ),
        Role.DATA_PROTECTION: (
            "Here is who read what, when, and on which page.",
            "You can verify the chain, and download entries; that is on record too.",
            "Under “Forgetting” you erase what a person asked to be erased, with its basis.",
            "What is erased nobody can read again, in no copy.",
            "You see no texts of cases.",
            "Rights that take two administrators come to you too, and you can stop one.",
        ),
        Role.SYSTEM_ADMIN: (
            "Here you see whether the platform runs: processes, queues and what waits.",
            "Under “Accounts” you make accounts and give rights.",
            "A right that reads or decides takes a second administrator and a day.",
            "You have no other right yourself, and see no case.",
            "What you change is on record.",
            "Problems that people report with the platform are listed under “Problems”.",
        ),
    }
)
