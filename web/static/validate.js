// The page that checks data, made quicker: a file may be dropped, sending shows how far it is, suggestions are copied.
"use strict";

const form = document.getElementById("send");
const drop = document.getElementById("drop");
const input = document.getElementById("file");
const progress = document.getElementById("progress");
const words = form.dataset;
let sent = null; // what the shown report is of, for its downloads

for (const hint of document.querySelectorAll(".only-script")) hint.hidden = false;

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) {
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});

function show(text, part) {
  progress.hidden = !text;
  progress.querySelector("span").textContent = text;
  const bar = progress.querySelector("progress");
  if (part === null) bar.removeAttribute("value"); else bar.value = part;
}

function send(data, kind) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = kind;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) show(words.sending, Math.round((100 * event.loaded) / event.total));
    });
    request.upload.addEventListener("load", () => show(words.reading, null));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error(words.failed)));
    request.send(data);
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  show(words.sending, 0);
  try {
    const answer = await send(data, "document");
    const report = answer.response && answer.response.getElementById("report");
    const other = answer.response && answer.response.getElementById("main");
    const here = document.getElementById("report");
    if (report) here.replaceChildren(...report.childNodes);
    else if (other) here.replaceChildren(...other.childNodes);
    else throw new Error(words.failed);
    sent = data;
    prepare(here);
    show("", 0);
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "start" });
  } catch (error) {
    show(error.message, 0);
  } finally {
    button.disabled = false;
  }
});

// A report of large data carries none of them: its downloads send what is still at hand.
async function again(event) {
  event.preventDefault();
  const data = new FormData();
  for (const [name, value] of sent) data.append(name, value);
  data.set("format", event.submitter.value);
  try {
    const answer = await send(data, "blob");
    const name = decodeURIComponent((answer.getResponseHeader("Content-Disposition") || "").split("''")[1] || "report");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(answer.response);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    show("", 0);
  } catch (error) {
    show(error.message, 0);
  }
}

function prepare(report) {
  const take = report.querySelector("#take");
  const waiting = take && take.querySelector("[data-again]");
  if (waiting && sent) {
    waiting.hidden = false;
    take.addEventListener("submit", again);
  }
  if (!navigator.clipboard) return;
  for (const offer of report.querySelectorAll(".offers code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = offer.textContent;
    offer.replaceWith(button);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.textContent);
      button.dataset.done = words.copied;
      setTimeout(() => delete button.dataset.done, 1500);
    });
  }
}

prepare(document.getElementById("report"));
