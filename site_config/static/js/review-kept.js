// A comment on a passage (form[data-note-form]) is kept on the device as a review's text is, until the server has it. On a
// page whose reading is over, [data-left-over] shows words of it that only this device has.
const PAUSE = 800;
const { store } = self.roda;
const noteForm = () => document.querySelector("form[data-note-form]");
const device = (form) => import(form.dataset.draftKeep);
let timer = 0;

async function forget(form) {
  clearTimeout(timer);
  await (await device(form)).forget(form);
}

async function bringBack(form) {
  if (await (await device(form)).bringBack(form)) form.dispatchEvent(new CustomEvent("kept:back", { bubbles: true }));
}

// Where a browser forbids storage, a comment that the network lost still stands in its form.
const quietly = (work) => work.catch(() => {});

async function showLeftOver(box) {
  await self.roda.ready;
  const { all, remove } = await store();
  const left = (await all("drafts")).filter(({ address }) => address === location.pathname);
  if (!left.length) return;
  const words = left.flatMap(({ fields }) => fields.filter(([name]) => /^(overall|request|text)$/.test(name)));
  box.querySelector("textarea").value = words.map(([, value]) => value).filter(Boolean).join("\n\n");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async () => {
    for (const { key } of left) await remove("drafts", key);
    box.hidden = true;
  });
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-note-form]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => quietly(device(form).then(({ keep }) => keep(form))), PAUSE);
});
document.addEventListener("click", ({ target }) => {
  const cancel = target.closest("[data-note-cancel]");
  if (cancel) quietly(forget(cancel.form));
});
document.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig: { elt: form } } }) => {
  if (!successful || !form.matches("[data-note-form]")) return;
  // The answer brought a form with a key of its own in its place.
  quietly(forget(form).then(() => noteForm() && bringBack(noteForm())));
});

const leftOver = document.querySelector("[data-left-over]");
if (leftOver) quietly(showLeftOver(leftOver));
if (noteForm()) quietly(bringBack(noteForm()));
