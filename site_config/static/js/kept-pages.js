// A part of the service worker: the copies that a device keeps, each person's in caches of her own. Their names begin with
// "roda-of-" and the opaque key that her pages carry; a page of anybody else, or of nobody, empties them.
const SHELL = `roda-shell-${RODA.version}`;
const OF = "roda-of-";
const MOST_PAGES = 40;
const MOST_PICTURES = 80;
const BIGGEST_PICTURE = 300000;
// Outlines and what stands in them; a reflection has an address of its own below and is never kept.
const KEPT = /^\/curso\/[^/]+\/(\d+\/)?$/;
const OUTLINE = /^\/curso\/[^/]+\/$/;
const LOOSE = { ignoreVary: true };

const own = async () => (await caches.keys()).filter((name) => name.startsWith(OF));
const keepsOf = (person) => `${OF}${person}-`;
const addressOf = (url) => url.pathname + url.search;

async function belongTo(person) {
  for (const name of await own()) if (!person || !name.startsWith(keepsOf(person))) await caches.delete(name);
}

const madeAt = (kept) => kept.headers.get("X-Kept-At");

async function find(url) {
  const found = [];
  for (const name of (await own()).sort()) {
    const kept = await (await caches.open(name)).match(addressOf(url), LOOSE);
    if (kept) found.push(kept);
  }
  // A module that was kept on purpose has its pictures with it: it comes before what was only visited. Of an outline,
  // which has none, the newest copy knows most marks.
  if (OUTLINE.test(url.pathname)) found.sort((one, other) => (madeAt(one) < madeAt(other) ? 1 : -1));
  return found[0];
}

async function forget(url) {
  for (const name of await own()) await (await caches.open(name)).delete(addressOf(url), LOOSE);
}

async function trim(cache, most) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

const mayBeKept = (response) => response.ok && !response.redirected && response.type === "basic"
  && !/no-store/.test(response.headers.get("Cache-Control") || "")
  && (response.headers.get("Content-Type") || "").startsWith("text/html");

async function store(name, url, html, response) {
  const headers = new Headers(response.headers);
  for (const gone of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(gone);
  const title = (/<title>([^<]*)</.exec(html) || ["", url.pathname])[1];
  headers.set("X-Kept-At", new Date().toISOString());
  headers.set("X-Kept-Title", encodeURIComponent(title.split(" · ").slice(0, -1).join(" · ") || title));
  const cache = await caches.open(name);
  await cache.delete(addressOf(url), LOOSE);
  await cache.put(addressOf(url), new Response(html, { headers }));
  return cache;
}

// Looks at every page that comes from the server: whose it is, whether to keep it, and whether a right was lost.
async function noticed(url, response) {
  const isKept = KEPT.test(url.pathname);
  if (isKept && (response.type === "opaqueredirect" || [403, 404, 410].includes(response.status))) return forget(url);
  if (!response.ok || !(response.headers.get("Content-Type") || "").startsWith("text/html")) return undefined;
  const html = await response.clone().text();
  const person = /<body[^>]* data-person="(\w*)"/.exec(html);
  if (!person) return undefined;
  await belongTo(person[1]);
  if (!person[1]) return undefined;
  await keepOfflinePage((/<html lang="([\w-]+)"/.exec(html) || [])[1]);
  if (isKept && mayBeKept(response)) {
    await trim(await store(`${keepsOf(person[1])}pages`, url, html, response), MOST_PAGES);
  }
  return undefined;
}

// The offline page in the language of the pages that were last seen.
async function keepOfflinePage(language) {
  const address = `${RODA.offline}?${language}`;
  const shell = await caches.open(SHELL);
  if (await shell.match(address, LOOSE)) return;
  const page = await fetch(address);
  if (!page.ok) return;
  await shell.delete(RODA.offline, { ...LOOSE, ignoreSearch: true });
  await shell.put(address, page);
}

async function keepPicture(url, picture) {
  const pages = (await own()).find((name) => name.endsWith("-pages"));
  if (!pages || !picture.ok || Number(picture.headers.get("Content-Length")) > BIGGEST_PICTURE) return;
  const cache = await caches.open(pages.replace(/-pages$/, "-seen"));
  await cache.put(addressOf(url), picture);
  await trim(cache, MOST_PICTURES);
}
