// One record: its text with marked spans, its findings, their fixes.

const details = [...document.querySelectorAll("script.details")];
const opened = {chunk: -1, items: null, row: null};

/** Return the details of a row; the chunk it stands in is inflated and kept until another is. */
async function detailOf(row) {
  if (opened.chunk !== row.chunk) {
    const bytes = Uint8Array.from(atob(details[row.chunk].textContent), char => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    opened.items = await new Response(stream).json();
    opened.chunk = row.chunk;
  }
  return opened.items[row.slot] ?? {message: null, whole: false, pieces: null, findings: [], hidden: 0};
}

/** Show controls as pictures: teletype text holds characters that have no look of their own. */
function visibleText(text) {
  const parts = text.split(/([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff])/);
  return parts.map((part, i) => {
    if (i % 2 === 0) return part;
    const code = part.charCodeAt(0);
    const picture = code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "␡" : `⟨${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
    return element("span", {class: "control", title: `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}, picture);
  });
}

/** Return the lines of a piece as [first offset, number, text]; offsets count code points. */
function linesOf([offset, first, text]) {
  const lines = [];
  let at = offset, line = first;
  text.split(/(\r\n?|\n)/).forEach((part, i) => {
    if (i % 2) line += 1;
    else lines.push([at, line, /[\ud800-\udfff]/.test(part) ? Array.from(part) : part]);
    at += /[\ud800-\udfff]/.test(part) ? Array.from(part).length : part.length;
  });
  return lines;
}

/** Return the findings on a line: `point` is where one has no width there, as at a line's end. */
function findingsOn(start, end, findings) {
  return findings.map(({span: [from, to], kind}, index) => ({
    index, from, to, severity: legend.kinds[kind].severity,
    point: from === to ? from : from === end ? end : null,
  })).filter(({from, to, point}) => (point === null ? from < end && to > start : point >= start && point <= end));
}

/** Cut a line at the ends of the spans on it; each part knows the findings that cover it. */
function markedLine([start, line, points], findings) {
  const end = start + points.length;
  const here = findingsOn(start, end, findings);
  const inside = here.flatMap(({from, to}) => [from, to]).filter(cut => cut > start && cut < end);
  const cuts = [...new Set([start, ...inside, end])].sort((a, b) => a - b);
  const content = element("span");
  cuts.forEach((cut, i) => {
    for (const {index, severity} of here.filter(({point}) => point === cut)) {
      content.append(element("mark", {class: `point ${severity}`, "data-finding": index}, "\u200b"));
    }
    if (i === cuts.length - 1) return;
    const part = points.slice(cut - start, cuts[i + 1] - start);
    const text = visibleText(typeof part === "string" ? part : part.join(""));
    const over = here.filter(({from, to, point}) => point === null && from <= cut && to >= cuts[i + 1])
      .sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity]);
    content.append(...(over.length ? [element("mark", {class: over[0].severity, "data-finding": over.map(({index}) => index).join(" ")}, ...text)] : text));
  });
  return element("li", {value: line}, content);
}

function drawText(detail) {
  if (!detail.pieces) return element("p", {class: "empty"}, "The findings were stored without the text. Run the check with --with-text to see it here.");
  const list = element("ol", {"aria-label": "Text of the record"});
  detail.pieces.forEach((piece, i) => {
    if (i || piece[1] > 1) list.append(element("li", {class: "gap"}, element("span", {}, "")));
    list.append(...linesOf(piece).map(line => markedLine(line, detail.findings)));
  });
  return element("div", {}, list, detail.whole ? null : element("p", {class: "hint"}, "Only the lines around findings are kept in this page: its budget for whole texts was spent."));
}

/** Return the old and new lines of a change, with what differs in them set off. */
function diffLines(before, after) {
  let head = 0, tail = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const side = (name, sign, text) => element("div", {class: name === "del" ? "old" : "new"}, element(name, {}, `${sign} `,
    ...visibleText(text.slice(0, head)), element("b", {}, ...visibleText(text.slice(head, text.length - tail))), ...visibleText(text.slice(text.length - tail))));
  return [side("del", "−", before), after === "" ? null : side("ins", "+", after)];
}

