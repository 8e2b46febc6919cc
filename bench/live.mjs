// Measures the reading from OMS in Chromium, with nothing but Node.js 22 or later:
//
//     cargo run --release -p simulator -- --fleet --oms '{"on":true,"latencyMs":20}'
//     cargo xtask run --cm http://127.0.0.1:8088 --oms http://127.0.0.1:8088
//     node bench/live.mjs http://127.0.0.1:8080/ 20
//
// The second argument is how many passes to wait for. CHROMIUM names the browser. For the memory after 200 passes, let the
// simulator answer at once: '{"on":true,"latencyMs":0}'.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const [url, passes = "20"] = process.argv.slice(2);
if (!url) throw new Error("usage: node live.mjs URL [PASSES]");
const profile = await mkdtemp(join(tmpdir(), "live-"));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"];
const browser = spawn(process.env.CHROMIUM ?? "chromium", [...flags, `--user-data-dir=${profile}`, "about:blank"]);
const port = await new Promise(found => {
    browser.stderr.on("data", text => {
        const match = /ws:\/\/[^:]+:(\d+)/.exec(text);
        if (match) found(match[1]);
    });
});
const pages = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
const socket = new WebSocket(pages.find(page => page.type === "page").webSocketDebuggerUrl);
await new Promise(open => socket.addEventListener("open", open));
const waiting = new Map();
socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
});
let sent = 0;
const call = (method, params = {}) => new Promise(done => {
    waiting.set(++sent, done);
    socket.send(JSON.stringify({ id: sent, method, params }));
});
const run = async expression => (await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true })).result?.value;

// What the page notes by itself, from its first moment on.
const notes = `
    performance.setResourceTimingBufferSize(5000);
    globalThis.noted = { long: [], rows: null };
    new PerformanceObserver(list => noted.long.push(...list.getEntries().map(entry => [entry.startTime, entry.duration])))
        .observe({ type: "longtask", buffered: true });
    new MutationObserver(() => {
        if (noted.rows === null && document.querySelector(".grid-body .row:not(.spare)")) noted.rows = performance.now();
    }).observe(document, { childList: true, subtree: true });
    for (const name of ["instantiate", "instantiateStreaming"]) {
        const made = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const result = await made.apply(WebAssembly, given);
            noted.memory ??= (result.instance ?? result).exports?.memory;
            return result;
        };
    }
`;
const heap = async () => {
    await call("HeapProfiler.collectGarbage");
    const { usedSize } = await call("Runtime.getHeapUsage");
    const memory = await run("noted.memory?.buffer.byteLength ?? 0");
    const megabytes = bytes => (bytes / 1e6).toFixed(1);
    return `${megabytes(usedSize + memory)} MB: ${megabytes(usedSize)} of JavaScript, ${megabytes(memory)} of WebAssembly`;
};
const reads = `performance.getEntriesByType("resource").filter(entry => entry.name.includes("Action="))`;
const settled = async (wanted = true) => {
    const begun = Date.now();
    const isRest = text => /\d+ projects? read from OMS/.test(text);
    while (isRest(await run(`document.querySelector(".live-row")?.textContent ?? ""`)) !== wanted) {
        if (Date.now() - begun > 300_000) throw new Error("no pass ended within 5 minutes");
        await new Promise(done => setTimeout(done, 50));
    }
};

try {
    await call("Page.enable");
    await call("Page.addScriptToEvaluateOnNewDocument", { source: notes });
    await call("Page.navigate", { url });
    await settled();
    const first = await run(`(() => {
        const all = ${reads}, last = Math.max(...all.map(entry => entry.responseEnd));
        return { reads: all.length, begun: all[0].startTime, page: all[0].responseEnd, rows: noted.rows, took: last - all[0].startTime, long: noted.long };
    })()`);
    console.log(`load of the machine: ${loadavg()[0].toFixed(1)}`);
    console.log(`first page of projects to first rows: ${(first.rows - first.page).toFixed(0)} ms`);
    console.log(`first pass: ${first.reads} reads in ${(first.took / 1000).toFixed(1)} s, ${(first.took / first.reads).toFixed(1)} ms a read`);
    const long = first.long.filter(([start, took]) => start + took > first.begun);
    console.log(`long tasks while the console starts: ${first.long.length - long.length}`);
    console.log(`long tasks of the first pass: ${long.map(([start, took]) => `${took} ms after ${Math.round(start - first.page)} ms`).join(", ") || "none"}`);
    for (let pass = 1; pass <= Number(passes); pass++) {
        if (pass === 1 || pass % 20 === 0) console.log(`pass ${pass}: heap ${await heap()}`);
        if (pass < Number(passes)) {
            await run(`noted.long = []; performance.clearResourceTimings();
                [...document.querySelectorAll(".live-row button")].find(button => /Read again/.test(button.textContent)).click()`);
            await settled(false);
            await settled();
        }
    }
    console.log(`long tasks of the last pass: ${await run("noted.long.length")}, the longest ${(await run("Math.max(0, ...noted.long.map(([, took]) => took))")).toFixed(0)} ms`);
} finally {
    browser.kill();
    await new Promise(gone => browser.on("exit", gone));
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
