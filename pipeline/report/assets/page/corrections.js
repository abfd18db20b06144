// ---- What a reader says is wrong, as gold for `newsquotes evaluate` --------------------------------

const KEPT_AS = `newsquotes-${main.dataset.digest}`;
const NOT_A_QUOTE = "-";
/** By article, then by quote: NOT_A_QUOTE, the id of the entity that says it, or "" for nobody named. */
const corrections = (() => {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}");
  } catch {
    return {}; // storage may be switched off
  }
})();
const bar = document.getElementById("corrections");

const isChecked = (number) => number in corrections;
const correctionOf = (number, id) => corrections[number]?.[id] ?? null;
const keep = () => {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(corrections));
  } catch { /* then they are kept until the page is closed */ }
  const made = Object.values(corrections).reduce((sum, one) => sum + Object.keys(one).length, 0);
  const checked = Object.keys(corrections).length;
  bar.hidden = checked === 0;
  bar.querySelector(".told").textContent = `${counted(made, "correction")} in ${counted(checked, "checked article")}`;
};
const correct = (number, id, value) => {
  corrections[number] ??= {};
  if (value === null) delete corrections[number][id];
  else corrections[number][id] = value;
  keep();
};
const setChecked = (number, checked) => {
  if (checked) corrections[number] ??= {};
  else delete corrections[number];
  keep();
};

const nearest = (mentions, [start]) => mentions.reduce((best, one) => (
  Math.abs(one[0] - start) < Math.abs(best[0] - start) ? one : best));
/** One article as `newsquotes evaluate` reads it; offsets count code points, as in records. */
const gold = (number) => {
  const article = read(`article-${number}`);
  const text = textOf(article);
  const characters = Array.from(text);
  const cut = (spans) => spans.map(([start, end]) => ({ start, end, text: characters.slice(start, end).join("") }));
  const kept = quotesOf(number).filter(({ id }) => correctionOf(number, id) !== NOT_A_QUOTE);
  return {
    schema_name: "newsquotes.gold",
    id: articles[number].id,
    text,
    entities: null,
    quotes: kept.map((quote) => {
      const spans = article.spans[quote.id];
      const corrected = correctionOf(number, quote.id);
      const who = article.entities[corrected ?? spans.entity] ?? null;
      let { source } = spans;
      // A pronoun or a description stays the source, whoever it means; a name gives way to another.
      if (corrected !== null && !["pronoun", "nominal"].includes(spans.resolution)) {
        source = who === null ? [] : [nearest(who.mentions, spans.content[0])];
      }
      return {
        content: cut(spans.content),
        source: cut(source),
        cue: cut(spans.cue),
        addressee: cut(spans.addressee),
        speaker: who?.name ?? null,
        type: TYPES[quote.type],
        mode: MODES[quote.mode],
      };
    }),
  };
};

/** What is wrong with a quote, to choose from; opened by a button, for most are right. */
const correction = (number, article, quote) => {
  const now = correctionOf(number, quote.id);
  const label = `What is wrong with quote ${quote.id.slice(1)}`;
  const choice = make("select", { "aria-label": label, hidden: now === null },
    make("option", { value: "right" }, "Right"),
    make("option", { value: NOT_A_QUOTE }, "Not a quote"),
    make("option", { value: "" }, "Said by somebody not named"),
    ...Object.entries(article.entities).filter(([, { type }]) => type !== "place")
      .map(([id, { name }]) => make("option", { value: id }, `Said by ${name}`)));
  choice.value = now ?? "right";
  const button = make("button", { type: "button", class: "wrong", hidden: now !== null, "aria-label": `Quote ${quote.id.slice(1)} is wrong` }, "Wrong");
  button.addEventListener("click", () => {
    button.hidden = true;
    choice.hidden = false;
    choice.focus();
  });
  choice.addEventListener("change", () => correct(number, quote.id, choice.value === "right" ? null : choice.value));
  return [button, choice];
};

bar.querySelector(".download").addEventListener("click", () => {
  const lines = Object.keys(corrections).map((number) => `${JSON.stringify(gold(Number(number)))}\n`);
  download("corrections.jsonl", "application/jsonl", lines.join(""));
});
bar.querySelector(".forget").addEventListener("click", () => {
  for (const number of Object.keys(corrections)) delete corrections[number];
  keep();
  main.dispatchEvent(new Event("corrected"));
});
keep();
