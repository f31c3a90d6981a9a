// The verdicts and the charts; every mark is a button that filters.

const SEVERITIES = ["error", "warning", "info"];
const HUES = {error: "var(--error)", warning: "var(--warning)", info: "var(--info)"};
const BARS = 14, STATIONS = 18, REASONS = 4;

function drawVerdicts() {
  const counts = new Map(legend.verdicts.map(verdict => [verdict, 0]));
  for (const row of rows) {
    if (passing(row, "verdict") >= 0) counts.set(row.verdict, counts.get(row.verdict) + 1);
  }
  const shown = [...counts].filter(([verdict, count]) => count || verdict === filters.verdict);
  byId("verdict-bar").replaceChildren(...shown.map(([verdict, count]) => {
    const part = element("i", {class: verdict});
    part.style.flexGrow = count;
    return part;
  }));
  byId("verdict-list").replaceChildren(...shown.map(([verdict, count]) => element(
    "button",
    {type: "button", class: verdict, "data-pick": JSON.stringify({verdict}), "aria-pressed": String(filters.verdict === verdict), onclick: () => toggle({verdict})},
    element("b", {}, number.format(count)), element("small", {}, verdict))));
}

/** Draw what is to be done: three lists of records, each with its reasons and its export. */
function drawLists() {
  for (const list of Object.keys(LISTS)) {
    const found = rows.filter(row => row.list === list && passing(row, "list") >= 0);
    const reasons = new Map();
    for (const row of found) {
      const rules = new Set(row.kinds.filter(LISTS[list]).map(kind => kind.rule));
      if (FAILED.has(row.verdict)) rules.add(row.verdict);
      for (const rule of rules) reasons.set(rule, (reasons.get(rule) ?? 0) + 1);
    }
    const ranked = [...reasons].sort((a, b) => b[1] - a[1]), rest = ranked.length - REASONS;
    const box = byId(`list-${list}`);
    box.querySelector("b").textContent = number.format(found.length);
    box.querySelector("ul").replaceChildren(
      ...ranked.slice(0, REASONS).map(([rule, count]) => element("li", {}, element("span", {}, rule), element("small", {}, number.format(count)))),
      rest > 0 && element("li", {class: "more"}, `and ${plural(rest, "more reason")}`) || "");
    const [show, save] = box.querySelectorAll("button");
    show.setAttribute("aria-pressed", String(filters.list === list));
    show.disabled = save.disabled = !found.length;
  }
}

/** Make the drawn marks of a chart into buttons; `picks` is one filter per mark, or null. */
function makeButtons(figure, selector, data, pickOf, chosen) {
  const marks = [...figure.querySelectorAll(selector)];
  for (const mark of marks) {
    const item = data[mark.__data__];
    const pick = pickOf(item);
    if (!pick) continue;
    mark.dataset.pick = JSON.stringify(pick);
    mark.setAttribute("role", "button");
    mark.setAttribute("tabindex", "0");
    mark.setAttribute("aria-pressed", String(chosen(item)));
    mark.addEventListener("click", () => toggle(pick));
    mark.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      toggle(pick);
    });
  }
  return marks;
}

function drawBars(box, dimension, name, limit) {
  const totals = new Map(), parts = [];
  for (const [key, count] of tally(dimension, kind => `${kind[dimension]}\n${kind.severity}`)) {
    const [label, severity] = key.split("\n");
    totals.set(label, (totals.get(label) ?? 0) + count);
    parts.push({label, severity, count});
  }
  if (!parts.length) return box.replaceChildren(element("p", {class: "empty"}, "No findings."));
  const ranked = [...totals].sort((a, b) => b[1] - a[1]);
  const labels = ranked.slice(0, limit).map(([label]) => label);
  const data = parts.filter(part => labels.includes(part.label))
    .sort((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity]);
  const describe = part => `${part.label}: ${plural(part.count, part.severity === "info" ? "note" : part.severity)}`;
  const figure = Plot.plot({
    width: box.clientWidth || 600, height: labels.length * 25 + 12, marginLeft: name, marginRight: 60, marginTop: 4, marginBottom: 4,
    x: {axis: null}, y: {domain: labels, label: null, tickSize: 0, padding: 0.25},
    ariaLabel: `Findings by ${dimension}`,
    marks: [
      Plot.barX(data, {x: "count", y: "label", fill: part => HUES[part.severity], title: describe, ariaLabel: describe, insetRight: 1}),
      Plot.text(labels, {x: label => totals.get(label), y: label => label, text: label => number.format(totals.get(label)), textAnchor: "start", dx: 6, fill: "currentColor"}),
    ],
  });
  makeButtons(figure, "rect", data, part => ({[dimension]: part.label}), part => filters[dimension] === part.label)
    .forEach(mark => mark.classList.toggle("dim", Boolean(filters[dimension]) && data[mark.__data__].label !== filters[dimension]));
  const rest = ranked.slice(limit);
  const more = rest.length && element("p", {class: "hint"},
    `${plural(rest.length, "more rule")} with ${plural(rest.reduce((sum, [, count]) => sum + count, 0), "finding")}: see the filter “Rule”.`);
  box.replaceChildren(figure, more || "");
}

