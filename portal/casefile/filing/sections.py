"""The field groups of procedure.md section 3.2 that a submission has once."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from portal.casefile.filing.kinds import (
    STRICT,
    Kind,
    Language,
    Line,
    Lines,
    Mandates,
    MaybeLanguage,
    MaybeLine,
    MaybeLines,
    MaybeText,
    Narrative,
    State,
)
from portal.web.i18n.names import word
from portal.web.i18n.texts import gettext, lazy
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference import mandates

FOR_WHOM_MISSING = lazy("Say for whom you file this")
_YES_NO = {"yes": "Yes", "no": "No"}


class Submitter(BaseModel):
    """The person who files. All of it is kept in the vault."""

    model_config = STRICT

    for_whom: MaybeLines = Field(
        default=None,
        validate_default=True,
        title="For whom do you file this?",
        description="Required of NHRI contact points, and only theirs: name and safe contact of "
        "the person who came to you. Kept in the vault.",
    )
    submitter_name: Line = Field(
        title="Your name",
        description="Kept in a vault of its own, and never told to a Government. Submissions "
        "without a name are not considered.",
    )
    submitter_contact: Lines = Field(
        title="How can we reach you safely?",
        description="An address, number or channel that nobody else reads, and when to use it. "
        "Kept in the vault too.",
    )
    contact_language: MaybeLanguage = Field(
        default=None,
        title="In which language shall we write to you?",
        description="Questions, the receipt, and the pages on which you come back. People write to "
        "you in it as far as they can: no machine translates. You can change it later.",
    )
    relationship: MaybeLine = Field(
        default=None,
        title="What links you to the persons concerned?",
        description="For example: lawyer, sister, colleague, organisation that documents cases.",
    )

    @field_validator("for_whom")
    @classmethod
    def _for_a_person(cls, for_whom: str | None, info: ValidationInfo) -> str | None:
        actor = info.context
        if isinstance(actor, Actor):
            contact_point = actor.has(Role.CONTACT_POINT)
            if for_whom is None and contact_point and not actor.has(Role.NGO_MEMBER):
                raise ValueError(FOR_WHOM_MISSING)
            if for_whom is not None and not contact_point:
                raise ValueError(
                    gettext("Only an NHRI contact point files for another person"),
                )
        return for_whom


class Story(BaseModel):
    """The events, in the words of the source."""

    model_config = STRICT

    state: State = Field(title="In which State or area did it happen?")
    narrative: Narrative = Field(
        title="What happened?",
        description="In the order in which it happened. At most 100 kB, which is about 60 pages.",
    )
    language: Language = Field(title="In which language did you write?")


class Urgency(BaseModel):
    """Whether it cannot wait."""

    model_config = STRICT

    urgent: Annotated[
        bool,
        Kind(
            widget="choice",
            words=_YES_NO,
            effects={
                "yes": "It is read first, because a life or grave harm may depend on it.",
                "no": "It is read in the order of arrival.",
            },
        ),
    ] = Field(
        title="Is it still going on, or about to happen?",
        description="Yes: it is read first, because a life or grave harm may depend on it.",
    )
    risk: MaybeLines = Field(
        default=None,
        title="What may happen?",
        description="For example: execution, deportation, torture in custody, eviction.",
    )
    risk_when: MaybeLine = Field(
        default=None, title="When?", description="A date, if there is one."
    )


class Confidentiality(BaseModel):
    """Information that must not be passed on, besides the consents about names."""

    model_config = STRICT

    confidentiality: MaybeText = Field(
        default=None,
        title="Which parts must stay confidential?",
        description="For example: the place where the witness lives. Your own name always does.",
    )


class DomesticAction(BaseModel):
    """Steps taken at home and elsewhere. None of them is a condition."""

    model_config = STRICT

    complaints: MaybeText = Field(
        default=None,
        title="Complaints made in the country",
        description="To which court or authority, when, and with what outcome.",
    )
    no_complaint: MaybeLines = Field(
        default=None,
        title="If there was none, why not?",
        description="You need not have complained at home before you write to us.",
    )
    other_bodies: MaybeLines = Field(
        default=None,
        title="Other international bodies that know of it",
        description="Treaty bodies, regional courts, other procedures, with their references.",
    )
    earlier: MaybeLine = Field(
        default=None,
        title="An earlier submission about the same",
        description="Its date, as you remember it. Not its code.",
    )


REQUESTS: Mapping[str, str] = MappingProxyType(
    {
        "UA": "An urgent appeal: to stop what is going on or about to happen",
        "AL": "An allegation letter: about what has happened",
        "OL": "Another letter: about a law, a bill or a policy",
        "visit": "A visit to the country or the place",
        "press": "A press release",
    }
)


def requests(codes: Iterable[str]) -> str:
    """Return the requests to the mandates: "An urgent appeal; a press release"."""
    said = "; ".join(
        word(REQUESTS.get(one, one)).partition(":")[0].strip().lower() for one in codes
    )
    return said[:1].upper() + said[1:]


class RequestedAction(BaseModel):
    """The requests to the mandates."""

    model_config = STRICT

    requested: Annotated[
        list[Literal["UA", "AL", "OL", "visit", "press"]],
        Kind(
            widget="boxes",
            words=REQUESTS,
        ),
    ] = Field(
        default_factory=list,
        max_length=5,
        title="What do you ask for?",
        description="The mandates decide what they do.",
    )
    remedy: MaybeLines = Field(default=None, title="What should the State do?")
    mandates: Mandates = Field(
        default_factory=list,
        max_length=len(mandates()),
        title="Which mandates should see it?",
        description="Choose none to let the Quick Response Desk decide.",
    )


class Business(BaseModel):
    """The business track: companies that are involved."""

    model_config = STRICT

    companies: MaybeLines = Field(default=None, title="Companies that are involved")
    headquarters: MaybeLine = Field(default=None, title="State in which they have their seat")
    project: MaybeLines = Field(default=None, title="Project or activity")
    investors: MaybeLines = Field(default=None, title="Investors, banks and buyers")


class Legislation(BaseModel):
    """The legislation track: a law or a bill of concern."""

    model_config = STRICT

    law: MaybeLine = Field(default=None, title="Title of the law, bill or policy")
    law_status: MaybeLine = Field(
        default=None,
        title="Where it stands, and since when",
        description="For example: second reading in May; in force since 2024.",
    )
    provisions: MaybeText = Field(
        default=None,
        title="Provisions of concern, and why",
        description="With their numbers and words, or an address where the text is public.",
    )


class Reprisal(BaseModel):
    """Acts against people because they cooperate with the United Nations."""

    model_config = STRICT

    reprisal: Annotated[
        bool,
        Kind(
            widget="choice",
            words=_YES_NO,
            effects={
                "yes": "It is marked, and not shown to those who deal with that State day by day.",
                "no": "It is treated as any other.",
            },
        ),
    ] = Field(
        default=False,
        title="Is this about reprisals for cooperating with the United Nations, or a risk of them?",
    )
    reprisal_details: MaybeLines = Field(
        default=None,
        title="With whom did the person cooperate, and what followed?",
    )
