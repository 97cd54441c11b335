"""The steps of a reprisal case: a form each, and the typed command that it asks for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.followup.reprisals import details, forms
from portal.followup.reprisals.found import subject_of
from portal.followup.reprisals.queries import Case
from portal.web.context import vault
from portal.web.forms import given, shown_number
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_reprisal_commands import (
    AssessReprisalHarm,
    CloseReprisal,
    ContactReprisalVictim,
    DecideReprisalAction,
    EndReprisalShowing,
    FollowUpReprisal,
    LinkReprisalLetter,
    NameReprisalGroup,
    NoteReprisalDocument,
    PassReprisalOn,
    RecordReprisalAnswer,
    RecordReprisalConsent,
    RecordReprisalDetails,
    ReopenReprisal,
    ScreenReprisal,
    SendReprisalForReport,
    ShareReprisal,
    ShowReprisal,
    Step,
    StrikeReprisalDocument,
    TakeReprisalAction,
    UnlinkReprisalLetter,
)
from shared.core.case_numbers import case_number
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """``lead``: what the step does. ``command``: from the case and the form."""

    heading: str
    lead: str
    form: Callable[[], Any]
    command: Callable[[Case, Any], Step]


def _on(one: Case, form: Any) -> dict[str, Any]:
    return {"case_id": one.case_id, "step": shown_number(form.step.data)}


def _text(one: Case, typed: str | None) -> Sealed:
    return vault().seal(subject_of(one.case_id), typed or "")


def _maybe(one: Case, typed: str | None) -> Sealed | None:
    return _text(one, typed) if typed else None


def _name(one: Case, f: forms.GroupForm) -> Step:
    holders, officers = tuple(f.holders.data or ()), tuple(f.officers.data or ())
    return NameReprisalGroup(**_on(one, f), holders=holders, officers=officers)


def _pass(one: Case, f: forms.PassForm) -> Step:
    return PassReprisalOn(**_on(one, f), mandate=f.mandate.data or "")


def _contact(one: Case, f: forms.ContactForm) -> Step:
    return ContactReprisalVictim(**_on(one, f), channel=f.channel.data or "")


def _details(one: Case, f: details.DetailsForm) -> Step:
    told: dict[str, Any] = {name: _maybe(one, text) for name, text in details.typed(f).items()}
    return RecordReprisalDetails(**_on(one, f), **told)


def _screen(one: Case, f: forms.ScreenForm) -> Step:
    return ScreenReprisal(
        **_on(one, f),
        in_scope=f.scope.data == "yes",
        cooperation=_text(one, f.cooperation.data),
        next_look_on=f.next_look_on.data,
    )


def _consent(one: Case, f: forms.ConsentForm) -> Step:
    return RecordReprisalConsent(
        **_on(one, f),
        consent=f.consent.data or "",
        answer=f.answer.data or "",
        given_by=f.given_by.data or "",
        informed=bool(f.informed.data),
        note=_maybe(one, f.note.data),
    )


def _harm(one: Case, f: forms.HarmForm) -> Step:
    return AssessReprisalHarm(
        **_on(one, f),
        consent=f.consent.data or "",
        assessed_on=given(f.assessed_on),
        assessment=_text(one, f.assessment.data),
    )


def _decide(one: Case, f: forms.DecideForm) -> Step:
    return DecideReprisalAction(**_on(one, f), action=f.action.data or "")


def _take(one: Case, f: forms.TakeForm) -> Step:
    return TakeReprisalAction(
        **_on(one, f),
        action=f.action.data or "",
        taken_on=given(f.taken_on),
        note=_text(one, f.note.data),
    )


def _letter(one: Case, f: forms.LetterForm) -> Step:
    return LinkReprisalLetter(**_on(one, f), letter=_text(one, f.letter.data))


def _unlink(one: Case, f: forms.UnlinkForm) -> Step:
    return UnlinkReprisalLetter(**_on(one, f), number=shown_number(f.number.data))


def _show(one: Case, f: forms.ShowForm) -> Step:
    part, _, account_id = (f.person.data or "").partition(":")
    return ShowReprisal(
        **_on(one, f),
        account_id=account_id,
        as_part=part,
        until=given(f.until),
        text=_text(one, f.text.data),
    )


def _unshow(one: Case, f: forms.UnshowForm) -> Step:
    return EndReprisalShowing(**_on(one, f), account_id=f.person.data or "")


def _answer(one: Case, f: forms.AnswerForm) -> Step:
    return RecordReprisalAnswer(
        **_on(one, f),
        value=f.value.data or "",
        answered_on=given(f.answered_on),
        answer=_maybe(one, f.answer.data),
    )


def _send(one: Case, f: forms.SendForm) -> Step:
    return SendReprisalForReport(
        **_on(one, f),
        year=f.year.number or 0,
        part=f.part.data or "",
        words=len((f.text.data or "").split()),
        text=_text(one, f.text.data),
    )


def _share(one: Case, f: forms.ShareForm) -> Step:
    return ShareReprisal(**_on(one, f), with_whom="mailbox")


def _document(one: Case, f: forms.DocumentForm) -> Step:
    upper = (f.symbol.data or "").upper()
    symbol = re.sub(r"/(ADD|CORR|REV)\.", lambda one: f"/{one[1].capitalize()}.", upper)
    return NoteReprisalDocument(**_on(one, f), symbol=symbol, published_on=given(f.published_on))


def _strike(one: Case, f: forms.StrikeForm) -> Step:
    return StrikeReprisalDocument(
        **_on(one, f), symbol=f.symbol.data or "", note=_text(one, f.note.data)
    )


def summary(one: Case) -> str:
    """Return what is copied to the Office's mailbox: nothing that a bystander could use (XR7)."""
    lines = [
        gettext("A case waits for the focal point."),
        gettext("Its number is %(number)s.", number=case_number(one.case_id)),
        *([gettext("It is urgent.")] if one.imminent else []),
        gettext("Ask the focal point in person. Write nothing about it in an answer."),
    ]
    return "\n".join(lines)


