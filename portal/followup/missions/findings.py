"""Log that the Government heard the preliminary findings of a visit first, or refused to (M11)."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from portal.followup.missions import offered, words
from portal.followup.missions.forms import RefusedForm, SharedForm
from portal.followup.missions.found import about, decides, of, sealed, written
from portal.followup.missions.queries import Mission
from portal.web.act import Answer, Page, act
from portal.web.context import today
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_mission_commands import (
    RecordPreliminaryFindingsRefused,
    RecordPreliminaryFindingsShared,
)
from shared.core.message import derive_id


def findings(mission_id: UUID, what: str) -> Answer:
    one = written(mission_id)
    if what not in offered.findings(one, decides=decides(one)):
        raise NotFound
    return _shared(one) if what == "shared" else _refused(one)


def _shared(one: Mission) -> Answer:
    form = SharedForm()
    _filled(form, one)
    note_id = str(derive_id("mission findings", form.id))
    return act(
        about(one),
        form,
        Page(
            heading=str(words.STEPS["findings_shared"]),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "The Government hears them before everybody. The end-of-mission statement can "
                    "be issued once this is logged."
                ),
            ],
            button=gettext("Log it"),
            leave=gettext("Not now"),
        ),
        lambda: RecordPreliminaryFindingsShared(
            **of(one, form.shown),
            on=given(form.on),
            office=form.office.data or "",
            channel=form.channel.data or "",
            note_id=note_id,
            note=sealed(note_id, form.note.data) if form.note.data else None,
        ),
        said=gettext("It is logged."),
    )


def _refused(one: Mission) -> Answer:
    form = RefusedForm()
    _filled(form, one)
    note_id = str(derive_id("mission findings", form.id))
    return act(
        about(one),
        form,
        Page(
            heading=str(words.STEPS["findings_refused"]),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "It stays on record with your reason, and the end-of-mission statement can be "
                    "issued."
                ),
            ],
            button=gettext("Log it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: RecordPreliminaryFindingsRefused(
            **of(one, form.shown),
            on=given(form.on),
            office=form.office.data or "",
            note_id=note_id,
            note=sealed(note_id, form.note.data or ""),
        ),
        said=gettext("It is logged."),
    )


def _filled(form: SharedForm | RefusedForm, one: Mission) -> None:
    form.offer()
    if request.method == "GET":
        form.seen.data, form.on.data = str(one.steps), today()
