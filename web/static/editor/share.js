// Links to a query, and how to cite it: the address of the editor with it, the answer itself, and a permanent link.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words } = E;

  const field = (id, label, value, long = false) => {
    const input = long
      ? el("textarea", { id, readonly: true, rows: String(Math.min(value.trimEnd().split("\n").length + 1, 12)) }, value)
      : el("input", { id, readonly: true, type: "text", value });
    input.addEventListener("focus", () => input.select());
    const button = el("button", { type: "button", class: "button quiet", on: { click: () => E.copy(value, input) } }, words.copy, el("span", { class: "unseen" }, `: ${label}`));
    return el("div", { class: "copied" }, el("label", { for: id }, label), input, button);
  };

  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

  E.share = {
    draw(box, query) {
      const page = new URL(E.place.dataset.page, window.location.href);
      page.searchParams.set("query", query);
      const answer = new URL(E.endpoint);
      answer.searchParams.set("query", query);
      const terminal = `curl -H 'Accept: text/csv' --data-urlencode ${quoted(`query=${query}`)} ${quoted(E.endpoint)}`;
      const python = `import edukg\n\nkb = edukg.connect(${JSON.stringify(E.endpoint)})\nanswer = kb.query("""\n${query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').trim()}\n""")\n`;
      box.replaceChildren(
        el("h2", {}, words.share),
        field("share-page", words.linkPage, page.href),
        field("share-answer", words.linkAnswer, answer.href),
        field("share-python", words.inPython, python, true),
        field("share-terminal", words.inTerminal, terminal, true),
      );
      box.append(saving(box, query));
    },
  };

  // A permanent link is made by the site, which answers the query once and keeps it with the version of the data.
  function saving(box, query) {
    const told = el("div", { role: "status" });
    const button = el("button", { type: "button", class: "button" }, words.save);
    button.addEventListener("click", async () => {
      button.disabled = true;
      told.replaceChildren(el("p", { class: "note" }, words.running));
      const options = { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify({ query }) };
      try {
        const saved = await E.ask(E.place.dataset.save, [], options);
        const use = saved.uses.at(-1);
        const bibtex = [
          `@misc{edukg-${saved.digest.slice(0, 12)},`,
          "  author = {{EduKG contributors}},",
          `  title = {{EduKG, version ${use.version}: query ${saved.digest.slice(0, 20)}}},`,
          `  year = {${use.answered.slice(0, 4)}},`,
          `  note = {Release ${use.release}, answered ${use.answered}},`,
          `  url = {${saved.link}}`,
          "}",
        ].join("\n");
        told.replaceChildren(
          field("cite-link", words.permanent, saved.link),
          field("cite-text", words.citation, use.citation, true),
          field("cite-bibtex", "BibTeX", bibtex, true),
        );
        E.say(words.savedNow);
      } catch (error) {
        told.replaceChildren(el("p", { class: "failure" }, words.notSaved, " ", error.message));
      }
      button.disabled = false;
    });
    return el("div", { class: "saving" }, el("h3", {}, words.permanent), el("p", { class: "note" }, words.saveNote), el("p", {}, button), told);
  }
})();
