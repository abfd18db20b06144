// ---- Which view --------------------------------------------------------------------------------

let followed = null;
addEventListener("click", (event) => {
  followed = event.target.closest?.('a[href^="#"]')?.hash ?? null;
}, true);
history.scrollRestoration = "manual";

/** Shows a list again as it was left: its items are there already; the link that was followed. */
const comeBack = () => {
  const place = left.get(location.hash);
  const link = place && [...main.querySelectorAll("a")].find((one) => one.hash === place.link);
  if (!link) return false;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "center", behavior: "instant" });
  return true;
};

const go = (event) => {
  const [, name, number] = location.hash.match(/^#\/(\w*)\/?(\d*)(?:\?.*)?$/) ?? [];
  if (name === undefined && event && location.hash) return; // a link inside the page
  const link = followed === location.hash ? followed : null;
  followed = null;
  if (link !== null) left.set(new URL(event.oldURL).hash, { link, items: shownItems });
  const index = Number(number);
  let shown = articlesView;
  if (name === "article" && articles[index]) shown = () => articleView(index);
  else if (name === "entity" && entities[index]) shown = () => entityView(index);
  else if (name === "speakers") shown = speakersView;
  else if (name === "quotes") shown = quotesView;
  if (link !== null) left.delete(location.hash);
  const [page, title, ready] = shown();
  main.replaceChildren(page);
  document.title = title;
  for (const one of document.querySelectorAll("nav a")) {
    if (one.hash === (location.hash.split("?")[0] || "#/")) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  if (ready) {
    ready();
  } else if (event && (link !== null || !comeBack())) {
    scrollTo(0, 0);
    main.querySelector("h1").focus({ preventScroll: true });
  }
};
addEventListener("hashchange", go);
go();
