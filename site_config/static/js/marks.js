// form[data-mark]: "mark as read". Pressed without a connection, the mark waits on the device, in a database of its person,
// and is sent once when there is one; a mark that arrives twice has one effect. The words stand in [data-offline].
const RETRY = 30000;
let about;

// Resolves when what was written lies on the device.
async function inStore(mode, work) {
  const opening = indexedDB.open(about.database, 1);
  const database = await new Promise((done, fail) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore("marks", { keyPath: "address" });
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  try {
    const transaction = database.transaction("marks", mode);
    const asked = work(transaction.objectStore("marks"));
    await new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = () => fail(transaction.error);
    });
    return asked.result;
  } finally {
    database.close();
  }
}

async function waiting() {
  const marks = await inStore("readonly", (store) => store.getAll());
  if (marks.length) localStorage.setItem(about.counter, marks.length);
  else localStorage.removeItem(about.counter);
  return marks;
}

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
    await inStore("readwrite", (store) => store.put({ address }));
    await waiting();
  } catch {
    return about.say("noRoom");
  }
  label(address, "waits");
  about.say("waits");
  return soon();
}

async function sendOne(address, token) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const { ok, status } = await fetch(address, { method: "POST", headers });
  // 404: the reading, or the right to it, is gone. Anything else may be better in a while.
  if (!ok && status !== 404) throw new Error(status);
  await inStore("readwrite", (store) => store.delete(address));
  label(address, ok ? "sent" : "refused");
  return ok;
}

async function sendAll() {
  const marks = await waiting();
  if (!marks.length) return undefined;
  const fresh = await fetch(about.box.dataset.token, { headers: { Accept: "application/json" } });
  if (fresh.status === 401) return about.say("expired");
  const { token, person } = await fresh.json();
  if (person !== about.person) return undefined;
  const sent = [];
  for (const { address } of marks) sent.push(await sendOne(address, token));
  about.say(sent.every(Boolean) ? "sent" : "refused");
  return waiting();
}

// Of several open pages one sends.
async function send() {
  if (!navigator.onLine) return;
  try {
    if (navigator.locks) {
      await navigator.locks.request(about.database, { ifAvailable: true }, (lock) => (lock ? sendAll() : undefined));
    } else await sendAll();
  } catch {
    // No connection after all: the marks go on waiting.
  }
}

let timer = 0;

async function soon() {
  clearTimeout(timer);
  await send();
  if (localStorage.getItem(about.counter)) timer = setTimeout(soon, RETRY);
}

function pressed(event) {
  const form = event.target;
  if (!form.matches("form[data-mark]") || (navigator.onLine && !document.body.dataset.kept && !form.dataset.mark)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!form.dataset.mark) keep(form);
}

export async function begin(facts) {
  about = facts;
  document.addEventListener("submit", pressed, true);
  addEventListener("online", soon);
  // The worker led back here, for the network did not take the press.
  const form = document.querySelector("form[data-mark]");
  if (form && location.hash === "#marcar") {
    history.replaceState(null, "", location.pathname + location.search);
    await keep(form);
  }
  for (const { address } of await waiting()) label(address, "waits");
  await soon();
}
