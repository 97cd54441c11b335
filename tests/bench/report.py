"""The figures in readable form, each beside its target."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from tests.bench import committee, cost, decade, enumeration, overload, plans, warning
from tests.bench.rebuild import called
from tests.bench.seats import MINUTES, SEATS

AIM_SHARE = 0.5  # of the store's own ceiling, with 16 clients
AIM_PEER = {1: 1.0, 16: 2.0, 64: 2.0}  # times the peer's rate, by the number of clients
AIM_CLICK = 250.0  # milliseconds, 99th percentile
AIM_RECEIPT = 500.0  # milliseconds, 95th percentile
AIM_PAGE = 300.0  # milliseconds, 95th percentile
AIM_REBUILD = 20_000  # facts a second, of one read model
AIM_AT_ONCE = 40_000  # facts a second, of all together
AIM_VIEWER = 250.0  # milliseconds, 99th percentile
AIM_SEARCH = 300.0  # milliseconds, 95th percentile
AIM_MEMORY = 90.0  # MB a process
AIM_START = 15.0  # seconds, the second start on a long history
AIM_LATENCY = 1.2  # times the latency on an empty store
AIM_SHEET = 600  # seconds for 270,000 rows
AIM_ASSESSMENT, AIM_PAPER = 2_000, 15_000  # milliseconds: a page, a PDF
AIM_BRIEFING, AIM_ACT = 5_000, 1_000  # milliseconds: the page of an issue, an act on an item
AIM_SHEET_MEMORY = 210  # MB beside what a process has


def text(found: Mapping[str, Any]) -> str:
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    machine = found["machine"]
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"Python {machine['python']}; load before: {machine['load_before'][0]}"
    )
    for part, lines in _PART_LINES.items():
        if part in found:
            yield from lines(found[part])


def _commands(entries: list[dict[str, Any]]) -> Iterator[str]:
    yield f"\n{'Commands':<46}{'/s':>8}{'p50 ms':>9}{'p99 ms':>9}   ms of processor for one"
    for entry in entries:
        for part in ("path", "peer", "ceiling"):
            for name, one in (entry[part] or {}).items():
                label = f"{entry['clients']:>3} clients, {_PARTS[part]}{name}"
                cpu = ", ".join(f"{process} {used:.2f}" for process, used in one["cpu"].items())
                yield (
                    f"{label:<46}{one['per_second']:>8.0f}{one['p50_ms']:>9.1f}"
                    f"{one['p99_ms']:>9.1f}   {cpu}"
                )
    for entry in entries:
        share = shares(entry)
        aim = f" (aim {AIM_SHARE:.0%}: {_held(share >= AIM_SHARE)})"
        said = aim if entry["clients"] == 16 else ""
        yield f"{entry['clients']:>3} clients: {share:.0%} of the store's own ceiling{said}"
    for entry in entries:
        yield _beside(entry)


_PARTS = {"path": "", "peer": "the peer: ", "ceiling": "store alone: "}


def shares(entry: Mapping[str, Any]) -> float:
    """What part of the appends that the store alone takes the whole path reaches."""
    path, ceiling = entry["path"]["submit-allegation"], entry["ceiling"]["new stream"]
    share: float = path["per_second"] / ceiling["per_second"]
    return share


def _beside(entry: Mapping[str, Any]) -> str:
    """Say how many times the peer's rate ours is, and whether the slowest wait less."""
    clients = f"{entry['clients']:>3} clients: "
    if entry["peer"] is None:
        return f"{clients}the peer was not measured: its packages are missing; make bench has them"
    ours, peer = entry["path"]["submit-allegation"], entry["peer"]["submit-allegation"]
    times, aim = ours["per_second"] / peer["per_second"], AIM_PEER[entry["clients"]]
    own = sum(used for process, used in ours["cpu"].items() if process != "client")
    return (
        f"{clients}{times:.1f} times the peer (aim {aim:.0f}: {_held(times >= aim)}); "
        f"p99 {ours['p99_ms']:.1f} ms beside {peer['p99_ms']:.1f} "
        f"({_held(ours['p99_ms'] < peer['p99_ms'])}); "
        f"processor {own / peer['cpu']['peer']:.1f} times"
    )


