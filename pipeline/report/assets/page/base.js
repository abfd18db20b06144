// Texts reach the page as text nodes only: nothing that an article holds is ever markup here.
const TYPES = ["direct", "indirect", "mixed"];
const MODES = ["speech", "writing", "thought"];
const KINDS = { person: "person", place: "place", organization: "organisation" };
const AT_ONCE = 100;
/** Quotes of less confidence are shown paler: of those, more than three in ten are wrong. */
const UNSURE = 0.7;

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const { articles, entities, quotes: rows } = read("index");
const quotes = rows.map(([article, id, speakers, type, mode, confidence, words, cue, stance, before, after]) => (
  { article, id, speakers, type, mode, confidence, words, cue, stance, before, after }));
const main = document.getElementById("main");
const home = document.title;

const group = (items, keys) => {
  const groups = new Map();
  for (const item of items) {
    for (const key of keys(item)) {
      if (groups.has(key)) groups.get(key).push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
};
/** The entities that say it, by number; null for a source of whom nobody knows who that is. */
const heard = (quote) => new Set(quote.speakers.map((one) => (typeof one === "number" ? one : null)));
const byArticle = group(quotes, (quote) => [quote.article]);
const bySpeaker = group(quotes, heard);
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
const dayOf = (article) => (article.published ?? "").slice(0, 10);
const day = (quote) => dayOf(articles[quote.article]);

// ---- How a quote is told -----------------------------------------------------------------------

const nameOf = (speaker) => (typeof speaker === "number" ? entities[speaker].name : speaker ?? "Nobody named");
const named = (quote) => quote.speakers.map(nameOf).join(" and ");
const speaker = (quote) => make("strong", {}, ...quote.speakers.flatMap((one, i) => [
  i > 0 ? " and " : "",
  typeof one === "number" ? make("a", { href: `#/entity/${one}` }, nameOf(one)) : nameOf(one)]));
const stance = (quote) => quote.stance ?? "affirmed";
const sort = (quote) => (
  `${TYPES[quote.type]}, ${MODES[quote.mode]}, ${stance(quote)}, confidence ${quote.confidence.toFixed(2)}`);
/** How it is reported: the words that report it, and where it was not simply said, that. */
const reported = (quote) => {
  const parts = [];
  if (quote.cue !== null) parts.push(make("span", { class: "cue" }, quote.cue));
  if (quote.stance !== null) parts.push(make("strong", { class: "stance" }, quote.stance));
  return parts.flatMap((part) => [/^\p{P}/u.test(part.textContent) ? "" : " ", part]);
};
const sureness = (quote) => (quote.confidence < UNSURE ? "unsure" : "");
const inArticle = (quote) => `#/article/${quote.article}?quote=${quote.id}`;

// ---- Search ------------------------------------------------------------------------------------

/** Without case and accents, so that "muller" finds "Müller". */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
/** What is searched for: words, and phrases in quotation marks. */
const terms = (text) => [...fold(text).matchAll(/["“]([^"”]+)["”]|[^\s"“”]+/g)].map((found) => found[1] ?? found[0]);
const textOf = (article) => article.segments.map(([words]) => words).join("");
/** Where the terms stand in a text, as pairs of offsets in order, none over another. */
const places = (text, wanted) => {
  if (!wanted.length) return [];
  let folded = "";
  const origin = [];
  let offset = 0;
  for (const character of text) {
    const plain = fold(character);
    for (let i = 0; i < plain.length; i += 1) origin.push(offset);
    folded += plain;
    offset += character.length;
  }
  origin.push(offset);
  const found = [];
  for (const term of wanted) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      found.push([origin[at], Math.max(origin[at + term.length], origin[at] + 1)]);
    }
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.filter(([start], i) => i === 0 || start >= found[i - 1][1]);
};
/** The text with what was searched for marked. */
const marked = (text, wanted) => {
  const parts = [];
  let position = 0;
  for (const [start, end] of places(text, wanted)) {
    parts.push(text.slice(position, start), make("mark", {}, text.slice(start, end)));
    position = end;
  }
  return [...parts, text.slice(position)];
};

// ---- Downloads ---------------------------------------------------------------------------------

const download = (name, type, content) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
/** A cell as spreadsheets read it; one that would be taken for a formula gets an apostrophe. */
const cell = (value) => {
  const text = String(value ?? "").replace(/^(?=[=+\-@\t\r])(?!-?[\d.]+$)/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
/** The byte order mark tells Excel that this is UTF-8. */
const downloadTable = (name, columns, lines) => {
  const table = [columns, ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
  download(name, "text/csv;charset=utf-8", `\ufeff${table}\r\n`);
};
