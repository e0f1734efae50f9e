// What is wrong with a query and where: ambiguous places with one click for each reading, and errors at their position.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill } = E;
  const WAIT = 450;

  const best = (texts) => texts[E.place.dataset.ui] ?? texts.en ?? Object.values(texts)[0] ?? "";

  E.watchReadings = (yasqe) => {
    const box = document.getElementById("editor-notes");
    let marks = [];
    let waiting = 0;
    let asked = 0;

    const clear = () => {
      marks.forEach((mark) => mark.clear());
      marks = [];
    };

    const apply = (text, edits, told) => {
      const changes = edits
        .map((edit) => ({ from: E.toUnits(text, edit.start), to: E.toUnits(text, edit.end), text: edit.text }))
        .sort((a, b) => b.from - a.from || b.to - a.to);
      const doc = yasqe.getDoc();
      if (yasqe.getValue() !== text) {
        return; // the places are those of another text
      }
      yasqe.operation(() => changes.forEach((each) => doc.replaceRange(each.text, doc.posFromIndex(each.from), doc.posFromIndex(each.to), "+reading")));
      E.say(told);
      yasqe.focus();
      check();
    };

    const choice = (text, found, reading) => {
      const label = best(reading.labels);
      const definition = best(reading.definitions);
      const button = el("button", { type: "button", class: "button quiet", on: { click: () => apply(text, reading.edits, fill(words.picked, { reading: label })) } }, label);
      return el("li", {}, button, definition ? el("span", { class: "note" }, definition) : null);
    };

    const draw = (text, ambiguities) => {
      clear();
      const doc = yasqe.getDoc();
      for (const found of ambiguities) {
        const from = doc.posFromIndex(E.toUnits(text, found.start));
        const to = doc.posFromIndex(E.toUnits(text, found.end));
        marks.push(doc.markText(from, to, { className: "ambiguous" }));
      }
      box.replaceChildren(
        ...ambiguities.map((found) =>
          el(
            "section",
            { class: "ambiguity" },
            el(
              "p",
              {},
              el("span", { class: "flag" }, words.ambiguous),
              " ",
              el("code", {}, found.written),
              " ",
              fill(words.inLine, { line: found.line }),
              " ",
              found.message,
            ),
            el(
              "ul",
              {},
              ...found.readings.map((reading) => choice(text, found, reading)),
              el("li", {}, el("button", { type: "button", class: "button quiet", on: { click: () => apply(text, found.keep, words.keptAll) } }, words.keepAll), el("span", { class: "note" }, words.keepAllNote)),
            ),
          ),
        ),
      );
      box.hidden = !ambiguities.length;
    };

    const check = async () => {
      window.clearTimeout(waiting);
      const turn = (asked += 1);
      const text = yasqe.getValue();
      const options = { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ query: text }) };
      const nothing = { ambiguities: [] };
      const found = text.trim() ? await E.ask(E.place.dataset.lint, [], options).catch(() => nothing) : nothing;
      if (turn === asked && yasqe.getValue() === text) {
        draw(text, found.ambiguities);
      }
    };

    yasqe.on("change", () => {
      clear();
      window.clearTimeout(waiting);
      waiting = window.setTimeout(check, WAIT);
    });
    check();
    return check;
  };

  // The editor's own check while one writes, in the reader's language: the library says it in English and on hover only.
  E.translateMarks = (yasqe) => {
    const translate = () => {
      for (const icon of yasqe.getWrapperElement().querySelectorAll(".parseErrorIcon")) {
        icon.onmouseover = null;
        icon.onmouseout = null;
        icon.setAttribute("role", "img");
        icon.setAttribute("aria-label", words.lineWrong);
        icon.setAttribute("title", words.lineWrong);
      }
    };
    yasqe.on("changes", () => window.setTimeout(translate));
    translate();
  };

  let mark = null;
  E.forgetError = () => {
    mark?.clear();
    mark = null;
  };

  // What went wrong, in words, with a button that leads to the place.
  E.showError = (box, yasqe, failure) => {
    E.forgetError();
    const place = failure.position;
    let go = null;
    if (place?.line) {
      const doc = yasqe.getDoc();
      const line = Math.min(place.line, doc.lineCount()) - 1;
      const from = { line, ch: E.toUnits(doc.getLine(line), Math.max((place.column ?? 1) - 1, 0)) };
      const token = yasqe.getTokenAt({ line, ch: from.ch + 1 });
      const to = { line, ch: Math.max(token.end, from.ch + 1) };
      mark = doc.markText(from, to, { className: "mistake", attributes: { title: failure.detail } });
      const lead = () => {
        doc.setCursor(from);
        yasqe.focus();
      };
      go = el("button", { type: "button", class: "button quiet", on: { click: lead } }, fill(words.goTo, { line: place.line, column: place.column ?? 1 }));
    }
    box.append(
      el(
        "div",
        { class: "failure", role: "alert" },
        el("p", {}, el("strong", {}, failure.title)),
        failure.detail ? el("p", { lang: failure.language || false }, failure.detail) : null,
        failure.advice ? el("p", { lang: failure.language || false }, failure.advice) : null,
        go,
      ),
    );
  };
})();
