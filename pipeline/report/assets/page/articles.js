// ---- The list of articles ----------------------------------------------------------------------

const haystacks = [];
/** Title, names and the whole text; articles are unpacked for it when somebody first searches. */
const haystack = (number) => {
  haystacks[number] ??= fold([
    articles[number].title,
    ...[...articles[number].people, ...articles[number].places].map((entity) => entities[entity].name),
    textOf(read(`article-${number}`)),
  ].join("\n"));
  return haystacks[number];
};
const unpack = (deadline) => {
  let number = haystacks.length;
  while (number < articles.length && deadline.timeRemaining() > 5) haystack(number++);
  if (number < articles.length) requestIdleCallback(unpack);
};
const called = (wanted, indices) => indices.some((entity) => fold(entities[entity].name).includes(wanted));

const AROUND = 70;
/** Some words around the first place where the text has what was searched for. */
const inContext = (number, wanted) => {
  const text = textOf(read(`article-${number}`)).replace(/\s+/g, " ");
  const [first] = places(text, wanted);
  if (first === undefined) return [];
  const start = first[0] <= AROUND ? 0 : text.indexOf(" ", first[0] - AROUND) + 1;
  const end = text.lastIndexOf(" ", first[1] + AROUND);
  const piece = text.slice(Math.min(start, first[0]), end > first[1] ? end : first[1] + AROUND);
  return [make("div", { class: "context" }, start > 0 ? "… " : "", ...marked(piece, wanted), " …")];
};

const articlesView = () => {
  let charts;
  return searchView({
    template: "list-view",
    path: "#/",
    defaults: ARTICLE_FILTERS,
    prepare: (form, page) => {
      charts = page.querySelector(".charts");
      const names = (key) => inOrder(articles.flatMap((article) => article[key]).map((entity) => entities[entity].name));
      page.querySelector("#people").append(...names("people").map((value) => make("option", { value })));
      page.querySelector("#places").append(...names("places").map((value) => make("option", { value })));
      offerPublishers(form);
      form.elements.words.addEventListener("focus", () => globalThis.requestIdleCallback?.(unpack), { once: true });
    },
    found: (filters, wanted) => {
      const isQuote = isWanted(filters);
      const isInTime = isFromTime(filters);
      const needsQuote = filters.type !== "" || filters.mode !== "" || Number(filters.confidence) > Number(SURE_ENOUGH);
      const person = fold(filters.person);
      const place = fold(filters.place);
      return articles.map((_, number) => number).filter((number) => isInTime(articles[number])
        && (person === "" || called(person, articles[number].people))
        && (place === "" || called(place, articles[number].places))
        && (!needsQuote || quotesOf(number).some(isQuote))
        && wanted.every((word) => haystack(number).includes(word)));
    },
    item: (number, wanted, filters) => {
      const article = articles[number];
      const said = quotesOf(number).filter(isWanted(filters)).length;
      const about = [article.publisher, dayOf(article), counted(said, "quote")];
      return make("li", {},
        make("a", { href: `#/article/${number}` }, ...marked(article.title, wanted)),
        make("div", { class: "meta" }, about.filter(Boolean).join(" · ")),
        ...(wanted.length ? inContext(number, wanted) : []));
    },
    tell: (found, filters) => {
      const said = found.flatMap(quotesOf).filter(isWanted(filters));
      return `${counted(found.length, "article")}, ${counted(said.length, "quote")}`;
    },
    changed: (found, filters) => {
      const said = found.flatMap(quotesOf).filter(isWanted(filters));
      const kept = Object.fromEntries(["publisher", "from", "to", "type", "mode", "confidence"].map((name) => [name, filters[name]]));
      charts.replaceChildren(...mostQuoted(said), ...counts(said, kept));
    },
    file: "articles",
    columns: ["article", "title", "published", "publisher", "quotes", "people", "places"],
    line: (number, filters) => {
      const article = articles[number];
      const names = (indices) => indices.map((entity) => entities[entity].name).join("; ");
      return [article.id, article.title, article.published, article.publisher,
        quotesOf(number).filter(isWanted(filters)).length, names(article.people), names(article.places)];
    },
  });
};
