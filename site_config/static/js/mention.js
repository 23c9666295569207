// <form data-mentions="address">: after @ and a letter, names of those who read the board, to choose from. Without it one
// writes the name: the server finds who is meant.
const TYPED = /(?:^|[\s(])@([\p{L}][\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*){0,3})$/u;

function watch(form) {
  const list = document.createElement("div");
  list.className = "mentions";
  list.hidden = true;
  let [timer, asked] = [0, ""];

  // What stands before the cursor, and how to put a name in place of what was typed.
  function place() {
    const editor = form.querySelector("trix-editor")?.editor;
    if (editor) {
      const [start, end] = editor.getSelectedRange();
      if (start !== end) return null;
      return {
        before: editor.getDocument().toString().slice(Math.max(0, end - 80), end),
        put(name, length) {
          editor.setSelectedRange([end - length, end]);
          editor.insertString(`${name} `);
          editor.element.focus();
        },
      };
    }
    const area = form.querySelector("textarea");
    const { selectionStart: end } = area;
    return {
      before: area.value.slice(Math.max(0, end - 80), end),
      put(name, length) {
        area.setRangeText(`${name} `, end - length, end, "end");
        area.dispatchEvent(new Event("input", { bubbles: true }));
        area.focus();
      },
    };
  }

  function close() {
    list.hidden = true;
    asked = "";
  }

  async function suggest() {
    const typed = place()?.before.match(TYPED)?.[1];
    if (!typed) return close();
    if (typed === asked) return;
    asked = typed;
    const response = await fetch(`${form.dataset.mentions}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    if (!response?.ok || response.redirected || asked !== typed) return;
    list.innerHTML = await response.text();
    list.hidden = !list.querySelector("button");
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 200);
  });
  form.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const all = [...list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { close(); form.querySelector("trix-editor, textarea").focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    all[(at + step + all.length) % all.length].focus();
  }, true);
  list.addEventListener("click", ({ target }) => {
    const name = target.closest("[data-mention]")?.dataset.mention;
    if (!name) return;
    const now = place();
    const typed = now?.before.match(TYPED)?.[1];
    if (typed !== undefined) now.put(name, typed.length);
    close();
  });
  form.querySelector("[data-composer]").after(list);
}

document.querySelectorAll("form[data-mentions]").forEach(watch);
