"""The submissions of the invented sources."""

from typing import Any

from portal.casefile.filing import ConsentAnswers, Filing, Incident, Perpetrator, Victim
from portal.web.demonstration.asking import DEFENDERS, TORTURE


def _consent(**answers: Any) -> ConsentAnswers:
    """Consent given by the person, to be named to the authorities and not in public."""
    said = {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"}
    return ConsentAnswers.model_validate({**said, "given_by": "victim", **answers})


def market() -> Filing:
    return Filing(
        victims=[
            Victim(
                name="Amina B. (invented)",
                born="34",
                minor="no",
                sexual_violence="no",
                nationality="Kenyan",
                occupation="Market trader",
                whereabouts="At home, with her arm in plaster",
                obtained="On 30 October, on a signed paper that Demo Watch keeps",
                consent=_consent(),
            )
        ],
        incidents=[
            Incident(
                date="2026-10",
                time="On a market day, in the morning",
                place="Central market, Brookmere",
                rights="Not to be ill-treated; to earn a living",
                evidence="A medical certificate; two neighbours who saw it",
            )
        ],
        perpetrators=[
            Perpetrator(
                who="Municipal police, two officers in uniform",
                kind="state",
                why="Their car carried the emblem of the municipality",
            )
        ],
        submitter_name="Nadia Demo",
        submitter_contact="Demo Watch, secure mailbox 7, mornings only",
        relationship="The organisation that documents her case",
        state="KEN",
        narrative="On a market day in October two officers took the stall of Ms B. and beat her "
        "when she asked for a receipt. She was treated for a broken wrist. No complaint was "
        "registered. (Invented case.)",
        complaints="She went to the district police on the next day; nobody wrote it down",
        urgent=False,
        requested=["AL"],
        mandates=[TORTURE],
        language="en",
    )


def teacher() -> Filing:
    return Filing(
        victims="A teacher (invented), 51, known to the Commission",
        perpetrators=None,
        submitter_name="Tomas Demo",
        submitter_contact="Demo Human Rights Commission, by appointment",
        for_whom="The teacher, reached through the Commission's regional office",
        date="2026-11-02",
        place="Regional town, Highmoor Province",
        state="NPL",
        narrative="The teacher was dismissed two days after speaking at a public hearing and has "
        "since received anonymous calls telling him to leave. (Invented case.)",
        consent=_consent(public="yes", name_form="none"),
        urgent=True,
        risk="He may be attacked; he sleeps in another place each night",
        mandates=[DEFENDERS],
        language="en",
    )


def river() -> Filing:
    names = ("Rosa L. (invented)", "Pedro L. (invented)", "Inés M. (invented)")
    ages = ("41", "17", "29")
    return Filing(
        victims=[
            Victim(
                name=name,
                born=age,
                minor="yes" if age == "17" else "no",
                sexual_violence="no",
                occupation="Member of the River Association",
                defender="Measures the quality of the river's water and publishes it",
                whereabouts="Held at post 12; they have not seen a doctor",
                consent=_consent(
                    act="impossible", reason="Held without contact", given_by="family"
                ),
            )
            for name, age in zip(names, ages, strict=True)
        ],
        incidents=[
            Incident(
                date="2026-11-18",
                place="River crossing at post 12",
                detention="At post 12 of the border guard, without charges or a lawyer",
            )
        ],
        perpetrators=[Perpetrator(who="Border guard, post 12", kind="state")],
        submitter_name="Nadia Demo",
        submitter_contact="Demo Watch, secure mailbox 7",
        state="URY",
        narrative="Three people who measured the quality of the river's water were detained on 18 "
        "November and have not seen a lawyer since. Their transfer is announced for the end of "
        "the month. (Invented case.)",
        urgent=True,
        risk="Transfer to a place that nobody names",
        risk_when="30 November 2026",
        requested=["UA", "press"],
        companies="Holme Pulp (invented), whose waste they measured",
        headquarters="Demo State",
        mandates=[DEFENDERS, TORTURE],
        language="en",
    )


def prison() -> Filing:
    return Filing(
        victims=[
            Victim(
                kind="group",
                description="Prisoners of wing C (invented)",
                number="About forty men",
                consent=_consent(public="yes", name_form="none", given_by="representative"),
            )
        ],
        incidents=[
            Incident(date="2026-08", until="2026-08-24", place="Holme Prison, wing C"),
        ],
        perpetrators=[Perpetrator(who="Prison administration", kind="state")],
        submitter_name="Nadia Demo",
        submitter_contact="Demo Watch, secure mailbox 7",
        state="CHE",
        narrative="For three weeks in August the men of wing C were kept in their cells for 23 "
        "hours a day without access to a doctor. (Invented case.)",
        urgent=False,
        remedy="Daily access to a doctor, and an independent visit",
        mandates=[TORTURE],
        language="en",
    )
