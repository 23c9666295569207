// form[data-form-kept]: what is typed stays on the device (draft-kept.js), through a killed tab and a lost network, until a
// page says that the server has it, by the form's key ([data-draft-saved], marks.js). The form's way out lets it go.
const PAUSE = 800;
const timers = new WeakMap();
const device = (form) => import(form.dataset.draftKeep);
const shown = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));

function say(form, name) {
  const state = form.querySelector("[data-draft-state]");
  if (state.textContent === state.dataset[name]) return;
  // Kept it is at every pause: that is not said aloud.
  state.setAttribute("aria-live", name === "kept" ? "off" : "polite");
  state.textContent = state.dataset[name];
}

function rest(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

async function keep(form) {
  rest(form);
  try {
    await (await device(form)).keep(form, true);
    say(form, "kept");
  } catch { say(form, "blocked"); }
}

async function bringBack(form) {
  const before = shown(form);
  const found = await (await device(form)).bringBack(form);
  if (!found) return;
  // What comes from the device lies there already.
  rest(form);
  if (shown(form) !== before) say(form, "back");
}

async function leave(form, address) {
  rest(form);
  try { await (await device(form)).forget(form); } catch { /* Nothing was kept. */ }
  location.assign(address);
}

for (const form of document.querySelectorAll("form[data-form-kept]")) {
  for (const name of ["input", "change"]) {
    form.addEventListener(name, () => {
      rest(form);
      timers.set(form, setTimeout(keep, PAUSE, form));
    });
  }
  // What was typed last before a press, or before the phone turned to something else.
  const now = () => { if (timers.has(form)) keep(form); };
  form.addEventListener("submit", now);
  document.addEventListener("visibilitychange", now);
  form.querySelector(".form__actions a")?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave(form, event.target.closest("a").href);
  });
  bringBack(form).catch(() => {});
}
