"""A whole submission: its sections, each field once."""

from typing import Annotated, Any

from pydantic import (
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
)

from portal.casefile.filing.kinds import MaybeDate, MaybeLine, MaybeText, Text
from portal.casefile.filing.people import ConsentAnswers, Incident, Perpetrator, Victim
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

MOST_VICTIMS = 2_000
_MOST = 50
DATE_MISSING = lazy("Say when it happened, as exactly as you know")
PLACE_MISSING = lazy("Say in which place it happened")
CONSENT_MISSING = lazy("Answer the questions about consent")


def _as_list(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "text"


class Filing(
    Reprisal,
    Legislation,
    Business,
    RequestedAction,
    DomesticAction,
    Confidentiality,
    Urgency,
    Story,
    Submitter,
):
    """A submission as it is filed. Names and texts are sealed before anything is stored.

    ``victims`` and ``perpetrators`` are lists; one text will do for one person, whose consent is
    then ``consent``. So are ``incidents``, where ``date`` and ``place`` will do for one.
    """

    victims: Annotated[
        Annotated[Text, Tag("text")]
        | Annotated[list[Victim], Field(min_length=1, max_length=MOST_VICTIMS), Tag("list")],
        Discriminator(_as_list),
    ] = Field(
        title="Who are the alleged victims?",
        description="A list of persons and groups, each with its own consent. Or a text about one "
        "of them: name, age, nationality, occupation, as far as you know them.",
    )
    perpetrators: Annotated[
        Annotated[MaybeText, Tag("text")]
        | Annotated[list[Perpetrator], Field(max_length=_MOST), Tag("list")],
        Discriminator(_as_list),
    ] = Field(
        default=None,
        title="Who is alleged to be responsible?",
        description="If known: a list, or a text: State forces, unit, rank, name, or other "
        "actors, and why you believe so.",
    )
    incidents: list[Incident] = Field(
        default_factory=list, max_length=_MOST, title="When and where did it happen?"
    )
    date: MaybeDate = Field(
        default=None,
        validate_default=True,
        title="When did it happen?",
        description="Instead of ``incidents``, as exactly as is known: 2026-03-14, 2026-03, 2026, "
        "or as people write it in any of the six languages: 14 March 2026, 14 mars 2026.",
    )
    place: MaybeLine = Field(
        default=None,
        validate_default=True,
        title="In which place?",
        description="Instead of ``incidents``: town, district, facility, as exactly as you know.",
    )
    consent: ConsentAnswers | None = Field(
        default=None,
        validate_default=True,
        title="Consent of the person concerned",
        description="Required where ``victims`` is a text; else each of them has its own.",
    )

    @field_validator("date", "place")
    @classmethod
    def _once(cls, value: str | None, info: ValidationInfo) -> str | None:
        incidents = info.data.get("incidents")
        if value is None and incidents == []:
            raise ValueError(DATE_MISSING if info.field_name == "date" else PLACE_MISSING)
        if value is not None and incidents:
            raise ValueError(gettext("Give this with the incidents, not twice"))
        return value

    @field_validator("consent")
    @classmethod
    def _each_once(
        cls, consent: ConsentAnswers | None, info: ValidationInfo
    ) -> ConsentAnswers | None:
        victims = info.data.get("victims")
        if consent is None and isinstance(victims, str):
            raise ValueError(CONSENT_MISSING)
        if consent is not None and isinstance(victims, list):
            raise ValueError(gettext("Give this with each victim, not twice"))
        return consent

    @property
    def persons(self) -> list[Victim]:
        """The victims, however they were written."""
        if self.consent is None or not isinstance(self.victims, str):
            return list(self.victims) if isinstance(self.victims, list) else []
        return [
            Victim.model_construct(kind="person", description=self.victims, consent=self.consent)
        ]

    @property
    def happened(self) -> list[Incident]:
        """The incidents, however they were written."""
        if self.date is None or self.place is None:
            return self.incidents
        return [Incident(date=self.date, place=self.place)]

    @property
    def responsible(self) -> list[Perpetrator]:
        """The alleged perpetrators, however they were written."""
        if isinstance(self.perpetrators, str):
            return [Perpetrator.model_construct(who=self.perpetrators)]
        return self.perpetrators or []
