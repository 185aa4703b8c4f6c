import {registry} from "@web/core/registry";

const NEXT = "button[name='action_next']";
const PREVIEW = "[name='preview']";

function onPage(question) {
    return {content: question, trigger: `.o_cs_setup h2:contains('${question}')`};
}

function next(question) {
    return [
        {content: "On to the next question", trigger: NEXT, run: "click"},
        onPage(question),
    ];
}

function addPerson(name, role) {
    const row = ".o_field_widget[name='person_line_ids'] .o_selected_row";
    return [
        {
            content: `A line for ${name}`,
            trigger:
                ".o_field_widget[name='person_line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {trigger: `${row} [name='name'] input`, run: `edit ${name}`},
        {trigger: `${row} [name='email'] input`, run: `edit ${name}@fresh.example`},
        {trigger: `${row} [name='role_id'] input`, run: `edit ${role}`},
        {
            trigger: `.o-autocomplete--dropdown-item a:contains('${role}')`,
            run: "click",
        },
        {
            content: `${name} is in the preview`,
            trigger: `${PREVIEW}:contains('Account ${name}@fresh.example')`,
        },
    ];
}

registry.category("web_tour.tours").add("cs_setup_story", {
    url: "/odoo/action-cs_service_standard.cs_setup_assistant_action",
    steps: () => [
        onPage("When do you serve?"),
        {
            content: "The hours are shown before they are made",
            trigger: `${PREVIEW}:contains('09:00-12:00, 13:00-18:00')`,
        },
        ...next("How do customers reach you?"),
        {
            content: "The number customers call",
            trigger: "[name='phone_number'] input",
            run: "edit 4008101234 && press Tab",
        },
        {
            content: "It is in the preview",
            trigger: `${PREVIEW}:contains('Customers call 4008101234')`,
        },
        ...next("Which teams take requests?"),
        {
            content: "Two teams are proposed",
            trigger: ".o_data_row:contains('Second handling')",
        },
        ...next("Who works in the service?"),
        ...addPerson("chen", "Team leader"),
        ...addPerson("hua", "Service representative"),
        ...addPerson("ming", "Service representative"),
        {
            content: "Back to the teams",
            trigger: "button[name='action_back']",
            run: "click",
        },
        {
            content: "They are led now",
            trigger: `${PREVIEW}:contains('Team Customer service: 3 people, leader chen')`,
        },
        ...next("Who works in the service?"),
        {content: "Nobody was lost", trigger: ".o_data_row:contains('ming')"},
        ...next("Which standard do you start from?"),
        {
            content: "The company gets a copy",
            trigger: `${PREVIEW}:contains('is copied for Fresh')`,
        },
        ...next("What is urgent for you?"),
        ...next("Who is told when it burns?"),
        ...next("Which languages do your customers read?"),
        ...next("What do customers agree to?"),
        ...next("Whom do you ask for an opinion?"),
        ...next("This is what will be set up"),
        {
            content: "All of it on one page",
            trigger: `${PREVIEW}:contains('Account hua@fresh.example')`,
        },
        {
            content: "Make it",
            trigger: "button[name='action_apply']",
            run: "click",
        },
        onPage("Your desk is set up"),
        {
            content: "Nothing red",
            trigger: ".alert-success:contains('nothing serious')",
        },
        {
            content: "See a ticket run",
            trigger: "button[name='action_test_ticket']",
            run: "click",
        },
        {
            content: "It has clocks",
            trigger: ".o_form_view:has(.o_cs_clock_strip) .o_breadcrumb",
        },
        {
            content: "Back to the assistant",
            trigger: ".o_breadcrumb a:contains('Set-up')",
            run: "click",
        },
        {
            content: "Its promises are told here, too",
            trigger: "[name='test_clocks'] li",
        },
        {
            content: "Finish",
            trigger: "button[name='action_finish']",
            run: "click",
        },
        {content: "The queue of the desk", trigger: ".o_kanban_view, .o_list_view"},
    ],
});
