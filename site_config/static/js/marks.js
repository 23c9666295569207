// form[data-mark]: "mark as read". Pressed without a connection, the mark waits on the device, and the worker sends it when
// there is one. The words stand in [data-offline].
const RESTING = 20000;
let about;

function label(address, word) {
  const form = document.querySelector(`form[data-mark][action="${address}"]`);
  if (!form) return;
  const button = form.querySelector("button");
  button.textContent = about.box.dataset[word];
  button.setAttribute("aria-disabled", "true");
  form.dataset.mark = word;
}

async function keep(form) {
  const address = form.getAttribute("action");
  try {
    await about.store.put("marks", { address });
  } catch {
    return about.say("noRoom");
  }
  label(address, "waits");
  about.say("waits");
  return about.send();
}

function pressed(event) {
  const form = event.target;
  if (!form.matches("form[data-mark]") || (navigator.onLine && !document.body.dataset.kept && !form.dataset.mark)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!form.dataset.mark) keep(form);
}

// [data-draft-saved="key"]: the server has what that form sent (up to data-draft-number), the device lets go. What another page has left is told.
async function settle() {
  const { box, store: { all, remove } } = about;
  const saved = [...document.querySelectorAll("[data-draft-saved]")].map(({ dataset }) => dataset);
  const has = ({ key, number, posted }) => posted && saved.some((one) => one.draftSaved === key && !(number >= one.draftNumber));
  let other;
  for (const draft of await all("drafts")) {
    if (has(draft)) await remove("drafts", draft.key);
    else if (!(location.pathname + location.search).startsWith(draft.address) && draft.at < Date.now() - RESTING) other = draft;
  }
  const bar = box.querySelector("[data-unsent-text]");
  bar.hidden = !other;
  if (other) Object.assign(bar.querySelector("a"), { href: other.address, textContent: other.title.split(" · ")[0] });
}

export async function begin(facts) {
  about = facts;
  document.addEventListener("submit", pressed, true);
  document.addEventListener("waiting", ({ detail: { mark, says } }) => { if (mark) label(mark, says); });
  // The worker led back here, for the network did not take the press.
  const form = document.querySelector("form[data-mark]");
  if (form && location.hash === "#marcar") {
    history.replaceState(null, "", location.pathname + location.search);
    await keep(form);
  }
  for (const { address } of await about.store.all("marks")) label(address, "waits");
  await settle();
}
