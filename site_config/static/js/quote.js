// <ol data-quote-chosen="words">: while words of a post are selected, its link to quote it takes just these along. Without it
// the beginning of the post is quoted; the server looks whether the post says them.
const LONGEST = 900;
const posts = document.querySelector("[data-quote-chosen]");
let offered = null;

function takeBack() {
  if (!offered) return;
  offered.link.href = offered.href;
  offered.label.textContent = offered.said;
  offered = null;
}

function offer() {
  const selection = getSelection();
  const words = selection.toString().replace(/\s+/gu, " ").trim().slice(0, LONGEST);
  const within = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(".post__text");
  const text = within(selection.anchorNode);
  const link = text && text === within(selection.focusNode) && text.closest(".post").querySelector("a[href*='citar=']");
  takeBack();
  if (!link || !words) return;
  const label = link.firstElementChild;
  offered = { link, label, href: link.href, said: label.textContent };
  const address = new URL(link.href);
  address.searchParams.set("trecho", words);
  link.href = address;
  label.textContent = posts.dataset.quoteChosen;
}

let timer = 0;
// A press on the link must not undo what it is about to quote.
posts?.addEventListener("pointerdown", (event) => { if (event.target.closest("a") === offered?.link) clearTimeout(timer); });
posts?.addEventListener("mousedown", (event) => { if (offered && event.target.closest("a") === offered.link) event.preventDefault(); });
function wait() {
  clearTimeout(timer);
  timer = setTimeout(offer, 200);
}
if (posts) {
  document.addEventListener("selectionchange", wait);
  wait();
}
