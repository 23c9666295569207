// The reviewer's keys: Ctrl+Enter returns and opens the next; single letters unless they are switched off (WCAG 2.1.4).
import { comment } from "./review-notes.js";

const OFF = "review-keys-off";
const help = () => document.getElementById("keys-help");
const toggle = document.querySelector("[data-keys-toggle]");
const isOff = () => localStorage.getItem(OFF) === "1";

function step(by) {
  const notes = [...document.querySelectorAll("[data-note]")];
  const at = notes.findIndex((note) => note.contains(document.activeElement));
  const next = notes[at < 0 ? (by > 0 ? 0 : notes.length - 1) : at + by];
  if (!next) return;
  next.focus();
  document.getElementById(next.id.replace("note-", "passage-"))?.scrollIntoView({ block: "center" });
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  c: comment,
  d: () => document.querySelector("[data-review-key]")?.focus(),
  "?": () => help()?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = document.querySelector('[data-review-key="Enter"]');
    if (!button || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    button.form.requestSubmit(button);
    return;
  }
  const act = KEYS[event.key];
  if (!act || isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  event.preventDefault();
  act();
});

if (toggle) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "0" : "1"));
}
