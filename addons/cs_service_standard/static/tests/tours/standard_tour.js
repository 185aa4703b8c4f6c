import {registry} from "@web/core/registry";

const MANUAL = "/odoo/action-cs_service_standard.cs_standard_manual_action";

registry.category("web_tour.tours").add("cs_standard_manual", {
    url: MANUAL,
    steps: () => [
        {
            content: "The standard in force opens, with its chapters",
            trigger: ".o_cs_manual nav a:contains('Response times')",
        },
        {
            content: "A clause, its state and what keeps it",
            trigger:
                ".o_cs_clause:contains('RSP-02'):has(.o_cs_state_enforced):contains('Answer within 30 seconds')",
        },
        {
            content: "Without a case there is no share",
            trigger: ".o_cs_clause:contains('RSP-02'):contains('No data')",
        },
        {
            content: "Look for a clause",
            trigger: ".o_cs_manual_search",
            run: "edit 15 min contact",
        },
        {
            content: "Only what fits is left",
            trigger:
                ".o_cs_manual main:has(.o_cs_clause:contains('RSP-15')):not(:has(.o_cs_clause:contains('RSP-16')))",
        },
        {
            content: "The original wording is folded",
            trigger: ".o_cs_clause summary",
            run: "click",
        },
        {
            content: "It is the wording of the source",
            trigger: ".o_cs_clause details[open]:contains('15分钟内')",
        },
        {
            content: "Look for nothing in particular again",
            trigger: ".o_cs_manual_search",
            run: "clear",
        },
        {
            content: "Only what nothing keeps",
            trigger: ".o_cs_manual button:contains('Not enforced')",
            run: "click",
        },
        {
            content: "A clause that nothing keeps",
            trigger:
                ".o_cs_manual main:has(.o_cs_clause:contains('INT-06')):not(:has(.o_cs_clause:contains('INT-01')))",
        },
        {
            content: "Open the clause",
            trigger: ".o_cs_clause button:contains('INT-06')",
            run: "click",
        },
        {
            content: "Its form",
            trigger: ".o_form_view .o_field_widget[name='code']:contains('INT-06')",
        },
    ],
});
