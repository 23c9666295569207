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

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  // Another listener may still keep the form here: then it stays usable.
  setTimeout(() => {
    if (event.defaultPrevented) release(form);
    else if (button) hold(button);
  });
});

// Coming back through the browser's history finds the form usable again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
