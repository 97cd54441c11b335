// <div data-redactable="line">: what is selected in it goes into start and end of the form that
// holds the element with the id "line", counted in characters of the text, and is said there.
for (const text of document.querySelectorAll("[data-redactable]")) {
  const line = document.getElementById(text.dataset.redactable);
  const fields = line?.closest("form")?.elements;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!fields || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = [...before.toString()].length;
    const selected = range.toString();
    fields.start.value = range.collapsed ? "" : start;
    fields.end.value = range.collapsed ? "" : start + [...selected].length;
    line.hidden = range.collapsed;
    line.textContent = `${line.dataset.selection} ${selected}`;
  });
}
