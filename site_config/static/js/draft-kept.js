// Keeps what is typed into form[data-draft-keep] on the device until the server has it. What a tab that is gone left comes
// back, with its key and number, so that the server knows its own. The form's id tells forms of one page apart.
const { store } = self.roda;
const NEVER = ["csrfmiddlewaretoken", "next", "remove"];
const PLAIN = "textarea, [type=text], input:not([type])";
const lockOf = (key) => `roda-draft-${key}`;

export async function keep(form, posted) {
  const { key, base_number: number } = form.elements;
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER.includes(name));
  // For the page that shows without a connection what waits.
  const words = [...form.querySelectorAll(PLAIN)].map(({ value }) => value).filter(Boolean).join("\n\n");
  const facts = { key: key.value, number: Number(number?.value), form: form.id, fields, posted, words };
  await (await store()).put("drafts", { ...facts, address: form.dataset.page, title: document.title, at: Date.now() });
}

export const forget = async (form) => (await store()).remove("drafts", form.elements.key.value);

function fill(form, fields) {
  for (const box of form.querySelectorAll("[type=checkbox], [type=radio]")) {
    box.checked = fields.some(([name, value]) => name === box.name && value === box.value);
  }
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field?.type && field.type !== "checkbox") field.value = value;
  }
  const text = form.querySelector("textarea");
  if (!text) return;
  const { [`${text.name}_format`]: format } = form.elements;
  text.dispatchEvent(new Event("input", { bubbles: true }));
  if (format?.value !== "html") return;
  text.closest("[data-composer]").dispatchEvent(new CustomEvent("composer:load", { bubbles: true, detail: { html: text.value } }));
}

// A chosen file waits on the device for the worker. Where that cannot be, it goes with the form.
async function takeFile(form, input) {
  const [blob] = input.files;
  // Several go with their form.
  if (!blob || input.multiple || !(await navigator.serviceWorker?.getRegistration())?.active) return;
  const { name } = blob;
  const id = crypto.randomUUID();
  await (await store()).put("files", { id, name, blob, attach: `${form.dataset.page}arquivos/${id}/` });
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "expected", id, value: `${id} ${name}` }));
  input.value = "";
  tell(form, { name, word: "waits" });
  form.dispatchEvent(new Event("input"));
  self.roda.send();
}

function tell(form, { file, name, percent, error, word = "percent" }) {
  const line = form.querySelector("[data-files]");
  line.textContent = `${name}: ${error || line.dataset[word].replace("{n}", percent)}`;
  if (error || word === "done") document.getElementById(file)?.remove();
}

function followFiles(form) {
  form.addEventListener("change", ({ target }) => { if (target.type === "file") takeFile(form, target); });
  document.addEventListener("waiting", ({ detail }) => { if (detail.file) tell(form, detail); });
}

// Of two tabs each keeps its own text: a form that is still open somewhere holds a lock.
export async function bringBack(form) {
  await self.roda.ready;
  const { all } = await store();
  const { held = [] } = await navigator.locks?.query() || {};
  const isFree = ({ key }) => !held.some(({ name }) => name === lockOf(key));
  const isHere = ({ address, form: id = "" }) => address === form.dataset.page && id === form.id;
  const [left] = (await all("drafts")).filter((draft) => isHere(draft) && isFree(draft)).sort((one, other) => other.at - one.at);
  if (left) fill(form, left.fields);
  navigator.locks?.request(lockOf(form.elements.key.value), () => new Promise(() => {}));
  if (form.querySelector("[data-files]")) followFiles(form);
  return Boolean(left);
}
