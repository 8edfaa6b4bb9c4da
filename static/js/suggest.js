// Suggestions under a search box: an ARIA 1.2 combobox on a plain form. Without this file the form works the same.
// The list is drawn by the server; recent questions never leave the browser.
(() => {
  "use strict";

  const WAIT = 130; // milliseconds after the last key
  const KEPT = 5;
  const STORE = "paydas-questions";

  const recent = {
    read() {
      try {
        const found = JSON.parse(localStorage.getItem(STORE) || "[]");
        return Array.isArray(found) ? found.filter((text) => typeof text === "string").slice(0, KEPT) : [];
      } catch {
        return []; // no storage, or not ours
      }
    },
    add(text) {
      try {
        const kept = [text, ...this.read().filter((other) => other !== text)].slice(0, KEPT);
        localStorage.setItem(STORE, JSON.stringify(kept));
      } catch { /* a browser that keeps nothing */ }
    },
    forget() {
      try { localStorage.removeItem(STORE); } catch { /* nothing was kept */ }
    },
  };

  function combobox(form, number) {
    const input = form.querySelector("input[type=search]");
    if (!input) return;
    const list = document.createElement("div");
    const status = document.createElement("p");
    list.id = `suggestions-${number}`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestLabel);
    list.hidden = true;
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.parentElement.append(list);
    form.append(status);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id], ["aria-haspopup", "listbox"], ["autocapitalize", "none"]]) input.setAttribute(name, value);

    const answers = new Map();
    let timer = 0;
    let asking = null;
    let active = -1;

    const options = () => [...list.querySelectorAll("[role=option]")];

    function activate(at) {
      const all = options();
      active = all.length ? (at + all.length + 1) % (all.length + 1) : -1;
      if (active === all.length) active = -1; // past the end: back in the box
      all.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function open(said) {
      options().forEach((option, index) => {
        option.id = `${list.id}-${index}`;
        option.setAttribute("aria-selected", "false");
      });
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !options().length;
      fit();
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = list.hidden ? "" : said;
    }

    // As tall as the window has room for and ending with a whole row; the last group is always seen.
    function fit() {
      const last = list.querySelector(".suggestions-last");
      const below = (last?.offsetHeight || 0) + list.offsetHeight - list.clientHeight;
      const room = Math.max((window.visualViewport?.height ?? innerHeight) - list.getBoundingClientRect().top, 240) - below;
      const ends = options().filter((option) => !last?.contains(option)).map((option) => option.offsetTop + option.offsetHeight);
      list.style.maxBlockSize = `${Math.max(0, ...ends.filter((end) => end <= room)) + below}px`;
      list.style.scrollPaddingBlockEnd = `${last?.offsetHeight || 0}px`;
    }

    function show(markup) {
      list.innerHTML = markup; // our own server's, escaped there
      open(list.firstElementChild?.dataset.said || "");
    }

    function showRecent() {
      const texts = recent.read();
      list.replaceChildren();
      if (!texts.length) return close();
      const group = document.createElement("div");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", form.dataset.suggestRecent);
      const title = document.createElement("p");
      title.className = "suggestions-title";
      title.textContent = form.dataset.suggestRecent;
      title.setAttribute("aria-hidden", "true");
      group.append(title);
      const row = (text, data) => {
        const option = document.createElement("div");
        option.className = "suggestion";
        option.setAttribute("role", "option");
        Object.assign(option.dataset, data);
        option.textContent = text;
        group.append(option);
      };
      texts.forEach((text) => row(text, { text }));
      row(form.dataset.suggestForget, { forget: "1" });
      list.append(group);
      open("");
    }

    async function ask() {
      const text = input.value.trim();
      if (text.length < 2) return text ? close() : showRecent();
      if (answers.has(text)) return show(answers.get(text));
      if (asking) asking.abort();
      asking = new AbortController();
      try {
        const address = `${form.dataset.suggest}?q=${encodeURIComponent(text)}`;
        const response = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
        if (!response.ok) return close();
        const markup = await response.text();
        answers.set(text, markup);
        if (document.activeElement === input && input.value.trim() === text) show(markup);
      } catch { /* aborted or offline: the form still searches */ }
    }

    function choose(option) {
      if (option.dataset.forget) {
        recent.forget();
        close();
      } else if (option.dataset.href) {
        location.assign(option.dataset.href);
      } else {
        if (option.dataset.text) input.value = option.dataset.text;
        close();
        form.requestSubmit();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("click", () => { if (!input.value && list.hidden) showRecent(); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else activate(active < 0 && event.key === "ArrowUp" ? options().length - 1 : active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(options()[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // the first press closes the list, the next one empties the box
        close();
      } else if (event.key === "Tab") close();
    });
    input.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    form.addEventListener("submit", () => {
      const text = input.value.trim();
      if (text) recent.add(text);
    });
  }

  document.querySelectorAll("form[data-suggest]").forEach(combobox);
})();
