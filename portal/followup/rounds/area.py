from portal.followup.rounds import (
    acts,
    answers,
    demo,
    evidence,
    filling,
    history,
    queries,
    tabling,
    views,
)
from portal.web.area import Area, Part, Place

AREA = Area(
    name="rounds",
    package=__package__,
    blueprints=(
        views.bp,
        acts.bp,
        answers.bp,
        evidence.bp,
        filling.bp,
        tabling.bp,
        history.bp,
    ),
    places=(Place(161, "Follow-up rounds", "rounds.index", queries.OFFICE | queries.ASKED),),
    parts=(
        Part("recommendations.detail", 7, "rounds/_history.html"),
        Part("register.state", 25, "rounds/_profile.html"),
        Part("publicreports.follow_up", 10, "rounds/_of_report.html"),
    ),
    erasable={
        "followupround": "This answer in a follow-up round, a file beside it, the name that came "
        "with it, a comment of a State, or how a situation was described. That it came, and from "
        "whom, stays; words that were published stay until they are taken back.",
    },
    demo=demo.tell,
)
