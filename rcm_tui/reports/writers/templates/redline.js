"use strict";
(() => {
  const bar = document.querySelector(".changes");
  const rows = [...document.querySelectorAll("main [data-changed]")];
  if (!bar || !rows.length) return;
  bar.hidden = false;
  const only = document.getElementById("changed");
  const said = document.getElementById("change");
  const content = document.getElementById("content");
  only.addEventListener("change", () => content.classList.toggle("changed-only", only.checked));

  let current = -1;
  const go = (step) => {
    const shown = rows.filter((row) => row.offsetParent !== null);
    if (!shown.length) return;
    const at = shown.indexOf(rows[current]);
    const next = shown[at < 0 && step < 0 ? shown.length - 1 : (at + step + shown.length) % shown.length];
    if (current >= 0) rows[current].classList.remove("current");
    current = rows.indexOf(next);
    next.classList.add("current");
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    said.textContent = said.dataset.words.replace("{number}", String(current + 1)).replace("{all}", String(rows.length));
  };
  document.getElementById("previous").addEventListener("click", () => go(-1));
  document.getElementById("next").addEventListener("click", () => go(1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.target.type !== "checkbox") return;
    }
    if (event.key === "n") go(1);
    else if (event.key === "p") go(-1);
  });
})();
