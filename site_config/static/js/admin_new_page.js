// The admin hides a form while it builds it, and the browser then gives up the focus that the title asked for.
const title = document.querySelector("input[name=title][autofocus]");

addEventListener("load", () => requestAnimationFrame(() => {
  if (title && document.activeElement === document.body) title.focus();
}));
