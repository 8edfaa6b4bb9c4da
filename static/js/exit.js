// The quick exit: the page it leads to takes the place of this one, so that "back" does not return here. Escape three times does it too.
(() => {
  "use strict";

  const link = document.querySelector("a[data-exit]");
  if (!link) return;

  function leave(event) {
    event.preventDefault();
    document.documentElement.hidden = true; // at once, even where the next page is slow
    location.replace(link.href);
  }

  let pressed = [];
  link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    const now = Date.now();
    pressed = event.key === "Escape" ? [...pressed.filter((at) => now - at < 2000), now] : [];
    if (pressed.length === 3) leave(event);
  });
  addEventListener("pageshow", () => { document.documentElement.hidden = false; });
})();
