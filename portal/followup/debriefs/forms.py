"""The forms of a debrief: a version, whose draft is kept, the country team's part, invitations."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from portal.followup.debriefs import words
from portal.followup.visits.words import CLAUSES
from portal.web.fields import line, long
from portal.web.forms import CommandForm, DayField, at_most, said, shown_number
from portal.web.i18n.texts import gettext, lazy, ngettext
from shared.reference.debriefs import BREACHED

_LONG, _NOTE = 4_000, 1_000  # characters
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST = 20_000  # characters that a draft keeps of a field


class SeenForm(CommandForm):
    seen = HiddenField(default="0")

    @property
    def shown(self) -> int:
        return shown_number(self.seen.data)


class TeamPartForm(SeenForm):
    text = long(
        lazy("Part of the country team"),
        lazy("Enter what the country team says of the visit"),
        lazy("Name nobody who is at risk, and nobody whom the mandate met."),
        most=_LONG,
        rows=8,
    )


class InviteForm(SeenForm):
    on = DayField(lazy("Day of the debrief"), validators=[InputRequired(lazy("Enter the day"))])
    begins = line(lazy("Time in Geneva"), lazy("Enter the time"), lazy("Such as 09:30"), most=5)
    place = line(
        lazy("Where is it?"),
        lazy("Enter the room, or the address of the meeting"),
        lazy("A room, or the address of a meeting by video. Name nobody."),
        most=_NOTE,
    )
    invited = SelectMultipleField(
        lazy("Who is invited?"),
        choices=said(words.INVITED),
        validators=[InputRequired(lazy("Choose who is invited"))],
    )

    def validate_begins(self, field: Field) -> None:
        if not _TIME.fullmatch(field.data or ""):
            raise ValidationError(gettext("Enter a time such as 09:30"))


class AnswerForm(SeenForm):
    comes = RadioField(
        lazy("Do you come to the debrief?"),
        choices=said({"yes": lazy("Yes, I come"), "no": lazy("No, I do not come")}),
        validators=[InputRequired(lazy("Choose whether you come"))],
    )


class DebriefForm(SeenForm):
    """A value and a note for each clause; ``offer`` leaves those of the terms that were agreed."""

    on = DayField(lazy("Day of the debrief"), validators=[InputRequired(lazy("Enter the day"))])
    attended = SelectMultipleField(
        lazy("Who took part?"),
        choices=said(words.ATTENDED),
        validators=[InputRequired(lazy("Choose who took part"))],
    )
    attendees = long(lazy("Who else took part?"), most=_NOTE, rows=2)
    worked = long(
        lazy("What worked?"),
        lazy("Enter what worked"),
        lazy("Name nobody who is at risk, and nobody whom the mandate met."),
        most=_LONG,
        rows=5,
    )
    promises = long(lazy("What did the Government promise?"), most=_LONG, rows=4)
    lessons = long(
        lazy("What is to be learnt for the next visit?"),
        lazy("Enter what is to be learnt"),
        most=_LONG,
        rows=5,
    )
    reviewed = BooleanField(
        lazy("We went through who is at risk because of the visit"),
        validators=[InputRequired(lazy("Go through who is at risk first, then tick it"))],
        description=lazy(
            "Who they are stands in reprisal cases alone, and nothing here says that there is one. "
            "Log an incident to open a case."
        ),
    )
    reason = long(lazy("Why is it corrected?"), lazy("Say why it is corrected"), most=_NOTE, rows=2)

    def offer(
        self, clauses: Sequence[str], incidents: Mapping[str, int], *, corrects: bool
    ) -> None:
        """``incidents``: how many were logged under each clause: what suggests that it broke."""
        for code in CLAUSES:
            if code not in clauses:
                del self[f"value_{code}"], self[f"note_{code}"]
                continue
            self[f"note_{code}"].label.text = gettext(
                "Note on: %(clause)s", clause=str(CLAUSES[code])
            )
            if number := incidents.get(code, 0):
                self[f"value_{code}"].description = ngettext(
                    "%(count)s incident was logged under this clause.",
                    "%(count)s incidents were logged under this clause.",
                    number,
                )
        if not corrects:
            del self["reason"]

    def suggest(self, incidents: Mapping[str, int], on: date) -> None:
        self.on.data = on
        for code, number in incidents.items():
            if number and f"value_{code}" in self:
                self[f"value_{code}"].data = BREACHED

    @property
    def order(self) -> list[str]:
        """Return the fields as the page has them: clauses after what worked."""
        clauses = [
            name for code in CLAUSES for name in (f"value_{code}", f"note_{code}") if name in self
        ]
        last = ["reviewed", "promises", "lessons", *(["reason"] if "reason" in self else [])]
        return ["on", "attended", "attendees", "worked", *clauses, *last]

    @property
    def shown_fields(self) -> list[Field]:
        return [self[name] for name in self.order]

    @property
    def told(self) -> list[Field]:
        """What a check has: a clause without a note has no line for one."""
        return [one for one in self.shown_fields if one.data or not one.name.startswith("note_")]

    def typed(self) -> dict[str, Any]:
        """What was entered, for a draft."""
        return {name: _kept(self[name]) for name in self.order}

    def is_too_long(self) -> bool:
        """Say so at each text that a draft would not keep whole."""
        some = [one for one in self.shown_fields if isinstance(one, TextAreaField)]
        long_ones = [one for one in some if len(one.data or "") > _LONGEST]
        for one in long_ones:
            one.errors = [str(at_most(_LONGEST))]
        return bool(long_ones)

    def fill(self, typed: Mapping[str, Any]) -> None:
        for name in self.order:
            if name in typed:
                self[name].data = _filled(self[name], typed[name])


def _kept(field: Field) -> Any:
    if isinstance(field, DateField):
        return field.data.isoformat() if field.data else ""
    if isinstance(field, SelectMultipleField):
        return list(field.data or ())
    return bool(field.data) if isinstance(field, BooleanField) else field.data or ""


def _filled(field: Field, kept: Any) -> Any:
    if isinstance(field, DateField):
        return date.fromisoformat(kept) if kept else None
    return kept


_VALUE: Final = lazy("Choose how this clause held")
for _code, _word in CLAUSES.items():
    setattr(
        DebriefForm,
        f"value_{_code}",
        RadioField(_word, choices=said(words.VALUES), validators=[InputRequired(_VALUE)]),
    )
    setattr(DebriefForm, f"note_{_code}", long(_word, most=_NOTE, rows=2))
