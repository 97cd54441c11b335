"""What people of the portal that everybody has used wrote themselves, and what they are called."""

from re import Pattern, escape
from re import compile as compile_

from sqlalchemy import select

from portal.followup.recommendations.words import short
from portal.web.accounts.tables import accounts
from tests.support.committee import ANA, BEN, CAI
from tests.support.followup import UNSEALED
from tests.support.items import MEMBERS, ORGANISATION
from tests.support.lived_in import LivedIn
from tests.support.long_texts import ARABIC, LONG, UNBROKEN


def own_words(world: LivedIn) -> Pattern[str]:
    """Return what finds names of people and organisations, and ids, which stand in titles too."""
    with world.portal.engine.connect() as conn:
        people = conn.scalars(select(accounts.c.name)).all()
    written = {"Because.", ARABIC, UNBROKEN, UNBROKEN[:60]}
    titled = ("A session.", "Asked.", "A group.", "A dialogue.", "Somebody")
    organisations = ("Seen Watch", "Own Watch", "Part Watch", "Whole Watch")
    written |= {f"{name}{LONG}"[:200] for name in (*organisations, *titled)}
    written |= {f"Own{LONG}"[:100], ANA, BEN, CAI}
    chosen = f"Close it. {ARABIC} {UNBROKEN}"  # said in choices, in full or cut
    written |= {chosen, chosen[:160]}
    written |= {"Quib manual", "Quib yes", "Quib no"}
    items = {f"planted {one} item.{LONG}" for one in ("official", "shown", "confidential")}
    items |= {f"planted place of a meeting.{LONG}"}
    items |= {f"planted own.{LONG}", f"{ARABIC} {LONG}", f"{UNBROKEN[:100]} {LONG}"}
    written |= {short(one) for one in items} | {one.partition(" https:")[0] for one in items}
    ids = {"Person", "account-", UNSEALED.subject, ORGANISATION, "nhri-1", "nhri-2"}
    ids |= {each for some in MEMBERS.values() for each in some}
    names = sorted({*people, *written, *ids}, key=len, reverse=True)
    return compile_("|".join(map(escape, names)))
