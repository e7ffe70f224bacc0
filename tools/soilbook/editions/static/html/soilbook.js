/* What a page can do beyond being read. It all comes on top: without this script the text, the
   sidebars, the menus and the search page work, in the colours that the system asks for. */
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = selector => document.querySelector(selector);
  const words = document.body.dataset;

  const keep = (key, value) => {
    try { localStorage.setItem(key, value); } catch { /* cookies are refused */ }
  };

  const make = (tag, attributes, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };

  /* Colours: as the system, light or dark */
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const paint = () => {
    const mode = root.dataset.mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    for (const button of all(".theme-switch-button")) {
      const name = button.querySelector(`[data-mode="${mode}"]`)?.dataset.name;
      const label = button.title.split(":")[0];
      button.title = name ? `${label}: ${name}` : label;
      button.setAttribute("aria-label", button.title);
    }
  };

  const switchColours = () => {
    const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    root.dataset.mode = modes[(modes.indexOf(root.dataset.mode) + 1) % 3];
    keep("mode", root.dataset.mode);
    paint();
  };

  const colours = () => {
    all(".theme-switch-button").forEach(button => button.addEventListener("click", switchColours));
    dark.addEventListener("change", paint);
    paint();
    // Paper is white.
    let before = "";
    addEventListener("beforeprint", () => { before = root.dataset.theme; root.dataset.theme = "light"; });
    addEventListener("afterprint", () => { root.dataset.theme = before; });
  };

  /* The sidebar of chapters: a popover on a narrow screen, a column that folds on a wide one */
  const wide = matchMedia("(min-width: 960px)");

  const sidebars = () => {
    const toggles = all(".primary-toggle");
    const column = one("#pst-primary-sidebar");
    const tell = () => toggles.forEach(toggle => {
      if (wide.matches) toggle.setAttribute("aria-expanded", root.dataset.sidebar !== "closed");
      else toggle.removeAttribute("aria-expanded");
    });
    for (const toggle of toggles) {
      toggle.setAttribute("aria-controls", "pst-primary-sidebar");
      toggle.addEventListener("click", event => {
        if (!wide.matches) return;
        event.preventDefault();
        root.dataset.sidebar = root.dataset.sidebar === "closed" ? "open" : "closed";
        keep("sidebar", root.dataset.sidebar);
        tell();
      });
    }
    wide.addEventListener("change", tell);
    tell();
    for (const popover of all("[popover]")) {
      // A place on this page lies behind the popover.
      popover.addEventListener("click", event => {
        if (event.target.closest("a[href^='#']") && popover.matches(":popover-open")) popover.hidePopover();
      });
      popover.addEventListener("focusout", event => {
        const elsewhere = event.relatedTarget && !popover.contains(event.relatedTarget);
        if (elsewhere && popover.matches(":popover-open")) popover.hidePopover();
      });
    }
    const here = column && all(".current > a", column).pop();
    if (here && here.offsetTop > column.clientHeight / 2) {
      column.scrollTop = here.offsetTop - column.clientHeight / 3;
    }
  };

  /* Menus: one at a time; Escape and a click elsewhere close them */
  const menus = () => {
    const close = (event, but) => all(".soil-menu[open]").forEach(menu => {
      if (menu === but) return;
      if (event.key && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
    addEventListener("click", event => close(event, event.target.closest?.(".soil-menu")));
    addEventListener("keydown", event => { if (event.key === "Escape") close(event); });
    addEventListener("focusin", event => close(event, event.target.closest?.(".soil-menu")));
  };

  /* The search: its script comes when a reader wants it, or comes from it */
  const search = () => {
    let asked = !words.search;
    const load = () => {
      if (!asked) document.head.append(make("script", { src: words.search }));
      asked = true;
    };
    let found = null;
    try { found = sessionStorage.getItem("found"); } catch { /* cookies are refused */ }
    const dialog = one("#pst-search-dialog");
    // The page of the search has that script and its own field.
    if (!dialog || one("#search-results")) return;
    if (found) load();
    const open = event => {
      if (event.ctrlKey && event.type === "click") return;
      event.preventDefault();
      all("[popover]").forEach(popover => popover.matches(":popover-open") && popover.hidePopover());
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("input").select();
      load();
    };
    all(".search-button__button").forEach(button => button.addEventListener("click", open));
    const writing = "input, textarea, select, [contenteditable]";
    addEventListener("keydown", event => {
      const slash = event.key === "/" && !event.target.closest?.(writing);
      const control = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      if (control || (slash && !event.ctrlKey && !event.metaKey && !event.altKey)) open(event);
    });
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  };

  /* Contents of the page: where the reader is, and out of the way of notes in the margin */
  const contents = () => {
    const links = all(".bd-toc a[href^='#']").filter(link => link.hash.length > 1);
    const target = new Map(links.map(link => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
    const mark = () => {
      let current = null;
      for (const [section, link] of target) {
        if (section && section.getBoundingClientRect().top < 120) current = link;
      }
      for (const link of links) {
        const active = link === current;
        link.classList.toggle("active", active);
        if (active) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const column = one(".bd-sidebar-secondary");
    const top = one("#pst-back-to-top");
    let last = scrollY;
    const scrolled = () => {
      document.body.classList.toggle("scrolled", scrollY > 0);
      if (links.length) mark();
      // Who turns back on the way down may want the top.
      if (top) top.hidden = scrollY < 2 * innerHeight || scrollY >= last;
      last = scrollY;
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(() => { waiting = false; scrolled(); });
      waiting = true;
    }, { passive: true });
    scrolled();
    if (!column) return;
    const shown = new Set();
    const observer = new IntersectionObserver(entries => {
      entries.forEach(entry => shown[entry.isIntersecting ? "add" : "delete"](entry.target));
      column.classList.toggle("hide", shown.size > 0);
    }, { rootMargin: "0px 0px -33% 0px" });
    const margin = ["marginnote", "sidenote", "margin", "margin-caption", "full-width", "popout"];
    const names = margin.flatMap(name => [`.${name}`, `.tag_${name}`]).concat("aside.sidebar");
    all(names.join(","), one(".bd-article") || document).forEach(item => observer.observe(item));
  };

  /* Code that can be copied */
  const copyText = async text => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const code = () => {
    if (!words.copy) return;
    for (const pre of all("div.highlight pre")) {
      const button = make("button", { type: "button", className: "soil-copy", textContent: words.copy });
      button.addEventListener("click", async () => {
        const lines = pre.cloneNode(true);
        all(".linenos", lines).forEach(number => number.remove());
        await copyText(lines.textContent);
        button.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; }, 2000);
      });
      pre.after(button);
    }
  };

  /* Folded blocks: what an author marked as dropdown or toggle */
  const fold = () => {
    for (const block of all("div.admonition.dropdown, div.admonition.toggle")) {
      const title = block.querySelector(":scope > .admonition-title");
      if (!title) continue;
      const summary = make("summary", { className: title.className });
      if (title.querySelector("a")) {
        // A link inside of what opens the block could not be reached: it comes first inside.
        summary.append(title.textContent);
        title.replaceWith(make("p", {}, ...title.childNodes));
      } else {
        summary.append(...title.childNodes);
        title.remove();
      }
      const details = make("details", { className: block.className, id: block.id }, summary, ...block.childNodes);
      details.open = block.classList.contains("toggle-shown");
      block.replaceWith(details);
    }
    for (const block of all(".toggle:not(.admonition)")) {
      const summary = make("summary", { className: "toggle-details__summary", textContent: words.show });
      const details = make("details", { className: "toggle-details" }, summary);
      details.open = block.classList.contains("toggle-shown");
      block.before(details);
      details.append(block);
    }
    const opened = new Set();
    const folded = "details.dropdown, details.toggle, details.toggle-details, details.sd-dropdown";
    addEventListener("beforeprint", () => all(folded).forEach(details => {
      if (!details.open) opened.add(details);
      details.open = true;
    }));
    addEventListener("afterprint", () => {
      opened.forEach(details => { details.open = false; });
      opened.clear();
    });
    // An address may lie inside a folded block.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const closed = all("details:not([open])").filter(details => target && details.contains(target));
      closed.forEach(details => { details.open = true; });
      if (closed.length) target.scrollIntoView();
    };
    addEventListener("hashchange", reveal);
    if (location.hash) reveal();
  };

  /* Tabs of one name open together, here and on the next page */
  const tabs = () => {
    const labels = all(".sd-tab-label[data-sync-id]");
    const open = (group, id) => labels
      .filter(label => label.dataset.syncGroup === group && label.dataset.syncId === id)
      .forEach(label => { label.previousElementSibling.checked = true; });
    for (const label of labels) {
      const { syncGroup: group, syncId: id } = label.dataset;
      label.previousElementSibling.addEventListener("change", () => {
        open(group, id);
        keep(`tab-${group}`, id);
      });
    }
    for (const group of new Set(labels.map(label => label.dataset.syncGroup))) {
      let id = new URLSearchParams(location.search).get(group);
      try { id ||= localStorage.getItem(`tab-${group}`); } catch { /* cookies are refused */ }
      if (id) open(group, id);
    }
  };

  /* What scrolls inside its own box can be reached and scrolled with the keyboard */
  const boxes = () => {
    const scrolling = "pre, .pst-scrollable-table-container, .cell_output .output, div.math, .bd-article > section math[display=block]";
    const tell = () => all(scrolling, one(".bd-main")).forEach(box => {
      if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
      else if (box.tabIndex === 0) box.removeAttribute("tabindex");
    });
    tell();
    addEventListener("resize", tell);
    document.addEventListener("toggle", tell, true);
    document.addEventListener("change", tell);
  };

  // The theme's button calls this by name.
  window.toggleFullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen();
  };

  [colours, sidebars, menus, search, contents, code, fold, tabs, boxes].forEach(part => part());
})();
