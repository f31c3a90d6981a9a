// The page: what is typed goes to the worker, what comes back is shown. Texts are written with
// textContent only, so that markup in a telegram stays text.
const RULES = "../../rules/";
const PAUSE = 300; // milliseconds after the last key

const byId = (id) => document.getElementById(id);
const field = byId("text");
const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
let dropped = null; // { name, bytes, shown }: a file as it is on disk, while nobody types
let number = 0;
let timer = 0;
let last = null;
let started = 0;

worker.onerror = (event) => fail(event.message || "the program could not be loaded");
worker.onmessage = ({ data }) => {
  if (data.failed) fail(data.failed);
  else if (data.ready) {
    document.body.dataset.ready = data.ready;
    say(`cablelint ${data.ready} is ready.`);
    if (field.value || dropped) ask();
  } else if (data.number === number) show(data.answer);
};

function fail(reason) {
  say(`It failed: ${reason}`, true);
}

function say(words, failed = false) {
  byId("status").textContent = words;
  byId("status").classList.toggle("failed", failed);
}

function ask() {
  clearTimeout(timer);
  number += 1;
  started = performance.now();
  const given = dropped ? { bytes: dropped.bytes } : { text: field.value };
  worker.postMessage({
    ...given,
    number,
    name: dropped?.name ?? "pasted.cable",
    year: byId("year").valueAsNumber || undefined, // Python takes undefined for None
    unsafe: byId("unsafe").checked,
  });
}

function show(answer) {
  if (answer.error) {
    fail(answer.error);
    return;
  }
  last = answer;
  if (dropped && !dropped.shown) {
    field.value = answer.text;
    dropped.shown = true;
  }
  const count = answer.findings.length;
  const time = ((performance.now() - started) / 1000).toFixed(2);
  say(`${answer.verdict}; ${count} finding${count === 1 ? "" : "s"} (${time} s)`);
  byId("findings").firstElementChild.replaceChildren(...answer.findings.map(item));
  const pieces = answer.changes.map(([kind, line]) => element("span", { className: kind }, line));
  byId("fixed").querySelector("pre").replaceChildren(...pieces);
  for (const id of ["take", "save"]) byId(id).disabled = answer.applied === 0;
  byId("parse").querySelector("pre").textContent = answer.parse;
  document.body.dataset.answered = String(number);
}

function item(finding) {
  const [line, column] = finding.place;
  const place = element("button", { type: "button", className: "place" }, `${line}:${column}`);
  place.title = "Show it in the text";
  place.onclick = () => select(finding.place);
  const link = element("a", { href: `${RULES}${finding.rule}/`, target: "_blank" }, finding.rule);
  const severity = element("span", { className: `severity ${finding.severity}` }, finding.severity);
  const parts = [place, severity, " ", link, `: ${finding.message}`];
  if (finding.fix) {
    const kind = finding.safe ? "" : " (a guess)";
    parts.push(element("span", { className: "hint" }, `${finding.fix}${kind}`));
  }
  return element("li", {}, ...parts);
}

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

// Columns count code points, a field counts UTF-16 units.
function offset(lines, line, column) {
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
}

function select([line, column, endLine, endColumn]) {
  const lines = field.value.split("\n");
  field.focus();
  field.setSelectionRange(offset(lines, line, column), offset(lines, endLine, endColumn));
  const height = field.scrollHeight / lines.length;
  field.scrollTop = Math.max(0, (line - 4) * height);
}

async function open(file) {
  if (!file) return;
  dropped = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), shown: false };
  if (document.body.dataset.ready) ask();
}

field.oninput = () => {
  dropped = null;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
};
byId("file").onchange = (event) => open(event.target.files[0]);
byId("year").onchange = ask;
byId("unsafe").onchange = ask;
byId("sample").onclick = async () => {
  dropped = null;
  field.value = SAMPLE;
  ask();
};
byId("take").onclick = () => {
  dropped = null;
  field.value = last.fixed;
  ask();
};
byId("save").onclick = () => {
  const url = URL.createObjectURL(new Blob([last.fixed], { type: "text/plain" }));
  element("a", { href: url, download: dropped?.name ?? "repaired.cable" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};
document.ondragover = (event) => {
  event.preventDefault();
  field.classList.add("dropping");
};
document.ondragleave = () => field.classList.remove("dropping");
document.ondrop = (event) => {
  event.preventDefault();
  field.classList.remove("dropping");
  open(event.dataTransfer.files[0]);
};

const tabs = [...document.querySelectorAll("[role=tab]")];
function choose(chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
}
for (const [index, tab] of tabs.entries()) {
  tab.onclick = () => choose(tab);
  tab.onkeydown = ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const next = tabs[(index + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  };
}

const SAMPLE = `C O N F I D E N T I A L SECTION 01 OF 01 PARIS 001823

SIPDIS

E.O. 12985: DECL: 03/15/2016
TAGS: EAGR, ETRD, EAGR, FR
SUBJECT: APPLE HARVEST LATE IN THE NORTH

REF: A. PARIS 1790
     B. ROME 312

Classified By: Economic Counselor Ash Rowan for reasons 1.4 (b) and (d).

1. (C) SUMMARY: Rain has put the apple harvest back by two weeks.
Growers near the port expect a small crop and firm prices (ref C).
END SUMARY.

2.(C) The cooperatives have asked for more storage at the harbor.

4. (U) The next report will follow when the picking ends.
ROWAN
`;
