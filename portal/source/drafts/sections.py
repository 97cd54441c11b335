"""The tasks of the form: one for each field group of procedure.md section 3.2."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from portal.casefile.filing import Incident, Perpetrator, Victim
from portal.casefile.filing.kinds import STRICT, Date, Kind
from portal.casefile.filing.sections import (
    Business,
    Confidentiality,
    DomesticAction,
    Legislation,
    Reprisal,
    RequestedAction,
    Story,
    Submitter,
    Urgency,
)


class Entry(BaseModel):
    """The way in which it reached the desk, if it came by no form."""

    model_config = STRICT

    channel: Annotated[
        Literal["letter", "email", "telephone"],
        Kind(
            widget="choice",
            words={"letter": "By letter", "email": "By e-mail", "telephone": "By telephone"},
        ),
    ] = Field(title="How did it come in?")
    came: Date = Field(
        title="On which day?", description="The day of receipt, such as 14 March 2026."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """``each``: what one entry of a list is called; None where it is no list.

    ``required``: nothing can be sent without it.
    """

    title: str
    model: type[BaseModel]
    lead: str = ""
    each: str | None = None
    required: bool = False


ENTRY: Final = "entry"
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        ENTRY: Section(title="How it came in", model=Entry, required=True),
        "submitter": Section(
            title="Who submits",
            model=Submitter,
            lead="This is kept in a vault of its own. No Government ever learns it.",
            required=True,
        ),
        "victims": Section(
            title="Who is concerned, and their consent",
            model=Victim,
            lead="Add each person, or a group for whom the same answers hold. Consent is asked of "
            "each of them.",
            each="person or group",
            required=True,
        ),
        "incidents": Section(
            title="When and where",
            model=Incident,
            lead="Add each thing that happened, as exactly as you know.",
            each="incident",
            required=True,
        ),
        "story": Section(title="What happened", model=Story, required=True),
        "perpetrators": Section(
            title="Who is responsible",
            model=Perpetrator,
            lead="As far as you know. Leave this out if you do not.",
            each="person, unit or company",
        ),
        "urgency": Section(title="Urgency", model=Urgency, required=True),
        "action": Section(
            title="What you ask for, and of whom",
            model=RequestedAction,
            lead="Leave this out to let the mandates decide.",
        ),
        "domestic": Section(
            title="What was tried before",
            model=DomesticAction,
            lead="None of this is a condition for writing to us.",
        ),
        "confidentiality": Section(title="What must stay confidential", model=Confidentiality),
        "reprisal": Section(title="Reprisals", model=Reprisal),
        "business": Section(
            title="Companies", model=Business, lead="Only if companies are involved."
        ),
        "legislation": Section(
            title="A law or a bill", model=Legislation, lead="Only if it is about one."
        ),
    }
)
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "You": (ENTRY, "submitter", "confidentiality"),
        "What happened": ("victims", "incidents", "story", "perpetrators", "urgency"),
        "What you ask for": ("action", "domestic"),
        "Only if it applies": ("reprisal", "business", "legislation"),
    }
)
"""The tasks under the headings of the task list."""
