"""Code lists of triage: the subject of a submission, and where it can be referred to."""

from dataclasses import dataclass
from types import MappingProxyType

TAGS = MappingProxyType(
    {
        "detention": "Detention",
        "disappearance": "Enforced disappearance",
        "killing": "Killing",
        "death_penalty": "Death penalty",
        "torture": "Torture or ill-treatment",
        "sexual_violence": "Sexual violence",
        "fair_trial": "Fair trial",
        "return": "Expulsion, extradition or return",
        "expression": "Expression and media",
        "assembly": "Assembly and association",
        "religion": "Religion or belief",
        "discrimination": "Discrimination",
        "defenders": "Human-rights defenders",
        "women": "Women and girls",
        "children": "Children",
        "indigenous": "Indigenous peoples",
        "minorities": "Minorities",
        "migrants": "Migrants and refugees",
        "disability": "Persons with disabilities",
        "sogi": "Sexual orientation and gender identity",
        "health": "Health",
        "housing_land": "Housing, land and evictions",
        "environment": "Environment",
        "business": "Business",
        "counter_terrorism": "Counter-terrorism",
        "legislation": "Law or bill",
        "translation": "Needs translation",
        "evidence": "Evidence to be examined",
        "campaign": "One of a campaign",
    }
)
"""What a submission is about, and what it needs. Codes: a tag in free words could carry a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """``outside``: another body of the United Nations, which needs consent to share (c6)."""

    name: str
    outside: bool


ANOTHER_MANDATE = "mandate"
REFERRALS = MappingProxyType(
    {
        ANOTHER_MANDATE: Referral(name="Another mandate", outside=False),
        "wgad": Referral(
            name="Working Group on Arbitrary Detention, regular procedure", outside=False
        ),
        "wgeid": Referral(
            name="Working Group on Enforced or Involuntary Disappearances, own procedure",
            outside=False,
        ),
        "treaty_body": Referral(name="Petition to a treaty body", outside=True),
        "complaint_procedure": Referral(
            name="Complaint procedure of the Human Rights Council", outside=True
        ),
    }
)
"""procedure.md section 2.1, A7."""
