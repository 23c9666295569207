// A reading page. [data-print] prints it. form[data-answer]: a private answer that could not be kept yet stays in this tab
// (never on the device: others may use it), and the page says so in the form's status.
const STORE = "roda-answer:";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const forms = document.querySelectorAll("form[data-answer]");
const keyOf = (form) => STORE + form.getAttribute("action");

// Where the browser forbids storage, an answer is only what stands in its field.
function stored(work) {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
}

function restore(form) {
  const waiting = stored((storage) => storage.getItem(keyOf(form)));
  if (waiting === null || waiting === form.elements.text.value) return;
  form.elements.text.value = waiting;
  form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const form of forms) {
  form.elements.text.addEventListener("input", () => stored((storage) => storage.setItem(keyOf(form), form.elements.text.value)));
  form.addEventListener("submit", () => stored((storage) => storage.removeItem(keyOf(form))));
}

// Once everything is loaded: htmx saves what changes after it has seen the page.
window.addEventListener("load", () => forms.forEach(restore));

function kept(event) {
  const form = event.target.closest?.("form[data-answer]");
  if (!form || !event.detail.successful) return;
  stored((storage) => storage.removeItem(keyOf(form)));
}

function lost(event) {
  const form = event.target.closest?.("form[data-answer]");
  if (form) form.querySelector("[role=status]").textContent = form.dataset.answer;
}

document.addEventListener("htmx:afterRequest", kept);
document.addEventListener("htmx:sendError", lost);
document.addEventListener("htmx:responseError", lost);
