// The state of the page in its address, so that it can be linked, reloaded and gone back to.

let written = "";

/** Write filters, order, page and open record into the address; what is at its default is left out. */
function writeAddress() {
  const state = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) state.set(name, value);
  if (order.key) state.set("sort", (order.down ? "-" : "") + order.key);
  if (pages.at) state.set("page", pages.at + 1);
  if (byId("record").open && opened.row) state.set("record", opened.row.name);
  written = `#${state}`;
  if (location.hash !== written && (location.hash || written !== "#")) history.replaceState(null, "", written);
}

/** Take filters, order and page from the address and return its record; what makes no sense is passed over. */
function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(filters)) filters[name] = state.get(name) ?? "";
  if (filters.list && !(filters.list in LISTS)) filters.list = "";
  const sort = state.get("sort") ?? "", key = sort.replace(/^-/, "");
  Object.assign(order, {key: key in SORT ? key : "", down: sort.startsWith("-")});
  pages.at = Math.max(Number.parseInt(state.get("page") ?? "1", 10) - 1 || 0, 0);
  return rows.find(row => row.name === state.get("record"));
}

/** Show what the address says. */
function followAddress() {
  const row = readAddress();
  drawHead();
  refresh(pages.at);
  if (row) openRecord(row);
}

/** Say in words which filters are set, for a printed page. */
function filtersInWords() {
  const set = Object.entries(filters).filter(([name, value]) => value && name !== "notes").map(([name, value]) => `${name}: ${value}`);
  return set.length ? `Filtered by ${set.join(", ")}.` : "No filter is set.";
}

/** Print the filtered records with their messages, which the page keeps deflated. */
async function printRecords() {
  const parts = [];
  for (const row of shown.slice(0, MESSAGES)) {
    const detail = await detailOf(row);
    const messages = detail.findings.filter(({kind}) => kindPasses(legend.kinds[kind]))
      .map(({kind, message, place}) => element("li", {}, `Line ${place[0]}: ${legend.kinds[kind].severity === "info" ? "note" : legend.kinds[kind].severity}: `, ...visibleText(message), ` (${legend.kinds[kind].rule})`));
    if (detail.message) messages.unshift(element("li", {}, ...visibleText(detail.message)));
    parts.push(element("article", {}, element("h3", {}, row.name), element("p", {}, `${row.verdict}${row.subject ? ` · ${row.subject}` : ""}`), element("ul", {}, ...messages)));
  }
  const rest = shown.length - parts.length;
  byId("messages").replaceChildren(element("h2", {}, "Findings"), ...parts, rest > 0 && element("p", {}, `${plural(rest, "more record")} not printed with messages.`) || "");
  print();
}
