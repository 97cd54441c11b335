from dataclasses import replace

from portal.followup.publication import queries
from portal.followup.publication.read_model import LETTER as THE_LETTER
from portal.followup.publication.read_model import PUBLICATION
from portal.followup.publication.rendition import Place
from shared.contracts.followup_publication import (
    EmbargoMoved,
    NamesAllowed,
    RedactionApprovalVoided,
    RedactionRemoved,
)
from shared.contracts.intake import ConsentGranted
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.read_models.model import Applier, digest
from tests.support.compiled import engine_of
from tests.support.followup import LETTER, NOW, REPLY, UNSEALED
from tests.support.publication import (
    SUBMISSION,
    TRANSLATION,
    allegation,
    approved,
    arriving,
    awaits,
    drafted,
    embargo,
    ended,
    logged,
    published,
    redacted,
    reply_published,
    revised,
    translated,
    translation_awaits,
    translation_published,
    transmitted,
    withdrawn,
)

OFFICER = Actor(actor_id="account-1", roles=frozenset({Role.PUBLICATION_OFFICER}))
TEXT = Sealed(f"communication-{LETTER}", "text")
ANSWER = Sealed(f"reply-{REPLY}", "answer")
VOIDED = RedactionApprovalVoided(communication_id=LETTER, document=THE_LETTER, voided_at=NOW)
STORY = [
    *arriving(allegation(), topic="intake.events"),
    *arriving(drafted(), revised(TEXT), transmitted(), topic="approvals.events"),
    *arriving(
        embargo(),
        logged(ANSWER),
        awaits(),
        redacted(),
        approved(rendition=TEXT),
        ended(),
        published(),
        approved(REPLY, rendition=ANSWER),
        reply_published(),
        translated(ANSWER),
        translation_awaits(),
        approved(TRANSLATION, rendition=ANSWER),
        translation_published(),
    ),
]


def told(url: str, *facts: object) -> tuple[Applier, list[queries.Document]]:
    """Tell the story up to the letter's embargo, then these facts of followup."""
    applier = Applier(engine_of(url), PUBLICATION)
    applier.prepare()
    applier.apply(STORY[:4])
    applier.apply(arriving(embargo(), logged(ANSWER), awaits(), *facts))
    with applier.engine.connect() as conn:
        return applier, queries.documents_of(conn, LETTER)


def test_facts_delivered_twice_leave_the_same_tables(database_url: str) -> None:
    applier = Applier(engine_of(database_url), PUBLICATION)
    applier.prepare()
    for fact in STORY:
        applier.apply([fact])
        applier.apply([fact])
    with applier.engine.connect() as conn:
        once_each = digest(conn, PUBLICATION.tables)
    applier.drop()
    applier.prepare()
    assert applier.apply(STORY) == len(STORY)
    with applier.engine.connect() as conn:
        assert digest(conn, PUBLICATION.tables) == once_each
    applier.engine.dispose()


def test_the_letter_has_the_text_of_the_version_that_was_transmitted(database_url: str) -> None:
    applier, [letter, reply] = told(database_url, redacted())
    assert (letter.text, reply.text, reply.language) == (TEXT, ANSWER, "fr")
    assert letter.places == (Place(23, 32),)
    with applier.engine.connect() as conn:
        found = queries.find(conn, OFFICER, LETTER)
        assert found is not None
        [victim] = queries.behind(conn, found)
    assert found.submission_ids == (SUBMISSION,)
    assert victim.victim.consent.public == "no"
    applier.engine.dispose()


def test_a_redaction_taken_out_is_gone_and_an_approval_voided_does_not_count(
    database_url: str,
) -> None:
    gone = RedactionRemoved(
        communication_id=LETTER,
        document=THE_LETTER,
        redaction_id=redacted().redaction_id,
        removed_by="account-1",
        removed_at=NOW,
    )
    applier, [letter, _] = told(
        database_url, redacted(), approved(rendition=TEXT), ended(), gone, VOIDED
    )
    assert (letter.places, letter.approved_at) == ((), None)
    with applier.engine.connect() as conn:
        assert queries.ready(conn) == []
    applier.engine.dispose()


def test_ready_is_what_is_approved_and_free_letters_before_replies(database_url: str) -> None:
    both = (approved(rendition=TEXT), approved(REPLY, rendition=ANSWER))
    applier, _ = told(database_url, *both)
    with applier.engine.connect() as conn:
        assert queries.ready(conn) == [], "the embargo is not over"
    applier.apply(arriving(embargo(), logged(ANSWER), awaits(), *both, ended()))
    with applier.engine.connect() as conn:
        assert [row.document for row in queries.ready(conn)] == [THE_LETTER]
    applier.apply(arriving(embargo(), logged(ANSWER), awaits(), *both, ended(), published()))
    with applier.engine.connect() as conn:
        assert [row.document for row in queries.ready(conn)] == [REPLY]
    applier.engine.dispose()


