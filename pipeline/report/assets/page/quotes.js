// ---- The list of quotes ------------------------------------------------------------------------

const ORDERS = {
  newest: (a, b) => day(b).localeCompare(day(a)),
  surest: (a, b) => b.confidence - a.confidence,
  speaker: (a, b) => named(a).localeCompare(named(b)),
};
const foldedQuotes = new Map();
const foldedQuote = (quote) => {
  if (!foldedQuotes.has(quote)) {
    foldedQuotes.set(quote, fold([named(quote), quote.words, quote.cue, articles[quote.article].title].join("\n")));
  }
  return foldedQuotes.get(quote);
};
const about = (quote) => {
  const article = articles[quote.article];
  return [article.publisher, day(quote), sort(quote)].filter(Boolean).join(" · ");
};
const QUOTE_COLUMNS = [
  "article", "quote", "title", "published", "publisher", "speaker", "roles", "cue", "stance", "type", "mode",
  "confidence", "before", "words", "after",
];
const quoteLine = (quote) => {
  const article = articles[quote.article];
  const roles = [...heard(quote)].flatMap((number) => (number === null ? [] : entities[number].roles));
  return [article.id, quote.id, article.title, article.published, article.publisher,
    quote.speakers.some((one) => one !== null) ? named(quote) : "", roles.join("; "), quote.cue,
    stance(quote), TYPES[quote.type], MODES[quote.mode], quote.confidence,
    quote.before, quote.words, quote.after];
};

const quotesView = () => searchView({
  template: "quotes-view",
  title: "Quotes",
  path: "#/quotes",
  defaults: QUOTE_FILTERS,
  prepare: (form, page) => {
    const names = inOrder([...bySpeaker.keys()].filter((one) => one !== null).map(nameOf));
    page.querySelector("#speakers").append(...names.map((value) => make("option", { value })));
    offerPublishers(form);
  },
  found: (filters, wanted) => {
    const isQuote = isWanted(filters);
    const isInTime = isFromTime(filters);
    const by = fold(filters.speaker);
    const found = quotes.filter((quote) => isQuote(quote) && isInTime(articles[quote.article])
      && (by === "" || fold(named(quote)).includes(by))
      && wanted.every((word) => foldedQuote(quote).includes(word)));
    return filters.order ? found.sort(ORDERS[filters.order]) : found;
  },
  item: (quote, wanted) => make("li", { class: sureness(quote) },
    make("div", {}, speaker(quote), ...reported(quote)),
    make("blockquote", {}, make("span", { class: "around" }, quote.before), ...marked(quote.words, wanted),
      make("span", { class: "around" }, quote.after)),
    make("div", { class: "meta" },
      make("a", { href: inArticle(quote) }, ...marked(articles[quote.article].title, wanted)), ` · ${about(quote)}`)),
  tell: (found) => counted(found.length, "quote"),
  file: "quotes",
  columns: QUOTE_COLUMNS,
  line: quoteLine,
});
