"""A person at a browser with only a keyboard."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

_FURTHEST = 300
"""How often one presses Tab before one gives up."""
_FOCUS = """wanted => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  return {
    there: at === wanted,
    beside: at.type === "radio" && at.name === wanted.name && at.form === wanted.form,
    nowhere: at === document.body,
    seen: at.checkVisibility() && box.bottom > 0 && box.top < innerHeight,
    what: at.outerHTML.slice(0, 150),
  };
}"""

_STOPS = """async () => {
  // A window of a new width has its menu folded or unfolded by the second frame.
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const shown = one => one.checkVisibility() && one.getClientRects().length
    && getComputedStyle(one).visibility === "visible";
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const alike = one => one.type === "radio" && `${one.name} ${one.form?.action}`;
  const all = [...document.querySelectorAll(controls)].filter(one =>
    shown(one) && !one.disabled && one.tabIndex >= 0);
  window.stops = all.filter((one, at) => !alike(one) || one.checked
    || !all.some((other, there) => alike(other) === alike(one) && (other.checked || there < at)));
  window.reached = [];
  document.addEventListener("focusin", event => reached.push(stops.indexOf(event.target)));
  document.activeElement.blur();
  const parts = stops.filter(one => ["date", "datetime-local", "time"].includes(one.type));
  return stops.length + 6 * parts.length;
}"""
_MISSED = """() => ({
  missed: stops.filter((_, at) => !reached.includes(at)).map(one => one.outerHTML.slice(0, 120)),
  out: document.activeElement === document.body || reached.filter(at => at === 0).length > 1,
})"""
MORE = 200
"""Presses after as many as there are links, buttons and fields, until nothing leads out."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Goes from control to control with Tab, as the page lets one.

    Every stop on the way must be visible: people who cannot see where they are get lost.
    """

    page: Page

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the first button of this name that stands in ``within``, or on the page."""
        area = within or self.page.get_by_role("main")
        self._enter(area.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follow the first link of this name; links that look like buttons are buttons."""
        self._enter(self.page.get_by_role("link", name=name))

    def open(self, name: str) -> None:
        """Unfold what is folded under this name."""
        self.reach(self.page.locator("summary").filter(has_text=name).first)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Write into the field in place of what is in it."""
        self.reach(self.page.get_by_label(label, exact=True).locator("visible=true").first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, label: str, *, exact: bool = False) -> None:
        self.reach(self.page.get_by_label(label, exact=exact).first)
        self.page.keyboard.press("Space")

    def choose(self, field: str, value: str) -> None:
        """Choose one of the radio buttons that are called ``field``."""
        wanted = self.page.locator(f"input[type=radio][name='{field}'][value='{value}']")
        self.reach(wanted, radio=True)
        for _ in range(_FURTHEST):
            if wanted.evaluate(_FOCUS)["there"]:
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert wanted.is_checked(), wanted

    def select(self, label: str, option: str) -> None:
        """Type how the option begins, as one does in a list."""
        field = self.page.get_by_label(label, exact=True)
        self.reach(field)
        self.page.keyboard.type(option)
        chosen = field.evaluate("it => it.selectedOptions[0].textContent.trim()")
        assert chosen.startswith(option), (chosen, option)

    def _enter(self, control: Locator) -> None:
        """Reach it and press Enter; the page that it leads to has come."""
        self.reach(control.first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def reach(self, control: Locator, *, radio: bool = False) -> None:
        control.wait_for(state="attached")
        rounds = 0
        for _ in range(_FURTHEST):
            at = control.evaluate(_FOCUS)
            in_sight = at["seen"] or at["nowhere"]
            assert in_sight, f"{at['what']} has the focus and is not in sight"
            if at["there"] or (radio and at["beside"]):
                return
            rounds += at["nowhere"]
            assert rounds < 3, f"Tab does not lead to {control}"
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {control}")


def missed(page: Page) -> list[str]:
    """Press Tab until all of the page is behind; return what it led past, and what kept it.

    A table that scrolls is a stop of its own, which is not counted beforehand.
    """
    for _ in range(page.evaluate(_STOPS)):
        page.keyboard.press("Tab")
    found = page.evaluate(_MISSED)
    for _ in range(MORE):
        if found["out"]:
            break
        page.keyboard.press("Tab")
        found = page.evaluate(_MISSED)
    kept = [] if found["out"] else ["Tab does not lead out of the page"]
    return [f"Tab leads past {one}" for one in found["missed"]] + kept
