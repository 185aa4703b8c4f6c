import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("cs_archive", {
    steps: () => [
        {
            content: "The card of the end is on the course",
            trigger: "button:contains('Open the closing')",
            run: "click",
        },
        {
            content: "The report is missing",
            trigger: ".alert-info:contains('Acceptance report')",
        },
        {
            content: "How it was solved",
            trigger: ".o_field_widget[name='resolution_id'] input",
            run: "edit Mended",
        },
        {
            trigger: ".ui-menu-item > a:contains('Mended')",
            run: "click",
        },
        {
            content: "Why it came up",
            trigger: ".o_field_widget[name='cause_id'] input",
            run: "edit Door lock",
        },
        {
            trigger: ".ui-menu-item > a:contains('Door lock')",
            run: "click",
        },
        {
            content: "What the customer gets",
            trigger: ".o_field_widget[name='warranty_months'] input",
            run: "edit 12",
        },
        {
            content: "All in one go; the report stops it",
            trigger: "button[name='action_finish']",
            run: "click",
        },
        {
            trigger: ".modal:contains('still missing: Acceptance report')",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("cs_archive_finish", {
    steps: () => [
        {
            content: "Nothing is missing any more",
            trigger: ".o_form_view:not(:has(.alert-info:visible))",
        },
        {
            trigger: "button[name='action_finish']",
            run: "click",
        },
        {
            content: "The ticket is closed",
            trigger: ".o_arrow_button_current:contains('Closed')",
        },
        {
            content: "Its dossier has a line",
            trigger: "button[name='action_cs_open_closing']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='seal']",
        },
    ],
});

registry.category("web_tour.tours").add("cs_privacy_request", {
    steps: () => [
        {
            trigger:
                ".o_field_widget[name='identity'] select, .o_field_widget[name='identity'] input",
        },
        {
            trigger: "button[name='action_check']",
            run: "click",
        },
        {
            trigger: "button[name='action_approve']:visible",
            run: "click",
        },
        {
            trigger: "button[name='action_carry_out'].btn-danger:visible",
            run: "click",
        },
        {
            content: "It is asked once more",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "What was done is written down, without the data",
            trigger: ".o_field_widget[name='result_text']:contains('Contact')",
        },
    ],
});
