// The page that checks a text works without this; here it learns to take dropped files, to filter, to accept and to copy.
(() => {
  "use strict";
  const form = document.getElementById("check-form");
  const file = document.getElementById("file");
  if (form && file) {
    const over = (on) => (event) => {
      event.preventDefault();
      form.classList.toggle("over", on);
    };
    for (const name of ["dragenter", "dragover"]) form.addEventListener(name, over(true));
    form.addEventListener("dragleave", over(false));
    form.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
        form.requestSubmit();
      } else {
        document.getElementById("text").value = event.dataTransfer.getData("text/plain");
      }
    });
  }

  const text = document.getElementById("check-text");
  const status = document.getElementById("check-status");
  if (!text || !status) return;
  const again = document.getElementById("again");
  const cards = [...document.querySelectorAll(".use-card")];
  const markOf = (card) => document.getElementById(card.id.replace("use-", "at-"));
  const tell = (message) => { status.textContent = message; };

  // From a mark to its card and back, with the focus.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#use-'], a[href^='#at-']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (target) target.focus({ preventScroll: true });
  });

  const filter = document.getElementById("check-filter");
  const selects = [...filter.querySelectorAll("select")];
  filter.hidden = false;
  filter.addEventListener("change", () => {
    let shown = 0;
    for (const card of cards) {
      const fits = selects.every((select) => !select.value || card.dataset[select.dataset.filter] === select.value);
      card.hidden = !fits;
      markOf(card)?.classList.toggle("aside", !fits);
      if (fits) shown += 1;
    }
    tell(status.dataset.shown.replace("{number}", shown));
  });

  const kept = again.elements.namedItem("text");
  const carry = () => {
    kept.value = text.textContent;
    again.elements.namedItem("document")?.remove();
  };
  const copy = async (value) => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      const area = document.createElement("textarea");
      area.value = value;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    tell(status.dataset.copied);
  };
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.dataset.copy));
  }
  const whole = document.getElementById("copy-text");
  whole.hidden = false;
  whole.addEventListener("click", () => copy(text.textContent));

  for (const button of document.querySelectorAll("[data-better]")) {
    const mark = markOf(button.closest(".use-card"));
    if (!mark) continue;
    const before = mark.textContent;
    const wording = button.innerHTML;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const accepted = mark.classList.toggle("accepted");
      mark.textContent = accepted ? button.dataset.better : before;
      if (accepted) button.textContent = status.dataset.undo;
      else button.innerHTML = wording;
      carry();
      tell(status.dataset.accepted.replace("{text}", mark.textContent));
    });
  }
})();
