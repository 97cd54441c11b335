// A list of more than MANY choices, and a group of as many boxes, get a field that finds one by a
// part of its name or by another name of it (<option data-also>). The list stays what it is: what
// counts is what is chosen in it. What the field says stands in the page (#find-words).

const MANY = 20;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

const words = document.getElementById("find-words")?.dataset ?? {};

function field(label) {
  const input = document.createElement("input");
  input.type = "search";
  input.className = "govuk-input find";
  input.autocomplete = "off";
  input.dir = "auto";
  input.placeholder = words.find;
  input.setAttribute("aria-label", label);
  const told = document.createElement("span");
  told.className = "govuk-visually-hidden";
  told.setAttribute("role", "status");
  return [input, told];
}

const say = (told, typed, count) => {
  told.textContent = typed ? words.found.replace("%{count}", count) : "";
};

function findInList(list) {
  const every = [...list.options];
  const [input, told] = field(words.choices);
  const names = (option) => plain(`${option.text} ${option.dataset.also ?? ""}`);
  input.addEventListener("input", () => {
    const typed = plain(input.value);
    const chosen = list.selectedOptions[0];
    const found = every.filter((option) => option.value && names(option).includes(typed));
    say(told, typed, found.length);
    list.replaceChildren(...(typed && found.length ? found : every));
    const first = found.find((option) => names(option).startsWith(typed)) ?? found[0];
    const now = typed && found.length ? first : chosen;
    if (now) now.selected = true;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault(); // the form is not sent from here
    list.focus();
  });
  input.addEventListener("change", () => list.dispatchEvent(new Event("change", { bubbles: true })));
  list.before(input, told);
}

function findInBoxes(group, items) {
  const [input, told] = field(words.boxes);
  input.addEventListener("input", () => {
    const typed = plain(input.value);
    const fits = (item) => plain(`${item.textContent} ${item.querySelector("label").title}`).includes(typed);
    say(told, typed, items.filter(fits).length);
    for (const item of items) item.hidden = !fits(item) && !item.querySelector("input").checked;
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const first = items[0].parentElement;
  const inner = first.closest("fieldset"); // boxes may stand in several groups of one question
  (inner === group ? first : inner).before(input, told);
}

function findable(scope) {
  for (const list of scope.querySelectorAll("select:not([multiple], [data-found])")) {
    if (list.options.length <= MANY) continue;
    list.dataset.found = "";
    findInList(list);
  }
  for (const group of scope.querySelectorAll("fieldset:not([data-found])")) {
    const items = [...group.querySelectorAll(".govuk-checkboxes__item")];
    if (items.length <= MANY || group.parentElement.closest("[data-found]")) continue;
    group.dataset.found = "";
    findInBoxes(group, items);
  }
}

findable(document);
document.addEventListener("htmx:after:swap", (event) =>
  findable(event.target instanceof Element ? event.target : document),
);
