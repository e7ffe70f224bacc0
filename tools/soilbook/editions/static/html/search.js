/* Finds places of the book as you type: chapters, sections, figures, tables, terms and references.
   Loaded when a reader opens the search, with MiniSearch and the index, which are scripts as well:
   a page that was opened from a folder may fetch nothing else. */
"use strict";
(() => {
  const script = document.currentScript.src;
  const root = new URL("..", script);
  const KINDS = ["page", "section", "figure", "table", "term", "reference"];
  const [PAGE, TERM] = [0, 4];
  // A chapter is found by what it is about; a work that is cited, by who looks for it.
  const WEIGHTS = [1.2, 1, 0.9, 0.9, 1, 0.3];
  const SHOWN = 30;
  const EXCERPT = 170;

  const all = (selector, within) => [...within.querySelectorAll(selector)];
  const make = (tag, attributes, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };

  /* Words, without accents, capitals and endings */
  const fold = word => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss").replace(/,/g, ".");

  // After Harman's s-stemmer, with the two endings of verbs.
  const english = word => word.replace(/ies$/, "y").replace(/([^siu])s$/, "$1")
    .replace(/(.{3})(ing|ed)$/, "$1").replace(/e$/, "").replace(/(\D)\1$/, "$1");
  // After Savoy's minimal stemmer for French and his light one for Spanish.
  const french = word => /x$/.test(word) ? word.replace(/aux$/, "al").replace(/x$/, "")
    : word.replace(/s$/, "").replace(/r$/, "").replace(/e{1,2}$/, "").replace(/(\D)\1$/, "$1");
  const spanish = word => word.replace(/eses$/, "es").replace(/ces$/, "z").replace(/[aeo]s?$/, "");
  const STEMMERS = { en: english, fr: french, es: spanish };
  let stemmer = null;
  const stem = word => {
    const folded = fold(word);
    return stemmer && folded.length > 3 && !/\d/.test(folded) ? stemmer(folded) : folded;
  };

  // Decimal numbers are one word; no-till is found as “no till” and as “notill”.
  const WORD = /[\p{L}\p{M}\p{N}]+(?:(?:[.,](?=\p{N})|[-‐‑])[\p{L}\p{M}\p{N}]+)*/gu;
  const parts = word => word.split(/[-‐‑]/);
  const tokens = text => (text.match(WORD) || []).flatMap(word => {
    const found = parts(word);
    return found.length > 1 ? [...found, found.join("")] : found;
  });

  /* The engine */
  const load = name => new Promise((resolve, reject) => document.head.append(
    make("script", { src: new URL(name, script), onload: resolve, onerror: reject }),
  ));

  let index = null;
  let words = {};
  window.soilbookSearch = told => {
    index = told;
    words = told.words;
  };

  const build = async () => {
    await Promise.all([load("minisearch.js"), load("search-index.js")]);
    const language = index.language.split("-")[0];
    stemmer = STEMMERS[language];
    const idle = new Set(words.idle.split(" "));
    const engine = new MiniSearch({
      fields: ["title", "keys", "chapter", "text"],
      tokenize: tokens,
      processTerm: stem,
      searchOptions: {
        boost: { title: 4, keys: 2 },
        boostDocument: id => WEIGHTS[index.places[id][1]],
        processTerm: word => idle.has(fold(word)) ? null : stem(word),
        prefix: (term, i, terms) => term.length > 3 || (i === terms.length - 1 && term.length > 1),
      },
    });
    const entries = index.places.map(([page, kind, , title, keys, text], id) => ({
      id, title, keys, text, chapter: kind === PAGE ? "" : index.pages[page][1],
    }));
    await engine.addAllAsync(entries, { chunkSize: 200 });
    return engine;
  };
  let engine = null;
  const ready = () => engine ??= build();

  // Only a word that nothing matches is taken for a slip of the pen.
  const find = (engine, query) => {
    let found = engine.search(query);
    const matched = new Set(found.flatMap(result => result.queryTerms));
    const slips = new Set(tokens(query).map(stem).filter(term => !matched.has(term)));
    if (slips.size) {
      found = engine.search(query, { fuzzy: term => slips.has(term) && term.length > 3 ? 0.25 : false });
    }
    // What has less than half of the words that the best has is about something else.
    return found.filter(result => 2 * result.queryTerms.length >= found[0].queryTerms.length);
  };

  /* What is shown of a result */
  const addressOf = ([page, , anchor]) => index.pages[page][0] + (anchor && `#${anchor}`);

  // The words of a text that the query matched, with their places.
  const hits = (text, terms) => [...text.matchAll(WORD)].flatMap(match => {
    const forms = tokens(match[0]).map(stem);
    return forms.some(form => terms.has(form)) ? [[match.index, match.index + match[0].length]] : [];
  });

  const marked = (text, terms, from = 0, to = text.length) => {
    const nodes = [];
    let last = from;
    for (const [start, end] of hits(text, terms)) {
      if (start < from || end > to) continue;
      nodes.push(text.slice(last, start), make("mark", {}, text.slice(start, end)));
      last = end;
    }
    return [...nodes, text.slice(last, to)];
  };

  // The stretch with the most different words of the query.
  const excerpt = (text, terms) => {
    const found = hits(text, terms);
    let best = [0, 0];
    for (const [start] of found) {
      const near = found.filter(([from, to]) => from >= start && to < start + EXCERPT - 30);
      const different = new Set(near.map(([from, to]) => stem(text.slice(from, to)))).size;
      if (different > best[0]) best = [different, start];
    }
    const room = best[1] < 60 ? 0 : text.indexOf(" ", best[1] - 40) + 1;
    const cut = text.lastIndexOf(" ", room + EXCERPT);
    const to = room + EXCERPT >= text.length ? text.length : Math.max(cut, room + EXCERPT / 2);
    const inside = marked(text, terms, room, to);
    return [room ? "… " : "", ...inside, to < text.length ? " …" : ""];
  };

  const item = ({ id, terms }) => {
    const place = index.places[id];
    const [page, kind, , title, , text] = place;
    const matched = new Set(terms);
    const name = title || words[KINDS[kind]];
    const chapter = kind === PAGE ? "" : index.pages[page][1];
    const what = kind < TERM || chapter.includes(words[KINDS[kind]]) ? "" : words[KINDS[kind]];
    const about = [what, chapter].filter(Boolean).join(" · ");
    const link = make("a", { href: new URL(addressOf(place), root).href },
      make("span", { className: "found-title" }, ...marked(name, matched)),
      make("span", { className: "found-about" }, about),
      make("span", { className: "found-text" }, ...excerpt(text, matched)));
    link.addEventListener("click", event => {
      if (!event.ctrlKey && !event.metaKey) keepFor(link.href, `${title} ${text}`, matched);
    });
    return make("li", { className: `found-${KINDS[kind]}` }, link);
  };

  /* A form with its results */
  const attach = form => {
    const input = form.querySelector("input");
    const own = form.closest("dialog") ? null : document.getElementById("search-results");
    const status = make("p", { className: "found-status" });
    status.setAttribute("role", "status");
    const list = make("ol", { className: "found" });
    if (own) own.append(status, list);
    else form.after(status, list);

    let asked = "";
    const show = async () => {
      const query = asked = input.value.trim();
      if (own && location.protocol !== "file:") {
        history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : "?");
      }
      const found = query ? find(await ready(), query) : [];
      // While the index was loading, more was typed.
      if (query !== asked) return;
      const shown = own ? found.slice(0, 5 * SHOWN) : found.slice(0, SHOWN);
      list.replaceChildren(...shown.map(item));
      list.dataset.query = query;
      status.textContent = query && told(found.length);
    };
    const told = count => count === 0 ? words.none
      : count === 1 ? words.one : words.many.replace("%s", count);

    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 80);
    });
    if (own) form.addEventListener("submit", event => { event.preventDefault(); show(); });
    const around = form.closest("dialog") || form.parentElement;
    around.addEventListener("keydown", event => move(event, [input, ...all("a", list)]));
    if (own) input.value = new URLSearchParams(location.search).get("q") || "";
    // What was typed while this script was loading, too.
    if (input.value) show();
    input.addEventListener("focus", ready, { once: true });
    if (document.activeElement === input) ready();
  };

  // Arrows go through the results; from them, typing goes on in the field.
  const move = (event, stops) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = stops.indexOf(document.activeElement);
    if (step && at >= 0 && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (at > 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      stops[0].focus();
    }
  };

  /* The words that were found, on the page where they were */
  const KEY = "found";
  const keepFor = (address, text, terms) => {
    const found = new Set(hits(text, terms).map(([from, to]) => text.slice(from, to).toLowerCase()));
    try {
      sessionStorage.setItem(KEY, JSON.stringify([address, [...found]]));
    } catch { /* cookies are refused: nothing is marked */ }
    document.querySelector("dialog[open]")?.close();
  };

  const textsIn = element => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts;
  };

  const mark = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* cookies are refused */ }
    if (!kept || kept[0] !== location.href || !globalThis.Highlight) return;
    const found = new Set(kept[1]);
    const article = document.querySelector(".bd-article");
    const goal = document.getElementById(decodeURIComponent(location.hash.slice(1))) || article;
    // A term is followed by what explains it.
    const parts = goal.tagName === "DT" ? [goal, goal.nextElementSibling] : [goal];
    const marks = new Highlight();
    for (const node of parts.filter(Boolean).flatMap(textsIn)) {
      for (const { 0: word, index: start } of node.data.matchAll(WORD)) {
        if (!found.has(word.toLowerCase())) continue;
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, start + word.length);
        marks.add(range);
      }
    }
    CSS.highlights.set(KEY, marks);
    addEventListener("keydown", event => { if (event.key === "Escape") CSS.highlights.delete(KEY); });
  };

  mark();
  addEventListener("hashchange", mark);
  all("#pst-search-dialog form, .bd-search-container form", document).forEach(attach);
})();
