// The tasks as both pages get them, and the words for what their columns say.

/** What can be done with a task: a button for each on every row, as the console has. */
export const OPERATIONS = ["Start", "Stop", "Update", "Pull back", "Migrate", "Delete"];

/** The tasks of the number that the address asks for (`?tasks=100`), in the columns that the table shows. */
export async function tasks() {
    const count = new URLSearchParams(location.search).get("tasks");
    return (await fetch(`tasks-${count}.json`)).json();
}

/** A state with where the knowledge of it comes from. */
export function state({ state, by, at }) {
    return at === null ? state : `${state}, after ${by} ${age(at)}`;
}

/** The last operation with its outcome and age. */
export function lastOperation({ last, at }) {
    return at === null ? "" : `${last}, ${age(at)}`;
}

/** How long ago a time in milliseconds is. */
function age(at) {
    const minutes = Math.floor((Date.now() - at) / 60_000);
    if (minutes < 60) return `${minutes} min ago`;
    return minutes < 1_440 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / 1_440)} days ago`;
}
