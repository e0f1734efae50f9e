// Turns the plain form of the query page into an editor with tabs, colours and views of the answer.
// Without it the form works as it is.
"use strict";

(() => {
  const form = document.getElementById("editor-form");
  const place = document.getElementById("editor");
  if (!form || !place || typeof window.Yasgui !== "function") {
    return;
  }
  const text = document.getElementById("query").value;
  const words = JSON.parse(place.dataset.words);
  const prefixes = JSON.parse(place.dataset.prefixes);
  const endpoint = new URL(place.dataset.endpoint, window.location.href).href;

  // The library's own completions ask prefix.cc and lov.linkeddata.es; nothing here may leave this host.
  const { Yasqe, Yasr } = window.Yasgui;
  Yasqe.defaults.autocompleters = ["variables"];
  Yasr.defaults.prefixes = prefixes;

  form.hidden = true;
  place.hidden = false;
  const yasgui = new window.Yasgui(document.getElementById("editor-tabs"), {
    persistenceId: "edukg",
    copyEndpointOnNewTab: false,
    tabName: place.dataset.name,
    populateFromUrl: true,
    requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle,*/*;q=0.1" },
    yasqe: { value: text, editorHeight: "20rem", autocompleters: ["variables"], inputStyle: "contenteditable" },
    yasr: { prefixes },
  });

  // A query that the address names gets a tab of its own, so that no unsaved work of the reader is lost.
  const tab = yasgui.getTab();
  if (place.dataset.asked && tab && tab.getQuery().trim() !== text.trim()) {
    yasgui.addTab(true, { requestConfig: { endpoint }, yasqe: { value: text } }, { avoidDuplicateTabs: true });
  }
  for (const each of Object.values(yasgui._tabs)) {
    each.setEndpoint(endpoint);
  }

  // Tab leaves the editor, as it leaves any field: who uses the keyboard only must not be caught in it.
  const release = () => {
    for (const each of Object.values(yasgui._tabs)) {
      const yasqe = each.getYasqe && each.getYasqe();
      if (yasqe) {
        yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), Tab: false, "Shift-Tab": false });
      }
    }
  };
  release();
  yasgui.on("tabSelect", () => window.setTimeout(release));

  const name = (selector, label) => {
    for (const found of place.querySelectorAll(selector)) {
      if (found.getAttribute("aria-label") !== label) {
        found.setAttribute("aria-label", label);
      }
    }
  };
  document.getElementById("editor-run").addEventListener("click", () => {
    const current = yasgui.getTab();
    if (current) {
      current.query().catch(() => {}); // the library shows the error itself
    }
  });

  const describe = () => {
    name(".CodeMirror-code", words.editor);
    name("select.tableSizer", words.size);
    for (const found of place.querySelectorAll("th.dt-type-numeric:first-child .dt-column-title:empty")) {
      found.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: words.number }));
    }
    for (const found of place.querySelectorAll(".tabsList button.addTab")) {
      found.setAttribute("role", "tab"); // a tablist may hold nothing else
    }
    name(".yasr_results", words.results);
    for (const found of place.querySelectorAll(".yasr_results:not([role])")) {
      found.setAttribute("role", "region");
    }
  };
  describe();
  new MutationObserver(describe).observe(place, { childList: true, subtree: true });
})();