/** Move the focus over the cells with the arrow keys; the grid is one stop of the tab key. */
function roam(marks, cells) {
  marks.forEach((mark, index) => mark.setAttribute("tabindex", index ? "-1" : "0"));
  const at = (x, y) => marks.find(mark => cells[mark.__data__].x === x && cells[mark.__data__].y === y);
  const columns = [...new Set(cells.map(cell => cell.x))], lines = [...new Set(cells.map(cell => cell.y))];
  const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  for (const mark of marks) mark.addEventListener("keydown", event => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const cell = cells[mark.__data__];
    let x = columns.indexOf(cell.x), y = lines.indexOf(cell.y), next;
    do {
      x += step[0]; y += step[1];
      next = at(columns[x], lines[y]);
    } while (!next && x in columns && y in lines);
    if (!next) return;
    mark.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

/** Count the records of each station and year, and those of them that have a defect. */
function placeCells() {
  const places = new Map(), stations = new Map(), years = new Set();
  for (const row of rows) {
    if (passing(row, "place") < 0) continue;
    const key = `${row.station}\n${row.year}`;
    const place = places.get(key) ?? {x: String(row.year), y: row.station, records: 0, defective: 0};
    places.set(key, place);
    place.records += 1;
    place.defective += row.defective;
    stations.set(row.station, (stations.get(row.station) ?? 0) + row.defective);
    years.add(String(row.year));
  }
  const columns = [...years].filter(year => year !== NEVER).sort((a, b) => a - b);
  if (years.has(NEVER)) columns.push(NEVER);
  const ranked = [...stations].sort((a, b) => b[1] - a[1]).map(([station]) => station);
  const lines = ranked.slice(0, STATIONS);
  const cells = lines.flatMap(y => columns.map(x => places.get(`${y}\n${x}`)).filter(Boolean))
    .map(cell => ({...cell, share: cell.defective / cell.records}));
  return {columns, lines, cells, hidden: ranked.length - lines.length};
}

function drawPlaces() {
  const box = byId("by-place"), {columns, lines, cells, hidden} = placeCells();
  if (!cells.length) return box.replaceChildren(element("p", {class: "empty"}, "No records."));
  const describe = cell => `${cell.y}, ${cell.x}: ${number.format(cell.defective)} of ${plural(cell.records, "record")} with a defect`;
  const margin = Math.min(118, Math.max(60, (box.clientWidth || 1000) / 4));
  const room = ((box.clientWidth || 1000) - margin) / columns.length;
  const every = Math.max(1, Math.ceil(38 / room));
  const wide = room > 46;
  const marks = [Plot.cell(cells, {x: "x", y: "y", fill: "var(--accent)", fillOpacity: "share", title: describe, ariaLabel: describe, inset: 1, rx: 2})];
  if (wide) marks.push(Plot.text(cells, {x: "x", y: "y", text: cell => `${Math.round(cell.share * 100)} %`, fill: cell => (cell.share > 0.35 ? "var(--paper)" : "var(--ink)"), pointerEvents: "none"}));
  const figure = Plot.plot({
    width: box.clientWidth || 1000, height: lines.length * 24 + 34, marginLeft: margin, marginTop: 24, marginBottom: 6, marginRight: 4, padding: 0,
    x: {domain: columns, axis: "top", label: null, tickSize: 0, ticks: columns.filter((_, i) => i % every === 0)},
    y: {domain: lines, label: null, tickSize: 0}, opacity: {type: "sqrt", domain: [0, 1], range: [0.06, 1]},
    ariaLabel: "Share of records with a defect by station and year", marks,
  });
  const chosen = cell => filters.station === cell.y && filters.year === cell.x;
  const drawn = makeButtons(figure, "rect", cells, cell => ({station: cell.y, year: cell.x}), chosen);
  drawn.forEach(mark => mark.classList.toggle("dim", Boolean(filters.station || filters.year)
    && ((filters.station && cells[mark.__data__].y !== filters.station) || (filters.year && cells[mark.__data__].x !== filters.year))));
  roam(drawn, cells);
  box.replaceChildren(figure, hidden ? element("p", {class: "hint"}, `${plural(hidden, "more station")} with fewer defective records: see the filter “Station”.`) : "");
}

function drawCharts() {
  drawLists();
  drawVerdicts();
  drawBars(byId("by-rule"), "rule", 170, BARS);
  drawBars(byId("by-origin"), "origin", 95, 4);
  drawPlaces();
}
