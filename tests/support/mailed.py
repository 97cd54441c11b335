"""What goes to each person by mail: headers and texts, as a stand-in mailbox gets them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from pydantic import SecretStr

from portal.homes.notices.sending import send_due
from portal.homes.notices.work import step
from tests.support.following import Post
from tests.support.portal import Pages, Visitor


def mailed(portal: Pages, visitors: Mapping[str, Visitor]) -> dict[str, str]:
    """Make all notices, send all mails, also those that wait until the morning; by person."""
    others = {
        "smtp_url": SecretStr("smtp://127.0.0.1:25"),
        "mail_from": "Rapporteur <no-reply@rapporteur.example>",
        "public_url": "https://rapporteur.example",
    }
    settings, post = portal.settings.model_copy(update=others), Post()
    at = portal.clock()
    step(portal.engine, portal.vault, settings, post, at=at)
    tomorrow = at + timedelta(days=1)
    send_due(portal.engine, portal.vault, settings, post, now=lambda: tomorrow)
    called = {one.account.email: who for who, one in visitors.items() if one.account}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for mail in post.taken():
        texts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        found[called[str(mail["To"])]] += [*map(str, mail.values()), *texts]
    return {who: "\n".join(texts) for who, texts in found.items()}
