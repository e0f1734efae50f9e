// The answer as a graph: the triples of a graph; of a table, each row as links from its first thing to the others.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill } = E;
  const MOST_NODES = 250;
  const MOST_NAMED = 100;
  const NAMES = new Set([
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/ns/lemon/ontolex#writtenRep",
    "http://xmlns.com/foaf/0.1/name",
    "http://purl.org/dc/terms/title",
  ]);
  const language = E.place.dataset.ui;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const key = (found) => `${found.type}|${found.value}|${found.lang || ""}`;

  const links = (answer) => {
    if (answer.kind === "graph") {
      return answer.rows.map(([subject, property, value]) => ({ from: subject, by: E.shown(property), iri: property.value, to: value }));
    }
    return answer.rows.flatMap((row) =>
      row.slice(1).flatMap((found, at) => (row[0] && found ? [{ from: row[0], by: answer.columns[at + 1], iri: "", to: found }] : [])),
    );
  };

  // Labels that the answer itself gives name their thing and need no node of their own.
  const parts = (answer) => {
    const names = new Map();
    const nodes = new Map();
    const edges = [];
    let left = 0;
    for (const link of links(answer)) {
      if (NAMES.has(link.iri) && link.to.type === "literal") {
        const known = names.get(key(link.from));
        if (!known || link.to.lang === language) {
          names.set(key(link.from), link.to.value);
        }
        continue;
      }
      const ends = [link.from, link.to];
      if (nodes.size + ends.filter((found) => !nodes.has(key(found))).length > MOST_NODES) {
        left += 1;
        continue;
      }
      ends.forEach((found) => nodes.set(key(found), found));
      edges.push({ from: key(link.from), to: key(link.to), by: link.by });
    }
    return { names, nodes, edges, left };
  };

  const nameThings = async ({ names, nodes }) => {
    const unnamed = [...nodes.values()].filter((found) => found.type === "uri" && found.value.startsWith(E.place.dataset.base) && !names.has(key(found)));
    const asked = unnamed.slice(0, MOST_NAMED).map((found) => ["iri", found.value]);
    if (asked.length) {
      const { things } = await E.ask(E.place.dataset.wordsOf, [], { method: "POST", body: new URLSearchParams(asked) });
      things.forEach((thing) => names.set(key({ type: "uri", value: thing.iri }), thing.label));
    }
  };

  const draw = async (box, answer) => {
    const found = parts(answer);
    await Promise.all([E.load(E.place.dataset.graph), nameThings(found).catch(() => {})]);
    const name = (id) => found.names.get(id) || E.shown(found.nodes.get(id));
    const cut = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
    const canvas = el("div", { class: "graph", role: "img", "aria-label": fill(words.graphOf, { nodes: found.nodes.size, edges: found.edges.length }) });
    const bar = el("div", { class: "table-controls" });
    const told = el(
      "details",
      {},
      el("summary", {}, words.asText),
      el("ul", { class: "links" }, ...found.edges.map((edge) => el("li", {}, `${name(edge.from)} — ${edge.by} → ${name(edge.to)}`))),
    );
    box.append(bar, canvas);
    if (found.left) {
      box.append(el("p", { class: "note" }, fill(words.linksLeft, { left: found.left })));
    }
    box.append(told);
    const tone = (node) => (node.type === "uri" ? colour("--t1") : node.type === "bnode" ? colour("--t8") : colour("--t3"));
    const graph = window.cytoscape({
      container: canvas,
      elements: [
        ...[...found.nodes].map(([id, node]) => ({ data: { id, label: cut(name(id)), tone: tone(node), shape: node.type === "literal" ? "round-rectangle" : "ellipse" } })),
        ...found.edges.map((edge, at) => ({ data: { id: `e${at}`, source: edge.from, target: edge.to, label: edge.by } })),
      ],
      style: [
        { selector: "node", style: { label: "data(label)", shape: "data(shape)", "background-color": "data(tone)", color: colour("--ink"), "font-size": 12, "text-wrap": "wrap", "text-max-width": 150, "text-valign": "bottom", "text-margin-y": 4, width: 18, height: 18, "text-background-color": colour("--card"), "text-background-opacity": 0.85 } },
        { selector: "edge", style: { label: "data(label)", "curve-style": "bezier", "target-arrow-shape": "triangle", width: 1.4, "line-color": colour("--edge"), "target-arrow-color": colour("--edge"), color: colour("--soft"), "font-size": 10, "text-rotation": "autorotate", "text-background-color": colour("--card"), "text-background-opacity": 0.85 } },
        { selector: ":selected", style: { "border-width": 3, "border-color": colour("--flag") } },
      ],
      layout: { name: "cose", animate: false, padding: 24, nodeRepulsion: () => 90_000, idealEdgeLength: () => 90, nodeOverlap: 24 },
      minZoom: 0.15,
      maxZoom: 4,
      userZoomingEnabled: false, // the wheel and the finger scroll the page; the buttons zoom
    });
    const zoom = (by) => graph.zoom({ level: graph.zoom() * by, renderedPosition: { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 } });
    const button = (label, act) => el("button", { type: "button", class: "button quiet", on: { click: act } }, label);
    bar.append(button(words.nearer, () => zoom(1.3)), button(words.farther, () => zoom(1 / 1.3)), button(words.whole, () => graph.fit(undefined, 24)));
    graph.on("dblclick", "node", (event) => {
      const node = found.nodes.get(event.target.id());
      const address = node.type === "uri" && E.address(node.value);
      if (address) {
        window.open(address, "_blank", "noopener");
      }
    });
    return () => graph.destroy();
  };

  const can = (answer) =>
    (answer.kind === "graph" && answer.rows.length > 0) ||
    (answer.kind === "table" && answer.columns.length > 1 && answer.rows.some((row) => row.slice(1).some(Boolean)));

  E.views.graph = { label: words.graph, can, draw };
})();
