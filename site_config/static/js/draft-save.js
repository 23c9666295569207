// <form data-draft-save[="address"] data-draft-renew="600">: keeps what is typed on the server; with data-draft-keep (the
// address of draft-kept.js) on the device before. [data-draft-state] says in words where the text is.
const [KEEP, PAUSE, LONGEST, RETRY] = [900, 2500, 12000, 8000];
// A device that does not answer must not hold a press back.
const PATIENCE = 1500;
const STOPS = { 401: "expired", 409: "conflict", 422: "refused", 423: "refused" };
const ROUTINE = ["unsaved", "kept", "saved"]; // Not said aloud: it comes with every pause.

function watch(form) {
  const state = form.querySelector("[data-draft-state]");
  const address = form.dataset.draftSave || form.action;
  const device = form.dataset.draftKeep && import(form.dataset.draftKeep);
  let [changedAt, timer, keeping, sending] = [0, 0, 0, null];
  let [stopped, passing] = [false, false];

  function say(name, time) {
    const text = (state.dataset[name] || "").replace("{t}", time);
    if (!text || text === state.textContent) return;
    state.setAttribute("aria-live", ROUTINE.includes(name) ? "off" : "polite");
    state.textContent = text;
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  }

  async function keep(posted) {
    clearTimeout(keeping);
    keeping = 0;
    if (!device) return;
    try {
      await (await device).keep(form, posted === true);
      if (!stopped && changedAt) say("kept");
    } catch { say("blocked"); }
  }

  async function answer(response) {
    const reason = response.redirected ? "expired" : STOPS[response.status];
    stopped ||= Boolean(reason);
    if (reason) return say(reason);
    if (!response.ok) throw new Error(response.status);
    const { number, saved_at: time } = await response.json();
    form.elements.base_number.value = number;
    if (changedAt) return plan(PAUSE);
    delete form.dataset.unsaved;
    if (device) device.then(({ forget }) => forget(form)).catch(() => {});
    return say("saved", time);
  }

  async function save(keepalive) {
    clearTimeout(timer);
    if (sending || stopped) return sending;
    const since = changedAt;
    changedAt = 0;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const headers = { Accept: "application/json" };
    sending = fetch(address, { method: "POST", body, headers, keepalive: keepalive === true })
      .then(answer)
      .catch(() => {
        changedAt = changedAt || since || Date.now();
        say("failed");
        plan(RETRY);
      })
      .finally(() => { sending = null; });
    return sending;
  }

  function changed(event) {
    if (event.target.type === "file" || event.target.closest("[data-trix-dialog]")) return;
    changedAt = changedAt || Date.now();
    form.dataset.unsaved = "yes";
    say("unsaved");
    keeping ||= setTimeout(keep, KEEP);
    plan(Math.max(0, Math.min(PAUSE, changedAt + LONGEST - Date.now())));
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => { if (changedAt) plan(150); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changedAt) return;
    keep();
    save(true);
  });
  addEventListener("online", () => { if (changedAt) save(); });
  // A press waits for a save on its way: else the form would fight with itself. The device notes the press.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || passing) return;
    const { submitter } = event;
    event.preventDefault();
    clearTimeout(timer);
    const kept = form.dataset.unsaved && Promise.race([keep(true), new Promise((done) => setTimeout(done, PATIENCE))]);
    // Behind this event: a form that is just being sent takes no second press.
    Promise.all([sending, kept]).finally(() => setTimeout(() => {
      stopped = passing = true;
      form.requestSubmit(submitter);
      passing = false;
    }));
  }, true);
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  const renew = Number(form.dataset.draftRenew || 0) * 1000;
  if (renew) setInterval(() => document.visibilityState === "visible" && save(), renew);
  if (device) device.then(({ bringBack }) => bringBack(form)).then((found) => found && say("back")).catch(() => {});
}

document.querySelectorAll("form[data-draft-save]").forEach(watch);

// Quoting what is selected is fetched by the first selection: who only reads does without.
const { quoteScript } = document.querySelector("[data-quote-script]")?.dataset || {};
function select() {
  if (getSelection().isCollapsed) return;
  document.removeEventListener("selectionchange", select);
  import(quoteScript).catch(() => {});
}
if (quoteScript) document.addEventListener("selectionchange", select);
