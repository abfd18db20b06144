"use strict";
// Texts reach the page as text nodes only: nothing that an article holds is ever markup here.
(() => {
  const TYPES = ["direct", "indirect", "mixed"];
  const MODES = ["speech", "writing", "thought"];
  const AT_ONCE = 100;

  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { articles, voices, quotes: rows } = read("index");
  const quotes = rows.map(([article, id, voice, source, type, mode, confidence, words, cue, stance]) => (
    { article, id, voice, source, type, mode, confidence, words, cue, stance }));
  const main = document.getElementById("main");
  const home = document.title;

  const group = (items, key) => {
    const groups = new Map();
    for (const item of items) {
      const name = key(item);
      if (groups.has(name)) groups.get(name).push(item);
      else groups.set(name, [item]);
    }
    return groups;
  };
  const byArticle = group(quotes, (quote) => quote.article);
  const byVoice = group(quotes, (quote) => quote.voice);
  const quotesOf = (number) => byArticle.get(number) ?? [];

  /** An element with properties and children; strings become text nodes. */
  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") element.className = value;
      else if (key.includes("-") || key === "role" || key === "scope") element.setAttribute(key, value);
      else element[key] = value;
    }
    element.append(...children);
    return element;
  };
  const view = (id) => document.getElementById(id).content.cloneNode(true);
  const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const named = (quote) => (quote.voice === null ? quote.source ?? "Nobody named" : voices[quote.voice].name);
  const speaker = (quote) => (quote.voice === null
    ? make("strong", {}, named(quote))
    : make("a", { href: `#/voice/${quote.voice}` }, named(quote)));
  const sort = (quote) => `${TYPES[quote.type]}, ${MODES[quote.mode]}, confidence ${quote.confidence.toFixed(2)}`;
  /** How it is reported: the words that report it, and where it was not simply said, that. */
  const reported = (quote) => {
    const parts = [];
    if (quote.cue !== null) parts.push(make("span", { class: "cue" }, quote.cue));
    if (quote.stance !== null) parts.push(make("strong", { class: "stance" }, quote.stance));
    return parts.flatMap((part) => [" ", part]);
  };

  // ---- Filters -------------------------------------------------------------------------------

  const DEFAULTS = { words: "", publisher: "", from: "", to: "", person: "", place: "", type: "", mode: "", confidence: "0" };
  const QUOTE_DEFAULTS = { words: "", speaker: "", from: "", to: "", type: "", mode: "", confidence: "0.5", order: "" };
  let filters = { ...DEFAULTS };
  /** The filters that stand in the page's address; the others as they are at first. */
  const fromAddress = (defaults) => {
    const given = new URLSearchParams(location.hash.split("?")[1] ?? "");
    return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, given.get(name) ?? value]));
  };
  const toAddress = (path, values, defaults) => {
    const changed = Object.entries(values).filter(([name, value]) => value !== defaults[name]);
    const query = new URLSearchParams(changed).toString();
    const hash = query ? `${path}?${query}` : path;
    const here = (location.hash || "#/").split("?")[0];
    if (here === path && hash !== (location.hash || "#/")) history.replaceState(null, "", hash);
  };
  /** Without case and accents, so that "muller" finds "Müller". */
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /** What is searched for: words, and phrases in quotation marks. */
  const terms = (text) => [...fold(text).matchAll(/["“]([^"”]+)["”]|[^\s"“”]+/g)].map((found) => found[1] ?? found[0]);
  const haystacks = [];
  const haystack = (number) => {
    haystacks[number] ??= [
      articles[number].title,
      ...[...articles[number].people, ...articles[number].places].map((voice) => voices[voice].name),
      ...quotesOf(number).flatMap((quote) => [named(quote), quote.words]),
    ].map(fold).join("\n");
    return haystacks[number];
  };
  const called = (wanted, indices) => indices.some((voice) => fold(voices[voice].name).includes(wanted));
  const wanted = (quote) => (
    (filters.type === "" || quote.type === Number(filters.type))
    && (filters.mode === "" || quote.mode === Number(filters.mode))
    && quote.confidence >= Number(filters.confidence));
  const matches = (article, number) => {
    const day = (article.published ?? "").slice(0, 10);
    const words = terms(filters.words);
    const asksForQuotes = filters.type !== "" || filters.mode !== "" || Number(filters.confidence) > 0;
    return (filters.publisher === "" || article.publisher === filters.publisher)
      && (filters.from === "" || (day !== "" && day >= filters.from))
      && (filters.to === "" || (day !== "" && day <= filters.to))
      && (filters.person === "" || called(fold(filters.person), article.people))
      && (filters.place === "" || called(fold(filters.place), article.places))
      && (!asksForQuotes || quotesOf(number).some(wanted))
      && words.every((word) => haystack(number).includes(word));
  };

  // ---- Charts --------------------------------------------------------------------------------

  const chart = (caption, kind, bars) => {
    const most = Math.max(1, ...bars.map(([, value]) => value));
    const table = make("table", { class: `charts-css ${kind} show-heading show-labels data-spacing-2` });
    table.append(make("caption", {}, caption));
    const body = make("tbody");
    const every = kind === "column" ? Math.ceil(bars.length / 4) : 1;
    bars.forEach(([label, value], i) => {
      const head = make("th", { scope: "row", title: label }, i % every === 0 ? label : "");
      if (i % every !== 0) head.setAttribute("aria-label", label);
      const cell = make("td", {}, make("span", { class: "data" }, kind === "column" && bars.length > 12 ? "" : value.toLocaleString("en")));
      cell.style.setProperty("--size", String(value / most));
      cell.title = `${label}: ${value}`;
      body.append(make("tr", {}, head, cell));
    });
    table.append(body);
    return make("div", { class: "chart" }, table);
  };
  /** Counts a day, a month or a year, the finest that gives 40 columns at most; no gaps in time. */
  const overTime = (found) => {
    const days = found.map((quote) => articles[quote.article].published).filter(Boolean).map((day) => day.slice(0, 10)).sort();
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
    const counts = group(days, (day) => day.slice(0, length));
    return between(length).map((step) => [step, counts.get(step)?.length ?? 0]);
  };
  const charts = (found) => {
    const people = [...group(found.filter((quote) => quote.voice !== null), (quote) => quote.voice)]
      .map(([voice, all]) => [voices[voice].name, all.length])
      .sort((a, b) => b[1] - a[1]).slice(0, 10);
    const types = TYPES.map((name, type) => [name, found.filter((quote) => quote.type === type).length]);
    const times = overTime(found);
    const made = [];
    if (people.length) made.push(chart("Quoted most", "bar", people));
    if (found.length) made.push(chart("Type of quote", "bar", types));
    if (times.length > 1) made.push(chart("Quotes over time", "column", times));
    return made;
  };

  // ---- The list of articles ------------------------------------------------------------------

  const listView = () => {
    const page = view("list-view");
    const form = page.querySelector("form");
    const list = page.querySelector(".articles");
    const more = page.querySelector(".more");
    const options = (voiceIndices) => [...new Set(voiceIndices.map((voice) => voices[voice].name))]
      .sort((a, b) => a.localeCompare(b)).map((name) => make("option", { value: name }));
    page.querySelector("#people").append(...options(articles.flatMap((article) => article.people)));
    page.querySelector("#places").append(...options(articles.flatMap((article) => article.places)));
    const publishers = new Set(articles.map((article) => article.publisher).filter(Boolean));
    form.elements.publisher.append(...[...publishers].sort().map((name) => make("option", { value: name }, name)));
    filters = fromAddress(DEFAULTS);
    for (const [name, value] of Object.entries(filters)) form.elements[name].value = value;
    const count = page.querySelector(".count");
    const counts = page.querySelector(".charts");

    let found = [];
    let shown = 0;
    const showMore = () => {
      const items = found.slice(shown, shown + AT_ONCE).map((number) => {
        const article = articles[number];
        const about = [article.publisher, article.published?.slice(0, 10), counted(quotesOf(number).length, "quote")];
        return make("li", {},
          make("a", { href: `#/article/${number}` }, article.title),
          make("div", { class: "meta" }, about.filter(Boolean).join(" · ")));
      });
      list.append(...items);
      shown += items.length;
      more.hidden = shown >= found.length;
    };
    const refresh = () => {
      filters = Object.fromEntries(Object.keys(filters).map((name) => [name, form.elements[name].value]));
      toAddress("#/", filters, DEFAULTS);
      found = articles.map((_, number) => number).filter((number) => matches(articles[number], number));
      const said = found.flatMap(quotesOf).filter(wanted);
      count.textContent = `${counted(found.length, "article")}, ${counted(said.length, "quote")}`;
      counts.replaceChildren(...charts(said));
      list.replaceChildren();
      shown = 0;
      showMore();
    };
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
    form.addEventListener("reset", () => setTimeout(refresh));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
      const next = shown;
      showMore();
      list.children[next]?.querySelector("a").focus();
    });
    refresh();
    return [page, home];
  };

  // ---- The list of quotes --------------------------------------------------------------------

  const day = (quote) => (articles[quote.article].published ?? "").slice(0, 10);
  const ORDERS = {
    newest: (a, b) => day(b).localeCompare(day(a)),
    surest: (a, b) => b.confidence - a.confidence,
    speaker: (a, b) => named(a).localeCompare(named(b)),
  };
  const folded = new Map();
  const foldedQuote = (quote) => {
    if (!folded.has(quote)) folded.set(quote, fold([named(quote), quote.words, articles[quote.article].title].join("\n")));
    return folded.get(quote);
  };

  const quotesView = () => {
    const page = view("quotes-view");
    const form = page.querySelector("form");
    const list = page.querySelector(".articles");
    const more = page.querySelector(".more");
    const count = page.querySelector(".count");
    const names = new Set(quotes.filter((quote) => quote.voice !== null).map(named));
    page.querySelector("#speakers").append(...[...names].sort((a, b) => a.localeCompare(b)).map((value) => make("option", { value })));
    for (const [name, value] of Object.entries(fromAddress(QUOTE_DEFAULTS))) form.elements[name].value = value;

    let found = [];
    let shown = 0;
    const showMore = () => {
      const items = found.slice(shown, shown + AT_ONCE).map((quote) => {
        const article = articles[quote.article];
        return make("li", { class: quote.confidence < 0.5 ? "unsure" : "" },
          make("div", {}, speaker(quote), ...reported(quote)),
          make("blockquote", {}, quote.words),
          make("div", { class: "meta" }, make("a", { href: `#/article/${quote.article}` }, article.title),
            ["", article.publisher, day(quote), sort(quote)].filter((part) => part !== null && part !== undefined).join(" · ")));
      });
      list.append(...items);
      shown += items.length;
      more.hidden = shown >= found.length;
    };
    const refresh = () => {
      const now = Object.fromEntries(Object.keys(QUOTE_DEFAULTS).map((name) => [name, form.elements[name].value]));
      toAddress("#/quotes", now, QUOTE_DEFAULTS);
      const words = terms(now.words);
      const by = fold(now.speaker);
      found = quotes.filter((quote) => (
        (now.type === "" || quote.type === Number(now.type))
        && (now.mode === "" || quote.mode === Number(now.mode))
        && quote.confidence >= Number(now.confidence)
        && (now.from === "" || (day(quote) !== "" && day(quote) >= now.from))
        && (now.to === "" || (day(quote) !== "" && day(quote) <= now.to))
        && (by === "" || fold(named(quote)).includes(by))
        && words.every((word) => foldedQuote(quote).includes(word))));
      if (now.order) found.sort(ORDERS[now.order]);
      count.textContent = counted(found.length, "quote");
      list.replaceChildren();
      shown = 0;
      showMore();
    };
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 120);
    });
    form.addEventListener("reset", () => setTimeout(refresh));
    form.addEventListener("submit", (event) => event.preventDefault());
    more.addEventListener("click", () => {
      const next = shown;
      showMore();
      list.children[next]?.querySelector("a").focus();
    });
    refresh();
    return [page, `Quotes – ${home}`];
  };

  // ---- One article ---------------------------------------------------------------------------

  const segment = (article, [text, layers, ended]) => {
    const span = make("span", {}, text);
    const mentions = layers.filter(([part]) => part === "mention").map(([, id]) => id);
    const parts = layers.filter(([part]) => part !== "mention");
    const classes = parts.map(([part]) => part);
    if (mentions.length) {
      const entity = article.entities[mentions.at(-1)];
      classes.push("entity", entity.type);
      span.title = [`${entity.name} (${entity.type})`, ...entity.roles].join(", ");
      span.dataset.entity = mentions.at(-1);
    }
    span.className = classes.join(" ");
    if (parts.length) {
      // The innermost quote is the one that reacts; all that the segment belongs to light up.
      span.dataset.quote = parts.at(-1)[1];
      span.dataset.of = parts.map(([, id]) => id).join(" ");
    }
    return [layers.length ? span : text, ...ended.map((id) => [id])];
  };

  const articleView = (number) => {
    const article = read(`article-${number}`);
    const info = articles[number];
    const page = view("article-view");
    const own = new Map(quotesOf(number).map((quote) => [quote.id, quote]));
    page.querySelector("h1").textContent = info.title;
    const about = page.querySelector("dl");
    const tell = (name, value) => value && about.append(make("div", {}, make("dt", {}, `${name}:`), make("dd", {}, value)));
    tell("Publisher", info.publisher);
    tell("Published", info.published);
    tell("By", article.authors.join(", "));
    tell("Address", article.url && make("a", { href: article.url, rel: "noreferrer noopener" }, article.url));
    tell("File", article.source);
    tell("Warnings", article.warnings.map(([code, message]) => `${code}: ${message}`).join(" "));

    const text = page.querySelector(".text");
    for (const piece of article.segments) {
      const [words, ...ends] = segment(article, piece);
      text.append(words);
      for (const [id] of ends) {
        text.append(make("button", {
          class: "ref", type: "button", "data-quote": id,
          "aria-label": `Quote ${id.slice(1)}, by ${named(own.get(id))}`,
        }, id.slice(1)));
      }
    }
    const list = page.querySelector(".quotes ol");
    for (const quote of own.values()) {
      list.append(make("li", { id: `card-${quote.id}`, "data-quote": quote.id },
        make("div", {}, `${quote.id.slice(1)}. `, speaker(quote), ...reported(quote)),
        make("blockquote", {}, quote.words),
        make("div", { class: "meta" }, sort(quote), " ",
          make("button", { type: "button", class: "find", "data-quote": quote.id, "aria-label": `Show quote ${quote.id.slice(1)} in the text` }, "In the text"))));
    }
    if (!own.size) list.replaceWith(make("p", {}, "No quotes."));

    const light = (id) => {
      for (const lit of main.querySelectorAll(".on, .said-by")) lit.classList.remove("on", "said-by");
      if (!id) return;
      for (const part of main.querySelectorAll(`[data-of~="${id}"], #card-${id}`)) part.classList.add("on");
      const entity = article.speakers[id];
      if (entity) for (const mention of text.querySelectorAll(`[data-entity="${entity}"]`)) mention.classList.add("said-by");
    };
    const root = page.querySelector("article");
    const react = (event) => light(event.target.closest("[data-quote]")?.dataset.quote);
    root.addEventListener("mouseover", react);
    root.addEventListener("mouseleave", () => light());
    root.addEventListener("focusin", react);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-quote]");
      if (!button) return;
      const { quote } = button.dataset;
      const target = button.matches(".ref")
        ? main.querySelector(`#card-${quote} .find`) : text.querySelector(`.ref[data-quote="${quote}"]`);
      target.focus();
      target.scrollIntoView({ block: "center" });
      light(quote);
    });
    return [page, `${info.title} – ${home}`];
  };

  // ---- Voices --------------------------------------------------------------------------------

  const voicesView = () => {
    const heard = [...byVoice].filter(([voice]) => voice !== null).sort((a, b) => b[1].length - a[1].length);
    const body = make("tbody");
    for (const [voice, said] of heard) {
      const number = (value) => make("td", { class: "number" }, value.toLocaleString("en"));
      body.append(make("tr", {},
        make("th", { scope: "row" }, make("a", { href: `#/voice/${voice}` }, voices[voice].name)),
        number(said.length),
        number(new Set(said.map((quote) => quote.article)).size),
        ...TYPES.map((_, type) => number(said.filter((quote) => quote.type === type).length)),
        make("td", {}, voices[voice].roles.join(", "))));
    }
    const heads = ["Name", "Quotes", "Articles", "Direct", "Indirect", "Mixed", "Roles"].map((head, i) => (
      make("th", { scope: "col", class: i > 0 && i < 6 ? "number" : "" }, head)));
    const page = document.createDocumentFragment();
    page.append(
      make("h1", { tabIndex: -1 }, "Voices"),
      make("p", { class: "count" }, `${counted(heard.length, "voice")} quoted`),
      make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Voices" },
        make("table", { class: "voices" }, make("thead", {}, make("tr", {}, ...heads)), body)));
    return [page, `Voices – ${home}`];
  };

  const voiceView = (voice) => {
    const said = byVoice.get(voice) ?? [];
    const { name, roles, type } = voices[voice];
    const page = document.createDocumentFragment();
    page.append(
      make("h1", { tabIndex: -1 }, name),
      make("p", { class: "meta" }, [type, ...roles].join(", ")),
      make("p", { class: "count" }, `${counted(said.length, "quote")} in ${counted(new Set(said.map((quote) => quote.article)).size, "article")}`),
      make("section", { class: "charts", "aria-label": "Counts" }, ...charts(said).slice(1)));
    for (const [number, all] of group(said, (quote) => quote.article)) {
      const article = articles[number];
      page.append(
        make("h2", {}, make("a", { href: `#/article/${number}` }, article.title)),
        make("p", { class: "meta" }, [article.publisher, article.published?.slice(0, 10)].filter(Boolean).join(" · ")),
        make("ul", { class: "said" }, ...all.map((quote) => make("li", {},
          make("div", {}, named(quote), ...reported(quote)),
          make("blockquote", {}, quote.words), make("div", { class: "meta" }, sort(quote))))));
    }
    return [page, `${name} – ${home}`];
  };

  // ---- Which view ----------------------------------------------------------------------------

  const go = (event) => {
    const [, name, number] = location.hash.match(/^#\/(\w*)\/?(\d*)(?:\?.*)?$/) ?? [];
    if (name === undefined && event && location.hash) return; // a link inside the page
    const index = Number(number);
    let shown = listView;
    if (name === "article" && articles[index]) shown = () => articleView(index);
    else if (name === "voice" && voices[index]) shown = () => voiceView(index);
    else if (name === "voices") shown = voicesView;
    else if (name === "quotes") shown = quotesView;
    const [page, title] = shown();
    main.replaceChildren(page);
    document.title = title;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === (location.hash.split("?")[0] || "#/")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!event) return;
    scrollTo(0, 0);
    main.querySelector("h1").focus();
  };
  addEventListener("hashchange", go);
  go();
})();
