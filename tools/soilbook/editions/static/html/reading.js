/* Comforts for reading: previews of links, pictures in full size, copying, and the place where one
   stopped. All of it comes on top of pages that are whole without it. */
"use strict";
(() => {
  const about = document.getElementById("soilbook-page");
  if (!about) return;
  const page = JSON.parse(about.textContent);
  const words = page.words;
  const text = about.parentElement;
  const top = new URL(document.documentElement.dataset.content_root || "./", location.href);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* What changed without a change of place is told to screen readers. */
  const status = make("p", { className: "reading-status" });
  status.setAttribute("role", "status");
  text.append(status);

  /* Previews. The files with them are loaded as scripts: that works from a folder, too. */
  const loaded = new Map();
  const waiting = new Map();
  window.soilbookPreviews = (path, shown) => waiting.get(path)?.(shown);

  const previewsOf = path => {
    if (!loaded.has(path)) {
      loaded.set(path, new Promise(resolve => {
        waiting.set(path, resolve);
        const src = new URL(`_static/previews/${path.replace(/\.html$/, ".js")}`, top).href;
        document.head.append(make("script", { src, onerror: () => resolve({}) }));
      }));
    }
    return loaded.get(path);
  };

  /* The page of this book that a link leads to, as a path from the top, and the place in it. */
  const goalOf = link => {
    const url = new URL(link.href, location.href);
    const isOurs = url.protocol === top.protocol && url.host === top.host
      && url.pathname.startsWith(top.pathname);
    if (!isOurs) return null;
    const path = decodeURIComponent(url.pathname.slice(top.pathname.length));
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    return file.endsWith(".html") ? [file, decodeURIComponent(url.hash.slice(1))] : null;
  };

  const bubble = make("div", { className: "preview", id: "preview", hidden: true });
  text.append(bubble);
  let shownFor = null;
  let wanted = null;
  let timer = 0;

  const place = () => {
    const box = shownFor.getClientRects()[0];
    if (!box || box.bottom < 0 || box.top > innerHeight) return hide();
    const margin = 8;
    const { offsetWidth: width, offsetHeight: height } = bubble;
    const below = box.bottom + margin + height <= innerHeight || box.top < height + margin;
    bubble.style.top = `${below ? box.bottom + margin : box.top - height - margin}px`;
    const left = Math.min(box.left - 16, document.documentElement.clientWidth - width - margin);
    bubble.style.left = `${Math.max(margin, left)}px`;
  };

  const hide = () => {
    clearTimeout(timer);
    wanted = null;
    if (!shownFor) return;
    shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    bubble.hidden = true;
  };

  const show = async link => {
    const [file, name] = goalOf(link);
    const html = (await previewsOf(file))[name];
    if (wanted !== link || !html) return;
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    bubble.innerHTML = html;
    for (const element of bubble.querySelectorAll("[href], [src]")) {
      const attribute = element.hasAttribute("href") ? "href" : "src";
      element.setAttribute(attribute, new URL(element.getAttribute(attribute), top));
      // With the keyboard, the link itself leads to the same.
      if (attribute === "href") element.tabIndex = -1;
    }
    // The browser's own bubble would say the same again.
    link.removeAttribute("title");
    link.setAttribute("aria-describedby", bubble.id);
    shownFor = link;
    bubble.hidden = false;
    bubble.scrollTop = 0;
    place();
    for (const picture of bubble.querySelectorAll("img")) picture.onload = () => shownFor && place();
  };

  const ask = (link, delay) => {
    clearTimeout(timer);
    if (link === shownFor) return;
    wanted = link;
    timer = setTimeout(show, delay, link);
  };
  const leave = () => {
    clearTimeout(timer);
    wanted = null;
    timer = setTimeout(hide, 300);
  };

  const LINKS = "a.internal[href], a.footnote-reference, a[role='doc-noteref']";
  const OTHER = ".headerlink, .download, .image-reference, .preview a, .toctree-wrapper a, nav a";
  const previewed = event => {
    const link = event.target.closest?.(LINKS);
    return link && !link.matches(OTHER) && goalOf(link) ? link : null;
  };

  text.addEventListener("pointerover", event => {
    if (event.pointerType === "touch") return;
    if (bubble.contains(event.target)) return clearTimeout(timer);
    const link = previewed(event);
    if (link) ask(link, 250);
  });
  text.addEventListener("pointerout", event => {
    const from = previewed(event) || bubble.contains(event.target);
    if (from && !bubble.contains(event.relatedTarget)) leave();
  });
  text.addEventListener("focusin", event => {
    const link = previewed(event);
    if (link?.matches(":focus-visible")) ask(link, 250);
  });
  text.addEventListener("focusout", event => {
    if (event.target === shownFor || event.target === wanted) leave();
  });
  addEventListener("scroll", () => shownFor && place(), { passive: true });
  addEventListener("resize", hide);
  addEventListener("keydown", event => {
    if (event.key === "Escape" && shownFor) hide();
  });

  /* A picture in full size, in a dialog that Escape, a click or its button closes */
  const enlarge = (picture, caption) => {
    const close = make("button", { type: "button", className: "dialog-close", textContent: words.close });
    const image = make("img", { src: picture.currentSrc || picture.src, alt: picture.alt });
    // It scrolls where it is larger than the screen, and the keyboard must reach what scrolls.
    const figure = make("figure", {}, make("div", { className: "canvas", tabIndex: 0 }, image));
    if (caption) {
      const copy = make("figcaption", { innerHTML: caption.innerHTML });
      copy.querySelectorAll(".headerlink").forEach(mark => mark.remove());
      copy.querySelectorAll("[id]").forEach(element => element.removeAttribute("id"));
      figure.append(copy);
    }
    const dialog = make("dialog", { className: "full-size" }, close, figure);
    dialog.setAttribute("aria-label", words.full_size);
    dialog.addEventListener("click", event => {
      if (event.target === dialog || event.target === close || event.target === image) {
        dialog.close();
      }
    });
    dialog.addEventListener("close", () => dialog.remove());
    text.append(dialog);
    dialog.showModal();
  };

  for (const link of text.querySelectorAll("a.figure-full")) {
    let figure = link.parentElement.previousElementSibling;
    const picture = figure?.querySelector("img");
    if (!picture) continue;
    const open = event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      enlarge(picture, figure.querySelector("figcaption"));
    };
    link.addEventListener("click", open);
    // The same for the pointer alone; the link is there for everybody.
    if (!picture.closest("a")) {
      picture.classList.add("enlarges");
      picture.addEventListener("click", open);
    }
  }

  /* Copying */
  const write = async content => {
    if (navigator.clipboard) return navigator.clipboard.writeText(content);
    const field = make("textarea", { value: content, className: "reading-status" });
    text.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };

  const copier = (label, name, content) => {
    const button = make("button", { type: "button", className: "copier", textContent: label });
    if (name) button.setAttribute("aria-label", `${label}: ${name}`);
    button.addEventListener("click", async () => {
      await write(content());
      button.textContent = status.textContent = words.copied;
      setTimeout(() => { button.textContent = label; status.textContent = ""; }, 2000);
    });
    return button;
  };

  for (const equation of text.querySelectorAll("div.math")) {
    const note = equation.querySelector('annotation[encoding="application/x-tex"]');
    const tex = note?.textContent ?? equation.dataset.tex;
    if (!tex) continue;
    const number = equation.querySelector(".eqno")?.firstChild?.textContent ?? "";
    const row = make("div", { className: "equation" });
    equation.replaceWith(row);
    row.append(equation, copier(words.copy_tex, number, () => tex.trim()));
  }

  for (const box of text.querySelectorAll(".citing")) {
    const line = box.querySelector(".citing-line");
    line.append(" ", copier(words.copy, "", () => line.firstChild.textContent.trim()));
    for (const link of box.querySelectorAll("li > a")) {
      const entry = page[link.textContent];
      if (entry) link.after(" ", copier(words.copy, link.textContent, () => entry));
    }
  }

  /* The place where reading stopped, kept in this browser and told to nobody */
  const KEY = `soilbook:${page.book}`;
  const recall = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
  };
  const keep = places => {
    try { localStorage.setItem(KEY, JSON.stringify(places)); } catch { /* storage is refused */ }
  };
  const KEPT = 40;
  const places = recall();

  const resume = (label, address) => make("a", { className: "resume", href: address, textContent: label });
  const say = (form, value) => form.replace("%s", value);

  const here = places[page.page];
  if (page.isFirst) {
    const [last] = Object.values(places).sort((a, b) => b.time - a.time);
    const target = text.querySelector(".book-cover .editions");
    if (last && target) {
      const title = last.section ? `${last.title} – ${last.section}` : last.title;
      const address = new URL(`${last.address}#${last.id}`, top).href;
      target.before(make("p", {}, resume(say(words.resume_book, title), address)));
    }
  } else if (here && !location.hash && document.getElementById(here.id)) {
    const fact = make("span", { className: "fact" }, resume(say(words.resume, here.section || here.title), `#${here.id}`));
    text.querySelector(".page-facts .citing")?.before(fact);
  }

  const note = () => {
    const headings = [...text.querySelectorAll("section[id] > h2, section[id] > h3")];
    const passed = headings.filter(heading => heading.getBoundingClientRect().top < innerHeight / 2);
    const heading = passed.at(-1);
    const atEnd = text.getBoundingClientRect().bottom < innerHeight;
    const now = recall();
    if (atEnd) delete now[page.page];
    else if (heading && scrollY > innerHeight / 2) {
      const title = heading.cloneNode(true);
      title.querySelectorAll(".headerlink").forEach(mark => mark.remove());
      const { title: name, address } = page;
      const id = heading.parentElement.id;
      now[page.page] = { title: name, address, id, section: title.textContent.trim(), time: Date.now() };
    } else return;
    const newest = Object.entries(now).sort(([, a], [, b]) => b.time - a.time).slice(0, KEPT);
    keep(Object.fromEntries(newest));
  };
  if (!page.isFirst) addEventListener("pagehide", note);
})();
