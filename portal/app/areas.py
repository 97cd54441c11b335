"""All areas of the portal, from the lowest line to the highest: a new area is one line here."""

from typing import Final

from portal.app.health import HEALTH
from portal.casefile.attachments.area import AREA as ATTACHMENTS
from portal.casefile.contactpoints.area import AREA as ACCREDITATIONS
from portal.casefile.drafts.area import AREA as KEPT_DRAFTS
from portal.casefile.identity.area import AREA as OPENINGS
from portal.casefile.lint.area import AREA as LINT
from portal.casefile.mandatesettings.area import AREA as MANDATESETTINGS
from portal.casefile.submissions.area import AREA as RECEIVED
from portal.committee.activity.area import AREA as ACTIVITY
from portal.demo.area import AREA as DEMO
from portal.desk.identity.area import AREA as IDENTITY
from portal.desk.triage.area import AREA as TRIAGE
from portal.followup.publication.area import AREA as PUBLICATION
from portal.followup.recommendations.area import AREA as RECOMMENDATIONS
from portal.followup.replies.area import AREA as REPLIES
from portal.homes.notices.area import AREA as NOTICES
from portal.homes.search.area import AREA as SEARCH
from portal.homes.work.area import AREA as WORK
from portal.letters.communications.area import AREA as COMMUNICATIONS
from portal.letters.documents.area import AREA as LETTERS
from portal.letters.statements.area import AREA as STATEMENTS
from portal.oversight.audit.area import AREA as AUDIT
from portal.oversight.forgetting.area import AREA as FORGETTING
from portal.oversight.times.area import AREA as TIMES
from portal.public.help.area import AREA as HELP
from portal.public.home import HOME
from portal.public.register.area import AREA as REGISTER
from portal.selection.area import AREA as SELECTION
from portal.source.api.area import AREA as API
from portal.source.channel.area import AREA as CHANNEL
from portal.source.contactpoints.area import AREA as CONTACTPOINTS
from portal.source.drafts.area import AREA as DRAFTS
from portal.source.submissions.area import AREA as SUBMISSIONS
from portal.stakeholders.area import AREA as STAKEHOLDERS
from portal.web.accounts.area import AREA as ACCOUNTS
from portal.web.area import Area
from portal.web.audit.area import AREA as RECORDS
from portal.web.demonstration.area import AREA as DEMONSTRATION
from portal.web.language.area import AREA as LANGUAGE

AREAS: Final[tuple[Area, ...]] = (
    ACCOUNTS,
    LANGUAGE,
    DEMONSTRATION,
    RECORDS,
    ATTACHMENTS,
    ACCREDITATIONS,
    KEPT_DRAFTS,
    OPENINGS,
    LINT,
    MANDATESETTINGS,
    RECEIVED,
    SUBMISSIONS,
    DRAFTS,
    CHANNEL,
    CONTACTPOINTS,
    API,
    TRIAGE,
    IDENTITY,
    COMMUNICATIONS,
    LETTERS,
    STATEMENTS,
    REPLIES,
    PUBLICATION,
    RECOMMENDATIONS,
    SELECTION,
    STAKEHOLDERS,
    AUDIT,
    FORGETTING,
    TIMES,
    ACTIVITY,
    REGISTER,
    HELP,
    WORK,
    NOTICES,
    SEARCH,
    DEMO,
    HOME,
    HEALTH,
)
