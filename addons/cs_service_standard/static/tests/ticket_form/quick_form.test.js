import {expect, test} from "@odoo/hoot";
import {edit, press} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineActions,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

class Contact extends models.Model {
    summary = fields.Char();
    note = fields.Text();
    _views = {
        form: `<form js_class="cs_quick_form">
            <field name="summary" />
            <field name="note" />
            <footer>
                <button name="action_log" type="object" string="Log" class="btn-primary" />
            </footer>
        </form>`,
    };
}

defineMailModels();
defineModels([Contact]);
defineActions([
    {
        id: 1,
        name: "Log contact",
        res_model: "contact",
        target: "new",
        views: [[false, "form"]],
    },
]);

test("Enter in a line of text saves it and presses the first button", async () => {
    onRpc("contact", "web_save", ({args}) => {
        expect.step(`save ${args[1].summary}`);
    });
    onRpc("contact", "action_log", () => {
        expect.step("log");
        return {type: "ir.actions.act_window_close"};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction(1);
    await contains("[name=note] textarea").click();
    await press("Enter");
    await animationFrame();
    expect.verifySteps([]);
    await contains("[name=summary] input").click();
    await edit("Called back");
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["save Called back", "log"]);
    expect(".o_dialog").toHaveCount(0);
});
