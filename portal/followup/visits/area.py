from portal.followup.visits import (
    ages,
    demo,
    figures,
    holder,
    kinds,
    letter_deciding,
    letter_list,
    letter_writing,
    letters,
    of_state,
    public,
    queries,
    scans,
    state_answers,
    views,
)
from portal.web.area import Area, Part, Place

AREA = Area(
    name="visits",
    package=__package__,
    blueprints=(
        views.bp,
        ages.bp,
        letters.bp,
        holder.bp,
        kinds.bp,
        letter_writing.bp,
        letter_deciding.bp,
        letter_list.bp,
        public.bp,
        of_state.bp,
        state_answers.bp,
        scans.bp,
        figures.bp,
    ),
    places=(Place(165, "Country visits", "visits.index", queries.BOARD),),
    parts=(
        Part("work.mandate", 15, "visits/_waiting.html"),
        Part("work.waiting", 80, "visits/_waiting.html"),
        Part("triage.index", 10, "visits/_waiting.html"),
        Part("onboarding.mine", 5, "visits/_first_weeks.html"),
        Part("visits.show", 5, "visits/_letters.html"),
        Part("register.state", 20, "visits/_profile.html"),
    ),
    erasable={
        "visitfile": "The reference of this letter about a visit, the note on it, what a "
        "Government wrote in it here, the reservations in it, and its files. That it was sent or "
        "received, when, and what it answers, stays.",
        "visitletter": "The text of this letter about a visit in every version, what was written "
        "about it, and its reference. Who approved it and when it was sent stays.",
    },
    demo=demo.tell,
)
