// A reading page. [data-print] prints it. form[data-answer]: a private answer that could not be kept yet stays in this tab
// (never on the device: others may use it), and the page says so in the form's status.
const STORE = "roda-answer:";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const forms = document.querySelectorAll("form[data-answer]");
const keyOf = (form) => STORE + form.getAttribute("action");

function restore(form) {
  const waiting = sessionStorage.getItem(keyOf(form));
  if (waiting === null || waiting === form.elements.text.value) return;
  form.elements.text.value = waiting;
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of forms) {
  form.elements.text.addEventListener("input", () => sessionStorage.setItem(keyOf(form), form.elements.text.value));
  form.addEventListener("submit", () => sessionStorage.removeItem(keyOf(form)));
}

// Once everything is loaded: htmx saves what changes after it has seen the page.
window.addEventListener("load", () => forms.forEach(restore));

function kept(event) {
  const form = event.target.closest?.("form[data-answer]");
  if (!form || !event.detail.successful) return;
  sessionStorage.removeItem(keyOf(form));
}

function lost(event) {
  const form = event.target.closest?.("form[data-answer]");
  if (form) form.querySelector("[role=status]").textContent = form.dataset.answer;
}

document.addEventListener("htmx:afterRequest", kept);
document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:responseError", lost);
