from portal.followup.inputs import demo, own, public, queries, reading, team
from portal.web.area import Area, Part
from portal.web.pools import CHANNEL, OPEN

AREA = Area(
    name="inputs",
    package=__package__,
    blueprints=(team.bp, reading.bp, public.bp, own.bp),
    parts=(
        Part("missions.links", 10, "inputs/_of_mission.html"),
        Part("work.mandate", 16, "inputs/_waiting.html"),
        Part("work.waiting", 81, "inputs/_waiting.html"),
    ),
    erasable={
        "inputcall": "What a call for input to a visit asked for, in each language. When it was "
        "issued and until when it was open stays.",
        "contribution": "All that its sender wrote in this contribution to a call for input, the "
        "name, its files, and what was noted about it. That one came, and when, stays.",
    },
    pools={"inputcalls.contribute": OPEN, "inputcalls.contribute_form": OPEN, "owninput": CHANNEL},
    demo=demo.tell,
    sources=queries.unnamed,
)
