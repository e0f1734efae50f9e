// A button beside each reference that copies it. Without this script a reference is marked and copied by hand.
"use strict";
{
  const place = document.querySelector("[data-copy]");
  for (const text of place ? place.querySelectorAll(".copied") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = place.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = place.dataset.copied;
      setTimeout(() => { button.textContent = place.dataset.copy; }, 2000);
    });
    if (navigator.clipboard) text.after(" ", button);
  }
}
