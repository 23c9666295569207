// Words selected in [data-work-text] are commented on: a button offers it, the dialog's form takes them along.
const text = () => document.querySelector("[data-work-text]");
const dialog = () => document.getElementById("note-dialog");
const offer = document.querySelector("[data-note-offer]");
let chosen = null;

const length = (range) => [...range.toString()].length;

// Code points of the text content, as the server counts.
function selected() {
  const selection = getSelection();
  const work = text();
  if (!work || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!work.contains(range.commonAncestorContainer) || !range.toString().trim()) return null;
  const before = document.createRange();
  before.selectNodeContents(work);
  before.setEnd(range.startContainer, range.startOffset);
  const start = length(before);
  return { start, end: start + length(range), exact: range.toString(), box: range.getBoundingClientRect() };
}

function show() {
  const found = dialog() && !dialog().open && selected();
  offer.hidden = !found;
  if (!found) return;
  chosen = found;
  // Beside a mouse the button stands at the words; a thumb finds it at the foot, clear of the phone's own menu.
  const near = matchMedia("(pointer: fine)").matches;
  offer.style.top = near ? `${Math.min(found.box.bottom + 8, innerHeight - 60)}px` : "";
  offer.style.left = near ? `${Math.max(8, Math.min(found.box.left, innerWidth - 180))}px` : "";
}

export function comment() {
  chosen = selected() || chosen;
  if (!chosen || !dialog()) return;
  const form = dialog().querySelector("form");
  for (const name of ["start", "end", "exact"]) form.elements[name].value = chosen[name];
  form.querySelector("[data-note-quote]").textContent = chosen.exact;
  offer.hidden = true;
  dialog().showModal();
  form.elements.text.focus();
}

function ready() {
  for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
  const open = dialog();
  if (open?.open && !open.matches(":modal")) {
    open.close();
    open.showModal();
  }
}

if (offer) {
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  addEventListener("scroll", () => { if (!offer.hidden) show(); }, { passive: true });
  // The press itself must not take the selection away.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", comment);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-note-cancel]")) dialog().close();
  const mark = event.target.closest("mark[data-notes]");
  if (mark && getSelection().isCollapsed) document.getElementById(`note-${mark.dataset.notes.split(" ").pop()}`)?.focus();
});
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const said = event.target.querySelector("[data-note-failed]");
    if (said) said.hidden = false;
  });
}
document.addEventListener("htmx:afterSettle", ready);
// A comment that a reload cut off stands in its form again.
document.addEventListener("kept:back", (event) => {
  if (!event.target.matches("[data-note-form]")) return;
  event.target.querySelector("[data-note-quote]").textContent = event.target.elements.exact.value;
  if (!dialog().open) dialog().showModal();
});
ready();
