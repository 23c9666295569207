// [data-libras="its script"]: VLibras comes on a press alone.
const box = document.querySelector("[data-libras]");
const { libras, loading, ready, failed } = box.dataset;
const [button, , status] = box.children;

function begin() {
  // It looks for these, and waits for a load that is over.
  document.body.insertAdjacentHTML("beforeend", '<div vw class="enabled"><div vw-access-button class="active"></div><div vw-plugin-wrapper><div class="vw-plugin-top-wrapper"></div></div></div>');
  new VLibras.Widget(libras.replace(/\/[^/]*$/, ""));
  window.onload?.();
  document.querySelector("[vw-access-button]").click();
  status.textContent = ready;
}

button.addEventListener("click", () => {
  if ([loading, ready].includes(status.textContent)) return;
  status.textContent = loading;
  const script = document.createElement("script");
  Object.assign(script, { src: libras, onload: begin, onerror: () => { status.textContent = failed; } });
  document.head.append(script);
});
box.hidden = false;
