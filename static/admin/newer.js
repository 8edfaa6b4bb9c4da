// The edit form: who has answered Wagtail's question about a newer version is not asked again by the server.
document.addEventListener(
  "w-dialog:confirmed",
  (event) => {
    const form = document.querySelector("[data-edit-form]");
    const session = document.querySelector("[data-w-session-intercept-value]");
    if (event.target.id !== "w-save-confirmation-dialog" || !form || session?.dataset.wSessionInterceptValue !== "conflict") {
      return;
    }
    const answer = document.createElement("input");
    answer.type = "hidden";
    answer.name = "newer_version_accepted";
    answer.value = "1";
    form.append(answer);
  },
  true,
);
