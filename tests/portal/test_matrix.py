"""Access to each route by role: the matrix of procedure.md section 6.1.


Which rows a person sees behind a door is tested with each area's queries.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule

from portal.web.accounts.access import Access, Door, access_of
from portal.web.accounts.programs import Scope
from shared.core.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls

R = Role
EVERYBODY: frozenset[Role] = frozenset()
SOURCES = frozenset({R.NGO_MEMBER, R.CONTACT_POINT})
DESK = frozenset({R.QUICK_RESPONSE_DESK})
OFFICER = frozenset({R.HUMAN_RIGHTS_OFFICER})
HOLDER = frozenset({R.MANDATE_HOLDER})
OWNS = frozenset({R.GOVERNMENT, R.CONTACT_POINT, R.UN_PARTNER})
PROVIDES = frozenset({R.GOVERNMENT, R.NGO_MEMBER, R.CONTACT_POINT, R.UN_PARTNER})
TRANSMITS = frozenset({R.CHIEF, R.QUICK_RESPONSE_DESK})
LETTER = TRANSMITS | OFFICER | HOLDER | {R.DESK_OFFICER}
FEED = LETTER | {R.COORDINATION_COMMITTEE}
MEETINGS = frozenset({R.COORDINATION_COMMITTEE, R.DESK_OFFICER})
GUESTS = frozenset({R.UN_PARTNER, R.GOVERNMENT, R.CONTACT_POINT, R.FOCAL_POINT, R.PRESIDENT})
IMPLEMENTS = SOURCES | {R.GOVERNMENT}
PANEL = frozenset({R.PANEL_MEMBER, R.PANEL_CHAIR})
PARTNERS = SOURCES | {R.UN_PARTNER}
UNTRUSTED = SOURCES | {R.FOCAL_POINT, R.CANDIDATE, R.COORDINATION_COMMITTEE, R.SOURCE}
"""Who decides nothing and reads what is the person's own, or numbers."""
ASKS_IAP = frozenset({R.MANDATE_HOLDER, R.GOVERNMENT, R.CONTACT_POINT, R.FOCAL_POINT, R.PRESIDENT})
ASKS_COMMITTEE = TRANSMITS | {R.DESK_OFFICER}
HANDLES = frozenset({R.COORDINATION_COMMITTEE, R.DESK_OFFICER})
WARNED = HANDLES | TRANSMITS | OFFICER | HOLDER
VISITS = OFFICER | HOLDER | DESK | {R.DESK_OFFICER, R.COORDINATION_COMMITTEE, R.UN_PARTNER}
RECOMMENDED = IMPLEMENTS | HOLDER | OFFICER | {R.DESK_OFFICER, R.UN_PARTNER}
REPRISALS = OFFICER | HOLDER | {R.REPRISALS_FOCAL_POINT}
PUBLISHES = frozenset({R.PUBLICATION_OFFICER})
STAFF = (
    TRANSMITS | OFFICER | PUBLISHES | {R.DESK_OFFICER, R.SELECTION_OFFICER, R.STAKEHOLDER_OFFICER}
)
LIBRARIANS = DESK | {R.STAKEHOLDER_OFFICER}

STATE_LOG = OFFICER | HOLDER | {R.CHIEF, R.DESK_OFFICER}
PUBLIC, SESSION, TOKEN, DRAFT = Door.PUBLIC, Door.SESSION, Door.TOKEN, Door.DRAFT

