// What ties the parts together: the filter form, and the first drawing.

const SELECTS = {
  verdict: () => legend.verdicts.filter(verdict => rows.some(row => row.verdict === verdict)),
  rule: () => [...new Set(legend.kinds.map(kind => kind.rule))].sort(),
  origin: () => [...new Set(legend.kinds.map(kind => kind.origin))].sort(),
  severity: () => SEVERITIES.filter(severity => legend.kinds.some(kind => kind.severity === severity)),
  confidence: () => ["high", "medium", "low"].filter(level => legend.kinds.some(kind => kind.confidence === level)),
  station: () => [...new Set(rows.map(row => row.station))].sort(),
  year: () => [...new Set(rows.map(row => String(row.year)))].sort(),
};

function fillSelects() {
  for (const [name, values] of Object.entries(SELECTS)) {
    byId(name).replaceChildren(element("option", {value: ""}, "all"), ...values().map(value => element("option", {value}, value)));
  }
}

/** Set filters, or take them back when they are set already. */
function toggle(pick) {
  const set = Object.entries(pick).every(([key, value]) => filters[key] === value);
  for (const [key, value] of Object.entries(pick)) filters[key] = set ? "" : value;
  refresh();
}

/** Draw everything anew; the focus stays on the mark it was on. */
function refresh(at = 0) {
  const focused = document.activeElement?.dataset.pick;
  pages.at = at;
  showFilters();
  drawCharts();
  drawRecords();
  if (focused) [...document.querySelectorAll("[data-pick]")].find(mark => mark.dataset.pick === focused)?.focus();
}

/** Put the filters into the form; the search keeps what is being typed. */
function showFilters() {
  for (const name of Object.keys(SELECTS)) byId(name).value = filters[name];
  byId("notes").checked = Boolean(filters.notes);
  if (byId("search").value.trim().toLowerCase() !== filters.search) byId("search").value = filters.search;
}

function listenToFilters() {
  let wait;
  byId("search").addEventListener("input", event => {
    clearTimeout(wait);
    wait = setTimeout(() => { filters.search = event.target.value.trim().toLowerCase(); refresh(); }, 150);
  });
  for (const name of Object.keys(SELECTS)) byId(name).addEventListener("change", event => { filters[name] = event.target.value; refresh(); });
  byId("filters").addEventListener("submit", event => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(() => {
    for (const name of Object.keys(filters)) filters[name] = "";
    refresh();
  }));
  byId("notes").addEventListener("change", event => { filters.notes = event.target.checked ? "1" : ""; refresh(); });
  for (const list of Object.keys(LISTS)) {
    const [show, save] = byId(`list-${list}`).querySelectorAll("button");
    show.addEventListener("click", () => { toggle({list}); if (filters.list) byId("records").scrollIntoView(); });
    save.addEventListener("click", () => exportIds(rows.filter(row => row.list === list && passing(row, "list") >= 0), list));
  }
  byId("skip").addEventListener("click", event => { event.preventDefault(); (document.querySelector("#table tbody button") ?? byId("records")).focus(); });
  byId("print").addEventListener("click", printRecords);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; drawCharts(); } });
}

function start() {
  const findings = rows.reduce((sum, row) => sum + row.error + row.warning + row.info, 0);
  const notes = [legend.suppressed && `${plural(legend.suppressed, "finding")} suppressed`, legend.partial && "the run was cut short: these are not all its records"].filter(Boolean);
  byId("lead").textContent = `${plural(findings, "finding")} in ${plural(rows.length, "record")}${folder && ` below ${folder}`}${notes.map(note => `; ${note}`).join("")}.`;
  fillSelects();
  listenToFilters();
  listenToTable();
  listenToRecord();
  followAddress();
  addEventListener("hashchange", () => { if (location.hash !== written) followAddress(); });
  byId("main").removeAttribute("aria-busy");
}

start();
