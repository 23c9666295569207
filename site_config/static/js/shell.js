// On every page: menus and messages close, dialogs are modal, a form is sent once, a filter at once. One file, for each counts.

// Closes an open menu (<details data-menu>) on Escape, on a click elsewhere and when the focus has left it.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

for (const leaving of ["click", "focusin"]) {
  document.addEventListener(leaving, ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What an action did is said aloud (a live region speaks of what comes into it, not of what it holds from the start), and
// stays until it is put away.
const said = document.querySelector("#messages:not(:empty)");
if (said) setTimeout(() => said.replaceChildren(...said.childNodes), 300);

document.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-close]")?.parentElement;
  if (!toast) return;
  const rest = toast.parentElement;
  toast.remove();
  (rest.querySelector("[data-close]") ?? document.getElementById("content")).focus({ preventScroll: true });
});

// A <dialog popover> opens without any script; with script it is modal, and old browsers get it at all.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[popovertarget]");
  const dialog = button && document.getElementById(button.getAttribute("popovertarget"));
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else dialog.showModal();
});

// A press on the veil around it closes it, a press on its own margin does not.
document.addEventListener("click", (event) => {
  const dialog = event.target;
  if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside) dialog.close();
});

// A form is sent once: the second press of an impatient thumb does nothing. data-busy on the button says what goes on.
// The server does not rely on it (every writing form carries a key).
function hold(button) {
  button.setAttribute("aria-disabled", "true");
  if (!button.dataset.busy) return;
  button.dataset.idle = button.textContent;
  button.textContent = button.dataset.busy;
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.idle) button.textContent = button.dataset.idle;
  }
}

// A log-in in another tab makes the tokens of this one's forms void: they follow the cookie.
function renewTokens() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
}
document.addEventListener("visibilitychange", renewTokens);

// <input data-device-time>: for a receipt.
document.addEventListener("submit", ({ target }) => {
  renewTokens();
  for (const clock of target.querySelectorAll("[data-device-time]")) clock.value = new Date().toISOString();
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Another listener may still keep the form here: then it stays usable.
  setTimeout(() => {
    if (event.defaultPrevented) release(form);
    else if (event.submitter) hold(event.submitter);
  });
});

// Coming back through the browser's history finds the form usable again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// <form data-autosubmit>: a changed choice is sent at once; the button that serves without script is put away. The field
// has the focus again on the page that comes, whose address names it.
const CHOICES = "select, [type=checkbox], [type=radio], [type=date]";

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  for (const button of form.querySelectorAll("[type=submit]:not([name])")) button.hidden = true;
  form.querySelector(`#${CSS.escape(location.hash.slice(1) || "-")}:is(${CHOICES})`)?.focus();
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form[data-autosubmit]");
  if (!form || !target.matches(CHOICES)) return;
  form.action = `#${target.id}`;
  form.requestSubmit();
});

// <section data-foot>: a form at the end of a long page stays at the foot, small, and opens where somebody writes in it.
const foot = document.querySelector("[data-foot]");
if (foot && location.hash !== `#${foot.id}` && !foot.querySelector(".form-errors")) foot.classList.add("composer--foot");
document.addEventListener("focusin", ({ target }) => foot?.classList.toggle("is-open", Boolean(target.closest("[data-foot] .field, [data-foot].is-open"))));
document.addEventListener("pointerdown", ({ target }) => { if (!foot?.contains(target)) foot?.classList.remove("is-open"); });
