import {CHANNEL, DELAY, MOVED} from "@cs_service_standard/live_board/live_board";
import {
    MockServer,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {queryAllTexts} from "@odoo/hoot-dom";
import {waitForChannels} from "@bus/../tests/bus_test_helpers";

class Stage extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Intake"},
        {id: 2, name: "Execution"},
    ];
}

class Ticket extends models.Model {
    name = fields.Char();
    stage_id = fields.Many2one({relation: "stage"});
    _records = [
        {id: 1, name: "Washing machine", stage_id: 1},
        {id: 2, name: "Heating", stage_id: 2},
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Stage, Ticket]);

beforeEach(() => {
    onRpc("ticket", "web_read_group", () => {
        expect.step("read");
    });
});

async function mountBoard() {
    await mountView({
        type: "kanban",
        resModel: "ticket",
        groupBy: ["stage_id"],
        arch: `<kanban js_class="cs_live_board">
            <templates><t t-name="card"><field name="name" /></t></templates>
        </kanban>`,
    });
    await waitForChannels([CHANNEL]);
    expect.verifySteps(["read"]);
}

function columns() {
    return queryAllTexts(".o_kanban_group .o_kanban_record").join(", ");
}

async function moveElsewhere(times = 1) {
    MockServer.env.ticket.write([1], {stage_id: 2});
    for (let time = 0; time < times; time++) {
        MockServer.env["bus.bus"]._sendone(CHANNEL, MOVED, {});
    }
    await animationFrame();
    await advanceTime(DELAY + 1000);
    await animationFrame();
}

test("a card that another user moves appears in its new column", async () => {
    await mountBoard();
    expect(".o_kanban_group:eq(0) .o_kanban_record").toHaveCount(1);
    await moveElsewhere();
    expect(".o_kanban_group:eq(0) .o_kanban_record").toHaveCount(0);
    expect(".o_kanban_group:eq(1) .o_kanban_record").toHaveCount(2);
    expect(columns()).toInclude("Washing machine");
    expect.verifySteps(["read"]);
});

test("many moves at once are read once", async () => {
    await mountBoard();
    await moveElsewhere(5);
    expect(".o_kanban_group:eq(1) .o_kanban_record").toHaveCount(2);
    expect.verifySteps(["read"]);
});
