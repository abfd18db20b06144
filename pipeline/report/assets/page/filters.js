// ---- Filters, which stand in the page's address --------------------------------------------------

const query = () => new URLSearchParams(location.hash.split("?")[1] ?? "");
const fromAddress = (defaults) => {
  const given = query();
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, given.get(name) ?? value]));
};
const address = (path, values, defaults) => {
  const changed = Object.entries(values).filter(([name, value]) => value !== defaults[name]);
  const search = new URLSearchParams(changed).toString();
  return search ? `${path}?${search}` : path;
};
const toAddress = (path, values, defaults) => {
  const hash = address(path, values, defaults);
  const here = location.hash || "#/";
  if (here.split("?")[0] === path && hash !== here) history.replaceState(null, "", hash);
};

/** Half of the quotes of this confidence are right; a page starts with those that are better. */
const SURE_ENOUGH = "0.5";
const ARTICLE_FILTERS = {
  words: "", publisher: "", from: "", to: "", person: "", place: "", type: "", mode: "", confidence: SURE_ENOUGH,
};
const QUOTE_FILTERS = {
  words: "", speaker: "", publisher: "", from: "", to: "", type: "", mode: "", stance: "", confidence: SURE_ENOUGH,
  order: "",
};
const SPEAKER_FILTERS = { words: "", kind: "", confidence: SURE_ENOUGH, order: "quotes" };

const isWanted = (filters) => (quote) => (
  (filters.type === "" || quote.type === Number(filters.type))
  && (filters.mode === "" || quote.mode === Number(filters.mode))
  && (!filters.stance || stance(quote) === filters.stance)
  && quote.confidence >= Number(filters.confidence));
const isFromTime = (filters) => (article) => {
  const published = dayOf(article);
  return (filters.publisher === "" || article.publisher === filters.publisher)
    && (filters.from === "" || (published !== "" && published >= filters.from))
    && (filters.to === "" || (published !== "" && published <= filters.to));
};

const option = (value) => make("option", { value }, value);
const inOrder = (names) => [...new Set(names)].sort((a, b) => a.localeCompare(b));
const offerPublishers = (form) => {
  form.elements.publisher.append(...inOrder(articles.map((article) => article.publisher).filter(Boolean)).map(option));
};
