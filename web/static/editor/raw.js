// The answer as the endpoint sends it, in any of its syntaxes.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words } = E;
  const SHOWN = 400_000;
  const SYNTAXES = {
    table: [["application/sparql-results+json", "JSON"], ["text/csv", "CSV"], ["text/tab-separated-values", "TSV"], ["application/sparql-results+xml", "XML"]],
    graph: [["application/n-triples", "N-Triples"], ["text/turtle", "Turtle"], ["application/ld+json", "JSON-LD"], ["application/rdf+xml", "RDF/XML"]],
    truth: [["application/sparql-results+json", "JSON"], ["application/sparql-results+xml", "XML"]],
  };

  const draw = (box, answer) => {
    const text = el("pre", { class: "code raw", tabindex: "0", role: "region", "aria-label": words.raw });
    const note = el("p", { class: "note" });
    const show = (content) => {
      text.textContent = content.slice(0, SHOWN);
      note.textContent = content.length > SHOWN ? words.cut : "";
    };
    const syntax = el("select", { id: "raw-syntax" }, ...SYNTAXES[answer.kind].map(([type, name]) => el("option", { value: type }, name)));
    syntax.addEventListener("change", async () => {
      if (answer.mediaType.startsWith(syntax.value)) {
        show(answer.text);
        return;
      }
      const found = await E.send(answer.query, syntax.value);
      show(found.ok ? await found.text() : `${found.status} ${found.statusText}`);
    });
    box.append(el("div", { class: "table-controls" }, el("label", { for: "raw-syntax" }, words.syntax), syntax), text, note);
    show(answer.text);
  };

  E.views.raw = { label: words.raw, can: () => true, draw };
})();