function drawFix(fix) {
  if (!fix) return null;
  const trust = {safe: "Safe fix", unsafe: "Unsafe fix, a guess", display: "Suggestion"}[fix.applicability];
  const lines = fix.hunks.flatMap(([, before, after]) => diffLines(before, after)).filter(Boolean);
  return element("div", {}, element("p", {class: "fix-title"}, `${trust}: ${fix.title}`), lines.length ? element("div", {class: "diff"}, ...lines) : null,
    fix.hidden ? element("p", {class: "fix-title"}, `and ${plural(fix.hidden, "more place")}`) : null);
}

function ruleName(kind) {
  const href = legend.urls[kind.rule];
  return href ? element("a", {href, rel: "noreferrer", target: "_blank"}, kind.rule) : element("span", {}, kind.rule);
}

function drawFinding(finding, index) {
  const kind = legend.kinds[finding.kind];
  const [line, column] = finding.place;
  return element("article", {class: `finding ${kind.severity}`, id: `finding-${index}`, tabindex: "-1"},
    element("h3", {}, element("span", {class: `tag ${kind.severity}`}, kind.severity === "info" ? "note" : kind.severity),
      ruleName(kind), element("small", {}, `${kind.code} · ${kind.origin}`)),
    element("p", {}, ...visibleText(finding.message)),
    element("button", {type: "button", class: "where", onclick: () => goToMark(index)}, `Line ${line}, column ${column}`),
    finding.related.length ? element("ul", {}, ...finding.related.map(([message, at, where]) => element("li", {}, `Line ${at}, column ${where}: `, ...visibleText(message)))) : null,
    drawFix(finding.fix));
}

function highlight(node) {
  byId("record").querySelectorAll(".current").forEach(other => other.classList.remove("current"));
  node?.classList.add("current");
  node?.scrollIntoView({block: "center"});
}

const goToMark = index => highlight(byId("record").querySelector(`mark[data-finding~="${index}"]`));

async function openRecord(row) {
  const detail = await detailOf(row);
  const dialog = byId("record"), at = shown.indexOf(row);
  const step = (label, by) => element("button", {type: "button", "data-step": by, disabled: !shown[at + by], onclick: () => openRecord(shown[at + by])}, label);
  opened.row = row;
  const about = [row.verdict, row.station !== NOWHERE && row.station, row.year !== NEVER && row.year, row.subject].filter(Boolean).join(" · ");
  const findings = detail.findings.map(drawFinding);
  if (detail.message) findings.unshift(element("p", {class: "finding error"}, `${row.verdict}: ${detail.message}`));
  if (detail.hidden) findings.push(element("p", {class: "hint"}, `${plural(detail.hidden, "more finding")} of this record not shown.`));
  if (!findings.length) findings.push(element("p", {class: "empty"}, "No findings."));
  dialog.replaceChildren(
    element("div", {class: "record-head"}, element("div", {}, element("h2", {id: "record-title"}, row.name), element("p", {}, about)),
      step("‹ Previous", -1), step("Next ›", 1), element("button", {type: "button", id: "close", onclick: () => dialog.close()}, "Close")),
    element("div", {class: "record-body"}, element("div", {class: "text", tabindex: "0", role: "region", "aria-label": "Text"}, detail.findings.length || detail.pieces ? drawText(detail) : element("p", {class: "empty"}, "The text of a record without findings is not kept in this page.")),
      element("div", {class: "findings", tabindex: "0", role: "region", "aria-label": "Findings"}, ...findings)));
  if (!dialog.open) dialog.showModal();
  writeAddress();
  byId("close").focus();
}

function listenToRecord() {
  const dialog = byId("record");
  dialog.addEventListener("click", event => {
    if (event.target === dialog) return dialog.close();
    const mark = event.target.closest("mark");
    if (!mark) return;
    const card = byId(`finding-${mark.dataset.finding.split(" ")[0]}`);
    highlight(card);
    card.focus();
  });
  dialog.addEventListener("keydown", event => {
    const by = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (by && event.altKey === false && !event.target.closest("a")) dialog.querySelector(`[data-step="${by}"]:enabled`)?.click();
  });
  dialog.addEventListener("close", () => { writeAddress(); document.querySelector(`tr[data-index="${opened.row?.index}"] button`)?.focus(); });
}
