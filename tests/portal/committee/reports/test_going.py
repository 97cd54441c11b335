"""What was submitted, published or dropped: its day, who approves, what the Chief puts right."""

from dataclasses import replace

from portal.committee.reports import queries
from portal.committee.reports.read_model import reports
from shared.core.roles import Role
from tests.portal.committee.reports.test_pages import DAY, OWN, PAGE, asked, form
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import reports_owed as said
from tests.support.owed import Owed
from tests.support.portal import Pages, Visitor


def test_the_chief_puts_right_what_an_ended_mandate_published_or_dropped(
    portal: Pages, owed: Owed, chief: Visitor
) -> None:
    session = owed.session()
    gone, public, sent = (owed.report(session) for _ in range(3))
    owed.step(said.DROPPED, gone)
    for one in (public, sent):
        owed.stage(one, "submitted", due_on=owed.today, submitted_on=owed.today)
    owed.step(said.PUBLISHED, public)
    assert chief.get(f"{PAGE}/{public}/publish").status_code == 404
    owed.tell(said.CREATED, replace(said.ENDED, ended_on=owed.today - DAY))
    assert "Take it up again" in text(chief.get(f"{PAGE}/{gone}").text)
    assert chief.get(f"{PAGE}/{gone}/take-up").status_code == 200
    assert "Correct the symbol" in text(chief.get(f"{PAGE}/{public}").text)
    assert 'value="A/HRC/61/49/Add.1"' in chief.get(f"{PAGE}/{public}/publish").text
    typed = form(symbol="A/HRC/61/50", was="A/HRC/61/49/Add.1", checked="send")
    chief.post(f"{PAGE}/{public}/publish", typed)
    assert asked(portal).was_symbol == "A/HRC/61/49/Add.1"
    assert chief.get(f"{PAGE}/{sent}/publish").status_code == 404


def test_what_was_submitted_keeps_its_day_and_a_servicing_officer_approves_nothing(
    portal: Pages, owed: Owed, holder: Visitor
) -> None:
    """Recorded on Monday, submitted on Friday, and then in editing."""
    one, friday = owed.report(owed.session()), owed.today - 3 * DAY
    owed.stage(one, "drafting")
    assert f'value="{owed.today}"' in holder.get(f"{PAGE}/{one}/stage").text
    typed = form(stage="editing", was="drafting", submitted_on=f"{friday}")
    holder.post(f"{PAGE}/{one}/stage", typed)
    assert asked(portal).submitted_on == friday
    both = portal.signed_in(
        Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({OWN})
    )
    assert "Approve the report" not in text(both.get(f"{PAGE}/{one}").text)
    assert both.get(f"{PAGE}/{one}/approve").status_code == 404
    owed.stage(one, "editing", due_on=friday, submitted_on=friday)
    owed.stage(one, "translated")
    page = text(holder.get(f"{PAGE}/{one}").text)
    assert "Late Due on" not in page
    with owed.engine.connect() as conn:
        now = queries.one(conn, one, reports.c.report_id == one)
    assert now
    assert (now.submitted_on, now.submission_due) == (friday, friday)
    assert "Day of the submission" not in text(holder.get(f"{PAGE}/{one}/stage").text)
