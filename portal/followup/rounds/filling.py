"""A provider's part of a round by a sheet: downloaded, filled in elsewhere, and kept as a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.followup.rounds import found, queries, sheet
from portal.followup.rounds.forms import SheetForm
from portal.followup.rounds.queries import Answer as Kept
from portal.followup.rounds.queries import Own
from portal.followup.rounds.sheet import Line, Origin
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.sheet import XLSX
from shared.contracts.followup_round_commands import Filled, KeepAnswers
from shared.core.message import derive_id

bp = Blueprint("roundsheets", __name__, url_prefix="/rounds/<uuid:round_id>")

_asked = require(*queries.ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What of the round this provider may fill in, and what it kept of it."""

    one: Own
    rows: Sequence[str]
    texts: Mapping[str, str | None]
    kept: Mapping[str, Kept]
    said: Mapping[str, str | None]

    @property
    def gone(self) -> Mapping[str, str]:
        """The answers to what this provider can read no more."""
        return {row: self.answer(row) for row in self.rows if row not in self.texts}

    @property
    def wishes(self) -> bool:
        return self.one.kind != "government"

    @property
    def origin(self) -> Origin:
        """What a sheet of it is made of: an erased answer is no step of the round."""
        return Origin(
            round_id=self.one.round_id,
            provider_id=self.one.provider_id,
            step=self.one.steps,
            erased=sum(text is None for text in self.said.values()),
        )

    def answer(self, row: str) -> str:
        kept = self.kept.get(row)
        return (self.said[kept.text.cipher] or "") if kept and kept.text else ""


@bp.get("/sheet.xlsx")
@_asked
def download(round_id: UUID) -> Response:
    part = _part(round_id)
    lines = [
        Line(
            row=row,
            text=text or "",
            answer=part.answer(row),
            wish=part.kept[row].wish if row in part.kept else "publish",  # type: ignore[arg-type]
        )
        for row, text in part.texts.items()
    ]
    answer = Response(sheet.made(lines, part.origin, wishes=part.wishes), mimetype=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="follow-up.xlsx"'
    return answer


@bp.route("/sheet", methods=["GET", "POST"])
@_asked
def fill(round_id: UUID) -> Answer:
    part = _part(round_id)
    one = part.one
    form = SheetForm(rows=list(part.texts), gone=part.gone, origin=part.origin, wishes=part.wishes)
    if request.method == "GET":
        form.seen.data = str(one.steps)
    return act(
        found.about_own(one),
        form,
        Page(
            heading=gettext("Fill in a sheet"),
            lead=gettext(
                "Download the sheet, write your answers into it, and send it here. They are kept "
                "as a draft, as if you had typed them; what you leave as it was stays as it is."
            ),
            button=gettext("Keep the draft"),
            template="rounds/fill.html",
            given={"one": one},
        ),
        lambda: KeepAnswers(round_id=one.round_id, seen=form.shown, answers=_changed(part, form)),
        said=gettext("Your draft is kept."),
    )


def _changed(part: _Part, form: SheetForm) -> tuple[Filled, ...]:
    """Return the rows that differ from the draft: an answer that was erased counts as none."""
    new = []
    for each in form.filled:
        kept = part.kept.get(each.row)
        same = each.answer == part.answer(each.row)
        if same and (not each.answer or (kept is not None and kept.wish == each.wish)):
            continue
        answer_id = str(
            derive_id("round answer", part.one.provider_id, each.row, form.command_id.data or "")
        )
        text = found.sealed(answer_id, each.answer) if each.answer else None
        new.append(
            Filled(recommendation_id=each.row, answer_id=answer_id, text=text, wish=each.wish)
        )
    return tuple(new)


def _part(round_id: UUID) -> _Part:
    one = found.asked(round_id)
    if not one.open:
        raise NotFound
    with engine().connect() as conn:
        rows = [each.recommendation_id for each in queries.rows_of(conn, one.round_id)]
        seen, kept = found.seen_rows(conn, rows), queries.drafted(conn, one)
    texts = {row: seen[row][1] for row in rows if row in seen}
    said = found.opened([each.text for each in kept.values()])
    return _Part(one=one, rows=rows, texts=texts, kept=kept, said=said)
