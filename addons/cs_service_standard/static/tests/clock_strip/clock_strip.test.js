import {beforeEach, expect, test} from "@odoo/hoot";
import {click, press, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {Component, useState, xml} from "@odoo/owl";

import {useNow} from "@cs_service_standard/clock_strip/use_now";

const CONTACT = {
    id: 1,
    label: "First contact",
    state: "running",
    due: "2023-10-09 01:15:00",
    warn: "2023-10-09 01:00:00",
    used: 0,
    left: 0,
    late: 0,
    limit: "15 min",
    stops: "Stops when you log a contact",
};
const RECORD = {
    ...CONTACT,
    id: 2,
    label: "Minimum record",
    state: "met",
    used: 182,
    stops: "Stops when the minimum record is complete",
};
const SOLUTION = {
    ...CONTACT,
    id: 3,
    label: "Resolution",
    due: "2023-10-10 02:00:00",
    warn: false,
};
const WHY = {
    1: ["15 min from Mon 9 Oct 09:00", "due Mon 9 Oct 09:15"],
    3: ["24 h"],
};

class Ticket extends models.Model {
    strip = fields.Json();
    _records = [{id: 1, strip: []}];
}

defineMailModels();
defineModels([Ticket]);

// half a minute past the full one: the texts hold however slow the browser is
beforeEach(() => {
    mockDate("2023-10-09 00:44:30", 0);
    onRpc("cs.ticket.clock", "get_why", ({args}) => WHY[args[0][0]]);
});

const MINUTE = 60000;

async function mountStrip(strip) {
    Ticket._records[0].strip = strip;
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 1,
        arch: `<form><field name="strip" widget="cs_clock_strip" /></form>`,
    });
}

test("a running clock is warned and then late by itself", async () => {
    await mountStrip([CONTACT]);
    expect(".o_cs_clock_running .o_cs_clock_text").toHaveText("30 min left");
    await advanceTime(16 * MINUTE);
    await animationFrame();
    expect(".o_cs_clock_warned").toHaveClass("text-bg-warning");
    expect(".o_cs_clock_warned .o_cs_clock_text").toHaveText("14 min left");
    await advanceTime(27 * MINUTE);
    await animationFrame();
    expect(".o_cs_clock_late").toHaveClass("text-bg-danger");
    expect(".o_cs_clock_late .o_cs_clock_text").toHaveText("late by 12 min");
});

test("what needs a hand stands first, verdicts last", async () => {
    await mountStrip([RECORD, SOLUTION, CONTACT]);
    await advanceTime(31 * MINUTE);
    await animationFrame();
    expect(queryAllTexts(".o_cs_clock .fw-bolder")).toEqual([
        "First contact",
        "Resolution",
        "Minimum record",
    ]);
    expect(".o_cs_clock_met .o_cs_clock_text").toHaveText("met in 3 min 02 s");
    expect(".o_cs_clock_stops").toHaveText(
        "First contact · Stops when you log a contact",
    );
});

test("paused and missed clocks tell it in words", async () => {
    await mountStrip([
        {...CONTACT, state: "paused", left: 3900},
        {...RECORD, state: "missed", late: 59},
    ]);
    expect(".o_cs_clock_paused .o_cs_clock_text").toHaveText("paused, 1 h 05 min left");
    expect(".o_cs_clock_missed .o_cs_clock_text").toHaveText("breached, 59 s late");
    expect(".o_cs_clock_stops").toHaveCount(0);
});

test("a click tells why, another click or Escape closes it", async () => {
    await mountStrip([CONTACT, SOLUTION]);
    expect(".o_cs_clock_why").toHaveCount(0);
    expect(".o_cs_clock:first").toHaveAttribute("aria-expanded", "false");
    await click(".o_cs_clock:first");
    await animationFrame();
    expect(".o_cs_clock:first").toHaveAttribute("aria-expanded", "true");
    expect(queryAllTexts(".o_cs_clock_why li")).toEqual(WHY[1]);
    expect(".o_cs_clock_why").toHaveText(/First contact: 15 min/);
    await press("Escape");
    await animationFrame();
    expect(".o_cs_clock_why").toHaveCount(0);
    await click(".o_cs_clock:last");
    await animationFrame();
    expect(queryAllTexts(".o_cs_clock_why li")).toEqual(["24 h"]);
    await click(".o_cs_clock:last");
    await animationFrame();
    expect(".o_cs_clock_why").toHaveCount(0);
});

test("kept promises are folded until somebody asks", async () => {
    await mountStrip([
        CONTACT,
        ...[10, 11, 12, 13].map((id) => ({...RECORD, id, label: `Reply ${id}`})),
    ]);
    expect(queryAllTexts(".o_cs_clock .fw-bolder")).toEqual([
        "First contact",
        "Reply 12",
        "Reply 13",
    ]);
    expect(".o_cs_clock_more").toHaveText("2 more kept");
    await click(".o_cs_clock_more");
    await animationFrame();
    expect(".o_cs_clock").toHaveCount(5);
    expect(".o_cs_clock_more").toHaveCount(0);
});

test("the timeline opens in a dialog over the ticket", async () => {
    mockService("action", {
        doAction({res_model, res_id, target}) {
            expect.step([res_model, res_id, target]);
        },
    });
    await mountStrip([CONTACT, SOLUTION]);
    expect(".o_cs_clock_story").toHaveCount(0);
    await click(".o_cs_clock:first");
    await animationFrame();
    await click(".o_cs_clock_story");
    expect.verifySteps([["cs.ticket.clock", CONTACT.id, "new"]]);
});

test("a ticket that no target matches says so", async () => {
    await mountStrip([]);
    expect(".o_cs_clock").toHaveCount(0);
    expect(".o_cs_clock_strip").toHaveText(/No SLA: no target matches this ticket/);
});

test("nothing ticks once the component is gone", async () => {
    let ticks = 0;
    class Ticker extends Component {
        static props = ["*"];
        static template = xml`<span class="o_ticker" t-esc="tell()" />`;
        setup() {
            this.now = useNow(1000);
        }
        tell() {
            ticks++;
            return this.now.value.toISO();
        }
    }
    class Parent extends Component {
        static props = ["*"];
        static components = {Ticker};
        static template = xml`<Ticker t-if="state.shown" />`;
        setup() {
            this.state = useState({shown: true});
        }
    }
    const parent = await mountWithCleanup(Parent);
    expect(ticks).toBe(1);
    await advanceTime(1000);
    await animationFrame();
    expect(ticks).toBe(2);
    parent.state.shown = false;
    await animationFrame();
    await advanceTime(5000);
    await animationFrame();
    expect(".o_ticker").toHaveCount(0);
    expect(ticks).toBe(2);
});
