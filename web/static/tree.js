// Fetches what lies below a node when it is opened; without this script a link leads to a page that shows it.
document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!details.open || !details.dataset.branch) return;
  const address = details.dataset.branch;
  delete details.dataset.branch;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) { details.dataset.branch = address; return; }
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  details.replaceChildren(details.querySelector("summary"), ...found.body.childNodes);
}, true);
