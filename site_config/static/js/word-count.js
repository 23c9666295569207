// <output data-word-count="FIELD-ID" data-min="150" data-max="400" data-one="1 word" data-many="{n} words"
//         data-few="{n} to go" data-over="{n} too many">: counts while a person writes. Counts as the server does: runs of
// letters and figures.
const WORD = /[\p{L}\p{N}]+(?:[-'’.,][\p{L}\p{N}]+)*/gu;

const textOf = (field) => (field.value || "").replace(/<[^>]*>/g, " ").replace(/&[a-z]+;|&#\d+;/gi, " ");

function say(output) {
  const field = document.getElementById(output.dataset.wordCount);
  if (!field) return;
  const words = (textOf(field).match(WORD) || []).length;
  const { min, max, one, many, few, over } = output.dataset;
  let text = words === 1 ? one : many.replace("{n}", words);
  if (min && words < Number(min) && few) text += ` · ${few.replace("{n}", Number(min) - words)}`;
  if (max && words > Number(max) && over) text += ` · ${over.replace("{n}", words - Number(max))}`;
  if (output.textContent !== text) output.textContent = text;
}

const outputs = document.querySelectorAll("[data-word-count]");
let waiting = 0;
const sayAll = () => outputs.forEach(say);
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(sayAll, 250);
};
document.addEventListener("input", soon);
document.addEventListener("trix-change", soon);
sayAll();
