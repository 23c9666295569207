// Notes the device's time on a receipt: <input type="hidden" data-device-time> gets it as the form is sent.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("[data-device-time]");
  if (field) field.value = new Date().toISOString();
}, true);