def test_a_translation_is_a_document_that_is_free_once_its_reply_is_public(
    database_url: str,
) -> None:
    both = (approved(REPLY, rendition=ANSWER), approved(TRANSLATION, rendition=ANSWER))
    until_then = (translated(ANSWER), translation_awaits(), ended(), published(), *both)
    applier, [_, reply, translation] = told(database_url, *until_then)
    assert (reply.reply_id, translation.reply_id) == (None, REPLY)
    assert (translation.text, translation.language) == (ANSWER, "ar")
    begun = (embargo(), logged(ANSWER), awaits(), *until_then)
    with applier.engine.connect() as conn:
        assert [row.document for row in queries.ready(conn)] == [REPLY]
    applier.apply(arriving(*begun, reply_published()))
    with applier.engine.connect() as conn:
        assert [row.document for row in queries.ready(conn)] == [TRANSLATION]
    applier.apply(arriving(*begun, reply_published(), translation_published()))
    with applier.engine.connect() as conn:
        assert queries.ready(conn) == []
        assert queries.documents_of(conn, LETTER)[2].shown_at == NOW
    applier.apply(arriving(*begun, reply_published(), translation_published(), withdrawn()))
    with applier.engine.connect() as conn:
        [*_, hidden] = queries.documents_of(conn, LETTER)
    assert (hidden.shown_at, hidden.approved_at) == (None, None)
    applier.engine.dispose()


def test_of_a_confidential_reply_the_translation_is_no_document(database_url: str) -> None:
    """The service never says that it awaits publication."""
    applier, documents = told(database_url, awaits(confidential=True), translated(ANSWER))
    assert [one.document for one in documents] == [THE_LETTER, REPLY]
    applier.engine.dispose()


def test_what_is_taken_back_is_neither_public_nor_approved(database_url: str) -> None:
    applier, documents = told(
        database_url,
        approved(rendition=TEXT),
        approved(REPLY, rendition=ANSWER),
        ended(),
        published(),
        reply_published(),
        withdrawn(),
    )
    assert [(one.shown_at, one.approved_at) for one in documents] == [(None, None)] * 2
    with applier.engine.connect() as conn:
        assert queries.ready(conn) == []
        [letter] = queries.lists(conn, OFFICER).working
    assert letter.withdrawn_at == NOW
    applier.engine.dispose()


def test_a_holders_decisions_are_kept(database_url: str) -> None:
    until = embargo().embargo_until.replace(year=2027)
    moved = EmbargoMoved(
        communication_id=LETTER,
        mandate="wgad",
        embargo_until=until,
        reason=UNSEALED,
        moved_by="account-1",
        moved_at=NOW,
    )
    allowed = NamesAllowed(
        communication_id=LETTER,
        document=THE_LETTER,
        mandate="wgad",
        reason=UNSEALED,
        allowed_by="account-1",
        allowed_at=NOW,
    )
    applier, [letter, _] = told(database_url, moved, allowed)
    assert letter.names_allowed_at == NOW
    with applier.engine.connect() as conn:
        found = queries.find(conn, OFFICER, LETTER)
        assert found is not None
        assert found.embargo_until == until
        kinds = [one.kind for one in queries.steps_of(conn, LETTER)]
    assert kinds == ["names-allowed", "embargo-moved", "reply-awaits-publication", "embargo-set"]
    applier.engine.dispose()


def test_consent_given_later_counts(database_url: str) -> None:
    applier, _ = told(database_url)
    granted = ConsentGranted(
        submission_id=SUBMISSION,
        scope="public",
        communication_ids=(LETTER,),
        granted_by="account-9",
        granted_at=NOW,
    )
    applier.apply(arriving(allegation(), granted, topic="intake.events"))
    with applier.engine.connect() as conn:
        found = queries.find(conn, OFFICER, LETTER)
        assert found is not None
        [victim] = queries.behind(conn, found)
    assert victim.victim.consent.public == "yes"
    applier.engine.dispose()


def test_who_sees_a_letter_on_its_way_to_the_public(database_url: str) -> None:
    applier, _ = told(database_url)
    seized = replace(
        OFFICER, roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=frozenset({"wgad"})
    )
    holder = replace(seized, roles=frozenset({Role.MANDATE_HOLDER}))
    with applier.engine.connect() as conn:
        for actor in (OFFICER, seized, holder):
            assert queries.find(conn, actor, LETTER), actor
        for actor in (
            replace(seized, mandates=frozenset({"sr-food"})),
            replace(holder, mandates=frozenset({"sr-food"})),
            replace(OFFICER, roles=frozenset({Role.COORDINATION_COMMITTEE})),
            replace(OFFICER, roles=frozenset({Role.AUDITOR})),
            replace(OFFICER, roles=frozenset({Role.NGO_MEMBER})),
            replace(OFFICER, roles=frozenset()),
        ):
            assert queries.find(conn, actor, LETTER) is None, actor
            assert not queries.lists(conn, actor).working
    applier.engine.dispose()
