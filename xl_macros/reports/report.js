"use strict";
const by = (id) => document.getElementById(id);
const sections = [...document.querySelectorAll("section")].map((section) => ({
  section,
  found: [...section.querySelectorAll("article")].map((article) => ({ article, text: article.textContent.toLowerCase() })),
}));
function filter() {
  const office = by("office").value, code = by("code").value, severity = by("severity").value;
  const words = by("search").value.toLowerCase();
  let shown = 0;
  for (const { section, found } of sections) {
    const here = !office || section.dataset.office === office;
    let some = 0;
    for (const { article, text } of found) {
      const wanted = here && (!code || article.dataset.code === code)
        && (!severity || article.dataset.severity === severity) && (!words || text.includes(words));
      article.hidden = !wanted;
      some += wanted;
    }
    section.hidden = !here || (!some && Boolean(code || severity || words));
    shown += some;
  }
  for (const row of document.querySelectorAll("#overview tbody tr")) row.hidden = Boolean(office) && row.dataset.office !== office;
  by("shown").textContent = shown.toLocaleString(document.documentElement.lang);
}
// a link to a rule opens what is said of it; a link to an office shows it whatever is filtered by
function arrive() {
  const target = location.hash && by(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches("details")) target.open = true;
  if (target?.hidden) { document.querySelector("form").reset(); filter(); target.scrollIntoView(); }
}
addEventListener("hashchange", arrive);
// a row wider than the window shows the cell that is meant, once it comes into sight
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    const cell = target.querySelector("td.here");
    target.scrollLeft = cell.offsetLeft + cell.offsetWidth - target.clientWidth;
  }
}, { rootMargin: "50%" });
for (const row of document.querySelectorAll("article .row")) seen.observe(row);
document.querySelector("form").addEventListener("input", filter);
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
document.querySelector(".chart")?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  by("code").value = button.dataset.code;
  filter();
  document.querySelector("form").scrollIntoView();
});
// the picture of a sheet: a region says its formula, a cell with a finding leads there
document.querySelector("main").addEventListener("click", (event) => {
  const part = event.target.closest(".audit rect");
  if (!part) return;
  const svg = part.closest("svg"), cell = part.dataset.cell;
  svg.querySelector(".chosen")?.classList.remove("chosen");
  part.classList.add("chosen");
  svg.closest("figure").querySelector(".told").textContent = part.dataset.told ?? part.textContent;
  if (!cell) return;
  const found = [...svg.closest("section").querySelectorAll("article")].find((article) => article.dataset.sheet === svg.dataset.sheet && article.dataset.cell === cell);
  found?.scrollIntoView({ block: "center" });
  found?.classList.add("chosen");
  setTimeout(() => found?.classList.remove("chosen"), 2000);
});
document.querySelector("main").addEventListener("click", async (event) => {
  const button = event.target.closest("button.address");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {  // a page from disk may not reach the clipboard everywhere: leave the address selected
    getSelection().selectAllChildren(button);
    document.execCommand("copy");
  }
  button.classList.add("copied");
  setTimeout(() => button.classList.remove("copied"), 800);
});
