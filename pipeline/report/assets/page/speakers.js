// ---- Who is quoted: the table, and everything of one of them -------------------------------------

const NUMBERS = ["Quotes", "Articles", "Direct", "Indirect", "Mixed"];
const numbersOf = (said) => [
  said.length,
  new Set(said.map((quote) => quote.article)).size,
  ...TYPES.map((_, type) => said.filter((quote) => quote.type === type).length),
];
const numberCells = (numbers) => numbers.map((value) => make("td", { class: "number" }, value.toLocaleString("en")));
const kindOf = (number) => (number === null ? "" : KINDS[entities[number].type]);
const MOST_ROLES = 3;
const rolesOf = (number) => (number === null ? "" : entities[number].roles.join(", "));
const fewRoles = (number) => {
  const roles = number === null ? [] : entities[number].roles;
  const others = roles.length - MOST_ROLES;
  return roles.slice(0, MOST_ROLES).join(", ") + (others > 0 ? ` and ${counted(others, "other")}` : "");
};

const speakersView = () => {
  const orders = Object.fromEntries(NUMBERS.map((name, i) => [name.toLowerCase(), (a, b) => b.numbers[i] - a.numbers[i]]));
  orders.name = (a, b) => nameOf(a.number).localeCompare(nameOf(b.number));
  let total;
  let heads;
  return searchView({
    template: "speakers-view",
    title: "Speakers",
    path: "#/speakers",
    defaults: SPEAKER_FILTERS,
    prepare: (form, page) => {
      total = page.querySelector("tfoot tr");
      heads = ["Name", ...NUMBERS].map((head) => {
        const button = make("button", { type: "button" }, head);
        button.addEventListener("click", () => {
          form.elements.order.value = head.toLowerCase();
          form.dispatchEvent(new Event("input"));
        });
        return make("th", { scope: "col", class: head === "Name" ? "" : "number" }, button);
      });
      page.querySelector("thead tr").append(
        ...heads, ...["Kind", "Roles"].map((head) => make("th", { scope: "col" }, head)));
    },
    found: (filters, wanted) => {
      const isQuote = isWanted({ type: "", mode: "", ...filters });
      return [...bySpeaker].map(([number, all]) => ({ number, said: all.filter(isQuote) }))
        .filter(({ number, said }) => said.length
          && (filters.kind === "" || (number !== null && entities[number].type === filters.kind))
          && wanted.every((word) => fold(`${nameOf(number)}\n${rolesOf(number)}`).includes(word)))
        .map((row) => ({ ...row, numbers: numbersOf(row.said) }))
        .sort(orders[filters.order] ?? orders.quotes)
        .sort((a, b) => (a.number === null) - (b.number === null));
    },
    item: ({ number, numbers }, wanted) => make("tr", {},
      make("th", { scope: "row" }, number === null
        ? "Speaker without a name"
        : make("a", { href: `#/entity/${number}` }, ...marked(nameOf(number), wanted))),
      ...numberCells(numbers),
      make("td", {}, kindOf(number)),
      make("td", { class: "roles", title: rolesOf(number) }, ...marked(fewRoles(number), wanted))),
    tell: (found) => `${counted(found.filter(({ number }) => number !== null).length, "speaker")}`,
    changed: (found, filters) => {
      const all = [...new Set(found.flatMap(({ said }) => said))];
      total.replaceChildren(make("th", { scope: "row" }, "Total"), ...numberCells(numbersOf(all)), make("td"), make("td"));
      for (const head of heads) {
        const order = head.textContent.toLowerCase();
        if (order === filters.order) head.setAttribute("aria-sort", order === "name" ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
    },
    file: "speakers",
    columns: ["name", ...NUMBERS.map((name) => name.toLowerCase()), "kind", "roles"],
    line: ({ number, numbers }) => [nameOf(number), ...numbers, kindOf(number), rolesOf(number)],
  });
};

const entityView = (number) => {
  const all = bySpeaker.get(number) ?? [];
  const said = all.filter((quote) => quote.confidence >= Number(SURE_ENOUGH));
  const { name, roles, type } = entities[number];
  const inTexts = articles.map((_, i) => i).filter((i) => (
    articles[i].people.includes(number) || articles[i].places.includes(number)));
  const page = document.createDocumentFragment();
  const filters = { speaker: name };
  const unsure = all.length - said.length;
  page.append(
    make("h1", { tabIndex: -1 }, name),
    make("p", { class: "meta" }, [KINDS[type], ...roles].join(", ")),
    make("p", { class: "count" }, !said.length ? "Not quoted" : `${counted(said.length, "quote")} in ${counted(new Set(said.map((quote) => quote.article)).size, "article")}`),
    make("section", { class: "charts", "aria-label": "Counts" }, ...counts(said, filters)));
  if (unsure) {
    const href = address("#/quotes", { ...QUOTE_FILTERS, speaker: name, confidence: "0" }, QUOTE_FILTERS);
    page.append(make("p", {}, make("a", { href }, `${counted(unsure, "quote")} of less confidence`), " not shown"));
  }
  for (const [article, here] of group(said, (quote) => [quote.article])) {
    page.append(
      make("h2", {}, make("a", { href: `#/article/${article}` }, articles[article].title)),
      make("p", { class: "meta" }, [articles[article].publisher, dayOf(articles[article])].filter(Boolean).join(" · ")),
      make("ul", { class: "said" }, ...here.map((quote) => make("li", { class: sureness(quote) },
        make("div", {}, named(quote), ...reported(quote)),
        make("blockquote", {}, quote.words),
        make("div", { class: "meta" }, `${sort(quote)} · `, make("a", { href: inArticle(quote), "aria-label": `In its article: ${quote.words.slice(0, 60)}` }, "In its article"))))));
  }
  const others = inTexts.filter((i) => !all.some((quote) => quote.article === i));
  if (others.length) {
    page.append(make("h2", {}, all.length ? "Named but not quoted in" : "Named in"), make("ul", {}, ...others.map((i) => (
      make("li", {}, make("a", { href: `#/article/${i}` }, articles[i].title))))));
  }
  return [page, `${name} – ${home}`];
};
