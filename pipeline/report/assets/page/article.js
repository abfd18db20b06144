// ---- One article -------------------------------------------------------------------------------

/** The text in pieces: a line end between paragraphs is set apart, whether it is one or two. */
const paragraphs = (text, single) => text.split(single ? /((?:\r?\n[^\S\r\n]*)+)/ : /((?:\r?\n[^\S\r\n]*){2,})/)
  .map((part, i) => (i % 2 ? make("span", { class: "gap" }, part) : part)).filter((part) => part !== "");

const segment = (article, [text, layers], single) => {
  const mentions = layers.filter(([part]) => part === "mention").map(([, id]) => id);
  const parts = layers.filter(([part]) => part !== "mention");
  if (!layers.length) return paragraphs(text, single);
  const classes = parts.map(([part]) => part);
  const span = make(mentions.length ? "a" : "span", {}, ...paragraphs(text, single));
  if (mentions.length) {
    const entity = article.entities[mentions.at(-1)];
    classes.push("entity", entity.type);
    span.title = [`${entity.name} (${KINDS[entity.type]})`, ...entity.roles].join(", ");
    span.dataset.entity = mentions.at(-1);
    // For the mouse: by keyboard, the same links stand in a list below, once for each.
    span.href = `#/entity/${entity.joined}`;
    span.tabIndex = -1;
  }
  if (parts.length) {
    // The innermost quote is the one that reacts; all that the segment belongs to light up.
    span.dataset.quote = parts.at(-1)[1];
    span.dataset.of = parts.map(([, id]) => id).join(" ");
  }
  const content = parts.filter(([part]) => part === "content").at(-1);
  if (content) classes.push(TYPES[article.types[content[1]]]);
  span.className = classes.join(" ");
  return [span];
};

const fillText = (text, article, own) => {
  const body = article.segments.slice(article.header).map(([words]) => words).join("");
  const single = !/\n[^\S\r\n]*\r?\n[^\S\r\n]*\S/.test(body);
  // What stands above the story is told by the head of the page; it is unfolded if it quotes.
  const header = make("details", { class: "header" }, make("summary", {}, "As printed above the text"));
  header.open = article.segments.slice(0, article.header).some(([, , ended]) => ended.length);
  article.segments.forEach((piece, i) => {
    const place = i < article.header ? header : text;
    place.append(...segment(article, piece, single));
    for (const id of piece[2]) {
      place.append(make("button", {
        class: "ref", type: "button", "data-quote": id,
        "aria-label": `Quote ${id.slice(1)}, by ${named(own.get(id))}`,
      }, id.slice(1)));
    }
  });
  if (article.header) text.prepend(header);
};

const card = (number, article, quote) => {
  const short = quote.id.slice(1);
  return make("li", { id: `card-${quote.id}`, class: sureness(quote), "data-quote": quote.id },
    make("div", {}, `${short}. `, speaker(quote), ...reported(quote)),
    make("blockquote", {}, quote.words),
    make("div", { class: "meta" }, sort(quote)),
    make("div", { class: "actions" },
      make("button", { type: "button", class: "find", "data-quote": quote.id, "aria-label": `Show quote ${short} in the text` }, "In the text"),
      ...correction(number, article, quote)));
};

const namedHere = (article) => Object.entries(KINDS).flatMap(([type, kind]) => {
  const found = new Map(Object.values(article.entities).filter((entity) => entity.type === type)
    .map((entity) => [entity.joined, entity.name]));
  if (!found.size) return [];
  const links = [...found].flatMap(([joined, name], i) => [i ? ", " : "", make("a", { href: `#/entity/${joined}` }, name)]);
  const many = { person: "People", place: "Places", organization: "Organisations" }[type];
  return [make("div", {}, make("dt", {}, `${many}:`), make("dd", {}, ...links))];
});

const articleView = (number) => {
  const article = read(`article-${number}`);
  const info = articles[number];
  const page = view("article-view");
  const own = new Map(quotesOf(number).map((quote) => [quote.id, quote]));
  article.types = Object.fromEntries([...own].map(([id, quote]) => [id, quote.type]));
  page.querySelector("h1").textContent = info.title;
  const facts = page.querySelector(".about");
  const tell = (name, value) => value && facts.append(make("div", {}, make("dt", {}, `${name}:`), make("dd", {}, value)));
  tell("Publisher", info.publisher);
  tell("Published", info.published);
  tell("By", article.authors.join(", "));
  tell("Address", article.url && make("a", { href: article.url, rel: "noreferrer noopener" }, article.url));
  tell("File", article.source);
  tell("Warnings", article.warnings.map(([code, message]) => `${code}: ${message}`).join(" "));
  page.querySelector(".named").append(...namedHere(article));
  const beside = [[number - 1, "‹ Previous article"], [number + 1, "Next article ›"]].filter(([other]) => articles[other]);
  page.querySelector(".beside").append(...beside.map(([other, words]) => make("a", { href: `#/article/${other}`, title: articles[other].title }, words)));

  const text = page.querySelector(".text");
  fillText(text, article, own);
  const list = page.querySelector(".quotes ol");
  const checked = page.querySelector("[name=checked]");
  const fill = () => {
    list.replaceChildren(...[...own.values()].map((quote) => card(number, article, quote)));
    checked.checked = isChecked(number);
  };
  fill();
  if (!own.size) list.after(make("p", {}, "No quotes."));
  checked.addEventListener("change", () => {
    setChecked(number, checked.checked);
    fill();
  });
  list.addEventListener("change", () => {
    checked.checked = isChecked(number);
  });
  main.addEventListener("corrected", () => list.isConnected && fill());

  const light = (id) => {
    for (const lit of main.querySelectorAll(".on, .said-by")) lit.classList.remove("on", "said-by");
    if (!id) return;
    for (const part of main.querySelectorAll(`[data-of~="${id}"], #card-${id}`)) part.classList.add("on");
    const { entity } = article.spans[id];
    if (entity) for (const mention of text.querySelectorAll(`[data-entity="${entity}"]`)) mention.classList.add("said-by");
  };
  const toText = (id) => {
    const target = text.querySelector(`.ref[data-quote="${id}"]`);
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
    light(id);
  };
  const root = page.querySelector("article");
  const react = (event) => light(event.target.closest("[data-quote]")?.dataset.quote);
  root.addEventListener("mouseover", react);
  root.addEventListener("mouseleave", () => light());
  root.addEventListener("focusin", react);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button.ref, button.find");
    if (!button) return;
    const { quote } = button.dataset;
    if (button.matches(".find")) {
      toText(quote);
    } else {
      const target = main.querySelector(`#card-${quote} .find`);
      target.focus();
      target.scrollIntoView({ block: "center" });
      light(quote);
    }
  });
  const asked = query().get("quote");
  return [page, `${info.title} – ${home}`, own.has(asked) ? () => toText(asked) : null];
};
