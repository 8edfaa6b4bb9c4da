// A button that copies what stands in a field; without this file the field can be read and marked by hand.
(() => {
  "use strict";

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch { // an old browser, or a page without encryption
      field.select();
      if (!document.execCommand("copy")) throw new Error("not copied");
    }
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const words = button.querySelector("span");
    const status = button.closest("section").querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(field);
        words.textContent = status.textContent = button.dataset.copied;
      } catch {
        field.focus();
        field.select(); // marked at least: the keyboard copies it
      }
    });
  }
})();
