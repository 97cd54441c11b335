"""The people concerned and their consents, the incidents and the perpetrators."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from portal.casefile.filing.consent import GIVEN_BY, QUESTIONS, REASON, REASON_MISSING
from portal.casefile.filing.kinds import (
    STRICT,
    Date,
    Kind,
    Line,
    MaybeDate,
    MaybeLine,
    MaybeLines,
    MaybeSure,
    MaybeText,
    Text,
)
from portal.web.i18n.texts import gettext


def _kind(name: str) -> Kind:
    question = QUESTIONS[name]
    return Kind(widget="choice", words=question.labels, effects=question.effects)


_YesNo: TypeAlias = Literal["yes", "no"]


class ConsentAnswers(BaseModel):
    """Consent of one person or group: each answer has its own effect."""

    model_config = STRICT

    act: Annotated[Literal["yes", "no", "impossible"], _kind("act")] = Field(
        title=QUESTIONS["act"].text, description=QUESTIONS["act"].described
    )
    reason: MaybeLines = Field(
        default=None,
        validate_default=True,
        title=REASON,
        description="Only if the person cannot be asked: then it is required.",
    )
    given_by: Annotated[
        Literal["victim", "family", "representative"] | None,
        Kind(widget="choice", words=GIVEN_BY),
    ] = Field(default=None, title="Who answered these questions?")
    authorities: Annotated[_YesNo, _kind("authorities")] = Field(
        title=QUESTIONS["authorities"].text, description=QUESTIONS["authorities"].described
    )
    public: Annotated[_YesNo, _kind("public")] = Field(
        title=QUESTIONS["public"].text, description=QUESTIONS["public"].described
    )
    name_form: Annotated[Literal["full", "initials", "none"], _kind("name_form")] = Field(
        title=QUESTIONS["name_form"].text, description=QUESTIONS["name_form"].described
    )
    press: Annotated[_YesNo, _kind("press")] = Field(
        default="no", title=QUESTIONS["press"].text, description=QUESTIONS["press"].described
    )
    sharing: Annotated[_YesNo, _kind("sharing")] = Field(
        default="no", title=QUESTIONS["sharing"].text, description=QUESTIONS["sharing"].described
    )

    @field_validator("reason")
    @classmethod
    def _reason_where_impossible(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("act") == "impossible" and reason is None:
            raise ValueError(REASON_MISSING)
        return reason


class Victim(BaseModel):
    """A person, or a group of persons for whom the same answers hold."""

    model_config = STRICT

    kind: Annotated[
        Literal["person", "group"],
        Kind(
            widget="choice",
            words={"person": "One person", "group": "A group, a community or an organisation"},
        ),
    ] = Field(default="person", title="Is this one person, or a group?")
    name: MaybeLine = Field(
        default=None, title="Full name", description="As in a passport, if you know it."
    )
    aliases: MaybeLine = Field(default=None, title="Other names or spellings")
    description: MaybeText = Field(
        default=None,
        validate_default=True,
        title="Description",
        description="Of a group: who belongs to it. Of a person whose name you do not know or may "
        "not tell: what makes him or her recognisable.",
    )
    number: MaybeLine = Field(
        default=None, title="How many persons?", description="Of a group, at least about."
    )
    sex: Annotated[
        Literal["female", "male", "other"] | None,
        Kind(widget="choice", words={"female": "Female", "male": "Male", "other": "Other"}),
    ] = Field(default=None, title="Sex or gender")
    born: MaybeLine = Field(default=None, title="Date of birth, or age when it happened")
    minor: MaybeSure = Field(
        default=None,
        title="Is, or was, the person a child (under 18)?",
        description="The name of a child is never published.",
    )
    sexual_violence: MaybeSure = Field(
        default=None,
        title="Is the person a victim of sexual violence?",
        description="The name is then never published.",
    )
    nationality: MaybeLine = Field(default=None, title="Nationality or nationalities")
    occupation: MaybeLine = Field(default=None, title="Occupation")
    defender: MaybeLines = Field(
        default=None,
        title="Work for human rights",
        description="If the person is a human-rights defender or journalist: what he or she does.",
    )
    affiliation: MaybeLine = Field(default=None, title="Member of an organisation, party or union")
    background: MaybeLines = Field(
        default=None,
        title="Ethnic, religious or social background",
        description="Only if it matters for what happened.",
    )
    residence: MaybeLines = Field(default=None, title="Place of residence")
    id_number: MaybeLine = Field(
        default=None,
        title="Number of an identity document",
        description="For a disappeared person.",
    )
    whereabouts: MaybeLines = Field(
        default=None, title="Where is the person now, and in what state of health?"
    )
    next_of_kin: MaybeLines = Field(default=None, title="Next of kin")
    obtained: MaybeLines = Field(
        default=None,
        title="When and how was consent given?",
        description="For example: on 3 March, on a signed paper that we keep.",
    )
    consent: ConsentAnswers = Field(title="Consent of the person concerned")

    @field_validator("description")
    @classmethod
    def _somebody(cls, description: str | None, info: ValidationInfo) -> str | None:
        if description is None and info.data.get("kind") == "group":
            raise ValueError(gettext("Describe the group"))
        if description is None and "name" in info.data and info.data["name"] is None:
            raise ValueError(gettext("Enter a name, or describe the person"))
        return description

    @property
    def protected(self) -> bool:
        """Whether the name is never published: a child, a victim of sexual violence, or perhaps."""
        return {self.minor, self.sexual_violence} & {"yes", "unknown"} != set()


class Incident(BaseModel):
    """One thing that happened: when, as exactly as is known, and where."""

    model_config = STRICT

    date: Date = Field(
        title="When did it happen?",
        description="As exactly as you know: 14 March 2026, March 2026 or 2026. You can write the "
        "month in any of the six languages of the United Nations.",
    )
    until: MaybeDate = Field(
        default=None,
        title="Until when?",
        description="If it lasted, or if you only know between which dates it was.",
    )
    time: MaybeLine = Field(
        default=None,
        title="At what time, and how sure is the date?",
        description="For example: at dawn; the witness is not sure of the day.",
    )
    place: Line = Field(
        title="In which place?", description="Town, district, facility: as exactly as you know."
    )
    rights: MaybeLines = Field(default=None, title="Which rights were violated?")
    detention: MaybeText = Field(
        default=None,
        title="If somebody was detained",
        description="Place and authority, charges, legal status, access to a lawyer, a doctor and "
        "the family.",
    )
    evidence: MaybeLines = Field(
        default=None,
        title="What evidence is there?",
        description="Witnesses, documents, pictures. You can add files once it is sent.",
    )

    @field_validator("until")
    @classmethod
    def _in_order(cls, until: str | None, info: ValidationInfo) -> str | None:
        begun = str(info.data.get("date", ""))
        if until is not None and until[: len(begun)] < begun[: len(until)]:
            raise ValueError(gettext("This is before it began: check both dates"))
        return until


class Perpetrator(BaseModel):
    """The alleged perpetrator, as far as known."""

    model_config = STRICT

    who: Text = Field(
        title="Who is alleged to be responsible?",
        description="Names, ranks, units, or what they looked like and wore.",
    )
    kind: Annotated[
        Literal["state", "other", "company", "unknown"] | None,
        Kind(
            widget="choice",
            words={
                "state": "Agents of the State",
                "other": "An armed group or other persons",
                "company": "A company",
                "unknown": "I do not know",
            },
        ),
    ] = Field(default=None, title="What are they?")
    number: MaybeLine = Field(default=None, title="How many?")
    link: MaybeLines = Field(
        default=None,
        title="What links them to the State?",
        description="If they are no agents of it: orders, support, or looking away.",
    )
    why: MaybeLines = Field(default=None, title="Why do you believe that they are responsible?")
