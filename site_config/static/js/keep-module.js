// [data-keep="module"]: a button that keeps a module's readings on the device, in economy size, and takes them away again.
// The worker fetches one page at a time; the words stand in [data-keep-words].
const words = document.querySelector("[data-keep-words]");
const { person } = document.body.dataset;
const ROOM = 3000000;
const PATIENCE = 8000;
// Lies last in a module's cache: all that fitted is there.
const MARKER = "/guardado";

const nameOf = (module) => `roda-of-${person}-module-${module}`;
const text = (name, facts = {}) => words.dataset[name].replace(/\{(\w+)\}/g, (_, key) => facts[key]);

async function worker() {
  const tooLong = new Promise((_, fail) => { setTimeout(() => fail(new Error("no worker")), PATIENCE); });
  return (await Promise.race([navigator.serviceWorker.ready, tooLong])).active;
}

async function ask(keep) {
  const active = await worker();
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
  active.postMessage({ keep }, [port2]);
  return answer;
}

const addressesOf = (box) => [
  location.pathname + location.search,
  box.dataset.address,
  ...[...box.closest("li").querySelectorAll("a[data-unit]")].map((link) => link.getAttribute("href")),
];

function show(box, said, isKept) {
  const button = box.querySelector("button");
  box.querySelector("[role=status]").textContent = said;
  if ((button.dataset.kept === "yes") === isKept) return;
  button.dataset.kept = isKept ? "yes" : "";
  const [label, spoken] = [button.textContent, button.getAttribute("aria-label")];
  button.textContent = button.dataset.label || words.dataset.remove;
  button.setAttribute("aria-label", button.dataset.other);
  Object.assign(button.dataset, { label, other: spoken });
}

const sayKept = (box, facts) => show(box, text(facts.n < facts.total ? "partly" : "done", facts), true);

async function keep(box) {
  const addresses = addressesOf(box);
  const facts = { n: 0, total: addresses.length, mb: 0 };
  let bytes = 0;
  for (const address of addresses) {
    show(box, text("progress", facts), false);
    const answer = await ask({ person, module: box.dataset.keep, address, room: ROOM - bytes });
    if (answer.error === "noRoom") await caches.delete(nameOf(box.dataset.keep));
    if (answer.error) return show(box, text(answer.error), false);
    if (answer.full) break;
    if (answer.skipped) facts.total -= 1;
    else facts.n += 1;
    bytes += answer.bytes || 0;
  }
  facts.mb = (bytes / 1000000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  if (!facts.n) return show(box, text("broken"), false);
  await (await caches.open(nameOf(box.dataset.keep))).put(MARKER, new Response(JSON.stringify(facts)));
  return sayKept(box, facts);
}

async function press(box) {
  const button = box.querySelector("button");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    if (button.dataset.kept !== "yes") await keep(box);
    else if (await caches.delete(nameOf(box.dataset.keep))) show(box, text("removed"), false);
  } catch {
    show(box, text("never"), false);
  }
  button.removeAttribute("aria-disabled");
}

async function begin(box) {
  box.hidden = false;
  try {
    const name = nameOf(box.dataset.keep);
    const marker = await caches.has(name) && await (await caches.open(name)).match(MARKER);
    if (marker) sayKept(box, await marker.json());
    box.querySelector("button").addEventListener("click", () => press(box));
  } catch {
    box.querySelector("button").hidden = true;
    show(box, text("never"), false);
  }
}

if (words && person) document.querySelectorAll("[data-keep]").forEach(begin);
