import {expect, test} from "@odoo/hoot";
import {click, edit, press, queryAllTexts, select} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Answer extends models.Model {
    name = fields.Char();
    kind = fields.Char();
    hint = fields.Char();
    required = fields.Boolean();
    section = fields.Selection({
        selection: [
            ["probe", "First questions"],
            ["extension", "Extension"],
        ],
    });
    choices = fields.Json();
    text = fields.Text();
    choice_id = fields.Many2one({relation: "choice"});
    yes_no = fields.Selection({
        selection: [
            ["yes", "Yes"],
            ["no", "No"],
        ],
    });
    file = fields.Binary();
    file_name = fields.Char();
    answer = fields.Char();
    _records = [
        {id: 1, name: "When?", kind: "text", section: "extension", required: true},
        {id: 2, name: "Model?", kind: "text", section: "probe", required: true},
        {id: 3, name: "How many?", kind: "number", section: "probe"},
        {id: 4, name: "Restarted?", kind: "yes_no", section: "probe"},
        {
            id: 5,
            name: "How often?",
            kind: "choice",
            section: "probe",
            choices: [
                [1, "Often"],
                [2, "Never"],
            ],
        },
        {id: 6, name: "Log", kind: "file", section: "probe"},
    ];
}

class Choice extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Often"},
        {id: 2, name: "Never"},
    ];
}

class Analysis extends models.Model {
    answer_ids = fields.One2many({relation: "answer"});
    _records = [{id: 1, answer_ids: [1, 2, 3, 4, 5, 6]}];
}

defineMailModels();
defineModels([Answer, Choice, Analysis]);

async function mountForm(readonly) {
    onRpc("has_group", () => true);
    const names = [
        "name",
        "kind",
        "hint",
        "required",
        "section",
        "choices",
        "text",
        "choice_id",
        "yes_no",
        "file",
        "file_name",
        "answer",
    ];
    await mountView({
        type: "form",
        resModel: "analysis",
        resId: 1,
        arch: `<form><field name="answer_ids" widget="cs_need_answers" readonly="${readonly ? 1 : 0}">
            <list>${names.map((name) => `<field name="${name}" />`).join("")}</list>
        </field></form>`,
    });
}

test("questions come by section, each with the input of its kind", async () => {
    await mountForm();
    expect(queryAllTexts(".o_cs_need_section")).toEqual([
        "FIRST QUESTIONS",
        "EXTENSION",
    ]);
    expect("[data-kind=text] input[type=text]").toHaveCount(2);
    expect("[data-kind=number] input[type=number]").toHaveCount(1);
    expect("[data-kind=yes_no] input[type=radio]").toHaveCount(2);
    expect("[data-kind=choice] option").toHaveCount(3);
    expect("[data-kind=file] button").toHaveCount(1);
    expect(".o_cs_need_row label .text-danger").toHaveCount(2);
});

test("answers are saved with the analysis", async () => {
    onRpc("analysis", "web_save", ({args}) => {
        const changes = args[1].answer_ids.map(([, id, vals]) => [id, vals]);
        expect.step(changes.sort((a, b) => a[0] - b[0]));
    });
    await mountForm();
    await click("[data-kind=text] input:first");
    await edit("WM-7");
    await press("Tab");
    await click("[data-kind=yes_no] label.btn:last");
    await click("[data-kind=choice] select");
    await select("2");
    await animationFrame();
    expect(".o_cs_need_row label .text-danger").toHaveCount(1);
    await clickSave();
    expect.verifySteps([
        [
            [2, {text: "WM-7"}],
            [4, {yes_no: "no"}],
            [5, {choice_id: 2}],
        ],
    ]);
});

test("a save by key takes along what is being typed", async () => {
    onRpc("analysis", "web_save", ({args}) => {
        expect.step(args[1].answer_ids.map(([, id, vals]) => [id, vals]));
    });
    await mountForm();
    await click("[data-kind=text] input:first");
    await edit("WM-7");
    await press("alt+s");
    await animationFrame();
    expect.verifySteps([[[2, {text: "WM-7"}]]]);
});

test("a complete analysis only tells", async () => {
    await mountForm(true);
    expect(".o_cs_need_row input, .o_cs_need_row select").toHaveCount(0);
    expect(queryAllTexts(".o_cs_need_row > div")[0]).toBe("–");
});
