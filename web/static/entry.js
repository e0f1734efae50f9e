// Pages of the lexicon: sort and narrow the ledger in place. Without this script its links load the page anew.
"use strict";
document.addEventListener("click", async event => {
  const link = event.target.closest("[data-ledger] a[data-key]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const key = link.dataset.key;
  const answer = await fetch(link.href).catch(() => null);
  if (!answer?.ok) { location.assign(link.href); return; }
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = found.querySelector("[data-ledger]"), old = document.querySelector("[data-ledger]");
  if (!fresh) { location.assign(link.href); return; }
  // The status line stays in place, so that it is read out when its words change.
  const status = old.querySelector("[role=status]"), said = fresh.querySelector("[role=status]").textContent;
  for (const part of ["nav", "thead", "tbody", ".rest"]) {
    const here = old.querySelector(part), there = fresh.querySelector(part);
    if (here && there) here.replaceWith(there);
  }
  status.textContent = said;
  history.replaceState(null, "", link.href);
  old.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
});
