import {registry} from "@web/core/registry";

/** Section 34 of the specification; found by names, so that any language will do. */
const tours = registry.category("web_tour.tours");
const field = (name, part = "input") => `.o_field_widget[name='${name}'] ${part}`;
const inDialog = (trigger) => `.modal ${trigger}`;
const press = (name) => ({trigger: `button[name='${name}']`, run: "click"});
const fill = (name, text, part) => ({
    trigger: field(name, part),
    run: `edit ${text}`,
});
/** Choose an option of a selection by its place. */
const choose = (name, place) => [
    {trigger: field(name), run: "click"},
    {trigger: `.o_select_menu_item:eq(${place})`, run: "click"},
];
const saved = {
    content: "Saved",
    trigger: ".o_form_saved",
};
const save = [{trigger: ".o_form_button_save", run: "click"}, saved];

tours.add("cs_walk_intake", {
    steps: () => [
        {
            trigger: inDialog(field("caller_number")),
            run: "edit 13912345678 && press Tab",
        },
        {trigger: inDialog(field("ivr_key")), run: "edit 2 && press Tab"},
        {trigger: inDialog(".o_field_widget[name='ivr_option_id']")},
        {
            trigger: inDialog(field("core_issue")),
            run: "edit Washing machine shows E3",
        },
        {trigger: inDialog(field("ring_seconds")), run: "edit 8"},
        {
            trigger: inDialog(field("verbatim", "textarea")),
            run: "edit washing machine shows E3, will not start, please come today",
        },
        {
            trigger: inDialog("button[name='action_create_ticket']"),
            run: "click",
        },
        {
            content: "The ticket is open, its clocks run",
            trigger: ".o_cs_clock_strip .o_cs_clock",
        },
    ],
});

tours.add("cs_walk_record", {
    steps: () => [
        {
            content: "The green channel is marked",
            trigger: ".o_form_view .ribbon",
        },
        fill("cs_product_name", "Washing machine WM-7"),
        {
            trigger: field("cs_occurred_at"),
            run: "click",
        },
        {
            trigger: field("cs_occurred_at"),
            run: "edit 2023-10-09 08:30 && press Enter",
        },
        {trigger: field("cs_expected_deadline"), run: "click"},
        {
            trigger: field("cs_expected_deadline"),
            run: "edit 2023-10-09 18:00 && press Enter",
        },
        ...choose("cs_urgency", 0),
        ...choose("cs_impact", 1),
        ...save,
    ],
});

tours.add("cs_walk_contact", {
    steps: () => [
        {
            content: "Log contact",
            trigger: ".o_statusbar_buttons button[data-hotkey='l']",
            run: "click",
        },
        {
            trigger: inDialog(field("summary")),
            run: "edit Error confirmed, technician comes today",
        },
        {
            trigger: inDialog(field("details_confirmed")),
            run: "check",
        },
        {trigger: inDialog(field("plan_told")), run: "check"},
        {trigger: inDialog("footer .btn-primary"), run: "click"},
        {
            content: "The promise is kept",
            trigger: "body:not(:has(.modal)) .o_cs_clock_met",
        },
    ],
});

const goOn = {
    content: "The one thing to do now",
    trigger: ".o_cs_life_next button",
    run: "click",
};
const answer = (kind, place, part) =>
    `.o_cs_need_row[data-kind='${kind}']:eq(${place}) ${part}`;

tours.add("cs_walk_analysis", {
    steps: () => [
        {trigger: ".o_notebook a[name='cs_record']", run: "click"},
        fill("cs_initial_plan", "Technician checks pump and seal today", "textarea"),
        ...save,
        {...goOn, content: "On to classified"},
        {
            content: "Classified: now on to the analysis",
            trigger: ".o_cs_life_next[data-phase='classified']",
        },
        {trigger: ".o_notebook a[name='cs_life']", run: "click"},
        goOn,
        {
            content: "The card of the analysis is the next thing",
            trigger: ".o_cs_life_next[data-phase='analysis']",
        },
        {trigger: ".o_cs_life_part[data-code='need']"},
        goOn,
        {
            content: "The analysis is open with its questions",
            trigger: answer("text", 0, "input"),
            run: "edit WM-7",
        },
        {trigger: answer("text", 1, "input"), run: "edit Start of every programme"},
        {
            trigger: answer("choice", 0, "select"),
            run: "selectByIndex 1",
        },
        {trigger: answer("yes_no", 0, "label.btn:eq(0)"), run: "click"},
        ...save,
    ],
});

tours.add("cs_walk_confirm", {
    steps: () => [
        {
            trigger: answer("choice", 1, "select"),
            run: "selectByIndex 3",
        },
        {trigger: answer("text", 2, "input"), run: "edit Today by six"},
        fill("steps", "Choose cotton 40, press start", "textarea"),
        fill("error_text", "E3"),
        {trigger: field("cross_checked"), run: "check"},
        fill("cross_note", "Device log shows E3 at 07:52, three times"),
        {trigger: field("cause_ids"), run: "edit E3"},
        {
            trigger: "ul.ui-autocomplete .ui-menu-item a:contains('E3')",
            run: "click",
        },
        fill("scope", "One machine, household without washing"),
        {
            trigger: ".o_field_widget[name='grade'] input:eq(0)",
            run: "click",
        },
        fill("operation", "Close the tap, clean the filter, start again", "textarea"),
        {
            trigger: ".o_field_widget[name='delivery_form'] input:last",
            run: "click",
        },
        press("action_complete"),
        press("action_confirm_by_phone"),
        {trigger: inDialog(field("is_confirmed")), run: "check"},
        {trigger: inDialog("button[name='action_confirm']"), run: "click"},
        {trigger: "body:not(:has(.modal)) button[name='action_letter']"},
    ],
});

