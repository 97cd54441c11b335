"""The text that a draft starts from: the parts of a letter that the mandates agreed on.

Facts, concerns, standards, questions and the request for action (domain.md section 2.1, B1).
Square brackets mark what the officer fills in.
"""

from hashlib import sha256

from shared.reference import mandates, recipient_name

_HEAD = "Excellency,\n\nWe have the honour to address you in our capacity as {mandates}."

_INTRODUCTION = {
    "UA": "In this connection, we would like to bring to the urgent attention of your Excellency's "
    "Government information we have received concerning [in one sentence: who is at risk of what].",
    "AL": "In this connection, we would like to bring to the attention of your Excellency's "
    "Government information we have received concerning [in one sentence: what happened to whom].",
    "OL": "In this connection, we would like to share our observations on [the law, bill, policy "
    "or practice, with its number and date].",
}
_FACTS = {
    "UA": "[Date, place, who did what to whom; where the person is held now, and in what state of "
    "health. Say what is alleged and by nobody confirmed. Name no source.]",
    "AL": "[Date, place, who did what to whom; what was done about it since. Say what is alleged "
    "and by nobody confirmed. Name no source.]",
    "OL": "[What the text provides, when it was adopted or will be, and how it is applied.]",
}
_CONCERNS = {
    "UA": "Without prejudging the accuracy of these allegations, we express our grave concern "
    "[about the danger to life and integrity].",
    "AL": "Without prejudging the accuracy of these allegations, we express our concern [about "
    "what the facts, if confirmed, would mean].",
    "OL": "We are concerned that [provision] may not be compatible with [norm].",
}
_QUESTIONS = {
    "UA": "1. Please provide any additional information and comment on the allegations above.\n"
    "2. Please explain the legal and factual basis of [the arrest, the detention, the planned "
    "removal].\n"
    "3. Please indicate what has been done to protect the life and physical integrity of "
    "[the person].",
    "AL": "1. Please provide any additional information and comment on the allegations above.\n"
    "2. Please provide details, and where available the results, of any investigation, medical "
    "examination or judicial inquiry carried out.\n"
    "3. Please indicate what measures of reparation were taken for [the person or the family].",
    "OL": "1. Please provide any additional information and comment on the observations above.\n"
    "2. Please explain how [provision] is compatible with [norm].\n"
    "3. Please indicate whether those concerned were consulted.",
}
_REQUEST = {
    "UA": "While awaiting a reply, we urge that all necessary interim measures be taken to halt "
    "the alleged violations and prevent their recurrence.",
    "AL": "While awaiting a reply, we urge that all necessary measures be taken to prevent a "
    "recurrence, and that those responsible be held accountable if the investigations support the "
    "allegations.",
    "OL": "We stand ready to provide technical advice.",
}
_END = (
    "This communication and any response will be made public after 60 days. Until then it remains "
    "confidential.\n\n"
    "Please accept, Excellency, the assurances of our highest consideration."
)


def opening(type_: str, lead_mandate: str, recipient: str) -> str:
    """Return the text to start from, for one of ``shared.reference.COMMUNICATION_TYPES``."""
    known = mandates().get(lead_mandate)
    to = recipient_name(recipient) if recipient else "[recipient]"
    parts = [
        f"To: {to}",
        _HEAD.format(mandates=known.name if known else lead_mandate),
        _INTRODUCTION[type_],
        "FACTS",
        _FACTS[type_],
        "CONCERNS",
        _CONCERNS[type_],
        "STANDARDS",
        "[The treaties that bind the recipient, and the articles concerned.]",
        "QUESTIONS",
        _QUESTIONS[type_],
        "REQUEST",
        _REQUEST[type_],
        _END,
    ]
    return "\n\n".join(parts)


def content_hash(text: str) -> str:
    """Return the fingerprint that an approval is bound to: SHA-256 of the text's UTF-8, in hex."""
    return sha256(text.encode()).hexdigest()
