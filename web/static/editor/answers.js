// Reads the answer of the endpoint: SPARQL 1.1 Query Results JSON, or N-Triples for a graph.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const NODE = String.raw`<[^>]*>|_:[^\s]+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?`;
  const TRIPLE = new RegExp(String.raw`^(${NODE})\s+(<[^>]*>)\s+(${NODE})\s*\.\s*$`);
  const SIGNS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

  const unescape = (text) =>
    text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, sign) =>
      short || long ? String.fromCodePoint(parseInt(short || long, 16)) : (SIGNS[sign] ?? sign),
    );

  const node = (text) => {
    if (text.startsWith("<")) {
      return { type: "uri", value: unescape(text.slice(1, -1)) };
    }
    if (text.startsWith("_:")) {
      return { type: "bnode", value: text.slice(2) };
    }
    const end = text.lastIndexOf('"');
    const behind = text.slice(end + 1);
    return {
      type: "literal",
      value: unescape(text.slice(1, end)),
      lang: behind.startsWith("@") ? behind.slice(1) : "",
      datatype: behind.startsWith("^^") ? behind.slice(3, -1) : "",
    };
  };

  const fromJson = (found) =>
    found && {
      type: found.type === "uri" ? "uri" : found.type === "bnode" ? "bnode" : "literal",
      value: found.value,
      lang: found["xml:lang"] || "",
      datatype: found.datatype || "",
    };

  E.readAnswer = (text, mediaType) => {
    if (mediaType.includes("sparql-results+json")) {
      const found = JSON.parse(text);
      if (typeof found.boolean === "boolean") {
        return { kind: "truth", truth: found.boolean, columns: [], rows: [], text, mediaType };
      }
      const columns = found.head.vars;
      const rows = found.results.bindings.map((row) => columns.map((name) => fromJson(row[name]) || null));
      return { kind: "table", columns, rows, text, mediaType };
    }
    const rows = [];
    for (const line of text.split("\n")) {
      const match = TRIPLE.exec(line);
      if (match) {
        rows.push([node(match[1]), node(match[2]), node(match[3])]);
      }
    }
    return { kind: "graph", columns: [E.words.subject, E.words.property, E.words.value], rows, text, mediaType };
  };

  E.shown = (found) => {
    if (!found) {
      return "";
    }
    return found.type === "uri" ? E.shorten(found.value) : found.type === "bnode" ? `_:${found.value}` : found.value;
  };

  const NUMBERS = /XMLSchema#(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|gYear)$/;

  E.number = (found) => (found && NUMBERS.test(found.datatype) ? Number(found.value) : NaN);

  E.cell = (found) => {
    if (!found) {
      return "";
    }
    if (found.type === "uri") {
      const address = E.address(found.value);
      const text = E.shown(found);
      return address ? E.el("a", { href: address, title: found.value }, text) : E.el("span", { title: found.value }, text);
    }
    return found.lang ? E.el("span", { lang: found.lang }, E.shown(found)) : E.shown(found);
  };

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // SPARQL 1.1 Query Results CSV: bare values, lines ended by CR LF.
  E.toCsv = (answer) =>
    [answer.columns, ...answer.rows.map((row) => row.map((found) => (found ? (found.type === "bnode" ? `_:${found.value}` : found.value) : "")))]
      .map((row) => row.map(quoted).join(",") + "\r\n")
      .join("");
})();
