// ---- Lists that are searched: of articles, quotes and speakers ----------------------------------

/** Where a list stood when it was left: the link that was followed, how many items it showed. */
const left = new Map();
let shownItems = 0;

/**
 * A view made of a form of filters and a list.
 *
 * `found(filters)` gives what is to be shown, `item(thing, terms)` an element for one of them,
 * `tell(found, filters)` what is said of all, `columns` and `line(thing)` the table to download.
 */
const searchView = ({ template, title, path, defaults, prepare, found, item, tell, changed, file, columns, line }) => {
  const page = view(template);
  const form = page.querySelector("form");
  const list = page.querySelector(".items");
  const more = page.querySelector(".more");
  const count = page.querySelector(".count");
  const nothing = page.querySelector(".nothing");
  const output = form.querySelector("output");
  prepare(form, page);
  for (const [name, value] of Object.entries(fromAddress(defaults))) form.elements[name].value = value;

  let filters = defaults;
  let things = [];
  let wanted = [];
  shownItems = 0;
  const showMore = (number = AT_ONCE) => {
    const next = things.slice(shownItems, shownItems + number);
    list.append(...next.map((thing) => item(thing, wanted, filters)));
    shownItems += next.length;
    more.hidden = shownItems >= things.length;
  };
  const refresh = (number) => {
    filters = Object.fromEntries(Object.keys(defaults).map((name) => [name, form.elements[name].value]));
    toAddress(path, filters, defaults);
    if (output) output.value = Number(filters.confidence).toFixed(2);
    wanted = terms(filters.words);
    things = found(filters, wanted);
    count.textContent = tell(things, filters);
    nothing.hidden = things.length > 0;
    changed?.(things, filters);
    list.replaceChildren();
    shownItems = 0;
    showMore(number);
  };
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  });
  form.addEventListener("reset", () => setTimeout(refresh));
  form.addEventListener("submit", (event) => event.preventDefault());
  page.querySelector(".download").addEventListener("click", () => {
    downloadTable(`${file}.csv`, columns, things.map((thing) => line(thing, filters)));
  });
  more.addEventListener("click", () => {
    const next = shownItems;
    showMore();
    list.children[next]?.querySelector("a")?.focus();
  });
  refresh(Math.max(AT_ONCE, left.get(location.hash)?.items ?? 0));
  return [page, title ? `${title} – ${home}` : home];
};
