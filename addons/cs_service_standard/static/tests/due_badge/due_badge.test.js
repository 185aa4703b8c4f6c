import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryAllAttributes} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Ticket extends models.Model {
    badge = fields.Json();
    green = fields.Boolean();
    _records = [
        {
            id: 1,
            green: true,
            badge: {state: "running", label: "Resolution", due: "2023-10-09 01:00:00"},
        },
        {
            id: 2,
            badge: {
                state: "running",
                label: "First contact",
                due: "2023-10-09 03:00:30",
                warn: "2023-10-09 02:00:30",
            },
        },
        {id: 3, badge: {state: "paused", label: "", due: false}},
        {id: 4, badge: {state: "done", label: "", due: false}},
        {id: 5, badge: {state: "none", label: "", due: false}},
        {id: 6, badge: false},
        {id: 7, badge: {state: "running", label: "", due: false}},
        {id: 8, badge: {state: "paused", reason: "Waiting for parts", due: false}},
    ];
}

defineMailModels();
defineModels([Ticket]);

beforeEach(() => {
    mockDate("2023-10-09 02:00:00", 0);
    onRpc("has_group", () => true);
});

async function mountList() {
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list>
            <field name="badge" widget="cs_due_badge" />
            <field name="green" widget="cs_flag" options="{'icon': 'fa-leaf'}" string="Green" />
        </list>`,
    });
}

test("the badge tells what is due next and how long it has", async () => {
    await mountList();
    expect(queryAllTexts(".o_cs_due_badge")).toEqual([
        "Resolution: late by 1 h 00 min",
        "First contact: 1 h 00 min left",
        "waiting for the customer",
        "done",
        "no SLA",
        "no SLA",
        "running",
        "Waiting for parts",
    ]);
    expect(".o_cs_due_late").toHaveClass("text-bg-danger");
    expect(".o_cs_due_badge .fa").toHaveCount(8);
});

test("amber past its warning, late past its due instant, without a reload", async () => {
    await mountList();
    expect(".o_cs_due_warned").toHaveCount(0);
    await advanceTime(60000);
    await animationFrame();
    expect(".o_cs_due_warned").toHaveText("First contact: 59 min left");
    expect(".o_cs_due_warned").toHaveClass("text-bg-warning");
    await advanceTime(3600000);
    await animationFrame();
    expect(".o_cs_due_late").toHaveCount(2);
});

test("a flag shows its icon with a name only where it is set", async () => {
    await mountList();
    expect(".o_cs_flag").toHaveCount(1);
    expect(".o_data_row:first .o_cs_flag").toHaveClass("fa-leaf");
    expect(queryAllAttributes(".o_cs_flag", "aria-label")).toEqual(["Green"]);
});
