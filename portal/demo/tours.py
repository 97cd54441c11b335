"""The tours of a demonstration: one case through all hands, in steps of one sentence each.

Each tour belongs to an invented person, and each step leads to the page where it is done. Every
tour is complete by itself: who begins in the middle finds the case that came last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.web.i18n.texts import lazy
from shared.core.roles import Role

CASE, LETTER, CLEARED, SENT = "case", "letter", "cleared", "sent"
"""What a step is about: the case that came last, its letter, once approved, and once sent."""


@dataclass(frozen=True, slots=True)
class Step:
    """``endpoint``: where it is done; ``instead``: while there is nothing that it is ``about``."""

    says: str
    endpoint: str
    about: str | None = None
    instead: str = "home.index"


@dataclass(frozen=True, slots=True)
class Tour:
    """``local``: the part before the @ of the person's address."""

    role: Role
    local: str
    steps: Sequence[Step]

    @property
    def name(self) -> str:
        return self.local.replace(".", "-")

    @property
    def email(self) -> str:
        return f"{self.local}@demo.example"


def _desk(says: str) -> Step:
    return Step(says, "triage.show", CASE, "triage.index")


def _letter(says: str, instead: str) -> Step:
    return Step(says, "communications.detail", LETTER, instead)


def _cleared(says: str) -> Step:
    return Step(says, "communications.detail", CLEARED, "work.to_transmit")


def _sent(says: str) -> Step:
    return Step(says, "communications.detail", SENT, "work.countries")


def _reply(says: str) -> Step:
    return Step(says, "replies.case", SENT, "replies.index")


def _public(says: str) -> Step:
    return Step(says, "publication.letter", SENT, "publication.index")


_SOURCE = Tour(
    Role.NGO_MEMBER,
    "ngo",
    (
        Step(lazy("See the submissions of your organisation."), "submissions.index"),
        Step(lazy("Begin a submission of your own."), "drafts.start_form"),
        Step(lazy("Open your draft, and choose Switzerland as the State."), "submissions.index"),
        Step(lazy("Write what happened, in a few invented sentences."), "submissions.index"),
        Step(lazy("Add the person whom it happened to, with every consent."), "submissions.index"),
        Step(lazy("Say that it is urgent, and ask for an urgent appeal."), "submissions.index"),
        Step(lazy("Read it through once more, and send it."), "submissions.index"),
        Step(
            lazy("Keep the receipt: its code leads back to this one case."),
            "submissions.receipt",
            CASE,
            "submissions.index",
        ),
        Step(
            lazy("Open the page of the case: it says where the case stands."),
            "submissions.show",
            CASE,
            "submissions.index",
        ),
        Step(lazy("See how the code of a receipt opens a case."), "channel.enter_form"),
    ),
)

_QRD = Tour(
    Role.QUICK_RESPONSE_DESK,
    "qrd",
    (
        Step(lazy("See what arrived: what is urgent stands first."), "triage.index"),
        _desk(lazy("Open the case that came last, and read it.")),
        _desk(lazy("Take it yourself, so that nobody else begins with it.")),
        _desk(lazy("Write a note for your colleagues; no source ever reads it.")),
        _desk(lazy("Ask the source a question; the answer appears here.")),
        _desk(lazy("Share the case with the mandate SR torture, as urgent.")),
        _desk(lazy("Answer the points of the mandate, and confirm that it is admissible.")),
        Step(
            lazy("See what is asked of who wants to know the source: a reason on record."),
            "identity.ask",
            CASE,
            "triage.index",
        ),
        Step(lazy("See which letters wait for you to transmit them."), "work.to_transmit"),
        Step(lazy("See which replies of Governments are due."), "replies.index"),
    ),
)

