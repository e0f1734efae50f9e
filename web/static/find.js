// What is offered while one types, under every search box: a combobox with a list (WAI-ARIA 1.2, "list autocomplete").
// Without this script the box is a plain form; with it, Enter still asks for the whole page of hits.
(() => {
  const script = document.currentScript;
  const address = script.dataset.suggest;
  const pause = 120;

  function attach(input, number) {
    const id = `suggest-${number}`;
    const box = document.createElement("div");
    box.className = "suggest";
    box.hidden = true;
    const said = document.createElement("div");
    said.className = "unseen";
    said.setAttribute("role", "status");
    const place = document.createElement("div");
    place.className = "suggest-place";
    input.replaceWith(place);
    place.append(input, box, said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-haspopup", "listbox");

    let timer = 0;
    let asking = null;
    let active = -1;

    const options = () => [...box.querySelectorAll("[role=option]")];

    function close() {
      box.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(place) {
      const all = options();
      all.forEach((option) => option.setAttribute("aria-selected", "false"));
      active = all.length ? (place + all.length) % all.length : -1;
      if (active < 0) return;
      all[active].setAttribute("aria-selected", "true");
      all[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[active].id);
    }

    async function ask() {
      const question = input.value.trim();
      asking?.abort();
      if (question.length < 2) {
        said.textContent = "";
        return close();
      }
      asking = new AbortController();
      try {
        const target = new URL(address, location.href);
        target.searchParams.set("q", question);
        const answer = await fetch(target, { signal: asking.signal });
        if (!answer.ok) return close();
        const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("ul");
        if (document.activeElement !== input) return close();
        found.id = id;
        found.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
        box.replaceChildren(found);
        options().forEach((option, at) => { option.id = `${id}-${at}`; });
        said.textContent = found.dataset.said;
        active = -1;
        input.removeAttribute("aria-activedescendant");
        box.hidden = options().length === 0;
        input.setAttribute("aria-controls", id);
        input.setAttribute("aria-expanded", String(!box.hidden));
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, pause);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !box.hidden) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
        if (box.hidden && options().length) { box.hidden = false; input.setAttribute("aria-expanded", "true"); }
        if (box.hidden) return;
        event.preventDefault();
        choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && !box.hidden && active >= 0) {
        event.preventDefault();
        location.assign(options()[active].dataset.address);
      } else if (event.key === "Enter") {
        clearTimeout(timer);
        asking?.abort();
        close();
      }
    });
    input.addEventListener("blur", () => { clearTimeout(timer); asking?.abort(); close(); });
    box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    box.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.address);
    });
  }

  document.querySelectorAll("form.find input[type=search]").forEach(attach);

  // Groups that are folded on a phone stand open where there is room for them.
  const roomy = matchMedia("(min-width: 64rem)");
  const unfold = () => { if (roomy.matches) document.querySelectorAll("[data-wide-open]").forEach((e) => { e.open = true; }); };
  roomy.addEventListener("change", unfold);
  unfold();
})();