# The longest prefix of an endpoint that stands here says who may come in.
MATRIX: Mapping[
    str,
    tuple[Door, frozenset[Role]]
    | tuple[Door, frozenset[Role], Scope]
    | tuple[Door, frozenset[Role], None, bool],
] = {
    "static": (PUBLIC, EVERYBODY),
    "home": (PUBLIC, EVERYBODY),
    "help": (PUBLIC, EVERYBODY),
    "help.problems": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "health": (PUBLIC, EVERYBODY),
    "health.operations": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "audit": (SESSION, frozenset({R.AUDITOR, R.DATA_PROTECTION})),
    "audit.export": (SESSION, frozenset({R.DATA_PROTECTION})),
    "accounts": (PUBLIC, EVERYBODY),
    "administration": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "addresses": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "proposals": (SESSION, frozenset(R) - UNTRUSTED),
    "proposals.confirm": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "proposals.end": (SESSION, frozenset({R.SYSTEM_ADMIN, R.DATA_PROTECTION})),
    "arrival": (PUBLIC, EVERYBODY),
    "first": (PUBLIC, EVERYBODY),
    "forgetting": (SESSION, frozenset({R.DATA_PROTECTION})),
    "provider": (PUBLIC, EVERYBODY),
    "security": (SESSION, EVERYBODY),
    "language": (SESSION, EVERYBODY),
    "channel": (Door.CHANNEL, EVERYBODY),
    "channel.enter_form": (PUBLIC, EVERYBODY),
    "channel.enter": (PUBLIC, EVERYBODY),
    "channel.leave": (PUBLIC, EVERYBODY),
    "api.file": (TOKEN, SOURCES, Scope.FILE),
    "api.files.add": (TOKEN, SOURCES, Scope.FILE),
    "api.status": (TOKEN, SOURCES, Scope.STATUS),
    "api.following.index": (TOKEN, SOURCES, Scope.LIST),
    "api.following.questions": (TOKEN, SOURCES, Scope.ANSWER),
    "api.following.answer": (TOKEN, SOURCES, Scope.ANSWER),
    "api.following.consent": (TOKEN, SOURCES, Scope.CONSENT),
    "api.following.change_consent": (TOKEN, SOURCES, Scope.CONSENT),
    "programs": (SESSION, frozenset({R.FOCAL_POINT})),
    "api.openapi": (PUBLIC, EVERYBODY),
    "submissions": (SESSION, SOURCES),
    "submissions.receipt": (SESSION, SOURCES | DESK),
    "submissions.own.kept": (SESSION, SOURCES | DESK),
    "submissions.own.file": (SESSION, SOURCES | DESK),
    "submissions.unsigned": (DRAFT, EVERYBODY),
    "drafts": (DRAFT, SOURCES | DESK),
    "drafts.start_form": (SESSION, SOURCES | DESK),
    "drafts.start": (SESSION, SOURCES | DESK),
    "drafts.unsigned": (DRAFT, EVERYBODY),
    "anybody": (PUBLIC, EVERYBODY),
    "attachments": (SESSION, SOURCES | DESK | OFFICER | HOLDER),
    "attachments.add": (SESSION, SOURCES | DESK),
    "contactpoints": (SESSION, frozenset({R.CHIEF})),
    "mandatesettings": (SESSION, TRANSMITS | OFFICER | HOLDER),
    "mandatesettings.change": (SESSION, HOLDER),
    "identity": (SESSION, DESK | OFFICER | HOLDER),
    "triage": (SESSION, DESK | OFFICER | HOLDER),
    "triage.deciding": (SESSION, DESK),
    "triage.deciding.admissibility": (SESSION, DESK | OFFICER),
    "triage.deciding.question": (SESSION, DESK | OFFICER),
    "triage.learning": (SESSION, DESK),
    "triage.working": (SESSION, DESK | OFFICER),
    "triage.duplicates": (SESSION, DESK | OFFICER),
    "triage.grouped": (SESSION, DESK | OFFICER | HOLDER),
    "triage.grouped.share": (SESSION, DESK),
    "triage.entry": (SESSION, DESK),
    "activity": (SESSION, FEED),
    "communications.detail": (SESSION, LETTER),
    "work.mandate": (SESSION, OFFICER),
    "communications.drafting": (SESSION, OFFICER),
    "work.waiting": (SESSION, HOLDER),
    "work.countries": (SESSION, frozenset({R.DESK_OFFICER})),
    "work.to_transmit": (SESSION, TRANSMITS),
    "work.state": (SESSION, LETTER),
    "communications.authority": (SESSION, HOLDER),
    "communications.comparing": (SESSION, OFFICER | HOLDER | DESK),
    "communications.inviting": (SESSION, OFFICER),
    "communications.checking": (SESSION, OFFICER | HOLDER),
    "communications.checking.allow_naming": (SESSION, HOLDER),
    "communications.decisions": (SESSION, HOLDER),
    "communications.decisions.request_approval": (SESSION, OFFICER),
    "communications.decisions.transmit": (SESSION, TRANSMITS),
    "letters.pdf": (SESSION, LETTER | {R.GOVERNMENT}),
    "letters.proof": (SESSION, TRANSMITS),
    "letters.inform": (SESSION, OFFICER),
    "letters.share": (SESSION, HOLDER),
    "times": (SESSION, TRANSMITS | OFFICER),
    "notices": (SESSION, EVERYBODY),
    "replies.index": (SESSION, LETTER | PUBLISHES | {R.GOVERNMENT}),
    "replies.case": (SESSION, FEED | PUBLISHES | {R.GOVERNMENT, R.AUDITOR}),
    "replies.parties": (SESSION, DESK | {R.GOVERNMENT}),
    "replies.files": (SESSION, LETTER | PUBLISHES | {R.GOVERNMENT}),
    "replies.files.add": (SESSION, DESK | {R.GOVERNMENT}),
    "replies.desk": (SESSION, DESK),
    "replies.dialogue": (SESSION, DESK | OFFICER | HOLDER),
    "replies.officer": (SESSION, OFFICER),
    "replies.officer.send": (SESSION, OFFICER | DESK),
    "replies.officer.tell": (SESSION, OFFICER | DESK),
    "replies.holder": (SESSION, HOLDER),
    "replies.source": (SESSION, SOURCES),
    "replies.source.comment_returned": (Door.CHANNEL, EVERYBODY),
    "publication": (SESSION, OFFICER | HOLDER | PUBLISHES),
    "publication.redact": (SESSION, OFFICER | PUBLISHES),
    "publication.proposed": (SESSION, OFFICER | PUBLISHES),
    "publication.remove": (SESSION, OFFICER | PUBLISHES),
    "publication.look": (SESSION, OFFICER),
    "publication.clear": (SESSION, OFFICER),
    "publication.approve": (SESSION, PUBLISHES),
    "publication.embargo": (SESSION, HOLDER),
    "publication.names": (SESSION, HOLDER),
    "publication.withdraw": (SESSION, HOLDER | PUBLISHES),
    "statements": (SESSION, OFFICER | HOLDER | DESK),
    "statements.new": (SESSION, OFFICER),
    "statements.revise": (SESSION, OFFICER),
    "statements.decisions": (SESSION, HOLDER),
    "statements.embargo": (SESSION, HOLDER),
    "statements.decisions.check": (SESSION, OFFICER | HOLDER),
    "statements.decisions.look": (SESSION, OFFICER | HOLDER),
    "statements.decisions.clear": (SESSION, OFFICER | HOLDER),
    "statements.decisions.request_approval": (SESSION, OFFICER),
    "register": (PUBLIC, EVERYBODY),
    "search": (SESSION, EVERYBODY),
    "recommendations": (SESSION, RECOMMENDED),
    "recommendationfigures": (SESSION, RECOMMENDED),
    "recommendationsearches": (SESSION, RECOMMENDED),
    "recommendations.new": (SESSION, HOLDER),
    "recommendations.publish": (SESSION, HOLDER),
    "recommendations.withdraw": (SESSION, HOLDER),
    "recommendations.share": (SESSION, HOLDER),
    "recommendations.unshare": (SESSION, HOLDER),
    "recommendations.assess": (SESSION, HOLDER),
    "recommendations.inform": (SESSION, PROVIDES),
    "evidence": (SESSION, HOLDER | OFFICER | PROVIDES),
    "evidence.add": (SESSION, PROVIDES),
    "recommendations.addressee": (SESSION, HOLDER | OFFICER),
    "recommendations.unname": (SESSION, HOLDER | OFFICER),
    "recommendations.lead": (SESSION, frozenset({R.CONTACT_POINT})),
    "recommendations.position": (SESSION, HOLDER | OFFICER | {R.GOVERNMENT}),
    "recommendations.tags": (SESSION, HOLDER | OFFICER),
    "recommendations.particulars": (SESSION, HOLDER | OFFICER),
    "recommendations.suggestions": (SESSION, HOLDER | OFFICER),
    "recommendations.repeat": (SESSION, HOLDER | OFFICER),
    "recommendations.unrepeat": (SESSION, HOLDER | OFFICER),
    "recommendations.correct": (SESSION, HOLDER),
    "recommendations.close": (SESSION, HOLDER),
    "recommendations.reopen": (SESSION, HOLDER),
    "recommendations.let_go": (SESSION, HOLDER),
    "clusters": (SESSION, RECOMMENDED),
    "clusteracts": (SESSION, HOLDER | OFFICER),
    "gradingschemes": (PUBLIC, EVERYBODY),
    "gradingdelegations.index": (SESSION, HOLDER | OFFICER),
    "gradingdelegations.new": (SESSION, HOLDER),
    "gradingdelegations.end": (SESSION, HOLDER),
    "gradingdelegations.grade": (SESSION, OFFICER),
    "mandates": (PUBLIC, EVERYBODY),
    "organisations": (PUBLIC, EVERYBODY),
    "partnerorganisations": (
        SESSION,
        OFFICER
        | HOLDER
        | {R.STAKEHOLDER_OFFICER, R.COORDINATION_COMMITTEE, R.SELECTION_OFFICER}
        | {R.DESK_OFFICER, R.UN_PARTNER, R.CONTACT_POINT},
    ),
    "applying": (PUBLIC, EVERYBODY),
    "ourorganisation": (SESSION, frozenset({R.FOCAL_POINT})),
    "ourhandingon": (SESSION, frozenset({R.FOCAL_POINT})),
    "ourfocalpoints": (SESSION, frozenset({R.FOCAL_POINT})),
    "focalproposal": (SESSION, frozenset({R.NGO_MEMBER, R.CONTACT_POINT})),
    "focaldesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "ourdata": (SESSION, frozenset({R.FOCAL_POINT})),
    "ourname": (SESSION, frozenset({R.FOCAL_POINT})),
    "namedesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "ouraffiliates": (SESSION, frozenset({R.FOCAL_POINT})),
    "affiliatesdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "ourstatus": (SESSION, frozenset({R.FOCAL_POINT})),
    "registerdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "handingdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "choosing": (SESSION, SOURCES | {R.FOCAL_POINT}),
    "choosing.let_in": (SESSION, frozenset({R.FOCAL_POINT})),
    "splitdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "mergerdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "accrediting": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "registerfigures": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "mandatefigures": (PUBLIC, EVERYBODY),
    "mandatefigures.ready": (SESSION, frozenset({R.CHIEF, R.COORDINATION_COMMITTEE})),
    "ourremovals": (SESSION, frozenset({R.GOVERNMENT})),
    "removaldesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "lawdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "accreditationlist": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "contactlog": (SESSION, OFFICER | HOLDER | {R.STAKEHOLDER_OFFICER}),
    "statecontacts": (SESSION, MEETINGS | OFFICER | HOLDER | TRANSMITS),
    "statecontacts.log": (SESSION, STATE_LOG),
    "statecontacts.correct": (SESSION, STATE_LOG),
    "ourcontacts": (SESSION, frozenset({R.FOCAL_POINT, R.CONTACT_POINT})),
    "subscriptions": (SESSION, SOURCES | {R.FOCAL_POINT}),
    "noticedesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "sessions": (PUBLIC, EVERYBODY),
    "seats": (SESSION, SOURCES),
    "sessiondesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "consultations": (PUBLIC, EVERYBODY),
    "proposing": (SESSION, SOURCES),
    "ouradvice": (SESSION, frozenset({R.CONTACT_POINT})),
    "ourinstitution": (SESSION, frozenset({R.CONTACT_POINT})),
    "ourglance": (SESSION, frozenset({R.NGO_MEMBER})),
    "engagement": (PUBLIC, EVERYBODY),
    "engagementdesk": (
        SESSION,
        frozenset({R.STAKEHOLDER_OFFICER, R.HUMAN_RIGHTS_OFFICER, R.MANDATE_HOLDER}),
    ),
    "advicedesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER, R.HUMAN_RIGHTS_OFFICER})),
    "advicedesk.assign": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "advicedesk.remind": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "advicedesk.reopen": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "consultationdesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "dialogues": (PUBLIC, EVERYBODY),
    "slots": (SESSION, SOURCES | {R.GOVERNMENT}),
    "cosponsors": (SESSION, SOURCES),
    "videodesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "dialoguedesk": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "terms": (SESSION, frozenset({R.CHIEF})),
    "registry": (SESSION, frozenset({R.CHIEF})),
    "council": (SESSION, frozenset({R.CHIEF})),
    "servicing": (
        SESSION,
        OFFICER | {R.CHIEF, R.COORDINATION_COMMITTEE, R.DESK_OFFICER, R.SELECTION_OFFICER},
    ),
    "servicing.assign": (SESSION, frozenset({R.CHIEF})),
    "servicing.end": (SESSION, frozenset({R.CHIEF})),
    "gaps": (
        SESSION,
        OFFICER | HOLDER | {R.CHIEF, R.COORDINATION_COMMITTEE, R.DESK_OFFICER},
    ),
    "gaps.write": (SESSION, frozenset({R.CHIEF})),
    "gaps.comment": (SESSION, frozenset({R.CHIEF, R.COORDINATION_COMMITTEE})),
    "internalstatistics": (SESSION, FEED),
    "coverage": (PUBLIC, EVERYBODY),
    "coveragedesk": (
        SESSION,
        OFFICER | HOLDER | DESK | {R.CHIEF, R.COORDINATION_COMMITTEE, R.DESK_OFFICER},
    ),
    "packs": (PUBLIC, EVERYBODY),
    "briefingsigning": (SESSION, TRANSMITS | {R.DESK_OFFICER}),
    "briefingsigning.sign": (SESSION, frozenset({R.DESK_OFFICER})),
    "briefingsigning.withdraw": (SESSION, frozenset({R.DESK_OFFICER})),
    "briefingsigning.hand_over": (SESSION, frozenset({R.DESK_OFFICER})),
    "corpus": (PUBLIC, EVERYBODY),
    "corpusapi": (PUBLIC, EVERYBODY),
    "corpusdesk": (SESSION, DESK | {R.DESK_OFFICER}),
    "corpuscolumns": (SESSION, DESK | {R.DESK_OFFICER}),
    "corpustexts": (SESSION, DESK),
    "corpustaking": (SESSION, HOLDER),
    "packsdesk": (SESSION, DESK | {R.CHIEF}),
    "pastletters": (PUBLIC, EVERYBODY),
    "history": (
        SESSION,
        OFFICER | HOLDER | DESK | {R.CHIEF, R.PUBLICATION_OFFICER, R.DESK_OFFICER, R.GOVERNMENT},
    ),
    "historydesk": (SESSION, DESK),
    "historyfiles": (SESSION, DESK),
    "pastsubmissions": (SESSION, OFFICER | HOLDER | DESK),
    "pastvisits": (PUBLIC, EVERYBODY),
    "pastpapers": (PUBLIC, EVERYBODY),
    "historypapers": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER}),
    "historyvisits": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER}),
    "coveragerecord": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "warning": (SESSION, WARNED),
    "warning.take": (SESSION, HANDLES),
    "warning.decide": (SESSION, HANDLES),
    "warning.close": (SESSION, HANDLES),
    "warning.take_back": (SESSION, HANDLES),
    "warning.pin": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "situations": (SESSION, WARNED),
    "proposing_situations": (SESSION, HANDLES),
    "situationacts": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "situationacts.review": (SESSION, HANDLES),
    "situationacts.take_back": (SESSION, HANDLES),
    "governmentactions": (SESSION, HANDLES | OFFICER),
    "iap": (SESSION, ASKS_IAP | {R.COORDINATION_COMMITTEE}),
    "iapacts": (SESSION, ASKS_IAP),
    "iapacts.comment": (SESSION, HOLDER),
    "iaptotals": (PUBLIC, EVERYBODY),
    "iapsteps": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "committee_advice": (SESSION, ASKS_COMMITTEE | {R.COORDINATION_COMMITTEE}),
    "committee_advice_acts": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "committee_advice_acts.ask": (SESSION, ASKS_COMMITTEE),
    "committee_advice_acts.withdraw": (SESSION, ASKS_COMMITTEE),
    "briefings": (PUBLIC, EVERYBODY),
    "staffbriefings": (SESSION, STAFF),
    "staffmail": (SESSION, STAFF),
    "briefingmail": (PUBLIC, EVERYBODY),
    "briefingmail.stop": (PUBLIC, EVERYBODY, None, True),
    "briefingdesk": (SESSION, TRANSMITS),
    "reportdeadlines": (SESSION, OFFICER | HOLDER | {R.CHIEF, R.COORDINATION_COMMITTEE}),
    "reportacts": (SESSION, HOLDER | OFFICER),
    "reportacts.approve": (SESSION, HOLDER),
    "reportends": (SESSION, HOLDER | OFFICER),
    "reportvisits": (SESSION, HOLDER | OFFICER),
    "reportends.drop": (SESSION, HOLDER | OFFICER | {R.CHIEF}),
    "reportends.publish": (SESSION, HOLDER | OFFICER | {R.CHIEF}),
    "reportends.take_up": (SESSION, HOLDER | OFFICER | {R.CHIEF}),
    "reportends.hand_over": (SESSION, frozenset({R.CHIEF})),
    "reportingsessions": (SESSION, frozenset({R.CHIEF})),
    "trainings": (SESSION, STAFF | HOLDER | {R.COORDINATION_COMMITTEE}),
    "trainingacts": (SESSION, LIBRARIANS),
    "trainingitems": (SESSION, LIBRARIANS),
    "trainingitems.done": (SESSION, STAFF),
    "trainingitems.reopen": (SESSION, STAFF),
    "trainingfindings": (SESSION, STAFF),
    "trainingfindings.trainers": (SESSION, LIBRARIANS),
    "trainingfindings.follow_up": (SESSION, LIBRARIANS),
    "plans": (SESSION, WARNED),
    "countryteam": (SESSION, frozenset({R.UN_PARTNER})),
    "plans.shared": (SESSION, frozenset({R.UN_PARTNER})),
    "publiclibrary": (PUBLIC, EVERYBODY),
    "library": (SESSION, EVERYBODY),
    "libraryacts": (SESSION, LIBRARIANS),
    "libraryacts.describe": (SESSION, LIBRARIANS | {R.CHIEF}),
    "libraryacts.audience": (SESSION, LIBRARIANS | {R.CHIEF}),
    "libraryacts.withdraw": (SESSION, LIBRARIANS | {R.CHIEF}),
    "libraryacts.acknowledge": (SESSION, EVERYBODY),
    "libraryacts.follow": (SESSION, EVERYBODY),
    "libraryacts.kit": (SESSION, frozenset({R.STAKEHOLDER_OFFICER})),
    "libraryversions": (SESSION, LIBRARIANS),
    "libraryversions.approve": (SESSION, frozenset({R.CHIEF})),
    "libraryversions.withdraw": (SESSION, LIBRARIANS | {R.CHIEF}),
    "planacts": (SESSION, HOLDER | OFFICER),
    "planacts.comment": (SESSION, HOLDER | OFFICER | {R.COORDINATION_COMMITTEE}),
    "forum": (SESSION, HOLDER | OFFICER),
    "forum.space": (SESSION, HOLDER),
    "forum.figures": (SESSION, frozenset({R.AUDITOR})),
    "forumwriting": (SESSION, HOLDER | OFFICER),
    "forumwriting.start": (SESSION, HOLDER),
    "forumacts": (SESSION, HOLDER),
    "standinginvitations": (PUBLIC, EVERYBODY),
    "invitations": (SESSION, EVERYBODY),
    "invitationdesk": (SESSION, DESK | {R.DESK_OFFICER}),
    "publicvisits": (PUBLIC, EVERYBODY),
    "missions": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "missionlist": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "missions.confidential": (SESSION, OFFICER | HOLDER),
    "missions.team_sheet": (SESSION, OFFICER | HOLDER),
    "missionacts": (SESSION, OFFICER | HOLDER),
    "missionstatements": (SESSION, OFFICER),
    "partners": (SESSION, OFFICER | HOLDER),
    "partners.propose": (SESSION, OFFICER),
    "myvisits": (SESSION, PARTNERS | {R.DESK_OFFICER}),
    "visitcorrespondence": (SESSION, frozenset({R.GOVERNMENT})),
    "visitscans": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER, R.GOVERNMENT}),
    "visitscans.add": (SESSION, OFFICER | HOLDER | DESK | {R.GOVERNMENT}),
    "visitanswers": (SESSION, frozenset({R.GOVERNMENT})),
    "visitprogrammes": (SESSION, frozenset({R.GOVERNMENT})),
    "threads": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "threads.start": (SESSION, OFFICER | HOLDER),
    "mythreads": (SESSION, PARTNERS),
    "mywritten": (SESSION, PARTNERS | {R.DESK_OFFICER}),
    "visitnotes": (SESSION, frozenset({R.GOVERNMENT})),
    "debriefs": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "mydebriefs": (SESSION, frozenset({R.UN_PARTNER})),
    "incidents": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER, R.COORDINATION_COMMITTEE}),
    "missionincidents": (SESSION, OFFICER | HOLDER),
    "myincidents": (SESSION, PARTNERS),
    "visitincidents": (SESSION, frozenset({R.GOVERNMENT})),
    "missionincidents.of_mission": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "dossiers": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "dossiersindex": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "dossieracts": (SESSION, OFFICER | HOLDER | {R.DESK_OFFICER}),
    "mydossiers": (SESSION, frozenset({R.UN_PARTNER, R.CONTACT_POINT})),
    "rounds.index": (SESSION, OFFICER | HOLDER | PROVIDES),
    "rounds.show": (SESSION, OFFICER | HOLDER),
    "rounds.answer": (SESSION, PROVIDES),
    "rounds.table": (SESSION, OFFICER | HOLDER | {R.GOVERNMENT}),
    "roundacts": (SESSION, OFFICER | HOLDER),
    "roundanswers": (SESSION, PROVIDES),
    "roundanswers.comment": (SESSION, frozenset({R.GOVERNMENT})),
    "roundsheets": (SESSION, PROVIDES),
    "roundfiles": (SESSION, OFFICER | HOLDER | PROVIDES),
    "roundfiles.add": (SESSION, PROVIDES),
    "roundfiles.remove": (SESSION, PROVIDES),
    "roundtables": (SESSION, HOLDER),
    "roundtables.take_back": (SESSION, OFFICER | HOLDER | {R.PUBLICATION_OFFICER}),
    "publicrounds": (PUBLIC, EVERYBODY),
    "actions": (SESSION, OWNS),
    "actionacts": (SESSION, OWNS),
    "actionindicators": (SESSION, OWNS),
    "actionshowing": (SESSION, OWNS),
    "actionshowing.take_back": (SESSION, OFFICER | HOLDER | PUBLISHES),
    "publicactions": (PUBLIC, EVERYBODY),
    "inputs": (SESSION, OFFICER | HOLDER),
    "inputs.issue": (SESSION, HOLDER),
    "contributions": (SESSION, OFFICER | HOLDER),
    "contributions.set_aside": (SESSION, HOLDER),
    "inputs.extend": (SESSION, HOLDER),
    "inputcalls": (PUBLIC, EVERYBODY),
    "owninput": (PUBLIC, EVERYBODY),
    "publicreports": (PUBLIC, EVERYBODY),
    "visitreports": (SESSION, OFFICER | HOLDER | PUBLISHES | {R.GOVERNMENT}),
    "visitreports.index": (
        SESSION,
        OFFICER | HOLDER | PUBLISHES | {R.GOVERNMENT, R.COORDINATION_COMMITTEE},
    ),
    "visitdraft": (SESSION, OFFICER | HOLDER),
    "visitcomments": (SESSION, OFFICER | HOLDER | {R.GOVERNMENT}),
    "reportcheck": (SESSION, OFFICER | HOLDER),
    "reportjoint": (SESSION, OFFICER | HOLDER),
    "reporttogether": (SESSION, OFFICER | HOLDER),
    "reportdecisions": (SESSION, HOLDER),
    "visitpublishing": (SESSION, PUBLISHES),
    "visitpublishing.withdraw": (SESSION, OFFICER | HOLDER | PUBLISHES),
    "reprisals": (SESSION, REPRISALS),
    "reprisals.published": (SESSION, frozenset({R.REPRISALS_FOCAL_POINT})),
    "reprisalnumbers": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "reprisalshown": (SESSION, frozenset({R.DESK_OFFICER, R.UN_PARTNER})),
    "reprisals.selection": (SESSION, frozenset({R.REPRISALS_FOCAL_POINT})),
    "visits": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER}),
    "visits.index": (SESSION, VISITS),
    "visits.find": (SESSION, VISITS),
    "visits.lead": (SESSION, VISITS),
    "visitages": (SESSION, VISITS),
    "visitfigures": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER}),
    "visitletters": (SESSION, OFFICER | HOLDER | DESK),
    "visitdecisions": (SESSION, HOLDER),
    "visitwriting": (SESSION, OFFICER),
    "visitwriting.withdraw": (SESSION, OFFICER | HOLDER),
    "visitstodo": (SESSION, OFFICER | HOLDER | DESK),
    "visittexts": (SESSION, OFFICER | HOLDER | DESK | {R.DESK_OFFICER}),
    "visittexts.approve": (SESSION, HOLDER),
    "visittexts.changes": (SESSION, HOLDER),
    "visittexts.leave": (SESSION, OFFICER | HOLDER),
    "visittexts.sent": (SESSION, OFFICER | DESK),
    "visittexts.hand_over": (SESSION, OFFICER | DESK),
    "visittexts.hold_back": (SESSION, OFFICER | DESK),
    "visittexts.strike": (SESSION, OFFICER | DESK),
    "warningregions": (SESSION, TRANSMITS | {R.COORDINATION_COMMITTEE}),
    "warningrules": (SESSION, TRANSMITS | {R.COORDINATION_COMMITTEE}),
    "warningrules.adopt": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "warningrules.suspend": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "committee": (PUBLIC, EVERYBODY),
    "electing": (SESSION, frozenset({R.CHIEF})),
    "meetings": (SESSION, MEETINGS | HOLDER | TRANSMITS),
    "meetingcalls": (SESSION, MEETINGS),
    "meetingpapers": (SESSION, MEETINGS),
    "meetingguests": (SESSION, MEETINGS),
    "guestmeetings": (SESSION, GUESTS),
    "meetingpapers.paper": (SESSION, MEETINGS | HOLDER | TRANSMITS),
    "minutes": (SESSION, MEETINGS),
    "minutes.agree": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "minutes.reopen": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "actionitems": (SESSION, MEETINGS | HOLDER | TRANSMITS),
    "actionitems.new": (SESSION, MEETINGS),
    "actionitems.move": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "actionitems.drop": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "sops": (
        SESSION,
        MEETINGS | HOLDER | OFFICER | TRANSMITS,
    ),
    "publicsops": (PUBLIC, EVERYBODY),
    "sopacts": (SESSION, frozenset({R.COORDINATION_COMMITTEE})),
    "sopacts.acknowledge": (SESSION, HOLDER | {R.COORDINATION_COMMITTEE}),
    "sopacts.comment": (SESSION, HOLDER | {R.COORDINATION_COMMITTEE}),
    "sopacts.deviate": (SESSION, HOLDER),
    "sopacts.follow": (SESSION, HOLDER),
    "custody": (SESSION, frozenset({R.CHIEF})),
    "onboarding": (SESSION, OFFICER | HOLDER | {R.CHIEF}),
    "onboarding.index": (
        SESSION,
        OFFICER | {R.CHIEF, R.COORDINATION_COMMITTEE, R.STAKEHOLDER_OFFICER, R.SELECTION_OFFICER},
    ),
    "onboarding.mine": (SESSION, HOLDER),
    "selection.figures": (PUBLIC, EVERYBODY),
    "selection.figures.exact": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.listed": (PUBLIC, EVERYBODY),
    "selection.foreseen": (PUBLIC, EVERYBODY),
    "calling": (SESSION, frozenset({R.SELECTION_OFFICER, R.STAKEHOLDER_OFFICER})),
    "calling.roster": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.rosterdesk": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.roster": (SESSION, frozenset({R.CANDIDATE})),
    "selection.joining": (PUBLIC, EVERYBODY),
    "selection.candidate": (SESSION, frozenset({R.CANDIDATE})),
    "selection.filling": (SESSION, frozenset({R.CANDIDATE})),
    "nominations": (SESSION, frozenset({R.CANDIDATE})),
    "following": (PUBLIC, EVERYBODY),
    "followed": (PUBLIC, EVERYBODY),
    "followed.end": (PUBLIC, EVERYBODY, None, True),
    "nominating": (PUBLIC, EVERYBODY),
    "begin_nomination": (PUBLIC, EVERYBODY),
    "nominated": (PUBLIC, EVERYBODY),
    "nominated.accept": (SESSION, frozenset({R.CANDIDATE})),
    "selection.adding": (SESSION, frozenset({R.CANDIDATE})),
    "selection.letters": (SESSION, PANEL | {R.CANDIDATE, R.SELECTION_OFFICER}),
    "selection.officer": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.screening": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.onward": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.panel": (SESSION, PANEL),
    "selection.disclosing": (SESSION, PANEL),
    "selection.disclosing.lobbied": (SESSION, PANEL | {R.SELECTION_OFFICER}),
    "selection.disclosing.earlier": (SESSION, PANEL | {R.SELECTION_OFFICER}),
    "selection.chair": (SESSION, PANEL),
    "selection.needs": (SESSION, EVERYBODY),
    "selection.needs.write": (
        SESSION,
        frozenset({R.MANDATE_HOLDER, R.FOCAL_POINT, R.CONTACT_POINT}),
    ),
    "selection.needs.views": (SESSION, PANEL | {R.SELECTION_OFFICER}),
    "selection.needs.send_back": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.needs.terms": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.reporting": (SESSION, PANEL),
    "selection.president": (SESSION, frozenset({R.PRESIDENT})),
    "selection.council": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.published": (PUBLIC, EVERYBODY),
    "selection.appointed": (SESSION, frozenset({R.SYSTEM_ADMIN})),
    "selection.interviewing": (SESSION, PANEL),
    "selection.considering": (SESSION, PANEL),
    "selection.arranging": (SESSION, frozenset({R.SELECTION_OFFICER})),
    "selection.arranging.times": (SESSION, PANEL),
    "selection.arranging.answer": (SESSION, frozenset({R.CANDIDATE})),
}
_FILLED: Mapping[str, Any] = {
    "code": "a",
    "act": "disable",
    "lang": "xa",
    "number": 1,
    "version": 1,
    "year": 2026,
    "quarter": 3,
    "subscriber": "person",
    "form": "oral",
    "to": "partners",
    "keeps": "sealed",
    "book": "xlsx",
}
_ID = "6f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e"


