// A part of the service worker: what it shows in place of an answer that did not come.
const rewritten = (html, page) => new Response(html, { headers: page.headers });

// The page itself says in words when it was kept (js/offline.js).
async function asKept(kept) {
  const html = await kept.text();
  return rewritten(html.replace("<body ", `<body data-kept="${kept.headers.get("X-Kept-At")}" `), kept);
}

// Title and address of everything that is kept, each once. Titles come out of pages' sources, so they are escaped.
async function listKept() {
  const rows = new Map();
  for (const name of (await own()).sort()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const title = (await cache.match(request, LOOSE)).headers.get("X-Kept-Title");
      if (title) rows.set(new URL(request.url).pathname, decodeURIComponent(title));
    }
  }
  return [...rows].map(([path, title]) => {
    const [, name, course] = /^(.*) · (.*)$/.exec(title) || [title, title, ""];
    const link = `<a class="list__title" href="${encodeURI(path)}">${name}</a>`;
    return `<li class="list__row"><div class="list__body">${link}<p class="list__meta">${course}</p></div></li>`;
  });
}

const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const wordsOf = (html) => html.replace(/<br>|<\/(p|li|h2)>/g, "\n").replace(/<[^>]*>/g, "");

// Texts that wait, to read and to copy.
async function listTexts() {
  const people = new Set((await own()).map((name) => name.split("-")[2]));
  const found = [];
  for (const person of people) found.push(...await device(person).all("drafts"));
  return found.map(({ title, fields, words: typed = "" }) => {
    const { overall = typed, text = overall, text_format: format } = Object.fromEntries(fields);
    const words = (format === "html" ? wordsOf : plain)(text);
    return `<li class="field"><label class="field__label">${plain(title)} <textarea rows="6" readonly>${words}</textarea></label></li>`;
  });
}

async function offlinePage({ insteadOfAnother }) {
  const kept = await (await caches.open(SHELL)).match(RODA.offline, { ...LOOSE, ignoreSearch: true });
  const page = kept || await fetch(RODA.offline);
  const [rows, texts] = [await listKept(), await listTexts().catch(() => [])];
  let html = await page.text();
  if (texts.length) {
    html = html.replace("data-kept-texts hidden", "data-kept-texts");
    html = html.replace(/(<ul[^>]* data-text-list>)/, (list) => list + texts.join(""));
  }
  if (insteadOfAnother) html = html.replace("data-no-connection hidden", "data-no-connection");
  if (rows.length) {
    html = html.replace("<p data-kept-none>", "<p data-kept-none hidden>");
    html = html.replace(/(<ul[^>]* data-kept-list>)/, (list) => list + rows.join(""));
  }
  return rewritten(html, page);
}
