"""A member gives preferences: what they gave is opened for them, changed, and sealed anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from portal.selection import files, sealed
from portal.selection.given import of_member
from portal.selection.stage import Vacancy
from portal.web.accounts.access import current_actor
from shared.contracts.stakeholders_review import Scored, Sheet
from shared.contracts.stakeholders_review_commands import SubmitPreferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What this member gave. ``lost``: it cannot be opened any more, and has to be given again."""

    vacancy: Vacancy
    files: frozenset[str]
    version: int = 0
    order: tuple[str, ...] = ()
    scored: Mapping[str, Scored] = field(default_factory=dict)
    lost: bool = False

    def with_score(self, scored: Scored) -> Sheet:
        """Return the scores of the files that are there, with this one."""
        all_ = {**self.scored, scored.candidate_id: scored}
        return Sheet(scored=tuple(all_[one] for one in sorted(all_) if one in self.files))


def given(conn: Connection, vacancy: Vacancy) -> Given:
    """Return what this member gave for the vacancy, in the clear of before or under seal."""
    actor, vacancy_id = current_actor(), vacancy.vacancy_id
    here = frozenset(one.candidate_id for one in files.files(conn, actor, vacancy_id))
    clear = {
        one.candidate_id: Scored(candidate_id=one.candidate_id, scores=one.scores, note=one.note)
        for one in files.visible_scores(conn, actor, vacancy_id)
        if one.member_id == actor.actor_id
    }
    kept = of_member(conn, actor.actor_id).get(vacancy_id)
    if kept is None or kept.commitment is None or vacancy.review_closed_at is not None:
        version = kept.version if kept else 0
        return Given(vacancy=vacancy, files=here, version=version, scored=clear)
    sheet = sealed.own(kept.commitment)
    if sheet is None:
        return Given(vacancy=vacancy, files=here, version=kept.version, scored=clear, lost=True)
    return Given(
        vacancy=vacancy,
        files=here,
        version=kept.version,
        order=sheet.order,
        scored={**clear, **{one.candidate_id: one for one in sheet.scored}},
    )


def seal(before: Given, sheet: Sheet) -> SubmitPreferences:
    """Keep a sheet in the place of what was given before; the command has its hash alone."""
    version = before.version + 1
    commitment = sealed.keep(before.vacancy, current_actor().actor_id, version, sheet)
    about = before.files if sheet.order else {one.candidate_id for one in sheet.scored}
    return SubmitPreferences(
        vacancy_id=before.vacancy.vacancy_id,
        version=version,
        commitment=commitment,
        candidate_ids=tuple(sorted(about)),
    )
