// The answer as a chart: the numbers of a column, or how often each value occurs.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill } = E;
  const MOST = 60;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const isNumber = (answer, at) => {
    const values = answer.rows.map((row) => row[at]).filter(Boolean);
    return values.length > 0 && values.every((found) => !Number.isNaN(E.number(found)));
  };

  // One bar for each value of a column: the sum of its numbers, or the number of its rows.
  const series = (answer, labels, values) => {
    const sums = new Map();
    for (const row of answer.rows) {
      const label = E.shown(row[labels]) || words.empty;
      sums.set(label, (sums.get(label) || 0) + (values < 0 ? 1 : E.number(row[values]) || 0));
    }
    return [...sums];
  };

  const draw = async (box, answer) => {
    await E.load(E.place.dataset.chart);
    const numbers = answer.columns.map((_, at) => at).filter((at) => isNumber(answer, at));
    const texts = answer.columns.map((_, at) => at).filter((at) => !numbers.includes(at));
    const start = { labels: texts[0] ?? 0, values: numbers.find((at) => at !== (texts[0] ?? 0)) ?? -1, type: "bar" };
    const pick = (id, label, options, chosen) => {
      const select = el("select", { id }, ...options.map(([value, name]) => el("option", { value, selected: value === chosen }, name)));
      select.addEventListener("change", refresh);
      return [el("label", { for: id }, label), select];
    };
    const columns = answer.columns.map((name, at) => [at, name]);
    let chart = null;
    const canvas = el("canvas", { role: "img" });
    const frame = el("div", { class: "chart" }, canvas);
    const note = el("p", { class: "note" });
    const labels = pick("chart-labels", words.categories, columns, start.labels);
    const values = pick("chart-values", words.values, [[-1, words.rowCount], ...numbers.map((at) => [at, answer.columns[at]])], start.values);
    const types = pick("chart-type", words.kind, [["bar", words.bars], ["line", words.line], ["pie", words.pie]], start.type);

    function refresh() {
      const at = { labels: Number(labels[1].value), values: Number(values[1].value), type: types[1].value };
      const all = series(answer, at.labels, at.values);
      const shown = all.slice(0, MOST);
      const name = at.values < 0 ? words.rowCount : answer.columns[at.values];
      const tones = [1, 2, 3, 4, 5, 6, 7, 8].map((tone) => colour(`--t${tone}`));
      const bars = at.type === "bar";
      chart?.destroy();
      frame.style.height = bars ? `${Math.max(12, shown.length * 2 + 5)}rem` : "26rem";
      const axis = { ticks: { color: colour("--ink") }, grid: { color: colour("--line") } };
      chart = new window.Chart(canvas, {
        type: at.type,
        data: {
          labels: shown.map(([label]) => (label.length > 44 ? `${label.slice(0, 43)}…` : label)),
          datasets: [{
            label: name,
            data: shown.map(([, value]) => value),
            backgroundColor: at.type === "pie" ? shown.map((_, n) => tones[n % 8]) : tones[0],
            borderColor: at.type === "pie" ? colour("--card") : tones[0],
          }],
        },
        options: {
          indexAxis: bars ? "y" : "x",
          animation: false,
          maintainAspectRatio: false,
          scales: at.type === "pie" ? {} : { x: { ...axis, beginAtZero: true }, y: { ...axis, ticks: { ...axis.ticks, autoSkip: !bars } } },
          plugins: { legend: { display: at.type === "pie", position: "bottom", labels: { color: colour("--ink") } } },
        },
      });
      note.textContent = all.length > MOST ? fill(words.firstOnly, { shown: MOST, total: all.length }) : "";
      const told = shown.slice(0, 10).map(([label, value]) => `${label}: ${value}`).join("; ");
      canvas.setAttribute("aria-label", `${name}. ${told}`);
    }

    box.append(el("div", { class: "table-controls" }, ...labels, ...values, ...types), frame, note);
    refresh();
    return () => chart?.destroy();
  };

  E.views.chart = { label: words.chart, can: (answer) => answer.kind === "table" && answer.rows.length > 0, draw };
})();
