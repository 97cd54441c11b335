// What a page is made of, as far as axe's rules depend on it: see looking.py.
() => {
  // Attributes of which the value counts; those that lead to other elements; of all others counts
  // whether they say anything.
  const KEPT = new RegExp("^(class|style|role|type|lang|dir|tabindex|scope|autocomplete|rel|target"
    + "|open|hidden|disabled|checked|readonly|multiple|required|rowspan|colspan|contenteditable|inert"
    + "|aria-(?!label$|description$|valuetext$|roledescription$).*)$");
  const LEADS = new RegExp("^(for|headers|list|form|aria-(labelledby|describedby|controls|owns|details"
    + "|activedescendant|errormessage|flowto))$");
  const MARKED = /^(class|style|type|role|open|hidden|disabled|readonly|checked|aria-(current|disabled))$/;
  const LANDMARKS = "main, nav, aside, body > header, body > footer, [role]";
  const OUTLINE = "h1, h2, h3, h4, h5, h6, header, footer, section, form, iframe, frame, [accesskey], "
    + `[href^="#"], ${LANDMARKS}`;
  const BLOCKS = "p, li, dt, dd, td, th, caption, div, main, section, article, header, footer, nav, "
    + "body";

  const hashed = (text, from) => {
    for (let at = 0; at < text.length; at++) from = Math.imul(from ^ text.charCodeAt(at), 16777619);
    return from;
  };
  const ids = new Map();
  for (const {id} of document.querySelectorAll("[id]")) ids.set(id, (ids.get(id) ?? 0) + 1);

  const says = one => one ? [one.localName, Boolean(one.textContent.trim()),
    Boolean(one.getAttribute("aria-label")?.trim()), one.checkVisibility(),
    one.querySelectorAll("[aria-label], [alt], [title]").length].join() : "nothing";
  const led = to => to.trim().split(/\s+/).map(id => says(document.getElementById(id))).join("+");
  const among = link => {
    const block = link.closest(BLOCKS);
    const links = [...block.querySelectorAll("a")].map(one => one.textContent).join("");
    return block.textContent.replace(/\s/g, "").length > links.replace(/\s/g, "").length;
  };
  const own = one => {
    let marks = one.localName;
    for (const {name, value} of one.attributes) {
      if (LEADS.test(name)) marks += ` ${name}=>${led(value)}`;
      else if (KEPT.test(name)) marks += ` ${name}=${value}`;
      else marks += ` ${name}${value.trim() ? "" : "="}`;
    }
    if (one.id && ids.get(one.id) > 1) marks += " twice";
    if (one.labels) marks += [...one.labels].map(says).join();
    if (one.localName === "a") marks += ` ${among(one)}`;
    if (one.localName === "a" && one.getAttribute("href")?.startsWith("#"))
      marks += led(one.getAttribute("href").slice(1));
    // what its alternative repeats is known from texts alone: it is judged each time
    if (one.localName === "img") marks += Math.random();
    return marks;
  };
  const marked = one => [...one.attributes].reduce((marks, {name, value}) =>
    MARKED.test(name) ? `${marks} ${name}=${value}` : marks, one.localName);
  const scrolls = (one, {overflowX, overflowY}) =>
    /auto|scroll/.test(overflowX) && one.scrollWidth > one.clientWidth
    || /auto|scroll/.test(overflowY) && one.scrollHeight > one.clientHeight;
  // Where something may be of an element and of what flows out of it, to either side.
  const room = (one, {left, top, right, bottom}, more = 0) => {
    const wide = more + Math.max(0, one.scrollWidth - (right - left));
    const high = more + Math.max(0, one.scrollHeight - (bottom - top));
    return {left: left - wide, top: top - more, right: right + wide, bottom: bottom + high};
  };
  const lifted = [];
  const drawn = (one, style) => {
    if (one.localName === "option") return "";
    const box = one.getBoundingClientRect();
    const pulled = Math.max(0, ...[style.marginTop, style.marginBottom, style.marginLeft,
      style.marginRight].map(margin => -parseFloat(margin) || 0));
    if (box.width > 1 && (/absolute|fixed|sticky/.test(style.position) || style.transform !== "none"
      || style.position === "relative" && /[1-9]/.test(style.top + style.left) || pulled))
      lifted.push({mark: marked(one), ...room(one, box, pulled)});
    return [style.display, style.visibility, style.opacity, style.position, style.overflow,
      style.clip, style.clipPath, style.color, style.backgroundColor, style.textDecorationLine,
      scrolls(one, style), box.width > 0, box.height > 0,
      box.right + scrollX <= 0, box.bottom + scrollY <= 0].join();
  };
  // What an element paints beneath the texts in it; for most that is nothing.
  const painted = style => [style.backgroundColor, style.backgroundImage, style.opacity,
    style.filter, style.mixBlendMode].join().replace("rgba(0, 0, 0, 0),none,1,none,normal", "");
  const inked = (one, style) => [marked(one), style.color, style.fontSize, style.fontWeight,
    style.textShadow, style.display, style.visibility].join();
  const written = one => /^(input|select|textarea)$/.test(one.localName)
    || [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());

  const elements = [], parts = [], texts = [], ways = [];
  const selves = new Map();
  const root = document.documentElement;
  const page = hashed([root.dir, root.className, document.body.className].join(), 1);

  // A part is an element in its place with all that is in it. What stands in a row alike counts once.
  const walk = (one, path, way) => {
    const style = getComputedStyle(one);
    const self = hashed(drawn(one, style), hashed(own(one), 1)), here = hashed(String(self), path);
    const trail = hashed(painted(style), way);
    let within = self, last;
    selves.set(one, here);
    if (written(one)) { texts.push(one); ways.push(hashed(inked(one, style), trail)); }
    for (const child of one.childNodes) {
      const is = child.nodeType === Node.ELEMENT_NODE ? walk(child, here, trail)
        : child.nodeType === Node.TEXT_NODE && child.data.trim() ? "text" : undefined;
      if (is === undefined || is === last) continue;
      within = hashed(String(is), within);
      last = is;
    }
    elements.push(one);
    parts.push(hashed(String(within), here));
    return within;
  };
  walk(document.body, page, hashed(painted(getComputedStyle(root)), 1));
  // What is not in the flow may lie over a text that it meets, or under it.
  const over = text => {
    const box = room(text, text.getBoundingClientRect());
    const meets = one => one.left < box.right && box.left < one.right && one.top < box.bottom
      && box.top < one.bottom;
    return [...new Set(lifted.filter(meets).map(({mark}) => mark))].sort().join();
  };

  // Headings and landmarks in their order, with the names of these; and what lies in no landmark.
  const head = [...root.attributes, ...[...document.querySelectorAll("meta")].flatMap(
    one => [...one.attributes])].map(({name, value}) => name === "nonce" ? name : name + value);
  let outline = hashed([...head, Boolean(document.title.trim())].join(), page);
  for (const one of document.querySelectorAll(OUTLINE))
    outline = hashed([selves.get(one), Boolean(one.textContent.trim()),
      one.getAttribute("aria-label"), one.getAttribute("accesskey"),
      led(one.getAttribute("aria-labelledby") ?? "")].join(), outline);
  for (const [, times] of ids) if (times > 1) outline = hashed("twice", outline);
  let outside = page;
  const beyond = one => {
    outside = hashed(String(selves.get(one)), outside);
    if (!one.matches(LANDMARKS)) for (const child of one.childNodes)
      if (child.nodeType === Node.ELEMENT_NODE) beyond(child);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim())
        outside = hashed("text", outside);
  };
  beyond(document.body);

  window.lookedAt = {elements, texts};
  const ready = "axe" in window ? "loaded" : "loadAxe" in window ? "there" : "";
  return {parts, ways: ways.map((way, at) => hashed(over(texts[at]), way)), outline, outside, ready};
}