_OFFICER = Tour(
    Role.HUMAN_RIGHTS_OFFICER,
    "officer",
    (
        Step(lazy("See what was shared with your mandate."), "work.mandate"),
        _desk(lazy("Read the case, with all that its source consents to.")),
        _desk(lazy("Draft a letter on it, from the button on the page of the case.")),
        Step(lazy("Choose an urgent appeal, and write its text."), "work.mandate"),
        _letter(lazy("Read the letter: each version has a number."), "work.mandate"),
        _letter(lazy("Change a sentence, and compare the two versions."), "work.mandate"),
        _letter(lazy("Invite another mandate to sign with yours."), "work.mandate"),
        _letter(lazy("See the letter as it will be sent, on paper."), "work.mandate"),
        _letter(lazy("Ask the mandate-holders to approve this very text."), "work.mandate"),
        Step(lazy("See what you wait for from others."), "work.mandate"),
    ),
)

_HOLDER = Tour(
    Role.MANDATE_HOLDER,
    "holder",
    (
        Step(lazy("See every text that waits for your decision."), "work.waiting"),
        _letter(lazy("Read the letter, with what changed since you saw it."), "work.waiting"),
        _letter(lazy("Ask for a change, or go on without one."), "work.waiting"),
        Step(lazy("Approve the text: only this version, word for word."), "work.waiting"),
        _letter(lazy("Authorise the Chief to transmit the urgent appeal."), "work.waiting"),
        Step(lazy("See whom you let decide for you."), "communications.authority.index"),
        Step(lazy("See the page of your mandate, as the public reads it."), "mandates.index"),
        Step(lazy("See which replies to your letters came or are late."), "replies.index"),
        _reply(lazy("Open the case of a letter; you assess its reply here.")),
        Step(lazy("See what you recommended, and what became of it."), "recommendations.index"),
    ),
)

_CHIEF = Tour(
    Role.CHIEF,
    "chief",
    (
        Step(lazy("See the urgent appeals that every mandate approved."), "work.to_transmit"),
        _cleared(lazy("Read one to its end; you read no submission behind it.")),
        _cleared(lazy("See who approved it, and when.")),
        _cleared(lazy("See who authorised you to transmit it.")),
        _cleared(lazy("Transmit it: the button stands below the text.")),
        _cleared(lazy("See the number that it got; nothing changes it now.")),
        _reply(lazy("See by when the Government is to reply.")),
        Step(lazy("See how long letters take, step by step."), "times.index"),
        Step(lazy("See which institutions you recognised."), "contactpoints.index"),
        Step(lazy("Read the statements of mandate-holders."), "register.statements"),
    ),
)

_DESK_OFFICER = Tour(
    Role.DESK_OFFICER,
    "desk",
    (
        Step(lazy("See what concerns the countries that you follow."), "work.countries"),
        Step(lazy("Find the letter: you see it since it was sent."), "work.countries"),
        _sent(lazy("Read the letter as the Government got it.")),
        _sent(lazy("See that nothing here leads to the source.")),
        Step(lazy("See which replies are due, late or here."), "replies.index"),
        _reply(lazy("Open the case of the letter, with its days.")),
        _reply(lazy("Read what happened to it so far.")),
        Step(lazy("Follow what mandates recommended to your countries."), "recommendations.index"),
        Step(lazy("See what is public already."), "register.index"),
        Step(lazy("See the numbers of all letters and replies."), "register.statistics_page"),
    ),
)

_GOVERNMENT = Tour(
    Role.GOVERNMENT,
    "government",
    (
        Step(lazy("See the letters that were sent to your Government."), "replies.index"),
        _reply(lazy("Open the one that came last, and read it.")),
        _reply(lazy("See by when a reply is awaited.")),
        _reply(lazy("Confirm that the letter arrived.")),
        Step(
            lazy("See how you ask for more time."),
            "replies.parties.more_time",
            SENT,
            "replies.index",
        ),
        Step(
            lazy("File a reply, and read it once more."),
            "replies.parties.log",
            SENT,
            "replies.index",
        ),
        _reply(lazy("Read your reply on the page of the case; it stays as it is.")),
        _reply(lazy("Add a file to your reply.")),
        Step(lazy("See what was recommended to your Government."), "recommendations.index"),
        Step(lazy("See what the public reads of letters and replies."), "register.index"),
    ),
)

