// Starts the console, and says so in plain words when it cannot be started.
//
// A file of its own because the content security policy allows no inline script. Which module to start is
// written by trunk into <meta name="app-module">, relative to the page, so that it works under any path.

const boot = document.getElementById("boot");

// The theme that was chosen, so that nothing flashes until the settings are read.
try {
  const theme = localStorage.getItem("connector-console-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage, the system's colours.
}

// A file that is dropped before the console takes files would be opened in place of the page.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}

/** Shows why there is no console and what to do about it, unless the app has taken the page over already. */
function giveUp(reason, advice, detail) {
  if (!boot?.isConnected) return;
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  for (const sentence of [reason, advice, detail && `The browser says: ${detail}`]) {
    if (!sentence) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = sentence;
    alert.append(paragraph);
  }
  const reload = document.createElement("button");
  reload.type = "button";
  reload.textContent = "Reload";
  reload.addEventListener("click", () => location.reload());
  boot.replaceChildren(alert, reload);
}

/** The address of a file beside the page. A user name and a password in the page's address are left out: with them
    browsers fetch nothing. */
function beside(name) {
  return new URL(name, location.origin + location.pathname);
}

// The deployment's settings are asked for while the module loads, which takes the answer over. The time of asking goes with
// it: the answer tells the host's clock.
globalThis.configRequest = {
  wall: Date.now(),
  steady: performance.now(),
  answer: fetch(beside("config.json"), { cache: "no-cache" }).catch(() => null),
};

async function start() {
  if (typeof WebAssembly !== "object") {
    giveUp(
      "The Connector Console needs WebAssembly, which this browser lacks or has switched off.",
      "Open this page in a current Chrome, Edge, Firefox or Safari, or ask whoever manages this browser to allow WebAssembly.",
    );
    return;
  }
  try {
    const { content, dataset } = document.querySelector('meta[name="app-module"]');
    const wasm = beside(dataset.wasm);
    // Compiled while its script loads. Where that fails, such as for a type that the server does not know, the script
    // tries it in its own way, and says why it fails.
    const compiled = WebAssembly.compileStreaming(fetch(wasm)).catch(() => wasm);
    const { default: init } = await import(beside(content).href);
    await init({ module_or_path: await compiled });
  } catch (error) {
    console.error(error);
    giveUp(
      "The Connector Console could not be started. Nothing has been sent from this page.",
      "Reload the page without the browser's copy of it: Control + Shift + R (on a Mac ⌘ + Shift + R). If that does not help, the browser may be too old, or a file of the console may be missing on its server: tell whoever runs it.",
      String(error),
    );
  }
}

start();
