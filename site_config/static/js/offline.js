// On every page: brings the service worker to who is signed in, says when a page is a kept copy, asks before signing out
// while something is unsent. <body data-person> names whose copies may be kept; words stand in [data-offline].
const { body } = document;
const box = document.querySelector("[data-offline]");
const { person } = body.dataset;
// What waits (js/device.js): a note here, itself in the database of this name.
const UNSENT = `roda-unsent-${person}`;
const MARKS = `roda-marks-${person}`;
const ANSWER = "roda-answer:";
const RETRY = 8000;

const say = (name) => { box.querySelector("[data-offline-says]").textContent = box.dataset[name] || ""; };

// Storage that is forbidden throws.
function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const unsent = () => attempt(() => localStorage.getItem(UNSENT), null);
const unsentAnswers = () => attempt(() => Object.keys(sessionStorage).filter((key) => key.startsWith(ANSWER)), []);

async function emptyCopies() {
  for (const name of await caches.keys()) if (name.startsWith("roda-of-")) await caches.delete(name);
}

function emptyEverything() {
  attempt(() => localStorage.removeItem(UNSENT));
  attempt(() => sessionStorage.clear());
  attempt(() => indexedDB.deleteDatabase(MARKS));
  return "caches" in window ? emptyCopies().catch(() => {}) : Promise.resolve();
}

async function bringWorker() {
  await navigator.serviceWorker.register(box.dataset.worker, { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const passed = performance.getEntriesByType("navigation")[0]?.workerStart;
  active.postMessage({ visited: location.href, passed: Boolean(passed) });
}

// A copy's texts have the size that their reader chose last.
function sizeText() {
  const root = document.documentElement.dataset;
  if (body.dataset.kept) root.text = localStorage.getItem("roda-text") || root.text;
  else localStorage.setItem("roda-text", root.text);
}

function sayKept() {
  const bar = box.querySelector("[data-kept-bar]");
  const time = bar.querySelector("time");
  const at = new Date(body.dataset.kept);
  time.dateTime = body.dataset.kept;
  time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  bar.hidden = false;
  // What was said when the copy was made is not said again.
  document.getElementById("messages")?.replaceChildren();
}

function askBeforeLeaving(event) {
  const form = event.target;
  if (form.getAttribute("action") !== "/conta/logout/") return;
  if (!unsent() && !unsentAnswers().length && !document.querySelector("form[data-unsaved]")) return;
  event.preventDefault();
  event.stopPropagation();
  const dialog = document.getElementById("unsent");
  dialog.returnValue = "";
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "leave") return;
    await emptyEverything();
    form.submit();
  }, { once: true });
  dialog.showModal();
}

let loading;

function store() {
  loading ??= import(box.dataset.device).then(() => self.device(person));
  return loading;
}

async function send() {
  (await navigator.serviceWorker.ready).active.postMessage({ send: person });
}

async function heard({ data }) {
  if (data.noRoom) say("full");
  if (data.says) say(data.says);
  document.dispatchEvent(new CustomEvent("waiting", { detail: data }));
  if (data.mark || data.file) await (await store()).recount();
}

async function bringWaiting() {
  const found = await store();
  const { begin: beginMarks } = await import(box.dataset.sending);
  await beginMarks({ box, say, send, store: found });
  await send();
}

function begin() {
  self.roda = { store, send };
  if (body.dataset.kept) sayKept();
  attempt(sizeText);
  if (unsent() || document.querySelector("form[data-mark]")) self.roda.ready = bringWaiting().catch(() => {});
  document.addEventListener("submit", askBeforeLeaving, true);
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", heard);
  const again = () => { if (navigator.onLine && unsent()) send(); };
  addEventListener("online", () => setTimeout(again, 1500));
  setInterval(again, RETRY);
  // Where a browser forbids it (a private window), everything is read with a connection, as ever.
  bringWorker().catch(() => {});
}

if (person && box) begin();
else if ("caches" in window) emptyCopies().catch(() => {});
