// Shows the copy buttons, which need a script, and lets them put a citation on the clipboard. All text is there without.
"use strict";

async function copy(source) {
  const text = source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // An old browser, or a page that may not use the clipboard: the way that needs the text to be selected.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

function select(source) {
  source.closest("details").open = true;
  getSelection().selectAllChildren(source);
}

for (const tools of document.querySelectorAll(".tools")) {
  const [choice, button, said] = ["select", "button", ".copied"].map((part) => tools.querySelector(part));
  tools.hidden = false;
  choice.addEventListener("change", () => { said.textContent = ""; });
  button.addEventListener("click", async () => {
    const source = document.getElementById(`cite-${tools.dataset.for}-${choice.value}`);
    const copied = await copy(source);
    button.focus();
    if (!copied) select(source);
    said.textContent = copied
      ? `Copied: ${choice.selectedOptions[0].text}`
      : "Not copied by this browser. The text is selected: copy it from there.";
  });
}
