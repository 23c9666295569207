// A reading page. [data-print] prints it. form[data-answer]: a private answer that could not be kept yet stays in this tab
// (never on the device: others may use it), and the page says so in the form's status.
const STORE = "roda-answer:";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// form[data-text-size]: the size changes in place; without a network the device keeps it for its copies.
const root = document.documentElement;
const sizes = document.querySelector("[data-text-size]");
const press = () => sizes?.querySelectorAll("button").forEach((each) => { each.ariaPressed = each.value === root.dataset.text; });
press();
sizes?.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = new FormData(sizes);
  root.dataset.text = event.submitter.value;
  body.set("text_size", root.dataset.text);
  press();
  stored(() => localStorage.setItem("roda-text", root.dataset.text));
  fetch(sizes.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
});

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

// <a data-video="https://…/embed/ID">: the player comes in place of the picture on a click; nothing outside is asked before.
// With data-video-still (economy mode) it waits for a second press.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-video]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  const address = new URL(link.dataset.video, document.baseURI);
  if (!("videoStill" in link.dataset)) address.searchParams.set("autoplay", "1");
  frame.src = address;
  frame.title = link.textContent.trim();
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(frame);
  frame.focus();
});
