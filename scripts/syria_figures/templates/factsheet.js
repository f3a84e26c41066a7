// What needs a script: filters, citations on the clipboard, the link of the figure in sight, the sources on paper.
"use strict";
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Filters: everything is shown without them
const filters = document.querySelector(".filters");
const [same, disputed] = ["only-same", "only-disputed"].map((id) => document.getElementById(id));
const count = (selector) => `${all(`${selector}:not(.off)`).filter((each) => !each.closest(".off")).length} of ${all(selector).length}`;
function filter() {
  for (const each of all("[data-disputed]")) each.classList.toggle("off", disputed.checked && each.dataset.disputed === "no");
  for (const each of all("[data-same]")) each.classList.toggle("off", same.checked && each.dataset.same === "no");
  for (const each of all(".group")) each.classList.toggle("off", !each.querySelector(".line:not(.off)"));
  const filtered = same.checked || disputed.checked;
  document.querySelector(".shown").textContent = filtered ? `${count(".card")} figures, ${count("tr[data-same]")} reports` : "";
}
if (filters) {
  filters.hidden = false;
  filters.addEventListener("change", filter);
  filter();
}

// Citations
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    source.closest("details").open = true;
    getSelection().selectAllChildren(source);
    return document.execCommand("copy");
  }
}
for (const tools of all(".tools")) {
  const [style, button, said] = [".styles", "button", ".copied"].map((part) => tools.querySelector(part));
  const figure = tools.querySelector(".figures");
  tools.hidden = false;
  tools.addEventListener("change", () => { said.textContent = ""; });
  button.addEventListener("click", async () => {
    const id = `cite-${figure ? figure.value : tools.dataset.for}-${style.value}`;
    const copied = await copy(document.getElementById(id));
    said.textContent = copied ? `Copied: ${style.selectedOptions[0].text}` : "Not copied. The text is selected: copy it from there.";
  });
}

// The link of the figure in sight
const links = new Map(all("nav a").map((link) => [link.hash.slice(1), link]));
const watch = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) { links.get(target.id).removeAttribute("aria-current"); continue; }
    const link = links.get(target.id);
    link.setAttribute("aria-current", "true");
    const list = link.closest("ul");
    list.scrollLeft = link.offsetLeft - list.clientWidth / 3;
  }
}, { rootMargin: "-20% 0px -79% 0px" });
for (const card of all(".card")) watch.observe(card);

// A quote lights up on the bar
for (const quote of all(".quotes li")) {
  const marks = all(`.bar [data-at="${quote.dataset.at}"]`, quote.closest(".evidence"));
  for (const [event, on] of [["pointerenter", true], ["pointerleave", false]]) {
    quote.addEventListener(event, () => { for (const each of [quote, ...marks]) each.classList.toggle("lit", on); });
  }
}

// On paper nothing stays folded that is folded only on a small screen, even in browsers whose style sheets cannot say so
for (const event of ["beforeprint", "afterprint"]) {
  addEventListener(event, () => {
    for (const each of all(".unfolded, .names, .sources details")) {
      if (event === "beforeprint") each.dataset.was = each.open ? "open" : "";
      each.open = event === "beforeprint" || Boolean(each.dataset.was);
    }
  });
}
