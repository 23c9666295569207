// On every page: brings the service worker to who is signed in, says when a page is a kept copy, asks before signing out
// while something is unsent. <body data-person> names whose copies may be kept; words stand in [data-offline].
const { body } = document;
const box = document.querySelector("[data-offline]");
const { person } = body.dataset;
// Where marks wait (js/marks.js): a number here, themselves in the database of this name.
const UNSENT = `roda-unsent-${person}`;
const MARKS = `roda-marks-${person}`;
const ANSWER = "roda-answer:";

const say = (name) => { box.querySelector("[data-offline-says]").textContent = box.dataset[name] || ""; };

// Storage that is forbidden throws at the first touch.
function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const unsentMarks = () => attempt(() => localStorage.getItem(UNSENT), null);
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
  if (!unsentMarks() && !unsentAnswers().length && !document.querySelector("form[data-unsaved]")) return;
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

async function bringMarks() {
  const { begin: beginMarks } = await import(box.dataset.sending);
  await beginMarks({ box, say, person, database: MARKS, counter: UNSENT });
}

function begin() {
  if (body.dataset.kept) sayKept();
  if (unsentMarks() || document.querySelector("form[data-mark]")) bringMarks().catch(() => {});
  document.addEventListener("submit", askBeforeLeaving, true);
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.noRoom) say("full"); });
  // Where a browser forbids it (a private window), everything is read with a connection, as ever.
  bringWorker().catch(() => {});
}

if (person && box) begin();
else if ("caches" in window) emptyCopies().catch(() => {});
