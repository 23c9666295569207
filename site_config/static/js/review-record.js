// <button data-record="FIELD">: records a spoken word into the file field and adds it. Shown where there is a microphone.
const LONGEST = 5 * 60;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const button = document.querySelector("[data-record]");
let recorder = null;

function keep(parts, type) {
  const field = document.getElementById(button.dataset.record);
  const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "weba";
  const files = new DataTransfer();
  files.items.add(new File(parts, `audio.${ending}`, { type }));
  field.files = files.files;
  field.form.requestSubmit(field.form.querySelector("[data-add-file]"));
}

async function record() {
  const idle = button.textContent;
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    button.textContent = button.dataset.denied;
    return;
  }
  const parts = [];
  const type = TYPES.find((name) => MediaRecorder.isTypeSupported(name));
  recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: 32000 });
  let seconds = 0;
  const say = () => { button.textContent = button.dataset.stop.replace("{t}", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`); };
  const clock = setInterval(() => {
    seconds += 1;
    if (seconds >= LONGEST) recorder.stop();
    else say();
  }, 1000);
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", () => {
    clearInterval(clock);
    for (const track of stream.getTracks()) track.stop();
    button.textContent = idle;
    recorder = null;
    keep(parts, type || "audio/webm");
  });
  recorder.start();
  say();
}

if (button && navigator.mediaDevices && window.MediaRecorder && window.DataTransfer) {
  button.hidden = false;
  button.addEventListener("click", () => (recorder ? recorder.stop() : record()));
}
