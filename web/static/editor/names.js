// Names while one writes: completion by label in any language, and what the name under the pointer or the cursor means.
"use strict";

(() => {
  const E = window.EduKGEditor;
  if (!E) {
    return;
  }
  const { el, words, fill } = E;
  const WORD = /[\p{L}\p{N}_:ʻʼ’‘`´'-]+$/u;
  const KEYWORDS =
    "SELECT WHERE PREFIX BASE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES DISTINCT REDUCED CONSTRUCT DESCRIBE ASK ORDER GROUP HAVING LIMIT OFFSET FROM NAMED COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT REGEX CONTAINS STRSTARTS STRENDS LANG LANGMATCHES DATATYPE BOUND COALESCE IF EXISTS NOT LCASE UCASE STR IRI URI CONCAT REPLACE YEAR MONTH DAY ASC DESC UNDEF true false".split(" ");
  const AUTOMATIC = 3;

  const best = (texts) => texts[E.place.dataset.ui] ?? texts.en ?? Object.values(texts)[0] ?? "";

  // What the cursor stands behind: the word, and which kinds of things can stand there.
  const here = (yasqe) => {
    const cursor = yasqe.getDoc().getCursor();
    const line = yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    const word = WORD.exec(line)?.[0] ?? "";
    const start = cursor.ch - word.length;
    const sign = line[start - 1] ?? "";
    const type = yasqe.getTokenTypeAt(cursor) ?? "";
    return { cursor, word, start, sign, spoilt: type.includes("comment") || /^[^"]*("[^"]*"[^"]*)*"[^"]*$/.test(line) };
  };

  const kinds = (yasqe, place) => {
    const before = yasqe.getDoc().getLine(place.cursor.line).slice(0, place.start);
    const above = before.trim() ? before : yasqe.getDoc().getRange({ line: 0, ch: 0 }, { line: place.cursor.line, ch: place.start });
    const last = above.trimEnd();
    if (/(?:^|\s)a$|rdf:type$|subClassOf\*?$/.test(last)) {
      return "class";
    }
    const term = String.raw`(?:[?$]\w+|<[^>]*>|[\w-]*:[\w-]+|\])`;
    if (new RegExp(String.raw`(?:[.{;]|^)\s*${term}$`).test(last) || /;$/.test(last)) {
      return "property";
    }
    return "class,concept,sense,term,instance";
  };

  const cache = new Map();
  const find = (word, wanted) => {
    const id = `${wanted}|${word}`;
    if (!cache.has(id)) {
      const found = E.ask(E.place.dataset.complete, [["q", word], ["kinds", wanted]]).then((answer) => answer.completions);
      cache.set(id, found);
      found.catch(() => cache.delete(id));
    }
    return cache.get(id);
  };

  const written = (yasqe, found) => {
    const prefix = found.name.split(":")[0];
    return found.name === found.iri || !(prefix in E.prefixes) ? { text: `<${found.iri}>` } : { text: found.name, prefix };
  };

  const hint = (yasqe, place, found) => {
    const { text, prefix } = written(yasqe, found);
    return {
      text,
      render(item) {
        const definition = best(found.definitions);
        item.append(
          el("span", { class: "hint-label" }, best(found.labels) || found.name),
          el("span", { class: "tag" }, words.kinds[found.kind] ?? found.kind),
          el("code", {}, found.name),
          definition ? el("span", { class: "hint-text" }, definition.length > 150 ? `${definition.slice(0, 149)}…` : definition) : null,
        );
      },
      hint() {
        yasqe.operation(() => {
          const cursor = yasqe.getDoc().getCursor();
          yasqe.getDoc().replaceRange(text, { line: place.cursor.line, ch: place.start }, cursor, "complete");
          if (prefix && !(prefix in yasqe.getPrefixesFromQuery())) {
            yasqe.addPrefixes({ [prefix]: E.prefixes[prefix] });
          }
        });
      },
    };
  };

  const hints = async (yasqe) => {
    const place = here(yasqe);
    const word = place.word.replace(/^[\w-]*:/, "");
    if (!word) {
      return null;
    }
    const found = await find(word, kinds(yasqe, place)).catch(() => []);
    const now = here(yasqe);
    if (now.cursor.line !== place.cursor.line || now.word !== place.word) {
      return null; // somebody wrote on meanwhile
    }
    E.say(found.length ? fill(words.offered, { number: found.length }) : words.offeredNone);
    return {
      list: found.map((each) => hint(yasqe, place, each)),
      from: { line: place.cursor.line, ch: place.start },
      to: place.cursor,
    };
  };

  E.complete = (yasqe) => {
    const place = here(yasqe);
    if (/[?$]/.test(place.sign)) {
      yasqe.autocomplete();
      return;
    }
    const ask = () => hints(yasqe);
    ask.async = false;
    yasqe.showHint({ hint: ask, completeSingle: false, closeCharacters: /[\s>"]/, container: yasqe.rootEl });
  };

  E.completeWhileWriting = (yasqe) => {
    yasqe.on("change", (_, change) => {
      if (!/^[+*](?:input|compose)/.test(change.origin ?? "") || !change.text.join("")) {
        return;
      }
      const place = here(yasqe);
      const letters = place.word.replace(/^[\w-]*:/, "");
      const keyword = KEYWORDS.some((each) => each.toUpperCase().startsWith(letters.toUpperCase()));
      if (!yasqe.state.completionActive && letters.length >= AUTOMATIC && !place.spoilt && !keyword && !/[?$<@]/.test(place.sign)) {
        E.complete(yasqe);
      }
    });
  };

  // The IRI that is written at a place, "" for none.
  const iriAt = (yasqe, position) => {
    const token = yasqe.getTokenAt(position, true);
    const text = token.string.trim();
    if (/^<[^<>\s]+>$/.test(text)) {
      return { iri: text.slice(1, -1), token };
    }
    const match = /^([\w-]*):([^\s<>]+)$/.exec(text);
    const namespace = match && yasqe.getPrefixesFromQuery()[match[1]];
    return { iri: namespace ? namespace + match[2].replaceAll("\\", "") : "", token };
  };

  const known = new Map();
  const meaning = async (iri) => {
    if (!known.has(iri)) {
      known.set(iri, E.ask(E.place.dataset.wordsOf, [["iri", iri]]).then(({ things }) => things[0] ?? null, () => null));
    }
    return known.get(iri);
  };

  const describe = (thing) => [
    el("p", {}, el("strong", { lang: thing.language || false }, thing.label), " ", el("code", {}, thing.name)),
    thing.definition ? el("p", { lang: thing.definitionLanguage || false }, thing.definition) : null,
    thing.readings?.length
      ? el("p", { class: "readings" }, fill(words.readings, { number: thing.readings.length }), " ", thing.readings.map((each) => each.label).join("; "))
      : null,
  ].filter(Boolean);

  E.hover = (yasqe) => {
    const tip = el("div", { class: "tip", role: "tooltip", hidden: true });
    document.body.append(tip);
    const wrapper = yasqe.getWrapperElement();
    let shown = "";
    let waiting = 0;
    const hide = () => {
      window.clearTimeout(waiting);
      shown = "";
      tip.hidden = true;
    };
    wrapper.addEventListener("mousemove", (event) => {
      const position = yasqe.coordsChar({ left: event.clientX, top: event.clientY }, "window");
      const { iri, token } = position.outside ? { iri: "", token: null } : iriAt(yasqe, { line: position.line, ch: position.ch + 1 });
      if (iri === shown) {
        return;
      }
      hide();
      if (iri) {
        shown = iri;
        waiting = window.setTimeout(async () => {
          const thing = await meaning(iri);
          if (!thing || shown !== iri) {
            return;
          }
          const box = yasqe.charCoords({ line: position.line, ch: token.start }, "window");
          tip.replaceChildren(...describe(thing));
          tip.hidden = false;
          tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 8))}px`;
          tip.style.top = `${box.bottom + tip.offsetHeight + 8 < window.innerHeight ? box.bottom + 4 : box.top - tip.offsetHeight - 4}px`;
        }, 150);
      }
    });
    wrapper.addEventListener("mouseleave", hide);
    window.addEventListener("scroll", hide, { passive: true });
    yasqe.on("change", hide);
  };

  // The same for the cursor, in a panel under the text: for the keyboard, for a finger, and for screen readers.
  E.aboutCursor = (yasqe) => {
    const panel = document.getElementById("editor-about");
    let waiting = 0;
    let shown = "";
    const show = async () => {
      const { iri } = iriAt(yasqe, yasqe.getDoc().getCursor());
      if (iri === shown) {
        return;
      }
      shown = iri;
      const thing = iri ? await meaning(iri) : null;
      if (shown !== iri) {
        return;
      }
      const page = thing && E.address(iri);
      panel.replaceChildren(...(thing ? [...describe(thing), page ? el("p", {}, el("a", { href: page }, words.more)) : null].filter(Boolean) : []));
      panel.hidden = !thing;
    };
    yasqe.on("cursorActivity", () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(show, 200);
    });
    return () => {
      show();
      E.say(panel.hidden ? words.aboutNone : panel.textContent);
    };
  };
})();
