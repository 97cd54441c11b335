"""The packages of all areas, from the lowest line to the highest: a new area is one line here.

A package has ``AREA`` in its module ``area`` (its pages), ``STORED`` in its module ``stored``, or
both. They are found by name, so that a process without pages takes the second alone.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

PACKAGES: Final = (
    "portal.web.accounts",
    "portal.web.language",
    "portal.web.clock",
    "portal.web.audit",
    "portal.casefile.attachments",
    "portal.casefile.contactpoints",
    "portal.casefile.drafts",
    "portal.casefile.identity",
    "portal.casefile.lint",
    "portal.casefile.mandatesettings",
    "portal.casefile.submissions",
    "portal.source.pace",
    "portal.source.submissions",
    "portal.source.drafts",
    "portal.source.channel",
    "portal.source.api",
    "portal.desk.triage",
    "portal.desk.identity",
    "portal.letters.approval",
    "portal.letters.communications",
    "portal.letters.documents",
    "portal.letters.statements",
    "portal.followup.replies",
    "portal.followup.publication",
    "portal.followup.recommendations",
    "portal.followup.clusters",
    "portal.followup.invitations",
    "portal.followup.visits",
    "portal.followup.missions",
    "portal.followup.rounds",
    "portal.followup.actions",
    "portal.followup.inputs",
    "portal.followup.visit_reports",
    "portal.followup.grading",
    "portal.followup.reprisals",
    "portal.followup.incidents",
    "portal.followup.partners",
    "portal.followup.threads",
    "portal.selection",
    "portal.stakeholders",
    "portal.stakeholders.organisations",
    "portal.stakeholders.contactpoints",
    "portal.stakeholders.sessions",
    "portal.stakeholders.moving",
    "portal.stakeholders.contacts",
    "portal.stakeholders.subscriptions",
    "portal.stakeholders.consultations",
    "portal.stakeholders.dialogues",
    "portal.stakeholders.advice",
    "portal.stakeholders.engagement",
    "portal.oversight.audit",
    "portal.oversight.forgetting",
    "portal.oversight.times",
    "portal.committee.activity",
    "portal.committee.gaps",
    "portal.committee.statistics",
    "portal.committee.coverage",
    "portal.committee.members",
    "portal.committee.meetings",
    "portal.committee.sops",
    "portal.committee.warning",
    "portal.committee.situations",
    "portal.committee.plans",
    "portal.committee.committee_advice",
    "portal.committee.iap",
    "portal.committee.reports",
    "portal.committee.forum",
    "portal.public.register",
    "portal.public.packs",
    "portal.public.history",
    "portal.public.briefings",
    "portal.public.following",
    "portal.public.documents",
    "portal.public.corpus",
    "portal.public.help",
    "portal.homes.calling",
    "portal.homes.custody",
    "portal.homes.nominations",
    "portal.homes.work",
    "portal.homes.dossiers",
    "portal.homes.trainings",
    "portal.homes.notices",
    "portal.homes.search",
    "portal.demo",
)


def values(module: str) -> Iterator[Any]:
    """Yield the one value of this module of each package that has it."""
    for package in PACKAGES:
        if find_spec(f"{package}.{module}") is not None:
            yield getattr(import_module(f"{package}.{module}"), module.upper())
