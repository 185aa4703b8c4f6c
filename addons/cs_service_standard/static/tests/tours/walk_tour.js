import {registry} from "@web/core/registry";

/** Section 34 of the specification; found by names, so that any language will do. */
const tours = registry.category("web_tour.tours");
const field = (name, part = "input") =>
    `.o_field_widget[name='${name}'] ${part}`;
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
