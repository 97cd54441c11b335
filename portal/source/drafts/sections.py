"""The tasks of the form: one for each field group of procedure.md section 3.2."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final, Literal, TypeAlias

from markupsafe import Markup
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
from portal.web.i18n.texts import gettext, lazy


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


Numbered: TypeAlias = Callable[[int], str]


def _link(said: str, number: int) -> Markup:
    """Return the words of a link of which those are hidden that the page shows anyway."""
    return Markup(said) % {"number": number}  # noqa: S704  # ours; the number is escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Each:
    """What a list says of its entries: whole sentences, since languages bend a noun in each.

    Those of a number say which of them is meant.
    """

    add: str
    another: str
    change: str
    remove: str
    needed: str
    empty: str
    numbered: Numbered
    change_numbered: Numbered
    remove_numbered: Numbered
    consent_numbered: Numbered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """``each``: the words for one entry of a list; None where it is no list.

    ``required``: nothing can be sent without it.
    """

    title: str
    model: type[BaseModel]
    lead: str = ""
    each: Each | None = None
    required: bool = False


PERSON_OR_GROUP: Final = Each(
    add=lazy("Add a person or group"),
    another=lazy("Add another person or group"),
    change=lazy("Change this person or group"),
    remove=lazy("Remove this person or group?"),
    needed=lazy("Add at least one person or group"),
    empty=lazy("Each person or group that you add appears here."),
    numbered=lambda number: gettext("Person or group %(number)s", number=number),
    change_numbered=lambda number: _link(
        gettext('Change<span class="govuk-visually-hidden"> person or group %(number)s</span>'),
        number,
    ),
    remove_numbered=lambda number: _link(
        gettext('Remove<span class="govuk-visually-hidden"> person or group %(number)s</span>'),
        number,
    ),
    consent_numbered=lambda number: gettext("Consent of person or group %(number)s", number=number),
)
INCIDENT: Final = Each(
    add=lazy("Add an incident"),
    another=lazy("Add another incident"),
    change=lazy("Change this incident"),
    remove=lazy("Remove this incident?"),
    needed=lazy("Add at least one incident"),
    empty=lazy("Each incident that you add appears here."),
    numbered=lambda number: gettext("Incident %(number)s", number=number),
    change_numbered=lambda number: _link(
        gettext('Change<span class="govuk-visually-hidden"> incident %(number)s</span>'),
        number,
    ),
    remove_numbered=lambda number: _link(
        gettext('Remove<span class="govuk-visually-hidden"> incident %(number)s</span>'),
        number,
    ),
)
RESPONSIBLE: Final = Each(
    add=lazy("Add a person, unit or company"),
    another=lazy("Add another person, unit or company"),
    change=lazy("Change this person, unit or company"),
    remove=lazy("Remove this person, unit or company?"),
    needed=lazy("Add at least one person, unit or company"),
    empty=lazy("Each person, unit or company that you add appears here."),
    numbered=lambda number: gettext("Person, unit or company %(number)s", number=number),
    change_numbered=lambda number: _link(
        gettext(
            'Change<span class="govuk-visually-hidden"> person, unit or company %(number)s</span>'
        ),
        number,
    ),
    remove_numbered=lambda number: _link(
        gettext(
            'Remove<span class="govuk-visually-hidden"> person, unit or company %(number)s</span>'
        ),
        number,
    ),
)


ENTRY: Final = "entry"
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        ENTRY: Section(title=lazy("How it came in"), model=Entry, required=True),
        "submitter": Section(
            title=lazy("Who submits"),
            model=Submitter,
            lead=lazy("This is kept in a vault of its own. No Government ever learns it."),
            required=True,
        ),
        "victims": Section(
            title=lazy("Who is concerned, and their consent"),
            model=Victim,
            lead=lazy(
                "Add each person, or a group for whom the same answers hold. Consent is asked of "
                "each of them."
            ),
            each=PERSON_OR_GROUP,
            required=True,
        ),
        "incidents": Section(
            title=lazy("When and where"),
            model=Incident,
            lead=lazy("Add each thing that happened, as exactly as you know."),
            each=INCIDENT,
            required=True,
        ),
        "story": Section(title=lazy("What happened"), model=Story, required=True),
        "perpetrators": Section(
            title=lazy("Who is responsible"),
            model=Perpetrator,
            lead=lazy("As far as you know. Leave this out if you do not."),
            each=RESPONSIBLE,
        ),
        "urgency": Section(title=lazy("Urgency"), model=Urgency, required=True),
        "action": Section(
            title=lazy("What you ask for, and of whom"),
            model=RequestedAction,
            lead=lazy("Leave this out to let the mandates decide."),
        ),
        "domestic": Section(
            title=lazy("What was tried before"),
            model=DomesticAction,
            lead=lazy("None of this is a condition for writing to us."),
        ),
        "confidentiality": Section(
            title=lazy("What must stay confidential"), model=Confidentiality
        ),
        "reprisal": Section(title=lazy("Reprisals"), model=Reprisal),
        "business": Section(
            title=lazy("Companies"), model=Business, lead=lazy("Only if companies are involved.")
        ),
        "legislation": Section(
            title=lazy("A law or a bill"), model=Legislation, lead=lazy("Only if it is about one.")
        ),
    }
)
GROUPS: Sequence[tuple[str, tuple[str, ...]]] = (
    (lazy("You"), (ENTRY, "submitter", "confidentiality")),
    (lazy("What happened"), ("victims", "incidents", "story", "perpetrators", "urgency")),
    (lazy("What you ask for"), ("action", "domestic")),
    (lazy("Only if it applies"), ("reprisal", "business", "legislation")),
)
"""The headings of the task list, and the tasks under each."""
