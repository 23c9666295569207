// The service worker, served at /service-worker.js, which puts self.RODA before it and loads its parts.
// It answers for: the shell's files, pages (network first), editors' pictures. It never keeps what is posted, the admin,
// the account's pages, files, exports, or an answer that says no-store.
const NEVER = /^\/(admin|django-admin|conta|documents|arquivos|media|_util|styleguide|healthz|readyz|ficha)\b|\.csv$/;
const SIGNS_IN_OR_OUT = /^\/conta\/(login|logout|signup)\//;
const MARK = /lida\/$/;

self.addEventListener("install", (event) => {
  const fresh = RODA.shell.map((address) => new Request(address, { cache: RODA.hashed ? "default" : "no-cache" }));
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(fresh)).then(() => self.skipWaiting()));
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("roda-shell-") && name !== SHELL) await caches.delete(name);
  }
  await self.clients.claim();
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// A copy may be older than the site: its style sheet's name is an old one, and the present one serves.
const baseOf = (path) => path.replace(/\.[0-9a-f]{12}(\.\w+)$/, "$1");

async function asset(request) {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request, LOOSE);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const base = baseOf(new URL(request.url).pathname);
    const near = RODA.shell.find((address) => baseOf(address) === base);
    if (near) return shell.match(near, LOOSE);
    throw error;
  }
}

// Pictures wait for the page that they belong to: only then is it known whose they are.
let noticing = Promise.resolve();
let hasRoom = true;

async function notice(url, answer) {
  try {
    await noticed(url, await answer);
    hasRoom = true;
  } catch (error) {
    if (error.name === "QuotaExceededError") hasRoom = false;
  }
}

const late = () => new Promise((_, fail) => { setTimeout(fail, RODA.patience); });

async function page(request, url, answer) {
  const kept = KEPT.test(url.pathname) ? await find(url) : undefined;
  try {
    const response = await (kept ? Promise.race([answer, late()]) : answer);
    if (response.status < 500 || !kept) return response;
  } catch {
    if (!kept) return offlinePage({ insteadOfAnother: true });
  }
  return asKept(kept);
}

async function picture(event, url) {
  const kept = await caches.match(addressOf(url), LOOSE);
  if (kept) return kept;
  const response = await fetch(event.request);
  const copy = response.clone();
  event.waitUntil(noticing.then(() => keepPicture(url, copy)).catch(() => {}));
  return response;
}

// A press that the network did not take: back to the reading, whose copy keeps the mark until there is a network.
async function mark(request, url) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${url.pathname.replace(MARK, "")}#marcar`, 303);
  }
}

function posted(event, url) {
  if (SIGNS_IN_OR_OUT.test(url.pathname)) event.waitUntil(belongTo(""));
  else if (event.request.mode === "navigate" && MARK.test(url.pathname)) event.respondWith(mark(event.request, url));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST") posted(event, url);
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (url.pathname.startsWith("/media/images/")) event.respondWith(picture(event, url));
  else if (request.mode === "navigate" && url.pathname === RODA.offline) event.respondWith(offlinePage({}));
  else if (request.mode === "navigate" && !NEVER.test(url.pathname)) {
    const answer = fetch(request);
    // A copy of its own: the page takes the other.
    noticing = notice(url, answer.then((response) => response.clone()));
    event.waitUntil(noticing);
    event.respondWith(page(request, url, answer));
  }
});

// Every page says that it is there. The one that brought the worker was there before it, and is looked at now.
async function greet({ data, source }) {
  const url = new URL(data.visited);
  if (data.passed || NEVER.test(url.pathname)) await noticing;
  else await notice(url, fetch(addressOf(url), { cache: "force-cache" }));
  if (!hasRoom) source.postMessage({ noRoom: true });
}

self.addEventListener("message", (event) => {
  const { keep, send } = event.data;
  event.waitUntil(send ? sendWaiting(send) : keep ? answerKeep(event) : greet(event));
});
