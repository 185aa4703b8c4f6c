import {registry} from "@web/core/registry";

const MORNING = "/odoo/action-cs_service_standard.cs_leader_dashboard_action";

registry.category("web_tour.tours").add("cs_leader_morning", {
    url: MORNING,
    steps: () => [
        {
            content: "One ticket is late",
            trigger: ".o_cs_tile_late .o_cs_tile_value:contains(/^1$/)",
        },
        {
            content: "Its number tells how it was on the days before",
            trigger: ".o_cs_tile_late svg[role='img'][aria-label*='0, 1']",
        },
        {
            content: "The agent has it",
            trigger: "tr:has(.o_cs_morning_agent:contains('Li')) td:contains(/^1$/)",
        },
        {
            content: "A square tells when the request came in",
            trigger: ".o_cs_heat button[aria-label*='breached']:contains('1')",
        },
        {
            content: "One call waits for an acknowledgement",
            trigger: ".o_cs_tile_escalations .o_cs_tile_value:contains(/^1$/)",
        },
        {
            content: "Open what is late",
            trigger: ".o_cs_tile_late",
            run: "click",
        },
        {
            content: "The list behind the number",
            trigger:
                ".o_data_row:contains('Washing machine') .o_data_cell[name='name']",
        },
        {
            content: "Acknowledge from the list",
            trigger: ".o_data_row button[name='action_cs_acknowledge']",
            run: "click",
        },
        {
            content: "It is acknowledged",
            trigger: ".o_list_view:not(:has(button[name='action_cs_acknowledge']))",
        },
        {
            content: "Give it to somebody else, still in the list",
            trigger: ".o_data_row .o_data_cell[name='user_id']",
            run: "click",
        },
        {
            content: "Clear the owner",
            trigger: ".o_selected_row .o_field_widget[name='user_id'] input",
            run: "edit Wang",
        },
        {
            content: "Choose the new owner",
            trigger: ".o-autocomplete--dropdown-item:contains('Wang')",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".o_selected_row .o_field_widget[name='cs_owner_reason'] input",
            run: "edit Wang has time today",
        },
        {
            content: "Save",
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            content: "Back to the morning",
            trigger: ".breadcrumb-item:contains('Morning') a, .o_back_button",
            run: "click",
        },
        {
            content: "The ticket is with the new owner",
            trigger: "tr:has(.o_cs_morning_agent:contains('Wang')) td:contains(/^1$/)",
        },
        {
            content: "Nothing waits for an acknowledgement",
            trigger: ".o_cs_tile_escalations .o_cs_tile_value:contains(/^0$/)",
        },
        {
            content: "Look at all teams",
            trigger: ".o_cs_morning_team",
            run: "selectByLabel All teams",
        },
        {
            content: "Look at a month",
            trigger: ".o_cs_morning_period",
            run: "selectByLabel Last 30 days",
        },
        {
            content: "The promise was not kept",
            trigger: ".o_cs_targets tr:contains('0 of 1'):contains('0 %')",
        },
    ],
});
