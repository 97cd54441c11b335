"""Checks of pages in a browser: they are accessible, and no wider than their window.

Axe takes longer than the rest of a page's test, mostly for measuring contrast. So a page that
differs from a checked one only in its texts and ids is not checked again, not at another width
either if the same of it is shown there; and contrast is measured only for elements with a new
nesting at this width: a style sheet sees nothing else of them.
"""

from collections.abc import Iterable
from typing import Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

Size = tuple[int, int]
DESK: Final[Size] = (1280, 900)
PHONE: Final[Size] = (375, 812)

_MADE_OF: Final = """() => {
  const hashed = (text, from) => {
    for (let at = 0; at < text.length; at++) from = Math.imul(from ^ text.charCodeAt(at), 16777619);
    return from;
  };
  const own = one => [...one.attributes].reduce((marks, {name, value}) =>
    /^(class|style|type|role|open|hidden|disabled|readonly|checked|aria-(current|disabled))$/
      .test(name) ? `${marks} ${name}=${value}` : marks, one.localName);
  const written = one => /^(input|select|textarea)$/.test(one.localName)
    || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const scrolls = (one, {overflowX, overflowY}) =>
    /auto|scroll/.test(overflowX) && one.scrollWidth > one.clientWidth
    || /auto|scroll/.test(overflowY) && one.scrollHeight > one.clientHeight;
  const drawn = one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    return [style.display, style.visibility, style.opacity, style.position, style.overflow,
      style.clip, style.clipPath, style.color, style.backgroundColor, style.textDecorationLine,
      scrolls(one, style), box.width > 0, box.height > 0,
      box.right + scrollX <= 0, box.bottom + scrollY <= 0].join();
  };
  window.lookedAt = [];
  const ways = [];
  let shown = 1;
  const walk = (element, path) => {
    for (const child of element.children) {
      const here = hashed(own(child), path);
      shown = hashed(drawn(child), shown);
      if (written(child)) { window.lookedAt.push(child); ways.push(here); }
      walk(child, here);
    }
  };
  walk(document.body, 1);
  const page = document.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g, "")
    .replace(/>\\s*[^<\\s][^<]*</g, ">x<")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|(nonce|value)="[^"]*"/g, "");
  const ready = "axe" in window ? "loaded" : "loadAxe" in window ? "there" : "";
  return [hashed(page, shown), ways, ready];
}"""
"""Hashes of the page without its texts and ids, as it is shown, and of what texts are nested in."""
_JUDGED: Final = """async ([whole, measured]) => {
  const contrast = "color-contrast", mark = "data-measured";
  const fresh = measured.map(at => window.lookedAt[at]).filter(one => one.isConnected);
  fresh.forEach(one => one.setAttribute(mark, ""));
  axe.configure({rules: [{id: contrast, selector: `[${mark}]`}]});
  const asked = {resultTypes: ["violations"], preload: false, selectors: false};
  const found = await axe.run(whole ? asked : {...asked, runOnly: [contrast]});
  fresh.forEach(one => one.removeAttribute(mark));
  return found.violations.map(
    one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(" and ")}`);
}"""
"""All in one run: where things lie is measured once for contrast and for the other rules."""
_WIDTH: Final = "[document.documentElement.scrollWidth, innerWidth]"

_pages: set[int] = set()
_nested: set[tuple[int, int]] = set()


def inaccessible(page: Page) -> list[str]:
    """Return what axe finds on this page at the width that its window has now."""
    kind, ways, ready = page.evaluate(_MADE_OF)
    width = (page.viewport_size or {"width": 0})["width"]
    if kind in _pages and all((width, way) in _nested for way in ways):
        return []
    _load(page, ready)
    fresh = {way: at for at, way in enumerate(ways) if (width, way) not in _nested}
    faults: list[str] = page.evaluate(_JUDGED, [kind not in _pages, list(fresh.values())])
    if not faults:
        _pages.add(kind)
        _nested.update((width, way) for way in ways)
    return faults


def _load(page: Page, ready: str) -> None:
    """A window gets axe once, for all pages that it opens: to send it takes longer than to run."""
    if ready == "loaded":
        return
    if not ready:
        page.context.add_init_script(f"window.loadAxe = () => {{ {AXE_SCRIPT} }}")
        page.evaluate(AXE_SCRIPT)
    else:
        page.evaluate("loadAxe()")


def too_wide(page: Page, size: Size) -> list[str]:
    """Give the window this size; return how much wider the page is than that."""
    window: ViewportSize = {"width": size[0], "height": size[1]}
    if page.viewport_size != window:
        page.set_viewport_size(window)
    wide, shown = page.evaluate(_WIDTH)
    return [f"{wide} pixels wide in a window of {shown}"] if wide > shown else []


def sound(page: Page, *sizes: Size) -> None:
    """Fail if somebody could not use this page at a desk or on a telephone.

    Args:
        page: it is left at the size of window that it had.
        sizes: other sizes than these two.
    """
    assert faults_of(page, sizes or (DESK, PHONE)) == [], page.url


def faults_of(page: Page, sizes: Iterable[Size] = (DESK, PHONE)) -> list[str]:
    page.wait_for_load_state()  # a click before it may still be leading here
    before = page.viewport_size
    faults = []
    for size in sizes:
        faults += [*too_wide(page, size), *inaccessible(page)]
    if before is not None:
        page.set_viewport_size(before)
    return faults
