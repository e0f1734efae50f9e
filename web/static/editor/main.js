// Puts the query editor together: the text, the tabs, running a query, and the views of its answer.
"use strict";

(() => {
  const E = window.EduKGEditor;
  const form = document.getElementById("editor-form");
  if (!E || !form) {
    return;
  }
  const { el, words, fill } = E;
  const part = (name) => document.getElementById(`editor-${name}`);
  const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
  const VIEWS = ["table", "chart", "graph", "raw"];
  const asked = { text: document.getElementById("query").value, name: E.place.dataset.asked, view: E.place.dataset.view };

  form.hidden = true;
  E.place.hidden = false;

  // The library's own completions would ask prefix.cc; ours ask this host only.
  const yasqe = new window.Yasqe(part("text"), {
    value: "", editorHeight: "auto", resizeable: false, showQueryButton: false, createShareableLink: null,
    consumeShareLink: null, persistenceId: null, autocompleters: ["variables"], inputStyle: "contenteditable",
    collapsePrefixesOnLoad: false, screenReaderLabel: words.editor,
  });
  const told = () => about();
  yasqe.setOption("extraKeys", {
    ...yasqe.getOption("extraKeys"),
    Tab: false, // Tab leaves the editor, as it leaves any field: who uses the keyboard only must not be caught in it
    "Shift-Tab": false,
    "Ctrl-Space": () => E.complete(yasqe),
    "Ctrl-Enter": () => run(),
    "Cmd-Enter": () => run(),
    "Ctrl-S": () => tabs.save(),
    F1: told,
  });
  // To a screen reader the text is a text box that says by which keys it is used; the library calls it presentation.
  const field = yasqe.getInputField();
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-describedby": "editor-keys" })) {
    field.setAttribute(name, value);
  }
  // What is dictated, picked from a palette or written by a keyboard on the screen comes without a key. The library would
  // read it from the page a little later, and lose it when it draws the line anew before that, as it does on a slow phone.
  field.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertText" && event.data && event.cancelable && !event.isComposing && !yasqe.getOption("readOnly")) {
      event.preventDefault();
      yasqe.replaceSelection(event.data, "end", "+input");
    }
  });
  yasqe.config.queryingDisabled = "the page runs the queries itself";

  E.send = (query, accept, signal) =>
    fetch(E.endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query; charset=utf-8", Accept: accept, "Accept-Language": E.place.dataset.ui },
      body: query,
      signal,
    });

  // --- answers -------------------------------------------------------------------------------------------------------

  let running = null;
  let leave = null;

  const clear = () => {
    leave?.();
    leave = null;
    part("view").replaceChildren();
  };

  const stamp = (answer) => {
    const { headers, ms } = answer;
    const count = answer.kind === "truth" ? "" : fill(words.rows, { number: answer.rows.length });
    const facts = [count, fill(words.took, { ms })];
    if (headers.version) {
      facts.push(`EduKG ${headers.version}`);
    }
    if (headers.query) {
      facts.push(`${words.digest} ${headers.query.slice(0, 12)}`);
    }
    return facts.filter(Boolean).join(" · ");
  };

  const show = async (tab) => {
    clear();
    E.forgetError();
    const answer = tab.answer;
    part("answer").hidden = !answer && !tab.failure;
    part("truncated").hidden = !answer?.headers.truncated;
    part("views").hidden = !answer;
    part("download").hidden = !answer;
    part("status").textContent = answer ? stamp(answer) : "";
    if (tab.failure) {
      E.showError(part("view"), yasqe, tab.failure);
      return;
    }
    if (!answer) {
      return;
    }
    part("truncated").textContent = answer.headers.truncated ? fill(words.truncated, { cap: answer.headers.truncated }) : "";
    const able = VIEWS.filter((name) => E.views[name].can(answer));
    const chosen = able.includes(tab.view) ? tab.view : "table";
    part("views").replaceChildren(
      ...able.map((name) =>
        el(
          "button",
          {
            type: "button", role: "tab", id: `view-${name}`, "aria-selected": String(name === chosen), "aria-controls": "editor-view",
            tabindex: name === chosen ? "0" : "-1", "data-view": name, on: { click: () => view(tab, name) },
          },
          E.views[name].label,
        ),
      ),
    );
    part("view").setAttribute("aria-labelledby", `view-${chosen}`);
    const drawn = el("div", { class: `view view-${chosen}` });
    part("view").append(drawn);
    try {
      const done = await E.views[chosen].draw(drawn, answer);
      leave = typeof done === "function" ? done : null;
    } catch (error) {
      drawn.replaceChildren(el("p", { class: "failure", role: "alert" }, fill(words.viewFailed, { reason: error.message })));
    }
    part("view").dataset.shown = chosen;
  };

  const view = async (tab, name) => {
    tab.view = name;
    tabs.save();
    delete part("view").dataset.shown;
    await show(tab);
    document.getElementById(`view-${name}`)?.focus();
  };

  part("views").addEventListener("keydown", (event) => {
    const names = [...part("views").children].map((button) => button.dataset.view);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = names.indexOf(document.activeElement.dataset.view);
      view(tabs.current, names[(at + step + names.length) % names.length]);
    }
  });

  // --- running -------------------------------------------------------------------------------------------------------

  const failureOf = async (response) => {
    const problem = await response.json().catch(() => ({}));
    const title = words.statuses[response.status] ?? fill(words.status, { status: response.status });
    const wait = response.headers.get("Retry-After");
    const more = response.status === 503 && wait ? fill(words.tryAgain, { seconds: wait }) : "";
    const { position = null, advice = "" } = problem;
    // The sentence alone: the place is a button here, and the advice stands by itself.
    const detail = (problem.detail ?? "")
      .replace(/^line \d+(, column \d+)?: /, "")
      .replace(position?.text ? ` The text there is: ${position.text}` : "", "")
      .replace(advice ? ` ${advice}` : "", "");
    return { title: [title, more].filter(Boolean).join(" "), detail, advice, position, language: response.headers.get("Content-Language") ?? "en" };
  };

  const answerOf = async (response, query, ms) => {
    const header = (name) => response.headers.get(`EduKG-${name}`) ?? "";
    const mediaType = (response.headers.get("Content-Type") ?? "").split(";")[0];
    const answer = E.readAnswer(await response.text(), mediaType);
    const headers = { version: header("Version"), release: header("Release"), query: header("Query"), answered: header("Answered"), truncated: header("Truncated") };
    return { ...answer, query, ms, headers };
  };

  const busy = (on) => {
    part("run").textContent = on ? words.stop : words.run;
    part("answer").setAttribute("aria-busy", String(on));
    if (on) {
      part("status").textContent = words.running;
    }
  };

  async function run() {
    if (running) {
      running.abort();
      return;
    }
    const tab = tabs.current;
    const query = yasqe.getValue();
    const begun = performance.now();
    running = new AbortController();
    tab.answer = null;
    tab.failure = null;
    tabs.save();
    await show(tab);
    part("answer").hidden = false;
    delete part("view").dataset.shown;
    busy(true);
    try {
      const response = await E.send(query, ACCEPT, running.signal);
      const ms = () => Math.round(performance.now() - begun);
      if (response.ok) {
        tab.answer = await answerOf(response, query, ms());
      } else {
        tab.failure = await failureOf(response);
      }
      E.history.add({ text: query, when: Date.now(), ms: ms(), rows: tab.answer?.rows.length ?? 0, failed: !tab.answer });
    } catch (error) {
      tab.failure = { title: error.name === "AbortError" ? words.stopped : words.away, detail: "" };
    }
    running = null;
    busy(false);
    if (tab === tabs.current) {
      await show(tab);
      E.say(tab.answer ? (tab.answer.kind === "truth" ? (tab.answer.truth ? words.yes : words.no) : stamp(tab.answer)) : tab.failure.title);
    }
  }

  // --- downloads -----------------------------------------------------------------------------------------------------

  const save = (content, name, type) => {
    const link = el("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  part("download").addEventListener("click", () => {
    const answer = tabs.current.answer;
    if (answer) {
      save(answer.kind === "truth" ? `${answer.truth}\r\n` : E.toCsv(answer), "edukg.csv", "text/csv;charset=utf-8");
    }
  });

  // --- the rest ------------------------------------------------------------------------------------------------------

  const panels = { history: part("history"), share: part("share") };
  const toggle = (name, fillIn) => {
    const button = part(`${name}-button`);
    button.addEventListener("click", () => {
      const open = panels[name].hidden;
      for (const [other, panel] of Object.entries(panels)) {
        panel.hidden = other !== name || !open;
        part(`${other}-button`).setAttribute("aria-expanded", String(!panel.hidden));
      }
      if (open) {
        fillIn(panels[name]);
      }
    });
  };

  const narrow = window.matchMedia("(max-width: 40rem)");
  const tabs = new E.Tabs(yasqe, (tab) => {
    part("name").value = tab.name;
    if (narrow.matches) {
      yasqe.collapsePrefixes(true); // a small screen is for the question itself
    }
    show(tab);
  });
  const openIn = (text, more) => {
    const same = tabs.tabs.find((tab) => (tab === tabs.current && tabs.open ? yasqe.getValue() : tab.text).trim() === text.trim());
    same ? tabs.select(same) : tabs.add(text, more);
    yasqe.refresh();
  };

  toggle("history", (panel) => E.history.draw(panel, (text) => openIn(text)));
  toggle("share", (panel) => E.share.draw(panel, yasqe.getValue()));
  part("run").addEventListener("click", run);
  part("add").addEventListener("click", () => {
    tabs.add("");
    yasqe.focus();
  });
  part("close").addEventListener("click", () => tabs.close());
  part("format").addEventListener("click", () => yasqe.autoformat());
  part("name").addEventListener("change", () => tabs.rename(part("name").value));

  for (const link of document.querySelectorAll("a[data-example]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) {
        return; // another window was wanted
      }
      event.preventDefault();
      openIn(link.dataset.example, { name: link.dataset.name, view: link.dataset.view });
      tabs.current.view = link.dataset.view || tabs.current.view;
      if (link.dataset.run) {
        run().then(() => {
          part("view").focus({ preventScroll: true });
          window.setTimeout(() => part("answer").scrollIntoView({ block: "start" }), 80); // when the text has its height
        });
      } else {
        E.place.scrollIntoView({ block: "start" });
        yasqe.focus();
      }
    });
  }

  if (tabs.current && !asked.name) {
    tabs.select(tabs.current);
  } else {
    openIn(asked.text, { name: asked.name === "query" ? "" : asked.name, view: asked.view }); // no work of the reader is lost
  }

  E.completeWhileWriting(yasqe);
  E.hover(yasqe);
  const about = E.aboutCursor(yasqe);
  E.translateMarks(yasqe);
  E.watchReadings(yasqe);
  yasqe.on("change", () => {
    E.forgetError();
    window.clearTimeout(tabs.waiting);
    tabs.waiting = window.setTimeout(() => tabs.save(), 600);
  });
  window.addEventListener("pagehide", () => tabs.save());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(tabs.current));
  E.place.dataset.ready = "yes";
})();
