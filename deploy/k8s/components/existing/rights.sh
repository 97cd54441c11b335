#!/bin/sh
# Written by python -m deploy.k8s.generate; do not edit.
# Gives every process its rights on a Kafka that is there already; the users exist
# (docs/kubernetes.md). Run it where Kafka's tools are:
#   rights.sh --bootstrap-server HOST:PORT --command-config ADMIN.properties
set -eu
connection="$*"
# $connection is several words
allow() {
  user=$1
  shift
  # shellcheck disable=SC2086
  kafka-acls.sh $connection --add --allow-principal "User:$user" "$@"
}
allow intake --topic approvals.events --operation Describe --operation Read
allow intake --topic stakeholders.events --operation Describe --operation Read
allow intake --group intake --operation Describe --operation Read
allow approvals --topic approvals.events --operation Describe --operation Read
allow approvals --topic followup.events --operation Describe --operation Read
allow approvals --topic intake.events --operation Describe --operation Read
allow approvals --topic stakeholders.events --operation Describe --operation Read
allow approvals --group approvals --operation Describe --operation Read
allow approvals --group approvals.invitations --operation Describe --operation Read
allow approvals --group approvals.invitations.beside --operation Describe --operation Read
allow followup --topic approvals.events --operation Describe --operation Read
allow followup --topic followup.events --operation Describe --operation Read
allow followup --topic stakeholders.events --operation Describe --operation Read
allow followup --group followup --operation Describe --operation Read
allow followup --group followup.deadlines --operation Describe --operation Read
allow followup --group followup.deadlines.beside --operation Describe --operation Read
allow stakeholders --topic approvals.events --operation Describe --operation Read
allow stakeholders --topic followup.events --operation Describe --operation Read
allow stakeholders --topic stakeholders.events --operation Describe --operation Read
allow stakeholders --group stakeholders --operation Describe --operation Read
allow relay-intake --topic intake.events --operation Describe --operation Read --operation Write
allow relay-intake --group relay.intake --operation Describe --operation Read
allow relay-approvals --topic approvals.events --operation Describe --operation Read --operation Write
allow relay-approvals --group relay.approvals --operation Describe --operation Read
allow relay-followup --topic followup.events --operation Describe --operation Read --operation Write
allow relay-followup --group relay.followup --operation Describe --operation Read
allow relay-stakeholders --topic stakeholders.events --operation Describe --operation Read --operation Write
allow relay-stakeholders --group relay.stakeholders --operation Describe --operation Read
allow consume --topic approvals.events --operation Describe --operation Read
allow consume --topic followup.events --operation Describe --operation Read
allow consume --topic intake.events --operation Describe --operation Read
allow consume --topic stakeholders.events --operation Describe --operation Read
allow consume --group portal --operation Describe --operation Read
allow consume --group portal.actions --operation Describe --operation Read
allow consume --group portal.actions.beside --operation Describe --operation Read
allow consume --group portal.activity --operation Describe --operation Read
allow consume --group portal.activity.beside --operation Describe --operation Read
allow consume --group portal.advice --operation Describe --operation Read
allow consume --group portal.advice.beside --operation Describe --operation Read
allow consume --group portal.alerts --operation Describe --operation Read
allow consume --group portal.alerts.beside --operation Describe --operation Read
allow consume --group portal.attachments --operation Describe --operation Read
allow consume --group portal.attachments.beside --operation Describe --operation Read
allow consume --group portal.briefings --operation Describe --operation Read
allow consume --group portal.briefings.beside --operation Describe --operation Read
allow consume --group portal.channel --operation Describe --operation Read
allow consume --group portal.channel.beside --operation Describe --operation Read
allow consume --group portal.clusters --operation Describe --operation Read
allow consume --group portal.clusters.beside --operation Describe --operation Read
allow consume --group portal.committee --operation Describe --operation Read
allow consume --group portal.committee.beside --operation Describe --operation Read
allow consume --group portal.committeeadvice --operation Describe --operation Read
allow consume --group portal.committeeadvice.beside --operation Describe --operation Read
allow consume --group portal.communications --operation Describe --operation Read
allow consume --group portal.communications.beside --operation Describe --operation Read
allow consume --group portal.consultations --operation Describe --operation Read
allow consume --group portal.consultations.beside --operation Describe --operation Read
allow consume --group portal.contactpoints --operation Describe --operation Read
allow consume --group portal.contactpoints.beside --operation Describe --operation Read
allow consume --group portal.contacts --operation Describe --operation Read
allow consume --group portal.contacts.beside --operation Describe --operation Read
allow consume --group portal.corpus --operation Describe --operation Read
allow consume --group portal.corpus.beside --operation Describe --operation Read
allow consume --group portal.coverage --operation Describe --operation Read
allow consume --group portal.coverage.beside --operation Describe --operation Read
allow consume --group portal.demo --operation Describe --operation Read
allow consume --group portal.demo.beside --operation Describe --operation Read
allow consume --group portal.dialogues --operation Describe --operation Read
allow consume --group portal.dialogues.beside --operation Describe --operation Read
allow consume --group portal.documents --operation Describe --operation Read
allow consume --group portal.documents.beside --operation Describe --operation Read
allow consume --group portal.dossiers --operation Describe --operation Read
allow consume --group portal.dossiers.beside --operation Describe --operation Read
allow consume --group portal.engagement --operation Describe --operation Read
allow consume --group portal.engagement.beside --operation Describe --operation Read
allow consume --group portal.forum --operation Describe --operation Read
allow consume --group portal.forum.beside --operation Describe --operation Read
allow consume --group portal.grading --operation Describe --operation Read
allow consume --group portal.grading.beside --operation Describe --operation Read
allow consume --group portal.history --operation Describe --operation Read
allow consume --group portal.history.beside --operation Describe --operation Read
allow consume --group portal.iap --operation Describe --operation Read
allow consume --group portal.iap.beside --operation Describe --operation Read
allow consume --group portal.incidents --operation Describe --operation Read
allow consume --group portal.incidents.beside --operation Describe --operation Read
allow consume --group portal.inputs --operation Describe --operation Read
allow consume --group portal.inputs.beside --operation Describe --operation Read
allow consume --group portal.invitations --operation Describe --operation Read
allow consume --group portal.invitations.beside --operation Describe --operation Read
allow consume --group portal.letters --operation Describe --operation Read
allow consume --group portal.letters.beside --operation Describe --operation Read
allow consume --group portal.mandatesettings --operation Describe --operation Read
allow consume --group portal.mandatesettings.beside --operation Describe --operation Read
allow consume --group portal.meetings --operation Describe --operation Read
allow consume --group portal.meetings.beside --operation Describe --operation Read
allow consume --group portal.missions --operation Describe --operation Read
allow consume --group portal.missions.beside --operation Describe --operation Read
allow consume --group portal.notices --operation Describe --operation Read
allow consume --group portal.notices.beside --operation Describe --operation Read
allow consume --group portal.organisations --operation Describe --operation Read
allow consume --group portal.organisations.beside --operation Describe --operation Read
allow consume --group portal.packs --operation Describe --operation Read
allow consume --group portal.packs.beside --operation Describe --operation Read
allow consume --group portal.partners --operation Describe --operation Read
allow consume --group portal.partners.beside --operation Describe --operation Read
allow consume --group portal.plans --operation Describe --operation Read
allow consume --group portal.plans.beside --operation Describe --operation Read
allow consume --group portal.public.register.issues --operation Describe --operation Read
allow consume --group portal.public.register.issues.beside --operation Describe --operation Read
allow consume --group portal.public.register.signed --operation Describe --operation Read
allow consume --group portal.public.register.signed.beside --operation Describe --operation Read
allow consume --group portal.public.register.statements --operation Describe --operation Read
allow consume --group portal.public.register.statements.beside --operation Describe --operation Read
allow consume --group portal.publication --operation Describe --operation Read
allow consume --group portal.publication.beside --operation Describe --operation Read
allow consume --group portal.recommendations --operation Describe --operation Read
allow consume --group portal.recommendations.beside --operation Describe --operation Read
allow consume --group portal.register --operation Describe --operation Read
allow consume --group portal.register.beside --operation Describe --operation Read
allow consume --group portal.replies --operation Describe --operation Read
allow consume --group portal.replies.beside --operation Describe --operation Read
allow consume --group portal.reports --operation Describe --operation Read
allow consume --group portal.reports.beside --operation Describe --operation Read
allow consume --group portal.reprisalcases --operation Describe --operation Read
allow consume --group portal.reprisalcases.beside --operation Describe --operation Read
allow consume --group portal.reprisals --operation Describe --operation Read
allow consume --group portal.reprisals.beside --operation Describe --operation Read
allow consume --group portal.rounds --operation Describe --operation Read
allow consume --group portal.rounds.beside --operation Describe --operation Read
allow consume --group portal.selection --operation Describe --operation Read
allow consume --group portal.selection.beside --operation Describe --operation Read
allow consume --group portal.sessions --operation Describe --operation Read
allow consume --group portal.sessions.beside --operation Describe --operation Read
allow consume --group portal.situations --operation Describe --operation Read
allow consume --group portal.situations.beside --operation Describe --operation Read
allow consume --group portal.sops --operation Describe --operation Read
allow consume --group portal.sops.beside --operation Describe --operation Read
allow consume --group portal.stakeholders --operation Describe --operation Read
allow consume --group portal.stakeholders.beside --operation Describe --operation Read
allow consume --group portal.statements --operation Describe --operation Read
allow consume --group portal.statements.beside --operation Describe --operation Read
allow consume --group portal.submissions --operation Describe --operation Read
allow consume --group portal.submissions.beside --operation Describe --operation Read
allow consume --group portal.subscriptions --operation Describe --operation Read
allow consume --group portal.subscriptions.beside --operation Describe --operation Read
allow consume --group portal.threads --operation Describe --operation Read
allow consume --group portal.threads.beside --operation Describe --operation Read
allow consume --group portal.trainings --operation Describe --operation Read
allow consume --group portal.trainings.beside --operation Describe --operation Read
allow consume --group portal.triage --operation Describe --operation Read
allow consume --group portal.triage.beside --operation Describe --operation Read
allow consume --group portal.visitreports --operation Describe --operation Read
allow consume --group portal.visitreports.beside --operation Describe --operation Read
allow consume --group portal.visits --operation Describe --operation Read
allow consume --group portal.visits.beside --operation Describe --operation Read
allow feed --topic approvals.events --operation Describe --operation Read
allow feed --topic followup.events --operation Describe --operation Read
allow feed --topic intake.events --operation Describe --operation Read
allow feed --topic stakeholders.events --operation Describe --operation Read
allow topics --topic intake.events --operation Create --operation Describe
allow topics --topic approvals.events --operation Create --operation Describe
allow topics --topic followup.events --operation Create --operation Describe
allow topics --topic stakeholders.events --operation Create --operation Describe
