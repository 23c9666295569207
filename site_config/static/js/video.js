// <a data-video="https://…/embed/ID">: the player comes in place of the picture on a click; nothing is asked of the outside before.
// With data-video-still (economy mode) it waits for a second press.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-video]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  const address = new URL(link.dataset.video, document.baseURI);
  if (!("videoStill" in link.dataset)) address.searchParams.set("autoplay", "1");
  frame.src = address;
  frame.title = link.textContent.trim();
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(frame);
  frame.focus();
});
