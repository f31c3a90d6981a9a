// The records, the filters, and which records pass them.

const legend = JSON.parse(document.getElementById("legend").textContent);
const NOWHERE = "no station", NEVER = "no year";
const FAILED = new Set(["unreadable", "timeout", "crashed"]);
const WEIGHT = {error: 2, warning: 1, info: 0};
const SURENESS = {low: 0, medium: 1, high: 2};
const repairs = kind => kind.fix === "safe" || kind.fix === "unsafe";
/** Kinds of findings by what is to be done; a record belongs to the first list that has one. */
const LISTS = {
  lost: kind => kind.lost,
  repair: kind => repairs(kind) && (kind.severity !== "info" || kind.fix === "safe"),
  drafted: kind => kind.severity !== "info",
};

/** A table row: its place in the page's data, what identifies it, and its findings by kind. */
class Row {
  constructor([path, id, verdict, year, station, subject, reason, telegram, ...counts], index, chunk, slot) {
    Object.assign(this, {path, id, subject, reason, telegram, counts, index, chunk, slot});
    this.name = id === null ? path : `${path}#${id}`;
    this.verdict = legend.verdicts[verdict];
    this.year = year ?? NEVER;
    this.station = station ?? NOWHERE;
    this.error = this.warning = this.info = 0;
    for (const [kind, count] of this.findings()) this[kind.severity] += count;
    this.defective = this.error + this.warning > 0 || FAILED.has(this.verdict);
    this.list = FAILED.has(this.verdict) ? "lost" : Object.keys(LISTS).find(list => this.kinds.some(LISTS[list])) ?? "";
    this.loss = FAILED.has(this.verdict) ? Infinity : 0;
    for (const [kind, count] of this.findings()) if (LISTS.lost(kind)) this.loss += WEIGHT[kind.severity] * count;
  }

  /** Yield each kind of finding of this record with its number. */
  *findings() {
    for (let i = 0; i < this.counts.length; i += 2) yield [legend.kinds[this.counts[i]], this.counts[i + 1]];
  }

  get kinds() {
    return [...this.findings()].map(([kind]) => kind);
  }

  get rules() {
    return [...new Set([...this.findings()].map(([kind]) => kind.rule))];
  }

  get haystack() {
    return (this._haystack ??= [this.name, this.station, this.year, this.subject ?? ""].join("\n").toLowerCase());
  }
}

function readRows() {
  const rows = [];
  document.querySelectorAll("script.rows").forEach((script, chunk) => {
    JSON.parse(script.textContent).forEach((item, slot) => rows.push(new Row(item, rows.length, chunk, slot)));
    script.remove();
  });
  return rows;
}

/** Return the folder that all paths share, with its slash; the table leaves it away. */
function sharedFolder() {
  if (rows.length < 2) return "";
  let shared = rows[0].path;
  for (const {path} of rows) {
    let i = 0;
    while (i < shared.length && shared[i] === path[i]) i += 1;
    shared = shared.slice(0, i);
  }
  return shared.slice(0, shared.lastIndexOf("/") + 1);
}

const rows = readRows();
const folder = sharedFolder();
const filters = {search: "", verdict: "", rule: "", origin: "", severity: "", confidence: "", station: "", year: "", list: "", notes: ""};
const order = {key: "", down: false};

/** Tell whether a kind of finding passes the filters, but for those named. */
function kindPasses(kind, except = "") {
  const folded = kind.severity === "info" && !filters.notes && !filters.rule && filters.severity !== "info";
  return !folded && (!filters.rule || except === "rule" || kind.rule === filters.rule)
    && (!filters.origin || except === "origin" || kind.origin === filters.origin)
    && (!filters.severity || kind.severity === filters.severity)
    && (!filters.confidence || SURENESS[kind.confidence] >= SURENESS[filters.confidence]);
}

/** Return how many findings of a row pass, or -1 when the row itself doesn't. */
function passing(row, except = "") {
  if (filters.list && except !== "list" && row.list !== filters.list) return -1;
  if (filters.verdict && except !== "verdict" && row.verdict !== filters.verdict) return -1;
  if (except !== "place") {
    if (filters.station && row.station !== filters.station) return -1;
    if (filters.year && String(row.year) !== filters.year) return -1;
  }
  if (filters.search && !row.haystack.includes(filters.search)) return -1;
  let found = 0;
  for (let i = 0; i < row.counts.length; i += 2) {
    if (kindPasses(legend.kinds[row.counts[i]], except)) found += row.counts[i + 1];
  }
  const asked = (filters.rule && except !== "rule") || (filters.origin && except !== "origin") || filters.severity || filters.confidence;
  return asked && !found ? -1 : found;
}

const SORT = {
  name: row => row.name,
  verdict: row => legend.verdicts.indexOf(row.verdict),
  year: row => (row.year === NEVER ? Infinity : row.year),
  station: row => row.station,
  error: row => row.error, warning: row => row.warning, info: row => row.info,
  rules: row => row.rules[0] ?? "",
  subject: row => row.subject ?? "",
};

/** Return the rows that pass, in the chosen order; equal ones keep the order of the run. */
function visible() {
  const found = rows.filter(row => passing(row) >= 0);
  if (!order.key && filters.list !== "lost") return found;
  if (!order.key) return found.sort((a, b) => b.loss - a.loss || a.index - b.index);
  const keys = new Map(found.map(row => [row, SORT[order.key](row)]));
  const sign = order.down ? -1 : 1;
  return found.sort((a, b) => {
    const x = keys.get(a), y = keys.get(b);
    return x < y ? -sign : x > y ? sign : a.index - b.index;
  });
}

/** Add up a number per key over the findings that pass. */
function tally(except, keyOf) {
  const counts = new Map();
  for (const row of rows) {
    if (passing(row, except) < 0) continue;
    for (const [kind, count] of row.findings()) {
      if (!kindPasses(kind, except)) continue;
      const key = keyOf(kind, row);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return counts;
}

const number = new Intl.NumberFormat("en");
const plural = (count, one) => `${number.format(count)} ${one}${count === 1 ? "" : "s"}`;

/** Make an element; strings among the children become text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

const byId = id => document.getElementById(id);