tours.add("cs_walk_meeting", {
    steps: () => [
        {trigger: "button[name='action_meeting_held']:eq(0)", run: "click"},
        fill("conclusion", "Sensor too sensitive: new part, new text", "textarea"),
        ...save,
        press("action_report"),
        press("action_confirm"),
        press("action_tell_customer"),
        {trigger: inDialog("button[name='action_send']"), run: "click"},
        {trigger: "body:not(:has(.modal)) .o_form_saved"},
    ],
});

tours.add("cs_walk_present", {
    steps: () => [
        {content: "On to the solution", ...goOn},
        {trigger: ".o_notebook a[name='cs_life']", run: "click"},
        {
            trigger: ".o_cs_life_part[data-code='solution'] button",
            run: "click",
        },
        press("action_present"),
        {trigger: ".o_form_view button[name='action_new_version']"},
    ],
});

tours.add("cs_walk_consent", {
    steps: () => [
        {
            content: "One clear call",
            trigger: ".cs_call a[href='#solution']",
        },
        {
            content: "Choose the first option",
            trigger: ".cs_solution_accept input[type='radio']:eq(0)",
            run: "click",
        },
        {
            trigger: ".cs_solution_accept button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Thanks are given",
            trigger: ".alert-success[role='status']",
        },
    ],
});

tours.add("cs_walk_execution", {
    steps: () => [
        {content: "On to the execution", ...goOn},
        {trigger: ".o_notebook a[name='cs_life']", run: "click"},
        {trigger: ".o_cs_life_part[data-code='execution']"},
    ],
});

tours.add("cs_walk_repaired", {
    steps: () => [
        fill("effect_note", "Two test runs without E3"),
        press("action_effect_right"),
        {trigger: ".o_field_widget[name='effect_at']"},
    ],
});

/** Put a file into an input that only a person's click would open. */
const upload = (medium, name, content) => ({
    trigger: `.o_cs_evidence_card[data-medium='${medium}'] input[type='file']:not(:visible)`,
    run: ({anchor}) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([content], name));
        anchor.files = chosen.files;
        anchor.dispatchEvent(new Event("change", {bubbles: true}));
    },
});
const card = (code) => [
    {trigger: ".o_notebook a[name='cs_life']", run: "click"},
    {trigger: `.o_cs_life_part[data-code='${code}'] button`, run: "click"},
];

tours.add("cs_walk_self_check", {
    steps: () => [
        ...card("selfcheck"),
        upload("video", "running.mp4", "\0\0\0 ftypisom running machine"),
        {trigger: ".o_cs_evidence_card[data-medium='video'].border-success"},
        upload("file", "report.pdf", "%PDF-1.4 two runs without E3"),
        {trigger: ".o_cs_evidence_card[data-medium='file'].border-success"},
        press("action_done"),
        {trigger: field("done_at", "")},
    ],
});

tours.add("cs_walk_ask_acceptance", {
    steps: () => [
        {content: "On to the acceptance", ...goOn},
        {
            content: "Now the customer is asked",
            trigger: ".o_cs_life_next[data-phase='acceptance']",
        },
        goOn,
        {
            content: "The result is known already",
            trigger: field("result", "textarea"),
        },
        press("action_send"),
        {trigger: "button[name='action_withdraw']"},
    ],
});

tours.add("cs_walk_sign", {
    steps: () => [
        {trigger: ".cs_call a[href='#acceptance']", run: "click"},
        {trigger: "#acceptance_score_5", run: "click"},
        {trigger: "#acceptance_agreement", run: "edit Next service in October"},
        {
            trigger: ".cs_acceptance_sign button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success[role='status']"},
    ],
});

tours.add("cs_walk_close", {
    steps: () => [
        {content: "The customer has signed: now the closing", ...goOn},
        {trigger: field("resolution_id"), run: "click"},
        {
            trigger: ".o_field_widget[name='resolution_id'] .ui-menu-item:eq(0) a",
            run: "click",
        },
        {trigger: field("cause_id"), run: "edit E3"},
        {
            trigger: "ul.ui-autocomplete .ui-menu-item a:contains('E3')",
            run: "click",
        },
        fill("warranty_months", "12"),
        fill("summary", "Pump and seal were changed", "textarea"),
        press("action_finish"),
        {
            trigger:
                ".o_cs_life_part[data-code='closing'], .o_form_view .o_cs_clock_strip",
        },
    ],
});

tours.add("cs_walk_review", {
    steps: () => [
        ...[25, 20, 25, 15].map((points, place) => ({
            trigger: `.o_cs_points:eq(${place})`,
            run: `edit ${points} && press Tab`,
        })),
        {trigger: ".o_cs_review_save", run: "click"},
        {trigger: ".o_view_nocontent .text-success"},
    ],
});

tours.add("cs_walk_quality", {
    steps: () => [
        {content: "On to the quality checks", ...goOn},
        {trigger: ".o_cs_life_next[data-phase='quality']"},
    ],
});

tours.add("cs_walk_result", {
    steps: () => [
        press("action_log_contact"),
        {
            trigger: inDialog(".o_field_widget[name='satisfied'] input:eq(0)"),
            run: "click",
        },
        {
            trigger: inDialog(field("summary")),
            run: "edit Told the result: repaired, customer is satisfied",
        },
        {trigger: inDialog("footer .btn-primary"), run: "click"},
        {trigger: "body:not(:has(.modal)) .o_form_view"},
    ],
});
