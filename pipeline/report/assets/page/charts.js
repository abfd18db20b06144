// ---- Charts: each bar leads to the quotes that it counts -----------------------------------------

/** A day without its year, which the title of the bar has, or a month: "3 May", "May 2024". */
const shortly = (label) => {
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(label) ?? [];
  if (!year) return label;
  const name = new Date(Date.UTC(year, month - 1)).toLocaleString("en", { month: "short", timeZone: "UTC" });
  return day ? `${Number(day)} ${name}` : `${name} ${year}`;
};

const chart = (caption, kind, bars) => {
  const most = Math.max(1, ...bars.map(([, value]) => value));
  const table = make("table", { class: `charts-css ${kind} show-heading show-labels data-spacing-2` });
  table.append(make("caption", {}, caption));
  const body = make("tbody");
  const every = kind === "column" ? Math.ceil(bars.length / 4) : 1;
  bars.forEach(([label, value, href], i) => {
    const head = make("th", { scope: "row", title: label, class: 2 * i < bars.length ? "" : "late" }, make("span", { class: i % every ? "unseen" : "" }, shortly(label)));
    const told = value.toLocaleString("en");
    const seen = kind === "column" && bars.length > 12 ? "" : told;
    const link = make("a", { class: "data", href, "aria-label": `${label}: ${told}` }, seen);
    const data = make("td", { title: `${label}: ${told}` }, value > 0 ? link : make("span", { class: "data" }, seen));
    data.style.setProperty("--size", String(value / most));
    body.append(make("tr", {}, head, data));
  });
  table.append(body);
  return make("div", { class: "chart" }, table);
};

/** The last day of a year, a month or a day. */
const lastDay = (step) => {
  if (step.length === 10) return step;
  if (step.length === 4) return `${step}-12-31`;
  const [year, month] = step.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
};
/** Counts per day, month or year, the finest that gives 40 columns at most; no gaps in time. */
const overTime = (found, leadsTo) => {
  const days = found.map(day).filter(Boolean).sort();
  if (!days.length) return [];
  const between = (length) => {
    const steps = [];
    const date = new Date(`${days[0].slice(0, length).padEnd(10, "-01")}T00:00:00Z`);
    const last = days.at(-1).slice(0, length);
    for (;;) {
      const step = date.toISOString().slice(0, length);
      if (step > last || steps.length > 40) return steps;
      steps.push(step);
      if (length === 10) date.setUTCDate(date.getUTCDate() + 1);
      else if (length === 7) date.setUTCMonth(date.getUTCMonth() + 1);
      else date.setUTCFullYear(date.getUTCFullYear() + 1);
    }
  };
  const length = [10, 7].find((n) => between(n).length <= 40) ?? 4;
  const counts = group(days, (date) => [date.slice(0, length)]);
  return between(length).map((step) => [
    step, counts.get(step)?.length ?? 0, leadsTo({ from: step.padEnd(10, "-01"), to: lastDay(step) })]);
};
const mostQuoted = (found) => {
  const speakers = [...group(found, heard)].filter(([number]) => number !== null);
  const most = speakers.map(([number, all]) => [entities[number].name, all.length, `#/entity/${number}`])
    .sort((a, b) => b[1] - a[1]).slice(0, 10);
  return most.length ? [chart("Quoted most", "bar", most)] : [];
};
/** What kinds of quotes, and when; `filters` are those that the links keep. */
const counts = (found, filters) => {
  const leadsTo = (others) => address("#/quotes", { ...QUOTE_FILTERS, ...filters, ...others }, QUOTE_FILTERS);
  const types = TYPES.map((name, type) => (
    [name, found.filter((quote) => quote.type === type).length, leadsTo({ type: String(type) })]));
  const times = overTime(found, leadsTo);
  const made = [];
  if (found.length) made.push(chart("Type of quote", "bar", types));
  if (times.length > 1) made.push(chart("Quotes over time", "column", times));
  return made;
};