_PUBLICATION = Tour(
    Role.PUBLICATION_OFFICER,
    "publication",
    (
        Step(lazy("See whose day of publication comes."), "publication.index"),
        _public(lazy("Open the letter, and see until when it is confidential.")),
        _public(lazy("Redact what must not be public; the program marks what it finds.")),
        _public(lazy("See which names have no consent to be public.")),
        _public(lazy("Move the day of publication, with a reason.")),
        _public(lazy("Approve the text that everybody will read.")),
        Step(lazy("Let the clock pass the day: the desk moves it here."), "demo.index"),
        Step(lazy("Find the letter in the public register."), "register.index"),
        Step(lazy("See the page of its State."), "register.every_state"),
        _public(lazy("See how what is public is withdrawn, with a reason.")),
    ),
)

_SHORT = (
    Tour(
        Role.CONTACT_POINT,
        "nhri",
        (
            Step(lazy("See the cases that you filed for people."), "submissions.index"),
            Step(lazy("Begin a case for somebody who came to you."), "drafts.start_form"),
            Step(lazy("See what you were told was recommended."), "recommendations.index"),
        ),
    ),
    Tour(
        Role.FOCAL_POINT,
        "focal",
        (
            Step(lazy("See the programs that file for your organisation."), "programs.index"),
            Step(lazy("Make a token for a program; it is shown once."), "programs.new"),
        ),
    ),
    Tour(
        Role.COORDINATION_COMMITTEE,
        "committee",
        (
            Step(lazy("Watch what all do, at the moment they do it."), "activity.index"),
            Step(lazy("See the numbers that all may read."), "register.statistics_page"),
        ),
    ),
    Tour(
        Role.SELECTION_OFFICER,
        "selection",
        (
            Step(lazy("See the vacancies, and how far each one is."), "selection.officer.index"),
            Step(lazy("Declare a vacancy."), "selection.officer.declare"),
            Step(lazy("See what the public reads of it."), "selection.listed.index"),
        ),
    ),
    Tour(
        Role.STAKEHOLDER_OFFICER,
        "stakeholders",
        (Step(lazy("See which organisations ask to be in the register."), "registerdesk.index"),),
    ),
    Tour(
        Role.PANEL_CHAIR,
        "chair",
        (Step(lazy("Read the files of the candidates, and score them."), "selection.panel.index"),),
    ),
    Tour(
        Role.PRESIDENT,
        "president",
        (Step(lazy("See the reports that wait for a decision."), "selection.president.index"),),
    ),
    Tour(
        Role.CANDIDATE,
        "candidate",
        (
            Step(lazy("See the calls that are open."), "selection.listed.index"),
            Step(lazy("See what you applied for."), "selection.candidate.index"),
        ),
    ),
    Tour(
        Role.AUDITOR,
        "auditor",
        (Step(lazy("See who read what, and check that nothing is missing."), "audit.index"),),
    ),
    Tour(
        Role.DATA_PROTECTION,
        "protection",
        (
            Step(lazy("Find what can be forgotten, and what is gone then."), "forgetting.index"),
            Step(lazy("See in the audit log who read it."), "audit.index"),
        ),
    ),
    Tour(
        Role.REPRISALS_FOCAL_POINT,
        "reprisals",
        (
            Step(lazy("See which cases need a look next."), "reprisals.index"),
            Step(lazy("See what goes into this year's report."), "reprisals.selection"),
        ),
    ),
    Tour(
        Role.UN_PARTNER,
        "partner",
        (
            Step(lazy("See the visits to which you are admitted."), "myvisits.index"),
            Step(lazy("See what was recommended to your States."), "recommendations.index"),
        ),
    ),
    Tour(
        Role.SYSTEM_ADMIN,
        "admin",
        (
            Step(lazy("See who has an account, with which rights."), "administration.index"),
            Step(lazy("See which changes wait for a second person."), "proposals.index"),
            Step(lazy("See whether all parts work."), "health.operations"),
        ),
    ),
)

TOURS: Final = (
    _SOURCE,
    _QRD,
    _OFFICER,
    _HOLDER,
    _CHIEF,
    _DESK_OFFICER,
    _GOVERNMENT,
    _PUBLICATION,
    *_SHORT,
)
"""In the order in which the case goes through the hands."""
BY_NAME: Final = MappingProxyType({tour.name: tour for tour in TOURS})
