// Makes the composer's toolbar work from the keyboard: arrows move in it, Enter and Space press, the state is said.

const buttonsOf = (toolbar) => [...toolbar.querySelectorAll(":scope > button")];

function prepare(toolbar) {
  if (toolbar.dataset.prepared) return;
  toolbar.dataset.prepared = "yes";
  buttonsOf(toolbar).forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  new MutationObserver(() => sayState(toolbar)).observe(toolbar, {
    subtree: true, attributes: true, attributeFilter: ["data-trix-active"],
  });
  sayState(toolbar);
}

function sayState(toolbar) {
  for (const button of toolbar.querySelectorAll(":scope > [data-trix-attribute]")) {
    button.setAttribute("aria-pressed", String(button.hasAttribute("data-trix-active")));
  }
}

function move(toolbar, from, key) {
  const buttons = buttonsOf(toolbar).filter((button) => !button.disabled || button === from);
  const last = buttons.length - 1;
  const here = buttons.indexOf(from);
  const next = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here ? here - 1 : last, Home: 0, End: last }[key];
  for (const button of buttonsOf(toolbar)) button.tabIndex = button === buttons[next] ? 0 : -1;
  buttons[next].focus();
}

document.addEventListener("trix-initialize", ({ target }) => prepare(target.toolbarElement));

document.addEventListener("keydown", (event) => {
  const button = event.target.closest?.("[data-composer-toolbar] > button");
  if (!button || !["ArrowRight", "ArrowLeft", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  move(button.parentElement, button, event.key);
});

document.addEventListener("click", (event) => {
  // Trix listens to the mouse alone; a click without one comes from a keyboard or a screen reader.
  const button = event.target.closest?.("[data-composer-toolbar] > button");
  if (button && event.detail === 0) {
    button.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  }
});
