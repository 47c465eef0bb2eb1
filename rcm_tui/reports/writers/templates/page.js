"use strict";
(() => {
  const root = document.documentElement;
  const site = document.querySelector("nav.site");
  const kept = {
    get: () => { try { return site && localStorage.getItem("theme"); } catch { return null; } },
    set: (value) => { try { if (site) localStorage.setItem("theme", value); } catch { /* It holds for this page. */ } },
  };
  if (kept.get()) root.dataset.theme = kept.get();
  const theme = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  if (theme) {
    theme.addEventListener("click", () => {
      const now = root.dataset.theme || (dark.matches ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      kept.set(root.dataset.theme);
    });
  }

  root.classList.add("js");
  const toggled = (button, owner, name) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(owner.classList.toggle(name)));
    });
  };
  const more = document.getElementById("more");
  if (more) toggled(more, more.parentElement, "whole");
  // Cards on a narrow screen are still tables to a screen reader.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell", TH: "columnheader" };
  for (const one of document.querySelectorAll("table, thead, tbody, tr, th, td")) {
    one.setAttribute("role", roles[one.tagName]);
  }

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const results = document.getElementById("results");
  if (results && window.rcmIndex) {
    // Entries of the index: title, path, words.
    const index = window.rcmIndex.map(([title, path, words]) => ({ title, path, words, text: fold(title + " " + words) }));
    const box = document.getElementById("everything");
    const found = document.getElementById("found");
    box.value = new URLSearchParams(location.search).get("q") || "";
    const look = () => {
      const words = fold(box.value).split(/\s+/).filter(Boolean);
      const fits = words.length ? index.filter((one) => words.every((word) => one.text.includes(word))) : [];
      found.textContent = words.length ? found.dataset.words.replace("{count}", String(fits.length)) : "";
      results.replaceChildren(...fits.slice(0, 200).map((one) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = one.path;
        link.textContent = one.title;
        const text = document.createElement("div");
        text.textContent = one.words.length > 240 ? one.words.slice(0, 240) + " …" : one.words;
        item.append(link, text);
        return item;
      }));
    };
    box.addEventListener("input", look);
    box.form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
    look();
  }

  const bar = document.querySelector("form.bar");
  if (!bar) return;
  bar.hidden = false;
  toggled(document.getElementById("fold"), bar, "unfolded");
  const tables = [...document.querySelectorAll("main table")].map((table) => ({
    table,
    band: fold(table.tHead.textContent + " " + (table.dataset.key || "")),
    rows: [...table.tBodies[0].rows].map((row) => ({
      row,
      text: fold(row.textContent + " " + (row.dataset.key || "")),
      statuses: (row.dataset.status || "").split(" "),
      actors: (row.dataset.actors || "").split(" "),
    })),
  }));
  const all = tables.reduce((sum, one) => sum + one.rows.length, 0);
  const search = document.getElementById("search");
  const status = document.getElementById("status");
  const actor = document.getElementById("actor");
  const count = document.getElementById("count");
  const nothing = document.getElementById("nothing");

  const apply = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const statuses = status.value.split(" ").filter(Boolean);
    const filtered = words.length + statuses.length + actor.value.length > 0;
    let shown = 0;
    for (const { table, band, rows } of tables) {
      let here = 0;
      for (const one of rows) {
        const fits =
          words.every((word) => one.text.includes(word) || band.includes(word)) &&
          (statuses.length === 0 || statuses.some((each) => one.statuses.includes(each))) &&
          (actor.value === "" || one.actors.includes(actor.value));
        one.row.hidden = !fits;
        here += fits ? 1 : 0;
      }
      table.hidden = filtered && here === 0;
      shown += here;
    }
    count.textContent = count.dataset.words.replace("{shown}", String(shown)).replace("{all}", String(all));
    bar.classList.toggle("filtered", filtered);
    nothing.hidden = !filtered || shown > 0;
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  status.addEventListener("change", apply);
  actor.addEventListener("change", apply);
  bar.addEventListener("reset", () => setTimeout(apply, 0));
  bar.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
