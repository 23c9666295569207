// Ctrl+Enter presses the button [data-review-key="Enter"].
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const button = document.querySelector('[data-review-key="Enter"]');
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});
