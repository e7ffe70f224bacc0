/* Charts that a reader asks for take the place of their picture; the scripts come from this site. */
"use strict";
(() => {
  const library = new URL("vega.js", document.currentScript.src).href;
  let loading = null;

  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: library, onload: resolve, onerror: reject });
    document.head.append(script);
  });

  const show = async (spec, place) => {
    await load();
    await window.vegaEmbed(place, spec, { actions: false, renderer: "svg" });
  };

  for (const button of document.querySelectorAll("button.chart-explore")) {
    const place = button.previousElementSibling;
    const spec = JSON.parse(button.nextElementSibling.textContent);
    const figure = button.closest("figure") ?? button.parentElement;
    const picture = figure.querySelector("img, object");
    const still = picture.closest("a") ?? picture;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        place.hidden = false;
        await show(spec, place);
        still.hidden = true;
        button.hidden = true;
        place.tabIndex = 0;
        place.focus();
      } catch {
        place.hidden = true;
        button.disabled = false;
      }
    });
  }
})();
