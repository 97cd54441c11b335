// Keys for people who work in a page all day. [data-keys] holds the page's work; what it is made
// of also works with Tab and Enter, and single keys can be turned off (WCAG 2.1.4).
//
// <tr data-keys-item>: j and k move between them, Enter opens the first link of the one in focus.
// data-key="u" on a link, button or summary: that key presses it; in the row in focus first, then
// anywhere outside of rows. Esc leaves a field. [data-keys-help] holds the list that ? opens.
{
  const OFF = "rapporteur-keys-off";
  const work = document.querySelector("[data-keys]");
  const help = document.querySelector("[data-keys-help]");
  const dialog = help?.querySelector("[data-keys-dialog]");
  const FIELD = "input:not([type=hidden]), textarea, select";

  const remembered = () => {
    try {
      return localStorage.getItem(OFF) === null;
    } catch {
      return true; // a browser that keeps nothing
    }
  };
  let on = remembered();

  if (help && dialog) {
    const box = dialog.querySelector("[data-keys-on]");
    help.hidden = false;
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      try {
        if (on) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "1");
      } catch {
        // it holds as long as this page is open
      }
    });
    help.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
    dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
  }

  const items = () => [...document.querySelectorAll("[data-keys] [data-keys-item]")];
  const typing = (target) =>
    target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

  // The row in focus and its number, so that its neighbour gets the focus when it leaves the list.
  let row = null;
  let place = -1;

  const focus = (element) => {
    if (!element.matches(`a, button, ${FIELD}`)) element.tabIndex = -1;
    element.focus();
  };

  const move = (step) => {
    const all = items();
    const here = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
    if (next) focus(next);
    return Boolean(next);
  };

  const press = (key) => {
    const item = document.activeElement?.closest("[data-keys-item]");
    if (key === "Enter") {
      const link = document.activeElement === item && item?.querySelector("a");
      link?.click?.();
      return Boolean(link);
    }
    const named = (it) => it.dataset.key === key;
    const chosen =
      [...(item?.querySelectorAll("[data-key]") ?? [])].find(named) ??
      [...document.querySelectorAll("[data-key]")].find(
        (it) => named(it) && !it.closest("[data-keys-item]"),
      );
    if (!chosen) return false;
    chosen.click();
    const hash = chosen.getAttribute("href") ?? "";
    const part = hash.startsWith("#") ? document.getElementById(hash.slice(1)) : null;
    unfold(part);
    const fields = part ?? (chosen.matches("summary") ? chosen.parentElement : null);
    if (fields) focus(fields.querySelector(FIELD) ?? part ?? chosen);
    return true;
  };

  if (work) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
      const field = typing(event.target);
      if (field) {
        if (event.key === "Escape") focus(field.closest("[tabindex='-1']") ?? work);
        return;
      }
      if (!on) return;
      let done;
      if (event.key === "j" || event.key === "k") done = move(event.key === "j" ? 1 : -1);
      else if (event.key === "?" && dialog) done = !dialog.showModal();
      else done = press(event.key);
      if (done) event.preventDefault();
    });

    document.addEventListener("focusin", (event) => {
      row = event.target.closest("[data-keys-item]");
      place = row ? items().indexOf(row) : -1;
    });
    document.addEventListener("focusout", () =>
      setTimeout(() => {
        if (row?.isConnected && !row.contains(document.activeElement)) row = null;
      }),
    );
    document.addEventListener("htmx:after:swap", () => {
      if (!row || row.isConnected || document.activeElement !== document.body) return;
      const all = items();
      if (all.length) focus(all[Math.min(place, all.length - 1)]);
    });
  }
}
