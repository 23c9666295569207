// Turns the textarea of a composer into Trix when it gets the focus. The textarea stays the truth: it holds the HTML and fires
// "input". Other scripts send "composer:load" or "composer:insert" with {detail: {html}} to [data-composer].

const part = (root, name) => root.querySelector(`[data-composer-${name}]`);
const areaOf = (root) => root.querySelector("textarea");
let loading;

function loadTrix(root) {
  loading ??= import(root.dataset.trixScript).then(({ default: Trix }) => {
    const blocks = Trix.config.blockAttributes;
    blocks.default.tagName = "p";
    blocks.heading1.tagName = "h2";
    return Trix;
  });
  loading.catch(() => { loading = undefined; });
  return loading;
}

function asHtml(text) {
  const holder = document.createElement("p");
  return text.split(/\n\s*\n/).filter((chunk) => chunk.trim()).map((chunk) => {
    holder.innerText = chunk;
    return `<p>${holder.innerHTML}</p>`;
  }).join("");
}

function startingHtml(root) {
  const area = areaOf(root);
  if (part(root, "format").value === "html") return area.value;
  const original = part(root, "original").value;
  if (area.value === area.defaultValue) return original;
  // Words changed before the editor came: only the server can tell which paragraphs keep their formatting.
  return original && part(root, "note") ? null : asHtml(area.value);
}

function makeEditor(root, html) {
  const area = areaOf(root);
  const editor = document.createElement("trix-editor");
  area.value = html;
  area.removeAttribute("required");
  editor.className = "rich-text__editor prose";
  editor.setAttribute("input", area.id);
  editor.setAttribute("toolbar", part(root, "toolbar").id);
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) {
    editor.setAttribute("aria-label", label.innerText.trim());
    label.addEventListener("click", () => editor.focus());
  }
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) editor.setAttribute(name, area.getAttribute(name));
  }
  area.after(editor);
  return editor;
}

async function upgrade(root) {
  if (root.dataset.composer) return;
  root.dataset.composer = "loading";
  const area = areaOf(root);
  try {
    await loadTrix(root);
  } catch {
    root.dataset.composer = "";
    return;
  }
  const html = startingHtml(root);
  root.dataset.composer = html === null ? "plain" : "ready";
  if (html === null) return;
  const [hadFocus, editor] = [document.activeElement === area, makeEditor(root, html)];
  await new Promise((done) => editor.addEventListener("trix-initialize", done, { once: true }));
  part(root, "format").value = "html";
  part(root, "toolbar").hidden = false;
  part(root, "note")?.remove();
  area.hidden = true;
  if (hadFocus) {
    editor.focus();
    editor.editor.setSelectedRange(editor.editor.getDocument().toString().length - 1);
  }
  editor.addEventListener("trix-change", () => area.dispatchEvent(new Event("input", { bubbles: true })));
}

async function withEditor(event, change) {
  await upgrade(event.target);
  const editor = event.target.querySelector("trix-editor");
  if (editor) change(editor, event.detail.html);
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("[data-composer] textarea")) upgrade(target.closest("[data-composer]"));
  const { mentionScript } = target.closest("form[data-mentions]")?.dataset || {};
  if (mentionScript) import(mentionScript).catch(() => {}); // Who only reads does not fetch it.
});
document.addEventListener("trix-file-accept", (event) => event.preventDefault());
document.addEventListener("composer:load", (event) => withEditor(event, (e, html) => e.editor.loadHTML(html)));
document.addEventListener("composer:insert", (event) => withEditor(event, (e, html) => {
  e.focus();
  e.editor.insertHTML(html);
}));
for (const format of document.querySelectorAll("[data-composer-format][value=html]")) {
  upgrade(format.closest("[data-composer]"));
}

// <output data-word-count="FIELD-ID" data-min data-max data-one data-many data-few data-over>: counts as the server does.
const WORD = /[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*/gu;
const textOf = ({ value = "" }) => value.replace(/<[^>]*>/g, " ").replace(/&[a-z]+;|&#\d+;/gi, " ");

function count(output) {
  const { wordCount, min, max, one, many, few, over } = output.dataset;
  const words = (textOf(document.getElementById(wordCount) || {}).match(WORD) || []).length;
  const short = words < (min || 0) && few ? ` · ${few.replace("{n}", min - words)}` : "";
  const long = words > (max || Infinity) && over ? ` · ${over.replace("{n}", words - max)}` : "";
  const text = (words === 1 ? one : many.replace("{n}", words)) + short + long;
  if (output.textContent !== text) output.textContent = text;
}

let counting = 0;
const countAll = () => document.querySelectorAll("[data-word-count]").forEach(count);
const countSoon = () => { clearTimeout(counting); counting = setTimeout(countAll, 250); };
for (const sign of ["input", "trix-change"]) document.addEventListener(sign, countSoon);
countAll();
