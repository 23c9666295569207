// <form data-draft-save[="address"] data-draft-renew="600">: keeps what is typed on the server while it is typed.
// The form's own key and base_number go along; [data-draft-state] says in words where the text is.
const PAUSE = 2500;
const LONGEST = 12000;
const RETRY = 8000;

function watch(form) {
  const state = form.querySelector("[data-draft-state]");
  const address = form.dataset.draftSave || form.action;
  let changedAt = 0;
  let timer = 0;
  let sending = null;
  let stopped = false;
  let leaving = false;
  let said = state.textContent;

  const say = (name, time) => {
    const text = (state.dataset[name] || "").replace("{t}", time || "");
    if (text && text !== said) state.textContent = said = text;
  };

  function plan(wait) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  }

  function fields() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  async function answer(response) {
    if (response.status === 401 || response.redirected) return stop("expired");
    if (response.status === 409) return stop("conflict");
    if (response.status === 422 || response.status === 423) return stop("refused");
    if (!response.ok) throw new Error(response.status);
    const { number, saved_at: time } = await response.json();
    form.elements.base_number.value = number;
    if (changedAt) return plan(PAUSE);
    delete form.dataset.unsaved;
    return say("saved", time);
  }

  function stop(reason) {
    stopped = true;
    say(reason);
  }

  async function save() {
    clearTimeout(timer);
    if (sending || stopped) return sending;
    const since = changedAt;
    changedAt = 0;
    say("saving");
    const body = fields();
    sending = fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: leaving })
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
    plan(Math.max(0, Math.min(PAUSE, changedAt + LONGEST - Date.now())));
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => { if (changedAt) plan(150); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changedAt) return;
    leaving = true;
    save().finally(() => { leaving = false; });
  });
  addEventListener("online", () => { if (changedAt) save(); });
  // A press while a save is on its way waits for its number: else the form would fight with itself.
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    if (!sending) { stopped = true; return; }
    const { submitter } = event;
    event.preventDefault();
    sending.finally(() => { stopped = true; form.requestSubmit(submitter); });
  }, true);
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  const renew = Number(form.dataset.draftRenew || 0) * 1000;
  if (renew) setInterval(() => { if (document.visibilityState === "visible") save(); }, renew);
}

document.querySelectorAll("form[data-draft-save]").forEach(watch);
