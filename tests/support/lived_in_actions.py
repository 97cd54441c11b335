"""Actions of a portal that is used (``lived_in``): published, and changed since; and a draft."""

import json

from shared.contracts.followup_action_commands import AddActionFile, ArchiveAction, CompleteAction
from shared.core.message import derive_id
from tests.support.actions import FOCAL, ONE, WRITER, Actions
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages


def actions(portal: Pages) -> None:
    one = Actions(portal.engine, portal.vault, portal.clock(), told=5_800_000, name="lived in")
    one.planned(f"{UNBROKEN[:100]}", f"{ARABIC} {LONG}"[:2_000])
    one.measured(f"{UNBROKEN[:90]} {ARABIC}"[:200])
    one.reported(f"{ARABIC} {LONG}"[:1_000])
    one.progress(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    _file(one)
    one.published()
    one.progress(f"{ARABIC} more", 80)
    own = Actions(
        portal.engine, portal.vault, portal.clock(), told=5_900_000, name="nhri", owner=FOCAL
    )
    own.planned(f"{ARABIC} {UNBROKEN[:60]}", LONG[:1_000], ONE)
    own.measured()
    done = Actions(portal.engine, portal.vault, portal.clock(), told=6_000_000, name="done")
    done.planned("Done.")
    done.ask(CompleteAction, WRITER, seen=done.state.step)
    away = Actions(portal.engine, portal.vault, portal.clock(), told=6_100_000, name="away")
    away.planned("Away.")
    away.ask(ArchiveAction, WRITER)


def _file(some: Actions) -> None:
    """Let its owner have a file beside its progress."""
    one = str(derive_id("file of an action", some.name))
    details = json.dumps({"name": f"{UNBROKEN[:80]}.pdf", "sha256": "a" * 64, "key": "a key"})
    some.ask(
        AddActionFile,
        some.owner,
        attachment_id=one,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=some.sealed(one, details),
    )