def _follow(one: Case, f: forms.FollowForm) -> Step:
    return FollowUpReprisal(
        **_on(one, f),
        condition=f.condition.data or "",
        next_look_on=given(f.next_look_on),
        note=_maybe(one, f.note.data),
    )


def _close(one: Case, f: forms.CloseForm) -> Step:
    return CloseReprisal(**_on(one, f), reason=f.reason.data or "", told_on=f.told_on.data)


def _reopen(one: Case, f: forms.ReopenForm) -> Step:
    return ReopenReprisal(**_on(one, f), told_on=f.told_on.data, next_look_on=given(f.next_look_on))


SPECS: Final[Mapping[str, Spec]] = {
    "name": Spec(
        heading=lazy("Name the group"),
        lead=lazy("The case exists for the focal points and those named here, and nobody else."),
        form=forms.GroupForm,
        command=_name,
    ),
    "pass": Spec(
        heading=lazy("Pass the case on to another mandate"),
        lead=lazy("Its group is named anew: until then it exists for the focal points alone."),
        form=forms.PassForm,
        command=_pass,
    ),
    "contact": Spec(
        heading=lazy("Record that the victim was contacted"),
        lead=lazy("Within 24 hours of the report, and never by mail."),
        form=forms.ContactForm,
        command=_contact,
    ),
    "details": Spec(
        heading=lazy("Record the particulars"),
        lead=lazy("Fill in what is known. It replaces what was recorded before."),
        form=details.DetailsForm,
        command=_details,
    ),
    "screen": Spec(
        heading=lazy("Screen the case"),
        lead=lazy("Within 48 hours of the report. Out of scope, the case ends."),
        form=forms.ScreenForm,
        command=_screen,
    ),
    "consent": Spec(
        heading=lazy("Record a consent"),
        lead=lazy(
            "Each action needs its own. What is withdrawn stops what was not done, and marks for "
            "review what is public."
        ),
        form=forms.ConsentForm,
        command=_consent,
    ),
    "harm": Spec(
        heading=lazy("Assess the harm"),
        lead=lazy("An action is decided on an assessment of the last seven days."),
        form=forms.HarmForm,
        command=_harm,
    ),
    "decide": Spec(
        heading=lazy("Decide on an action"),
        lead=lazy("A letter about what is imminent goes out as an urgent appeal."),
        form=forms.DecideForm,
        command=_decide,
    ),
    "take": Spec(
        heading=lazy("Record that an action was taken"),
        lead=lazy("A letter never names the victim without consent."),
        form=forms.TakeForm,
        command=_take,
    ),
    "letter": Spec(
        heading=lazy("Link a letter"),
        lead=lazy("The group of this case alone reads it: nothing on the letter shows it."),
        form=forms.LetterForm,
        command=_letter,
    ),
    "unlink": Spec(
        heading=lazy("Unlink a letter"),
        lead=lazy("It was linked by mistake. The letter itself stays as it is."),
        form=forms.UnlinkForm,
        command=_unlink,
    ),
    "answer": Spec(
        heading=lazy("Record the answer of the State"),
        lead=lazy("The group of this case alone reads it."),
        form=forms.AnswerForm,
        command=_answer,
    ),
    "send": Spec(
        heading=lazy("Send it for the report of the Secretary-General"),
        lead=lazy("It needs its own consent, and replaces what was sent for the same year."),
        form=forms.SendForm,
        command=_send,
    ),
    "share": Spec(
        heading=lazy("Copy it to the mailbox of the Office"),
        lead=lazy(
            "Nothing is sent from here: copy this summary yourself. It names nobody, and neither "
            "the State nor what happened."
        ),
        form=forms.ShareForm,
        command=_share,
    ),
    "show": Spec(
        heading=lazy("Show a text to somebody outside the group"),
        lead=lazy(
            "It needs consent to tell others. Tell them yourself that it is there: no notice or "
            "mail does. It ends after the last day, or before if the consent is withdrawn, it gets "
            "worse or the case is closed. Each reading is recorded."
        ),
        form=forms.ShowForm,
        command=_show,
    ),
    "unshow": Spec(
        heading=lazy("Show it no more"),
        lead=lazy("Whoever it was shown to finds nothing here any more."),
        form=forms.UnshowForm,
        command=_unshow,
    ),
    "document": Spec(
        heading=lazy("Note a public document of the United Nations"),
        lead=lazy("Statistics have only cases of which such a document tells."),
        form=forms.DocumentForm,
        command=_document,
    ),
    "strike": Spec(
        heading=lazy("Strike a public document"),
        lead=lazy("It was noted by mistake. Statistics do not have the case because of it."),
        form=forms.StrikeForm,
        command=_strike,
    ),
    "follow": Spec(
        heading=lazy("Follow it up"),
        lead=lazy("Once it is worse, consents and assessments are asked for anew."),
        form=forms.FollowForm,
        command=_follow,
    ),
    "close": Spec(
        heading=lazy("Close the case"),
        lead=lazy("A Mandate-holder and a focal point agree to the same reason, one by one."),
        form=forms.CloseForm,
        command=_close,
    ),
    "reopen": Spec(
        heading=lazy("Open the case again"),
        lead=lazy("Consents and assessments are asked for anew."),
        form=forms.ReopenForm,
        command=_reopen,
    ),
}
