// The table of records: columns, pages, export.

const COLUMNS = [
  ["name", "Record"], ["verdict", "Verdict"], ["year", "Year"], ["station", "Station"],
  ["error", "Errors"], ["warning", "Warnings"], ["info", "Notes"], ["rules", "Rules"], ["subject", "Subject"],
];
const SIZES = [50, 100, 250];
const PRINTED = 1000, MESSAGES = 300;
const pages = {at: 0, size: SIZES[0]};
let shown = [];

function drawHead() {
  const cells = COLUMNS.map(([key, label]) => element(
    "th",
    {scope: "col", class: key in WEIGHT ? "number" : key === "rules" ? "rules" : null, "aria-sort": order.key === key ? (order.down ? "descending" : "ascending") : "none"},
    element("button", {type: "button", "data-sort": key, onclick: () => sortBy(key)}, key === "subject" && filters.list === "lost" ? "Why" : label)));
  byId("table").tHead.replaceChildren(element("tr", {}, ...cells));
}

/** Sort by a column; numbers begin with the largest, a third press restores the run's order. */
function sortBy(key) {
  const first = key in WEIGHT || key === "verdict";
  if (order.key !== key) Object.assign(order, {key, down: first});
  else if (order.down === first) order.down = !first;
  else Object.assign(order, {key: "", down: false});
  pages.at = 0;
  drawHead();
  drawRecords();
  document.querySelector(`[data-sort="${key}"]`).focus();
}

function recordLine(row) {
  const amount = severity => element("td", {class: "number", "data-label": plural(row[severity], severity === "info" ? "note" : severity).replace(/^\S+ /, "")}, row[severity] ? element("span", {class: `some ${severity}`}, number.format(row[severity])) : "");
  const rules = row.rules;
  const last = filters.list === "lost" ? row.reason ?? "" : row.subject ?? "";
  return element("tr", {"data-index": row.index},
    element("td", {class: "name", title: row.name}, element("button", {type: "button", "aria-haspopup": "dialog"}, row.name.slice(folder.length))),
    element("td", {}, element("span", {class: `tag ${row.verdict}`}, row.verdict)),
    element("td", {}, row.year === NEVER ? "" : String(row.year)),
    element("td", {}, row.station === NOWHERE ? "" : row.station),
    amount("error"), amount("warning"), amount("info"),
    element("td", {class: "rules", title: rules.join(", ")}, rules.slice(0, 3).join(", ") + (rules.length > 3 ? ` +${rules.length - 3}` : "")),
    element("td", {class: "subject", title: last}, last));
}

function drawPager() {
  const last = Math.max(Math.ceil(shown.length / pages.size) - 1, 0);
  const go = (label, to, name) => element("button", {type: "button", "data-page": name, "aria-label": `${name} page`, disabled: to === pages.at || to < 0 || to > last, onclick: () => turn(to, name)}, label);
  const size = element("select", {"aria-label": "Records on a page", onchange: event => { pages.size = Number(event.target.value); pages.at = 0; drawPage(); }},
    ...SIZES.map(n => element("option", {value: n, selected: n === pages.size}, `${n} on a page`)));
  byId("pager").replaceChildren(go("«", 0, "First"), go("‹", pages.at - 1, "Previous"),
    element("span", {}, `Page ${number.format(pages.at + 1)} of ${number.format(last + 1)}`),
    go("›", pages.at + 1, "Next"), go("»", last, "Last"), size);
}

function turn(to, name) {
  pages.at = to;
  drawPage();
  const again = document.querySelector(`[data-page="${name}"]`);
  (again.disabled ? document.querySelector("#pager button:enabled") : again)?.focus();
}

function drawLines(from, count) {
  const lines = shown.slice(from, from + count).map(recordLine);
  if (!lines.length) lines.push(element("tr", {}, element("td", {colspan: COLUMNS.length, class: "empty"}, rows.length ? "No record passes the filters." : "The run had no records.")));
  byId("table").tBodies[0].replaceChildren(...lines);
}

function drawPage() {
  pages.at = Math.min(pages.at, Math.max(Math.ceil(shown.length / pages.size) - 1, 0));
  drawLines(pages.at * pages.size, pages.size);
  drawPager();
  writeAddress();
}

function drawRecords() {
  shown = visible();
  drawHead();
  byId("table").classList.toggle("why", filters.list === "lost");
  const found = shown.reduce((sum, row) => sum + Math.max(passing(row), 0), 0);
  byId("count").textContent = `${number.format(shown.length)} of ${plural(rows.length, "record")}, ${plural(found, "finding")}`;
  byId("export").disabled = !shown.length;
  drawPage();
}

/** Return a field of a CSV line; one that a spreadsheet would take for a formula is defused. */
function csvField(value) {
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function exportIds(chosen, name = "records") {
  const head = ["path", "record_id", "verdict", "station", "year", "errors", "warnings", "notes", "rules", "reason"];
  const lines = chosen.map(row => [row.path, row.id ?? row.telegram ?? "", row.verdict, row.station === NOWHERE ? "" : row.station, row.year === NEVER ? "" : row.year,
    row.error, row.warning, row.info, row.rules.join(" "), row.reason ?? ""].map(csvField).join(","));
  const url = URL.createObjectURL(new Blob([`${head.join(",")}\n`, ...lines.map(line => `${line}\n`)], {type: "text/csv"}));
  element("a", {href: url, download: `${name}.csv`}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function listenToTable() {
  byId("table").tBodies[0].addEventListener("click", event => {
    const line = event.target.closest("tr[data-index]");
    if (line) openRecord(rows[Number(line.dataset.index)]);
  });
  byId("export").addEventListener("click", () => exportIds(shown));
  addEventListener("beforeprint", () => {
    drawLines(0, PRINTED);
    const cut = shown.length > PRINTED ? `The first ${number.format(PRINTED)} of ${plural(shown.length, "record")} are printed.` : `${plural(shown.length, "record")}.`;
    byId("printed").textContent = `${cut} ${filtersInWords()}`;
  });
  addEventListener("afterprint", () => { byId("messages").replaceChildren(); drawPage(); });
}
