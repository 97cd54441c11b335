"""A page that takes files with a form: kept when it is sent, checked once more, then told of.

The same form with other files is another command, so that its service says whether it took them:
what no fact tells of keeps its note, and is swept.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import request

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.carrying import FIELD, Carried, carried, keep_all, must_wait
from portal.casefile.attachments.forms import chosen, rules
from portal.casefile.attachments.keep import library_file
from portal.casefile.attachments.taking import Refused, give_back, is_claimed
from portal.web.act import About, Answer, Page, act, shown
from portal.web.check import Check
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n.texts import gettext
from shared.contracts.commands import Command
from shared.contracts.stakeholders_library import LibraryFile


def _was_claimed(file: Carried) -> bool:
    return is_claimed(file.kept.object_name)


def upload(
    about: About,
    form: CommandForm,
    page: Callable[[], Page],
    command: Callable[[tuple[LibraryFile, ...]], Command],
    check: Callable[[], Check],
    *,
    subject: str,
    needed: str,
    alone: str = "",
    told: Callable[[Carried], bool] = _was_claimed,
    said: str,
) -> Answer:
    """Show the page with a field for files, the check page, and ask for the command with them.

    ``subject``: of what they will belong to. ``needed``: said where none was chosen; ``alone``:
    of more than one, where the page takes one. ``told``: whether this very form brought a file
    before; if the subject is of this form alone, whether any command did.
    """
    going = carried(subject)

    def with_files() -> Page:
        given = {"going": going, "rules": rules()}
        return replace(page(), template="attachments/upload.html", given=given)

    def asked() -> Command:
        _must_be_some(going, needed, alone)
        must_wait([each for each in going if not told(each)])
        form.of_files = [each.kept.object_name for each in going]
        return command(tuple(library_file(each.kept, each.attachment_id) for each in going))

    def checked() -> Check:
        new = keep_all(chosen(), subject)
        every, tokens = [*going, *new], request.form.getlist(FIELD)
        try:
            _must_be_some(every, needed, alone)
        except Refused:
            give_back(*(each.kept.object_name for each in new))
            raise
        made = check()
        names = "\n".join(each.name for each in every)
        return replace(
            made,
            answers=[*made.answers, (gettext("Files"), names)],
            also=[(FIELD, each.token) for each in every if each.token not in tokens],
        )

    def then() -> None:
        with engine().begin() as conn:
            unclaimed.strike(conn, form.of_files)

    try:
        return act(about, form, with_files, asked, checks=checked, then=then, said=said)
    except Refused as no:
        form["files"].errors = [str(no)]
        return shown(about, form, with_files), no.status


def _must_be_some(files: Sequence[Carried], needed: str, alone: str) -> None:
    if not files:
        raise Refused(needed)
    if alone and len(files) > 1:
        raise Refused(alone)
