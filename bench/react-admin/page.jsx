// react-admin as its documentation writes a list: a search box, a table, pages of 25 rows. What a person has
// searched for is kept in memory only, so that each visit begins alike.

import fakeDataProvider from "ra-data-fakerest";
import { Admin, Button, Datagrid, FunctionField, List, Resource, SearchInput, TextField, memoryStore } from "react-admin";
import { createRoot } from "react-dom/client";

import { OPERATIONS, lastOperation, state, tasks } from "../tasks.js";

const records = (await tasks()).map((task, id) => ({ id, ...task }));
const dataProvider = fakeDataProvider({ tasks: records });
const store = memoryStore();
const filters = [<SearchInput key="q" source="q" alwaysOn />];

const Tasks = () => (
    <List filters={filters} perPage={25} exporter={false}>
        <Datagrid bulkActionButtons={false} size="small">
            <FunctionField source="state" label="State" render={state} />
            <TextField source="name" label="Task name" />
            <TextField source="component" label="Component" />
            <TextField source="project" label="Project" />
            <TextField source="host" label="Host" />
            <FunctionField source="at" label="Last operation" render={lastOperation} />
            <FunctionField label="Operations" sortable={false} render={actions} />
        </Datagrid>
    </List>
);

function actions({ name }) {
    return OPERATIONS.map(operation => (
        <Button key={operation} label={operation} aria-label={`${operation} ${name}`} />
    ));
}

createRoot(document.getElementById("root")).render(
    <Admin dataProvider={dataProvider} store={store} disableTelemetry>
        <Resource name="tasks" list={Tasks} />
    </Admin>,
);
