// Comments of the bank: "/code" and a blank in a textarea become its words; a press on one puts it where one wrote last.
const CODE = /(^|\s)\/([a-z0-9_-]{1,24})(\s)$/i;
const list = document.querySelector("[data-bank-list]");
let field = null;

function put(button, from, to, after = "") {
  field.setRangeText(button.querySelector("span").textContent + after, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  fetch(button.dataset.bankUsed, { method: "POST", headers }).catch(() => {});
}

document.addEventListener("input", (event) => {
  if (!list || event.target.tagName !== "TEXTAREA") return;
  field = event.target;
  const at = field.selectionEnd;
  const found = CODE.exec(field.value.slice(Math.max(0, at - 27), at));
  const button = found && list.querySelector(`[data-bank-code="${found[2].toLowerCase()}"]`);
  if (button) put(button, at - found[2].length - 2, at, found[3]);
});
document.addEventListener("focusin", (event) => {
  if (event.target.tagName === "TEXTAREA") field = event.target;
});
list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-bank-code]");
  if (!button) return;
  if (!field?.isConnected) field = document.getElementById("id_overall");
  put(button, field.selectionStart, field.selectionEnd, " ");
  field.focus();
});
