// The line of languages above a page. Another language is another page: what somebody typed here
// would be lost. So the first click says that, and the next one changes the language.

const main = document.getElementById("main");

for (const line of document.querySelectorAll("[data-languages]")) {
  const told = line.querySelector("[data-languages-ask]");
  // A page that shows a form again, because something was wrong, has what was typed before.
  let typed = Boolean(main?.querySelector(".govuk-error-summary"));

  main?.addEventListener("input", (event) => {
    if (event.target.form?.method === "post") typed = true;
  });
  line.addEventListener("click", (event) => {
    if (!typed || !told?.hidden || !event.target.closest("a, button")) return;
    event.preventDefault();
    told.hidden = false;
  });
}