def _clicks(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    title = f"{name}, {found['pace']} submissions a second"
    yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
    for part in ("click to receipt", "click to feed"):
        one = found[part]
        yield f"{part:<46}{one['p50_ms']:>8.0f}{one['p95_ms']:>9.0f}{one['p99_ms']:>9.0f}"
    held = _held(found["click to feed"]["p99_ms"] < AIM_CLICK and not found["missing"])
    yield f"p99 to the feed: aim {AIM_CLICK:.0f} ms: {held}; lines missing: {found['missing']}"
    held = _held(found["click to receipt"]["p95_ms"] < AIM_RECEIPT and not found["lost"])
    yield f"p95 to the receipt: aim {AIM_RECEIPT:.0f} ms: {held}; lost: {found['lost']}"


def _feed(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    title = f"{name}: {found['viewers']} viewers, {found['pace']} submissions/s"
    yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
    for part, one in found["latencies"].items():
        yield f"{part:<46}{one['p50_ms']:>8.0f}{one['p95_ms']:>9.0f}{one['p99_ms']:>9.0f}"
    held = _held(found["latencies"]["click to viewer, in peace"]["p99_ms"] < AIM_VIEWER)
    yield f"p99 in peace: aim {AIM_VIEWER:.0f} ms: {held}"
    whole = _held(not found["missing"] and not found["doubled"] and not found["resets"])
    feeds = found.get("feeds", 1)
    died = "feed and broker" if feeds == 1 else f"{feeds} feeds at one address and broker"
    yield f"each of {found['lines']} lines once, over a restart of {died}: {whole}"
    counted = ", ".join(
        f"{name} {found[name]}" for name in ("missing", "doubled", "resets", "reconnected")
    )
    yield f"lines and viewers: {counted}"
    for when, one in found["feed"].items():
        yield f"feed, {when}: {one['rss']:.0f} MB, {one['fds']} file descriptors"
    used = {name: cores for name, cores in found["cores_used"].items() if name[:4] == "feed"}
    yield f"feeds used {sum(used.values()):.2f} of a core"


def _register(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        yield (
            f"\nThe register, {one['letters']} letters, {one['recommendations']} recommendations, "
            f"{name} (aim: 95 of 100 within {AIM_SEARCH:.0f} ms)"
        )
        for page, search in one["searches"].items():
            held = _held(search["p95_ms"] < AIM_SEARCH)
            cpu = f"{search['cpu']['page']:.0f} ms of processor"
            yield f"{page:<80}{search['p50_ms']:>8.0f}{search['p95_ms']:>9.0f}  {held}   {cpu}"
        yield _whole(search["plans"] for search in one["searches"].values())


def _sessions(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        stream = one["stream"]
        title = f"A session that {one['people']} asked for, {name}"
        yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
        for page, figures in one["pages"].items():
            yield (
                f"{page:<46}{figures['p50_ms']:>8.0f}{figures['p95_ms']:>9.0f}"
                f"{figures['p99_ms']:>9.0f}  (aim p95 {AIM_PAGE:.0f}: "
                f"{_held(figures['p95_ms'] < AIM_PAGE)})"
            )
        yield f"{stream['events']} events folded in {stream['fold_s']:.2f} s"
        yield _whole(figures["plans"] for figures in one["pages"].values())


def _stakeholders(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = f"{one['organisations']} organisations, {one['persons']} persons, {name}"
        yield (
            f"\n{title:<58}{'first':>7}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}"
            f"   (aim p95 {AIM_PAGE:.0f})"
        )
        for page, figures in one["pages"].items():
            yield (
                f"{page:<58}{figures['first_ms']:>7}{figures['p50_ms']:>8.0f}"
                f"{figures['p95_ms']:>8.0f}{figures['cpu']['page']:>8.0f}   "
                f"{_held(figures['p95_ms'] < AIM_PAGE)}, {figures['statements']} statements"
            )
        yield f"filled in {one['filled_s']:.0f} s, {one['filled_cpu_s']:.0f} s of processor"


def _corpus(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = f"A corpus of {one['rows']} recommendations, {name}"
        yield f"\n{title:<58}{'p50 ms':>8}{'p95 ms':>8}   (aim p95 {AIM_PAGE:.0f})"
        for page, figures in one["pages"].items():
            held = _held(figures["p95_ms"] < AIM_PAGE)
            yield f"{page:<58}{figures['p50_ms']:>8.0f}{figures['p95_ms']:>8.0f}   {held}"
        held = _held(one["import_s"] < AIM_SHEET and one["grew_mb"] < AIM_SHEET_MEMORY)
        yield (
            f"checked in {one['check_s']:.0f} s, imported in {one['import_s']:.0f} s, the next one "
            f"in {one['next_import_s']:.0f} s, {one['grew_mb']} MB for it "
            f"(aim {AIM_SHEET} s and {AIM_SHEET_MEMORY} MB: {held})"
        )


def _assessment(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = (
            f"An assessment, {one['letters']} letters, {one['recommendations']} recommendations, "
            f"{name}"
        )
        yield f"\n{title:<68}{'p50 ms':>8}{'p95 ms':>8}"
        for page, figures in one["pages"].items():
            aim = AIM_PAPER if page.endswith("PDF") else AIM_ASSESSMENT
            held = f"aim {aim}: {_held(figures['p95_ms'] < aim)}"
            yield f"{page:<68}{figures['p50_ms']:>8.0f}{figures['p95_ms']:>8.0f}   {held}"


def _briefing(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = f"A briefing of {one['events']} events, {one['before']} before, {name}"
        yield f"\n{title:<68}{'p50 ms':>8}{'p95 ms':>8}"
        for (page, figures), aim in zip(one["pages"].items(), (AIM_BRIEFING, AIM_ACT), strict=True):
            held = f"aim {aim}: {_held(figures['p95_ms'] < aim)}"
            yield f"{page:<68}{figures['p50_ms']:>8.0f}{figures['p95_ms']:>8.0f}   {held}"


def _seats(name: str, found: Mapping[str, Any]) -> Iterator[str]:
    one = found["asking"]
    title = f"{name}: {found['people']} ask for {SEATS}, {found['clients']} at once"
    cpu = ", ".join(f"{process} {used:.2f}" for process, used in one["cpu"].items())
    yield f"\n{title:<46}{'/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}   ms of processor for one"
    yield (
        f"{'asking, until it is answered':<46}{one['per_second']:>8.0f}{one['p50_ms']:>9.1f}"
        f"{one['p95_ms']:>9.1f}{one['p99_ms']:>9.1f}   {cpu}"
    )
    held = _held(found["took_s"] < MINUTES * 60)
    yield f"all in {found['took_s']:.1f} s (aim {MINUTES} minutes: {held})"
    counted = ("overtaken", "out of turn", "doubled", "lost")
    fair = _held(not any(found[name] for name in counted) and found["confirmed"] <= SEATS)
    said = ", ".join(f"{name} {found[name]}" for name in ("confirmed", "waiting", *counted))
    yield f"{said}: {fair}; shown {found['shown_s']:.1f} s after the first asked"


def _queue(found: Mapping[str, Any]) -> Iterator[str]:
    for name, one in found.items():
        title = f"The desk's queue, {one['submissions']} submissions, {name}"
        yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
        for page, figures in one.items():
            if page == "submissions":
                continue
            yield (
                f"{page:<46}{figures['p50_ms']:>8.0f}{figures['p95_ms']:>9.0f}"
                f"{figures['p99_ms']:>9.0f}  (aim p95 {AIM_PAGE:.0f}: "
                f"{_held(figures['p95_ms'] < AIM_PAGE)})"
            )
        yield _whole(figures["plans"] for page, figures in one.items() if page != "submissions")


def _slow(found: Mapping[str, Any]) -> Iterator[str]:
    title = f"Pages, {found['connections']} connections held"
    yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
    for kind in ("public", "staff"):
        for when, one in found[kind].items():
            label = f"{kind} page, {when}"
            yield f"{label:<46}{one['p50_ms']:>8.1f}{one['p95_ms']:>9.1f}{one['p99_ms']:>9.1f}"


def _flood(found: Mapping[str, Any]) -> Iterator[str]:
    title = f"Flood without an account, {found['flood']['a second']} a second"
    yield f"\n{title:<46}{'p50 ms':>8}{'p95 ms':>9}{'p99 ms':>9}"
    for when in ("alone", "flooded"):
        for kind, one in found[when].items():
            label = f"{kind} with an account, {when}"
            yield f"{label:<46}{one['p50_ms']:>8.1f}{one['p95_ms']:>9.1f}{one['p99_ms']:>9.1f}"
    one = found["honest"]
    label = f"{one['number']} honest ones without an account"
    yield f"{label:<46}{one['p50_ms']:>8.1f}{one['p95_ms']:>9.1f}{one['p99_ms']:>9.1f}"
    answers = {name: number for name, number in found["flood"].items() if name != "a second"}
    yield f"the flood was answered {answers}; lost: {found['lost']} ({_held(not found['lost'])})"


def _whole(all_: Iterable[Mapping[str, list[str]]]) -> str:
    tables = sorted({table for one in all_ for table in plans.read_whole(one)})
    said = (f"{table} ({plans.MEANT.get(table, 'NOT MEANT')})" for table in tables)
    return f"read whole: {'; '.join(said) or 'nothing'}"


def _rebuild(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{'Facts':<46}{'/s':>8}   us of processor for one"
    yield from _relays(found["relays"])
    for database in ("sqlite", "postgresql"):
        for name, one in found[database].items():
            yield _applied(f"{name}, {database}", one)
        yield from _shared(found[database])


def _shared(found: Mapping[str, Any]) -> Iterator[str]:
    """Say how many times one process's rate several have, and whether their tables are the same."""
    one = found[called(1)]
    for number, several in [(n, found[called(n)]) for n in range(2, 5) if called(n) in found]:
        yield (
            f"{number} processes: {several['per_second'] / one['per_second']:.2f} times one; "
            f"the same tables: {_held(several['tables'] == one['tables'])}"
        )


def _relays(found: Mapping[str, Any]) -> Iterator[str]:
    for topic, one in found.items():
        yield f"{f'relayed to {topic}':<46}{one['per_second']:>8}   {one['cpu_us']:.0f}{_rss(one)}"


def _applied(name: str, one: Mapping[str, Any]) -> str:
    aim = AIM_AT_ONCE if name.startswith("all at once") else AIM_REBUILD
    held = _held(one["per_second"] >= aim)
    return (
        f"{f'applied by {name}':<46}{one['per_second']:>8}   {one['cpu_us']:.0f}"
        f"  (aim {aim}: {held}){_rss(one)}"
    )


def _rss(one: Mapping[str, Any]) -> str:
    return "   MB by fifths: " + " ".join(f"{rss:.0f}" for rss in one["rss"])


def _history(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{found['facts']} facts in a store, written in {found['filled_s']} s"
    for empty, long in zip(found["empty"], found["copy"], strict=True):
        for name, one in empty["path"].items():
            now = long["path"][name]
            held = _held(now["p50_ms"] <= one["p50_ms"] * AIM_LATENCY)
            yield (
                f"{empty['clients']:>3} clients, {name:<34}p50 {one['p50_ms']:.1f} ms empty, "
                f"{now['p50_ms']:.1f} long; p99 {one['p99_ms']:.1f}, {now['p99_ms']:.1f}; "
                f"service {one['cpu']['service']:.2f}, {now['cpu']['service']:.2f} ms of processor"
                f"; store {one['cpu']['store']:.2f}, {now['cpu']['store']:.2f}"
                f"  (aim within {AIM_LATENCY - 1:.0%}: {held})"
            )
    yield from _relays(found["relays"])
    for database in ("sqlite", "postgresql"):
        if database in found:
            yield _applied(f"all at once, {database}", found[database])
    for what, size in found["disk_gb"].items():
        yield f"{what}: {size:.1f} GB"
    *first, last = found["starts_s"]
    held = _held(last <= AIM_START)
    yield f"start {last} s, before it: {first} (aim {AIM_START:.0f} s: {held})"


def _decade(found: Mapping[str, Any]) -> Iterator[str]:
    if "store" in found:
        yield from _history(found["store"])
    yield from decade.lines(found)


def _memory(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{'Memory':<46}{'rss MB':>8}{'pss MB':>9}  processes (aim {AIM_MEMORY:.0f} rss)"
    for name, one in found.items():
        over = "" if one["rss"] <= AIM_MEMORY else "  over"
        yield f"{name:<46}{one['rss']:>8.0f}{one['pss']:>9.0f}{one['processes']:>4}{over}"


def _held(holds: bool) -> str:  # noqa: FBT001  # a yes or no is all there is
    return "held" if holds else "missed"


_PART_LINES: dict[str, Callable[[Any], Iterator[str]]] = {
    "commands": _commands,
    "cost": cost.lines,
    "clicks": partial(_clicks, "clicks"),
    "clicks on PostgreSQL": partial(_clicks, "clicks on PostgreSQL"),
    "feed": partial(_feed, "feed"),
    "feed on PostgreSQL": partial(_feed, "feed on PostgreSQL"),
    "several feeds": partial(_feed, "several feeds on PostgreSQL"),
    "overload": partial(overload.lines, "overload"),
    "overload on PostgreSQL": partial(overload.lines, "overload on PostgreSQL"),
    "slow": _slow,
    "flood": _flood,
    "enumeration": enumeration.lines,
    "warning": warning.lines,
    "queue": _queue,
    "register": _register,
    "sessions": _sessions,
    "stakeholders": _stakeholders,
    "corpus": _corpus,
    "assessment": _assessment,
    "briefing": _briefing,
    "committee": committee.lines,
    "seats": partial(_seats, "seats"),
    "seats on PostgreSQL": partial(_seats, "seats on PostgreSQL"),
    "rebuild": _rebuild,
    "history": _history,
    "decade": _decade,
    "memory": _memory,
}
