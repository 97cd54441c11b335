// What axe finds on a page of which much was judged before: see looking.py.
async ({parts, texts, outline, outside}) => {
  const CONTRAST = "color-contrast", OUTSIDE = "region";
  const made = window.lookedAt;
  const all = new Set(made.elements);
  const fresh = new Set(parts.map(at => made.elements[at]));
  const measured = new Set(texts.map(at => made.texts[at]));
  const {rules, checks} = axe._audit;
  // It compares what it finds all over the page.
  const whole = rule => rule.pageLevel || /^(landmark-|page-|skip-link)/.test(rule.id)
    || [...rule.any, ...rule.all, ...rule.none].some(check => checks[check.id ?? check]?.after);
  const asked = {};
  for (const rule of rules) {
    rule.gatherAll ??= rule.gather;
    if (rule.id === OUTSIDE || whole(rule)) {
      if (!(rule.id === OUTSIDE ? outside : outline)) asked[rule.id] = {enabled: false};
      continue;
    }
    const judged = rule.id === CONTRAST ? one => measured.has(one)
      : one => fresh.has(one) || !all.has(one);
    rule.gather = function (...about) {
      return rule.gatherAll.apply(this, about).filter(node => judged(node.actualNode));
    };
  }
  const found = await axe.run(
    {resultTypes: ["violations"], preload: false, selectors: false, rules: asked});
  return found.violations.map(
    one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 200)).join(" and ")}`);
}