def expected(endpoint: str) -> Access:
    parts = endpoint.split(".")
    prefixes = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return Access(*next(MATRIX[prefix] for prefix in prefixes if prefix in MATRIX))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with pages(*sqlite_urls(Path(tmp_path_factory.mktemp("matrix")))) as portal:
        yield portal


def routes(portal: Pages) -> list[Rule]:
    return [rule for rule in portal.app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_is_the_matrix_and_a_new_one_must_be_put_into_it(built: Pages) -> None:
    found = {rule.endpoint: access_of(built.app, rule.endpoint) for rule in routes(built)}
    assert found == {endpoint: expected(endpoint) for endpoint in found}


@pytest.fixture(scope="module")
def doors(built: Pages) -> list[tuple[Rule, Access, str]]:
    """Every route that takes no token, with an address of it."""
    found = []
    with built.app.test_request_context():
        build = built.app.url_map.bind("").build
        for rule in routes(built):
            access = expected(rule.endpoint)
            if access.door is not Door.TOKEN and rule.endpoint != "accounts.sign_out":
                values = {name: _FILLED.get(name, _ID) for name in rule.arguments}
                found.append((rule, access, build(rule.endpoint, values)))
    return found


@pytest.mark.usefixtures("refusals_drawn_once")
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "stranger")
def test_nobody_comes_through_a_door_that_is_not_his(
    built: Pages, doors: list[tuple[Rule, Access, str]], role: Role | None
) -> None:
    visitor = built.signed_in(role) if role else built.visitor()
    for rule, access, address in doors:
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answer = visitor.get(address) if method == "GET" else visitor.client.post(address)
            everybody = access == Access(Door.SESSION)
            if access.door is Door.PUBLIC or (role and (everybody or role in access.roles)):
                assert answer.status_code not in {401, 403, 500}, (address, answer.status_code)
            elif role and access.door is not Door.CHANNEL:
                assert answer.status_code == 403, (address, answer.status_code)
            else:
                assert answer.status_code in {303, 401}, (address, answer.status_code)
