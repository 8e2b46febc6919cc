// Runs in every page before the page's own scripts, the same for all, and takes the times: of the page's
// own clock, from the moment that the browser gives an event to the end of the frame that shows its effect.
(() => {
    const ariaSort = header => header.getAttribute("aria-sort");

    // How each page shows its rows; everything else is the same.
    const PAGES = {
        "console": {
            rows: '[role=grid][aria-label="Tasks"] [role=row]:not([aria-rowindex="1"])',
            top: '[role=grid][aria-label="Tasks"] [role=row][aria-rowindex="2"]',
            count: () => rowCount() - 1,
            header: "button",
            direction: ariaSort,
        },
        "ag-grid": {
            rows: "[role=row][row-index]",
            top: '[role=row][row-index="0"]',
            count: () => parseInt(document.getElementById("count").textContent),
            header: ".ag-header-cell-label",
            direction: ariaSort,
        },
        "react-admin": {
            rows: "tbody tr",
            top: "tbody tr",
            count: () => {
                const text = document.querySelector(".MuiTablePagination-displayedRows")?.textContent;
                // Without a row there is no pagination either.
                return text ? Number(text.match(/\d+$/)[0]) : 0;
            },
            header: "[role=button]",
            // Its headers have no `aria-sort`.
            direction: header => {
                const order = header.querySelector(".Mui-active")?.getAttribute("data-order");
                return { ASC: "ascending", DESC: "descending" }[order];
            },
        },
    };
    const page = PAGES[PAGE_NAME];
    if (location.protocol !== "http:") return;

    const sorted = column => page.direction(headerOf(column)) ?? "none";
    const rowCount = () => Number(document.querySelector("[role=grid]").getAttribute("aria-rowcount"));
    const rows = () => [...document.querySelectorAll(page.rows)];
    // What is cut for the eye stands whole in an attribute.
    const has = (row, text) => row.textContent.includes(text) || row.innerHTML.includes(text);
    const headerOf = column => {
        const all = [...document.querySelectorAll("[role=columnheader], th")];
        return all.find(header => header.textContent.trim().startsWith(column));
    };

    /** Calls back with the time when the frame has been painted, as far as the page's thread does that. */
    const painted = then => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => then(performance.now());
        channel.port2.postMessage(null);
    });

    let memory = null;
    for (const name of ["instantiate", "instantiateStreaming"]) {
        const original = WebAssembly[name];
        WebAssembly[name] = async (...values) => {
            const result = await original.apply(WebAssembly, values);
            memory = (result.instance ?? result).exports.memory ?? memory;
            return result;
        };
    }

    const bench = {
        /** When the first row had been painted, in milliseconds since the navigation. */
        firstRow: null,
        /** What is measured at the moment, in milliseconds; `null` until it is over. */
        result: null,
        sorted,
    };
    window.bench = bench;

    const firstRow = new MutationObserver(() => {
        if (!document.querySelector(page.rows)) return;
        firstRow.disconnect();
        painted(time => {
            bench.firstRow = time;
        });
    });
    firstRow.observe(document, { childList: true, subtree: true });

    /** From the next event of this kind to the first painted frame in which something holds. */
    const measure = (kind, holds) => {
        bench.result = null;
        addEventListener(kind, event => {
            const look = time => {
                if (holds()) bench.result = time - event.timeStamp;
                else painted(look);
            };
            painted(look);
        }, { capture: true, once: true });
    };

    /** A keystroke in the filter, until so many tasks are left and all rows in the page are of them. */
    bench.expectFiltered = (text, left) => measure("keydown", () => {
        if (page.count() !== left) return false;
        const shown = rows();
        return shown.length >= Math.min(left, 10) && shown.every(row => has(row, text));
    });

    /** A click on a header, until the topmost row is one of those of the direction that the header tells. */
    bench.expectSorted = (column, tops) => measure("click", () => {
        const top = document.querySelector(page.top);
        return top !== null && (tops[sorted(column)]).some(name => has(top, name));
    });

    /** Marks what is to be clicked to sort by a column; whether there is such a thing. */
    bench.markHeader = column => {
        document.querySelector("[data-bench]")?.removeAttribute("data-bench");
        const header = headerOf(column)?.querySelector(page.header);
        header?.setAttribute("data-bench", "");
        return Boolean(header);
    };

    /** Scrolls up and down at a constant speed, in pixels for a second. */
    bench.scroll = (seconds, speed) => {
        bench.result = null;
        let scroller = rows()[0];
        const scrolls = element => element.scrollHeight > element.clientHeight + 1
            && /auto|scroll/.test(getComputedStyle(element).overflowY);
        while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
        scroller ??= document.scrollingElement;
        const end = scroller.scrollHeight - scroller.clientHeight;
        const tasks = [];
        const observer = new PerformanceObserver(list => tasks.push(...list.getEntries()));
        observer.observe({ type: "longtask" });
        const frames = [];
        let began = null;
        let last = null;
        const step = now => {
            began ??= now;
            if (last !== null) frames.push(now - last);
            last = now;
            const gone = (now - began) / 1000;
            if (gone < seconds) {
                const place = end > 0 ? (gone * speed) % (2 * end) : 0;
                scroller.scrollTop = place <= end ? place : 2 * end - place;
                requestAnimationFrame(step);
                return;
            }
            tasks.push(...observer.takeRecords());
            observer.disconnect();
            bench.result = { frames, longTasks: tasks.length, height: end };
        };
        requestAnimationFrame(step);
    };

    /** What is in the page and what it holds besides JavaScript's own heap, in bytes. */
    bench.extent = () => ({
        nodes: document.querySelectorAll("*").length,
        rows: rows().length,
        wasm: memory ? memory.buffer.byteLength : 0,
    });

    /** The files that the page was made of, by their paths, without the data. */
    bench.files = () => performance.getEntriesByType("resource")
        .map(entry => new URL(entry.name).pathname)
        .filter(path => !path.endsWith(".json") && !path.startsWith("/api/"));
})();
