"""The words of reprisal cases, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

TOLD_OF: Final = {
    "submission": lazy("A submission"),
    "visit": lazy("A visit"),
    "session": lazy("A session or a meeting"),
    "other": lazy_pgettext("cooperation", "Something else"),
}
RELATIONS: Final = {
    "cooperated": lazy("Cooperates or cooperated with the United Nations, or gave information"),
    "procedures": lazy("Uses its procedures, or helps with that"),
    "treaty": lazy("Submitted a communication under a treaty, or helped with it"),
    "relative": lazy("A relative of a victim, or of who helped"),
    "law": lazy("A law or rule that punishes cooperation, without a single victim"),
}
ACTS: Final = {
    "threat": lazy("Threat"),
    "surveillance": lazy("Surveillance"),
    "travel_ban": lazy("Travel ban"),
    "accreditation": lazy("Accreditation refused"),
    "arrest": lazy_pgettext("reprisal", "Arrest or detention"),
    "charge": lazy("Charge or trial"),
    "dismissal": lazy("Dismissal from work"),
    "smear": lazy("Smear campaign"),
    "legislation": lazy_pgettext("reprisal", "Legislation"),
    "funding": lazy("Funding blocked"),
    "violence": lazy("Violence"),
    "killing": lazy_pgettext("reprisal", "Killing"),
    "disappearance": lazy_pgettext("reprisal", "Enforced disappearance"),
    "family": lazy("Attack on the family"),
    "online": lazy("Attack online"),
    "other": lazy_pgettext("reprisal", "Something else"),
}
CONSENTS: Final = {
    "demarche": lazy("Confidential step with the Government"),
    "letter": lazy_pgettext("reprisal", "Letter"),
    "statement": lazy("Public statement or report"),
    "sg_report": lazy("Report of the Secretary-General"),
    "sharing": lazy("Telling others in the United Nations"),
}
ACTIONS: Final = {
    "meeting": lazy("Raise it in a meeting with the Government"),
    "letter": lazy("Send a letter"),
    "field": lazy("Raise it with the Resident Coordinator or a field presence"),
    "leadership": lazy(
        "Raise it with the Secretary-General, the High Commissioner or the Assistant "
        "Secretary-General"
    ),
    "president": lazy("Raise it with the President of the Council"),
    "statement": lazy("Make a public statement"),
    "report": lazy("Mention it in a report"),
    "dialogue": lazy("Mention it in an interactive dialogue"),
}
ANSWERS: Final = {
    "yes": lazy_pgettext("consent", "Yes"),
    "conditions": lazy_pgettext("consent", "Yes, with conditions"),
    "no": lazy_pgettext("consent", "No"),
    "withdrawn": lazy_pgettext("consent", "Withdrawn"),
}
TONES: Final = {"yes": "done", "conditions": "waiting", "no": "neutral", "withdrawn": "late"}
GIVEN_BY: Final = {
    "victim": lazy("The victim"),
    "family": lazy("The family, as the victim cannot be reached"),
    "holder": lazy("The Mandate-holder decides, as nobody can be reached"),
    "nobody": lazy("There is no victim to ask"),
}
CHANNELS: Final = {
    "return_channel": lazy("By the return channel"),
    "in_person": lazy("In person"),
    "telephone": lazy_pgettext("contact", "By telephone"),
    "partner": lazy("Through somebody they trust"),
}
KNOWN: Final = {
    "yes": lazy_pgettext("known to the author", "Yes"),
    "no": lazy_pgettext("known to the author", "No"),
    "unclear": lazy_pgettext("known to the author", "Not clear"),
}
DETAILS: Final = {
    "author": lazy("Alleged author"),
    "place": lazy("Place"),
    "began_on": lazy("First day"),
    "ended_on": lazy("Last day"),
    "mechanism": lazy("Cooperated with which mechanism"),
    "event": lazy("At which event, or with which submission"),
    "cooperated_on": lazy("Day of the cooperation"),
    "known": lazy("Does the alleged author know of it?"),
    "known_how": lazy("How the alleged author knows"),
    "protection": lazy("Protection needed"),
    "in_documents": lazy("Already in official documents of the United Nations"),
    "sg_mentions": lazy("Earlier reports of the Secretary-General that mention it"),
}
SHOWN_TO: Final = {
    "desk": lazy("Desk officer of the State"),
    "partner": lazy("United Nations partner in the State"),
}
CONDITIONS: Final = {
    "worse": lazy_pgettext("reprisal", "Worse"),
    "same": lazy_pgettext("reprisal", "The same"),
    "better": lazy_pgettext("reprisal", "Better"),
    "ended": lazy_pgettext("reprisal", "Ended"),
}
REPLIES: Final = {
    "none": lazy_pgettext("answer of a State", "No answer"),
    "denied": lazy_pgettext("answer of a State", "It denies it"),
    "partial": lazy_pgettext("answer of a State", "It answers in part"),
    "acted": lazy_pgettext("answer of a State", "It acted on it"),
}
PARTS: Final = {
    "text": lazy("Main text"),
    "annex_i": lazy("Annex I: the case in full"),
    "annex_ii": lazy("Annex II: follow-up of an earlier case"),
}
CLOSED: Final = {
    "ended": lazy("The reprisal has ended"),
    "withdrawn": lazy("The victim wants nothing more to be done"),
    "resolved": lazy("It was put right"),
    "no_more": lazy("Nothing more can be done"),
    "erased": lazy("What was written in it was erased on request"),
}
OUTCOMES: Final = {"going": lazy_pgettext("reprisal", "Goes on"), **CLOSED}
REGIONS: Final = {
    "AFR": lazy("African States"),
    "APG": lazy("Asia-Pacific States"),
    "EEG": lazy("Eastern European States"),
    "GRULAC": lazy("Latin American and Caribbean States"),
    "WEOG": lazy("Western European and other States"),
    "none": lazy("In no regional group"),
}
TABLES: Final = {
    "acts": (lazy("By what was done"), ACTS),
    "regions": (lazy("By region"), REGIONS),
    "outcomes": (lazy("By how the year ended"), OUTCOMES),
}
STAGES: Final = {
    "reported": (lazy_pgettext("reprisal", "Reported"), "late"),
    "open": (lazy_pgettext("reprisal", "Open"), "active"),
    "out": (lazy_pgettext("reprisal", "Out of scope"), "neutral"),
    "closed": (lazy_pgettext("reprisal", "Closed"), "done"),
}
STEPS: Final = {
    "reprisal-reported": lazy_pgettext("reprisal", "Reported"),
    "reprisal-group-named": lazy("Group named"),
    "reprisal-passed-on": lazy("Passed on to another mandate"),
    "reprisal-victim-contacted": lazy("Victim contacted"),
    "reprisal-details-recorded": lazy("Particulars recorded"),
    "reprisal-screened": lazy_pgettext("reprisal", "Screened"),
    "reprisal-consent-recorded": lazy("Consent recorded"),
    "reprisal-harm-assessed": lazy("Harm assessed"),
    "reprisal-action-decided": lazy("Action decided"),
    "reprisal-action-taken": lazy("Action taken"),
    "reprisal-letter-linked": lazy("Letter linked"),
    "reprisal-letter-unlinked": lazy("Letter unlinked"),
    "reprisal-shown": lazy("Shown to somebody outside the group"),
    "reprisal-showing-ended": lazy("Shown no more to somebody outside the group"),
    "state-answered-on-reprisal": lazy("Answer of the State recorded"),
    "reprisal-sent-for-annual-report": lazy("Sent for the report of the Secretary-General"),
    "reprisal-shared": lazy("Copied to the mailbox of the Office"),
    "reprisal-document-noted": lazy("Public document noted"),
    "reprisal-document-struck": lazy("Public document struck"),
    "reprisal-followed-up": lazy("Followed up"),
    "reprisal-closure-agreed": lazy("One of two agreed to close it"),
    "reprisal-closed": lazy_pgettext("reprisal", "Closed"),
    "reprisal-reopened": lazy("Opened again"),
}
WHAT: Final = {**CHANNELS, **CONSENTS, **ACTIONS, **REPLIES, **CONDITIONS, **CLOSED}
