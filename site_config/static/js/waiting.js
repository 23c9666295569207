// A part of the service worker: sends what waits on the device, whichever page is open. Pages hear of it.
const PART = 262144;
const LONGEST_SIDE = 1600;
const HEAVY = 400000;
let sending = Promise.resolve();

async function tell(message) {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage(message);
}

async function sendMark(address, headers, { remove }) {
  const { ok, status } = await fetch(address, { method: "POST", headers });
  // 404: the reading, or the right to it, is gone.
  if (!ok && status !== 404) throw new Error(status);
  await remove("marks", address);
  await tell({ mark: address, says: ok ? "sent" : "refused" });
}

// A photograph as large as anybody reads it; else the server does it.
async function reduced(file) {
  if (!/^image\/(jpeg|webp)$/.test(file.type) || file.size <= HEAVY) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    let smaller = file;
    for (let quality = 0.8; quality > 0.3 && smaller.size > HEAVY; quality -= 0.2) {
      smaller = await canvas.convertToBlob({ type: "image/jpeg", quality });
    }
    return smaller;
  } catch { /* The server says what is wrong. */ }
  return file;
}

// The server says from where it goes on.
async function sendFile(file, headers, { put, remove }) {
  if (!file.ready) await put("files", Object.assign(file, { blob: await reduced(file.blob), ready: true }));
  const { id, name, blob, attach } = file;
  const address = `${RODA.parts}${id}/`;
  let answer = await fetch(address, { headers });
  for (let tries = Math.ceil(blob.size / PART) + 5; tries && [200, 202, 409].includes(answer.status); tries -= 1) {
    const { offset } = await answer.json();
    await tell({ file: id, name, percent: Math.floor((offset / blob.size) * 100) });
    const body = new FormData();
    for (const [key, value] of Object.entries({ offset, name, size: blob.size })) body.append(key, value);
    body.append("part", blob.slice(offset, offset + PART), "part");
    answer = await fetch(address, { method: "POST", headers, body });
  }
  if (answer.status === 201) answer = await fetch(attach, { method: "POST", headers });
  if (answer.status === 401 || answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
  // Only an answer of ours lets the device let go.
  const { error } = await answer.json();
  await remove("files", id);
  await tell({ file: id, name, word: "done", error });
}

async function sendAll(person) {
  const store = device(person);
  const [marks, files] = [await store.all("marks"), await store.all("files")];
  if (!marks.length && !files.length) return undefined;
  const fresh = await fetch(RODA.token, { headers: { Accept: "application/json" } });
  if (fresh.status === 401) return tell({ says: "expired" });
  const { token, person: present } = await fresh.json();
  if (present !== person) return undefined;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  for (const { address } of marks) await sendMark(address, headers, store);
  for (const file of files) await sendFile(file, headers, store);
  return undefined;
}

// Without a connection everything goes on waiting.
function sendWaiting(person) {
  sending = sending.then(() => sendAll(person)).catch(() => {});
  return sending;
}
