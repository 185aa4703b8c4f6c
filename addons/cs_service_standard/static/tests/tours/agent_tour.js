import {registry} from "@web/core/registry";

const QUEUE = "/odoo/action-cs_service_standard.helpdesk_ticket_queue_action";

registry.category("web_tour.tours").add("cs_agent_desk", {
    url: QUEUE,
    steps: () => [
        {
            content: "The queue tells what is due next",
            trigger:
                ".o_kanban_record:contains('Washing machine') .o_cs_due_badge:contains('First contact')",
        },
        {
            content: "Open the ticket",
            trigger: ".o_kanban_record:contains('Washing machine')",
            run: "click",
        },
        {
            content: "Its first contact is running",
            trigger: ".o_cs_clock_running[data-label='First contact']:contains('left')",
        },
        {
            content: "Ask why",
            trigger: ".o_cs_clock_running[data-label='First contact']",
            run: "click",
        },
        {
            content: "Read why",
            trigger: ".o_cs_clock_why:contains('Stops when you reply to the customer')",
        },
        {
            content: "See what is still needed",
            trigger: ".o_cs_next_step_needed li:contains('Core Problem')",
        },
        {
            content: "Enter the core problem",
            trigger: ".o_field_widget[name='cs_core_issue'] input",
            run: "edit Error E3, will not start",
        },
        {
            content: "Log a call",
            trigger: ".o_statusbar_buttons button:contains('Log contact')",
            run: "click",
        },
        {
            content: "Say what was said",
            trigger: ".modal .o_field_widget[name='summary'] input",
            run: "edit Confirmed the error code",
        },
        {
            content: "Enter logs it",
            trigger: ".modal .o_field_widget[name='summary'] input",
            run: "press Enter",
        },
        {
            content: "The promise is kept",
            trigger:
                "body:not(:has(.modal)) .o_cs_clock_met[data-label='First contact']",
        },
        {
            content: "The core problem is no longer asked for, the plan is",
            trigger:
                ".o_cs_next_step_needed:not(:contains('Core Problem')) li:contains('Preliminary Plan')",
        },
        {
            content: "Try to go on all the same",
            trigger: ".o_statusbar_status button:contains('Classified')",
            run: "click",
        },
        {
            content: "The gate says what is missing",
            trigger:
                ".modal:contains('cannot be in Classified yet, still missing: Preliminary Plan')",
        },
        {
            content: "Understood",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            content: "The ticket is where it was",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Intake')",
        },
        {
            content: "Enter the plan",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name='cs_initial_plan'] textarea",
            run: "edit Technician checks the door lock",
        },
        {
            content: "Go on",
            trigger: ".o_statusbar_status button:contains('Classified')",
            run: "click",
        },
        {
            content: "The ticket is classified",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('Classified')",
        },
        {
            content: "And saved",
            trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
    ],
});
