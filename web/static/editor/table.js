// The answer as a table: sorted by any column, filtered, a page at a time; or a truth as a sentence.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill } = E;
  const PAGE = 50;
  const language = E.place.dataset.ui;

  const compare = (a, b) => {
    if (!a || !b) {
      return a ? -1 : b ? 1 : 0;
    }
    const [x, y] = [E.number(a), E.number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? E.shown(a).localeCompare(E.shown(b), language, { numeric: true }) : x - y;
  };

  const draw = (box, answer) => {
    if (answer.kind === "truth") {
      box.append(el("p", { class: "truth" }, answer.truth ? words.yes : words.no));
      return;
    }
    if (!answer.rows.length) {
      box.append(el("p", {}, words.nothing));
      return;
    }
    const state = { order: -1, down: false, page: 0, filter: "" };
    const body = el("tbody");
    const numeric = answer.columns.map((_, at) => answer.rows.every((row) => !row[at] || !Number.isNaN(E.number(row[at]))));

    const kind = (found, at) => (numeric[at] ? "num" : E.shown(found).length > 60 ? "long" : null);

    const chosen = () => {
      const wanted = state.filter.toLocaleLowerCase(language);
      const rows = answer.rows.filter(
        (row) => !wanted || row.some((found) => E.shown(found).toLocaleLowerCase(language).includes(wanted)),
      );
      return state.order < 0
        ? rows
        : rows.sort((a, b) => (state.down ? -1 : 1) * compare(a[state.order], b[state.order]));
    };

    const heads = answer.columns.map((name, at) =>
      el(
        "th",
        { scope: "col" },
        el("button", { type: "button", on: { click: () => order(at) } }, name, el("span", { class: "arrow", "aria-hidden": "true" })),
      ),
    );
    const range = el("span", { class: "range" });
    const step = (by) => {
      state.page += by;
      refresh();
    };
    const before = el("button", { type: "button", class: "button quiet", on: { click: () => step(-1) } }, words.before);
    const after = el("button", { type: "button", class: "button quiet", on: { click: () => step(1) } }, words.after);
    const filter = el("input", { type: "search", id: "table-filter", autocomplete: "off", spellcheck: "false" });
    filter.addEventListener("input", () => {
      state.filter = filter.value.trim();
      state.page = 0;
      refresh();
    });

    const order = (at) => {
      state.down = state.order === at && !state.down;
      state.order = at;
      refresh();
    };

    const refresh = () => {
      const rows = chosen();
      state.page = Math.max(0, Math.min(state.page, Math.ceil(rows.length / PAGE) - 1));
      const first = state.page * PAGE;
      const last = Math.min(first + PAGE, rows.length);
      body.replaceChildren(
        ...rows
          .slice(first, last)
          .map((row) => el("tr", {}, ...row.map((found, at) => el("td", { class: kind(found, at) }, E.cell(found))))),
      );
      heads.forEach((head, at) => {
        head.setAttribute("aria-sort", state.order !== at ? "none" : state.down ? "descending" : "ascending");
      });
      range.textContent = fill(words.range, { first: rows.length ? first + 1 : 0, last, total: rows.length });
      before.disabled = first === 0;
      after.disabled = last >= rows.length;
    };

    const paged = answer.rows.length > PAGE;
    const controls = el(
      "div",
      { class: "table-controls" },
      el("label", { for: "table-filter" }, words.filter),
      filter,
      range,
      paged ? before : null,
      paged ? after : null,
    );
    const table = el("table", { class: "results" }, el("thead", {}, el("tr", {}, ...heads)), body);
    if (answer.rows.length > 5) {
      box.append(controls);
    }
    box.append(el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": words.results }, table));
    refresh();
  };

  E.views.table = { label: words.table, can: () => true, draw };
})();
