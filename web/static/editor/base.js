// What the parts of the query editor share: its words, addresses, and small helpers. Each part adds itself to
// `EduKGEditor`, which is null where the editor cannot be made; the plain form of the page then works as it is.
"use strict";

window.EduKGEditor = (() => {
  const place = document.getElementById("editor");
  if (!place || typeof window.Yasqe !== "function") {
    return null;
  }
  const words = JSON.parse(place.dataset.words);
  const prefixes = JSON.parse(place.dataset.prefixes);
  const byLength = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
  const live = document.getElementById("editor-said");

  const el = (tag, given = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name === "on") {
        for (const [event, listener] of Object.entries(value)) {
          made.addEventListener(event, listener);
        }
      } else if (value === true) {
        made.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        made.setAttribute(name, value);
      }
    }
    made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  };

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole));

  // The browser may keep nothing: a private window, a full store, storage switched off.
  const kept = {
    get(key, otherwise) {
      try {
        return JSON.parse(window.localStorage.getItem(`edukg-${key}`)) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    set(key, value) {
      try {
        window.localStorage.setItem(`edukg-${key}`, JSON.stringify(value));
      } catch {
        // what cannot be kept is only gone with the page
      }
    },
  };

  const withUi = (address, values = []) => {
    const url = new URL(address, window.location.href);
    for (const [name, value] of values) {
      url.searchParams.append(name, value);
    }
    url.searchParams.set("ui", place.dataset.ui);
    return url;
  };

  const ask = async (address, values = [], options = {}) => {
    const answer = await fetch(withUi(address, values), { headers: { Accept: "application/json" }, ...options });
    const found = await answer.json();
    if (!answer.ok) {
      throw Object.assign(new Error(found.detail || answer.statusText), { problem: found });
    }
    return found;
  };

  const shorten = (iri) => {
    for (const [prefix, namespace] of byLength) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && local && !/[/#?]/.test(local)) {
        return `${prefix}:${local}`;
      }
    }
    return iri;
  };

  const address = (iri) => {
    if (iri.startsWith(place.dataset.base) && !iri.startsWith(`${place.dataset.base}shapes/`)) {
      const local = new URL(place.dataset.root + iri.slice(place.dataset.base.length), window.location.href);
      if (place.dataset.chosen) {
        local.searchParams.set("ui", place.dataset.chosen);
      }
      return local.href;
    }
    return /^https?:\/\//.test(iri) ? iri : "";
  };

  const scripts = new Map();
  const load = (source) => {
    if (!scripts.has(source)) {
      scripts.set(
        source,
        new Promise((done, fail) => {
          document.head.append(el("script", { src: source, on: { load: done, error: () => fail(new Error(source)) } }));
        }),
      );
    }
    return scripts.get(source);
  };

  const copy = async (text, field) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      field?.select?.(); // where a page may not write to the clipboard, the reader can
    }
    say(words.copied);
  };

  const say = (text) => {
    live.textContent = "";
    window.setTimeout(() => (live.textContent = text), 50);
  };

  // Places count code points on the server and units of UTF-16 here.
  const toUnits = (text, points) => Array.from(text).slice(0, points).join("").length;

  return {
    place, words, prefixes, el, fill, kept, ask, withUi, shorten, address, load, copy, say, toUnits,
    views: {}, endpoint: new URL(place.dataset.endpoint, window.location.href).href,
  };
})();
