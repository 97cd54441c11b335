// What the pages need beside htmx. Everything hangs on data attributes and does nothing without
// them; every page works without this file.

import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";

const COMPONENTS = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
];
const initAll = (options) => COMPONENTS.forEach((one) => createAll(one, undefined, options));

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
// What htmx brought in later is initialised too; what was initialised before is left alone.
document.addEventListener("htmx:after:swap", (event) => {
  const scope = event.target instanceof Element ? event.target : document;
  initAll({ scope, onError: () => {} });
});

// What a link or a key leads to is unfolded, and so is all that is printed, also where a browser or
// its style sheet does not do that.
const unfold = (element) => {
  for (let at = element?.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
};
const unfoldTarget = () => {
  if (location.hash) unfold(document.getElementById(location.hash.slice(1)));
};
addEventListener("hashchange", unfoldTarget);

// A browser leaves a text field where it is if its first line is in view, though the bar of actions covers the rest.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea") && document.querySelector(".actions")) target.scrollIntoView({ block: "nearest" });
});
unfoldTarget();
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => {
  for (const one of unfolded) one.open = false;
});

// <button type="button" data-print hidden>: prints the page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The code in a picture stands behind "#" of the address, which no server gets to see: into the field
// with it, and out of the address.
const returnCode = document.querySelector("input[name=return_code]");
if (returnCode && /^#[0-9]{48}$/.test(location.hash)) {
  returnCode.value = location.hash.slice(1).replace(/([0-9]{6})(?=[0-9])/g, "$1 ");
  history.replaceState(null, "", location.pathname + location.search);
}

// <section data-feed> holds a [data-feed-state] line, a [data-feed-missed] button and the element
// that htmx puts new lines into, on top. Says whether the feed is live, marks what came while the
// page was open, and counts what came while the reader was further down. Its texts stand in the
// section's attributes: data-live, data-lost with {time}, data-connecting, and data-above, JSON with
// a text for each category of numbers, with {count}. data-now: when it is by the server, whose time,
// in Geneva, the lines have; the reader's own clock may be wrong, and is elsewhere.
for (const feed of document.querySelectorAll("[data-feed]")) {
  const state = feed.querySelector("[data-feed-state]");
  const missed = feed.querySelector("[data-feed-missed]");
  let last = null;
  let unseen = 0;

  const say = (name, text) => {
    if (!state) return;
    state.dataset.feedState = name;
    state.textContent = text;
  };
  const language = document.documentElement.lang;
  const texts = feed.dataset;
  const above = JSON.parse(texts.above);
  const category = new Intl.PluralRules(language);
  const behind = Date.parse(texts.now) - Date.now();
  const now = () => new Date(Date.now() + behind);
  // In the digits of the lines, which are the same in every language.
  const geneva = { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Zurich" };
  const clock = (at) => at.toLocaleTimeString("en-GB", geneva);
  // The last midnight in Geneva at or before this moment.
  const midnight = (at) => {
    const [hour, minute] = clock(at).split(":").map(Number);
    return new Date(at.getTime() - (hour * 60 + minute) * 60000 - (at.getTime() % 60000));
  };
  const lost = () =>
    say("lost", last ? texts.lost.replace("{time}", clock(last)) : texts.connecting);
  const showMissed = () => {
    if (!missed) return;
    missed.hidden = unseen === 0;
    const text = above[category.select(unseen)] ?? above.other;
    missed.textContent = text.replace("{count}", unseen.toLocaleString(language));
  };

  const counters = document.querySelector("[data-counters]");
  // Counts a new line among those of its kind; with a line of another day the numbers begin again.
  const count = (line) => {
    const list = counters?.querySelector("dl");
    if (!list || !line) return;
    const at = Date.parse(line.querySelector("time").dateTime);
    while (at >= Date.parse(counters.dataset.until)) {
      list.replaceChildren();
      const next = new Date(Date.parse(counters.dataset.until) + 36 * 3600000);
      counters.dataset.until = midnight(next).toISOString();
    }
    const { kind } = line.dataset;
    let one = [...list.children].find((other) => other.dataset.kind === kind);
    if (!one) {
      one = list.appendChild(document.createElement("div"));
      one.className = "counters__one";
      one.dataset.kind = kind;
      one.append(document.createElement("dt"), document.createElement("dd"));
      one.firstChild.textContent = line.querySelector("strong").textContent;
    }
    const number = Number(one.lastChild.dataset.number ?? 0) + 1;
    one.lastChild.dataset.number = number;
    one.lastChild.textContent = number.toLocaleString(language);
    counters.hidden = false;
  };

  feed.addEventListener("htmx:sse:after:connection", () => {
    last = now();
    say("live", texts.live);
  });
  feed.addEventListener("htmx:sse:after:message", (event) => {
    last = now();
    say("live", texts.live);
    if (event.detail.message?.event) return;
    const line = event.target.querySelector(":scope > :first-child");
    line?.classList.add("feed__line--new");
    count(line);
    const pictures = document.querySelector("[data-pictures]");
    if (pictures && !pictures.querySelector("details[open]")) {
      window.htmx.trigger(pictures, "lines");
    }
    if (feed.getBoundingClientRect().top < 0) {
      unseen += 1;
      showMissed();
    }
  });
  feed.addEventListener("htmx:sse:error", lost);
  feed.addEventListener("htmx:sse:close", lost);
  feed.addEventListener("htmx:sse:before:connection", (event) => {
    if (event.detail.connection.attempt > 0) lost();
  });
  const stream = feed.querySelector("[hx-sse\\:connect]");
  // Too far behind, or somewhere that the feed does not know: the page is read again.
  stream?.addEventListener("reset", () => setTimeout(() => location.reload(), 1000));
  // htmx connects again what was connected; what never was is tried here.
  setInterval(() => {
    if (!stream || stream._htmx?.sse || document.hidden) return;
    lost();
    window.htmx.trigger(stream, "again");
  }, 5000);
  missed?.addEventListener("click", () => feed.scrollIntoView());
  document.addEventListener("scroll", () => {
    if (unseen > 0 && feed.getBoundingClientRect().top >= 0) {
      unseen = 0;
      showMissed();
    }
  });
}
