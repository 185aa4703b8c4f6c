import {beforeEach, expect, test} from "@odoo/hoot";
import {click} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Stage extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Intake"},
        {id: 2, name: "Classified"},
    ];
}

class Ticket extends models.Model {
    stage_id = fields.Many2one({relation: "stage"});
    cs_profile_id = fields.Integer();
    plan = fields.Char();
    duration_tracking = fields.Json();
    _records = [
        {id: 1, stage_id: 1, cs_profile_id: 1, duration_tracking: {}},
        {id: 2, stage_id: 1, cs_profile_id: 0, duration_tracking: {}},
    ];
}

defineMailModels();
defineModels([Stage, Ticket]);

beforeEach(() => {
    onRpc("ticket", "web_save", ({args}) => {
        expect.step(Object.keys(args[1]).join("+"));
        if (args[1].stage_id && !args[1].plan && args[0][0] === 1) {
            throw makeServerError({message: "Still missing: consent."});
        }
    });
});

async function mountTicket(resId) {
    await mountView({
        type: "form",
        resModel: "ticket",
        resId,
        arch: `<form>
            <header>
                <field name="stage_id" widget="cs_stage_bar" options="{'clickable': '1'}" />
            </header>
            <field name="cs_profile_id" invisible="1" />
            <field name="plan" />
        </form>`,
    });
    await contains("[name=plan] input").edit("Check the door lock");
    await click(".o_statusbar_status button:contains(Classified)");
    await animationFrame();
    await animationFrame();
}

test("a refused stage is left again, what was typed is kept", async () => {
    expect.errors(1);
    await mountTicket(1);
    expect.verifyErrors([/Still missing: consent/]);
    expect.verifySteps(["plan", "stage_id"]);
    expect(".o_arrow_button_current").toHaveText("Intake");
    expect("[name=plan] input").toHaveValue("Check the door lock");
});

test("a ticket without a profile is saved as ever, in one go", async () => {
    await mountTicket(2);
    expect.verifySteps(["plan+stage_id"]);
    expect(".o_arrow_button_current").toHaveText("Classified");
});
