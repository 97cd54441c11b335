"""Erasure in words: what can be erased, the grounds, and the possible requesters."""

KINDS = {
    "submission": (
        "Everything restricted in this submission: who is affected, what happened, who is said to "
        "be responsible, questions and answers, notes, and the files that came with it."
    ),
    "source": "Who the source is: name, address, and for whom it was filed.",
    "communication": (
        "The text of this letter in every version, its notes, and what is kept of how it was sent."
    ),
    "statement": (
        "The text of this statement in every version, and its notes. What is issued is public: "
        "have it withdrawn as well."
    ),
    "reply": "The text of this reply and the reasons with which it was assessed.",
    "replycase": "What was noted about the replies to this letter.",
    "recommendation": (
        "The text of this recommendation, what was said of its implementation, and assessments."
    ),
    "term": "The name of the holder in this term, on the public page too. Its days stay.",
    "candidate": "This candidate's file: name, motivation, scores and notes of the panel.",
}
"""Kind of subject → what is gone with its key. Nothing else can be erased here."""

BASES = {
    "consent-withdrawn": "The person withdrew consent",
    "request": "The person asked for erasure",
    "safety": "Keeping it endangers somebody",
    "unlawful": "It should never have been recorded",
    "retention": "The time for which it may be kept is over",
    "court-order": "A court or supervisory authority ordered it",
    "by-hand": "By an operator, by hand",
}
ASKED_BY = {
    "person": "The person concerned",
    "family": "Family or a legal representative",
    "source": "The source",
    "mandate": "A mandate-holder",
    "authority": "A court or supervisory authority",
    "office": "The Office, of its own motion",
    "operator": "An operator",
}
BY_HAND, OPERATOR = "by-hand", "operator"
"""What an operator's command says; the page does not offer it."""


def kind_of(subject: str) -> str:
    """Return the kind of a subject: "submission-<id>" is a submission."""
    return subject.partition("-")[0]
