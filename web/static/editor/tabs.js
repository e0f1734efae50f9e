// Tabs of queries, kept in this browser, and the history of the queries that were run.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill, kept } = E;
  const MOST_RUNS = 60;
  const list = document.getElementById("editor-tabs");

  const number = () => Math.random().toString(36).slice(2, 10);

  class Tabs {
    constructor(yasqe, selected) {
      this.yasqe = yasqe;
      this.selected = selected;
      const saved = kept.get("tabs", { tabs: [], current: "" });
      this.tabs = (Array.isArray(saved.tabs) ? saved.tabs : []).filter((tab) => typeof tab.text === "string");
      this.current = this.tabs.find((tab) => tab.id === saved.current) ?? this.tabs[0] ?? null;
      list.addEventListener("keydown", (event) => this.key(event));
    }

    add(text, { name = "", view = "" } = {}) {
      const taken = new Set(this.tabs.map((tab) => tab.name));
      let fresh = name || fill(words.tab, { number: 1 });
      for (let at = 2; taken.has(fresh); at += 1) {
        fresh = name ? `${name} (${at})` : fill(words.tab, { number: at });
      }
      const tab = { id: number(), name: fresh, text, view };
      this.tabs.push(tab);
      this.select(tab);
      return tab;
    }

    select(tab) {
      this.keep();
      this.current = tab;
      // One document for all tabs, since the library holds on to the one it began with; each tab has its own undo.
      const doc = this.yasqe.getDoc();
      this.yasqe.setValue(tab.text);
      doc.clearHistory();
      if (tab.undo) {
        doc.setHistory(tab.undo);
      }
      this.open = true;
      this.draw();
      this.save();
      this.selected(tab);
    }

    close() {
      const at = this.tabs.indexOf(this.current);
      this.tabs.splice(at, 1);
      const gone = this.current;
      this.current = null; // so that nothing of it is kept
      if (this.tabs.length) {
        this.select(this.tabs[Math.min(at, this.tabs.length - 1)]);
      } else {
        this.add("");
      }
      E.say(fill(words.closed, { name: gone.name }));
    }

    rename(name) {
      if (name.trim()) {
        this.current.name = name.trim().slice(0, 80);
        this.draw();
        this.save();
      }
    }

    keep() {
      if (this.current && this.open) {
        this.current.text = this.yasqe.getValue();
        this.current.undo = this.yasqe.getDoc().getHistory();
      }
    }

    save() {
      this.keep();
      const tabs = this.tabs.map(({ id, name, text, view }) => ({ id, name, text, view }));
      kept.set("tabs", { tabs, current: this.current?.id });
    }

    draw() {
      list.replaceChildren(
        ...this.tabs.map((tab) => {
          const chosen = tab === this.current;
          return el(
            "button",
            {
              type: "button", role: "tab", id: `tab-${tab.id}`, "aria-selected": String(chosen), "aria-controls": "editor-panel",
              tabindex: chosen ? "0" : "-1", on: { click: () => this.select(tab) },
            },
            tab.name,
          );
        }),
      );
      list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    key(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = this.tabs.indexOf(this.current);
      const last = this.tabs.length - 1;
      const next = step ? (at + step + this.tabs.length) % this.tabs.length : { Home: 0, End: last }[event.key];
      if (next !== undefined) {
        event.preventDefault();
        this.select(this.tabs[next]);
      } else if (event.key === "Delete") {
        this.close();
      } else {
        return;
      }
      list.querySelector("[aria-selected=true]").focus();
    }
  }

  E.Tabs = Tabs;

  const heading = (text) => {
    const lines = text.split("\n").map((line) => line.trim()).filter((line) => line && !/^(#|PREFIX|BASE)/i.test(line));
    return lines.slice(0, 3).join(" ").slice(0, 160) || text.trim().slice(0, 160);
  };

  E.history = {
    add(run) {
      const runs = kept.get("history", []).filter((each) => each.text !== run.text);
      kept.set("history", [run, ...runs].slice(0, MOST_RUNS));
    },

    draw(box, open) {
      const runs = kept.get("history", []);
      const clock = new Intl.DateTimeFormat(E.place.dataset.ui, { dateStyle: "medium", timeStyle: "short" });
      const items = runs.map((run) =>
        el(
          "li",
          {},
          el("button", { type: "button", class: "button quiet", on: { click: () => open(run.text) } }, el("code", {}, heading(run.text))),
          el("span", { class: "note" }, `${clock.format(new Date(run.when))} · ${run.failed ? words.failed : fill(words.rows, { number: run.rows })} · ${fill(words.took, { ms: run.ms })}`),
        ),
      );
      const forget = () => {
        kept.set("history", []);
        E.history.draw(box, open);
      };
      box.replaceChildren(
        ...(runs.length
          ? [el("p", { class: "note" }, words.historyNote), el("ol", { class: "runs" }, ...items), el("button", { type: "button", class: "button quiet", on: { click: forget } }, words.forget)]
          : [el("p", {}, words.historyNone)]),
      );
    },
  };
})();
