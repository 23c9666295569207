// A part of the service worker: one page of a module that somebody keeps on purpose, with its pictures in their smallest
// size. The page that asks counts (js/keep-module.js), so that a module of a hundred readings is a hundred short errands.
const SMALL_PICTURE = /<source type="image\/webp" srcset="([^"\s]+) /g;

// Takes {person, module, address, room in bytes}; returns {bytes} or one of {skipped}, {full}, {error}.
async function keepPage({ person, module, address, room }) {
  const url = new URL(address, self.location.origin);
  const response = await fetch(url, { headers: { "X-Keep-Offline": "yes" }, cache: "no-store" });
  if (!KEPT.test(url.pathname) || !mayBeKept(response)) return { skipped: true };
  const html = await response.text();
  if (!html.includes(` data-person="${person}"`)) return { skipped: true };
  const bytes = new Blob([html]).size;
  if (bytes > room) return { full: true };
  const cache = await store(`${keepsOf(person)}module-${module}`, url, html, response);
  return { bytes: bytes + await keepPictures(cache, html, room - bytes) };
}

async function keepPictures(cache, html, room) {
  let bytes = 0;
  for (const [, address] of html.matchAll(SMALL_PICTURE)) {
    const picture = await fetch(address);
    const { size } = await picture.clone().blob();
    if (picture.ok && bytes + size <= room) {
      await cache.put(address, picture);
      bytes += size;
    }
  }
  return bytes;
}

async function answerKeep({ data, ports }) {
  try {
    ports[0].postMessage(await keepPage(data.keep));
  } catch (error) {
    ports[0].postMessage({ error: error.name === "QuotaExceededError" ? "noRoom" : "broken" });
  }
}
