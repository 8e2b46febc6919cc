// AG Grid as its documentation advises for long lists: only the modules that are used, rows made as they come
// into sight, the cache for the quick filter, and no animation, so that every change is there at once.

import {
    ClientSideRowModelModule,
    ModuleRegistry,
    QuickFilterModule,
    RowApiModule,
    createGrid,
    themeQuartz,
} from "ag-grid-community";

import { OPERATIONS, lastOperation, state, tasks } from "../tasks.js";

ModuleRegistry.registerModules([ClientSideRowModelModule, QuickFilterModule, RowApiModule]);

const rowData = await tasks();
const count = document.getElementById("count");

const grid = createGrid(document.getElementById("grid"), {
    theme: themeQuartz,
    rowHeight: 40,
    headerHeight: 33,
    animateRows: false,
    cacheQuickFilter: true,
    rowData,
    columnDefs: [
        { field: "state", headerName: "State", width: 150, valueFormatter: ({ data }) => state(data) },
        { field: "name", headerName: "Task name", width: 340 },
        { field: "component", headerName: "Component", width: 100 },
        { field: "project", headerName: "Project", width: 130 },
        { field: "host", headerName: "Host", width: 110 },
        { field: "at", headerName: "Last operation", width: 180, valueFormatter: ({ data }) => lastOperation(data) },
        { headerName: "Operations", width: 390, sortable: false, cellRenderer: actions },
    ],
    onModelUpdated: ({ api }) => {
        count.textContent = `${api.getDisplayedRowCount()} of ${rowData.length} tasks`;
    },
});

document.getElementById("filter").addEventListener("input", event => {
    grid.setGridOption("quickFilterText", event.target.value);
});

function actions({ data }) {
    const cell = document.createElement("span");
    for (const operation of OPERATIONS) {
        const button = document.createElement("button");
        button.className = "action";
        button.textContent = operation;
        button.setAttribute("aria-label", `${operation} ${data.name}`);
        cell.append(button);
    }
    return cell;
}
