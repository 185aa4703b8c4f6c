import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("cs_portal_request", {
    url: "/my/tickets",
    steps: () => [
        {
            content: "Open the request form",
            trigger: "button[name='create_new_ticket']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Say what it is about",
            trigger: "form[data-cs-form] #subject",
            run: "edit Washing machine shows E3",
        },
        {
            content: "Describe it",
            trigger: "#description",
            run: "edit It will not start.",
        },
        {
            content: "Send without consent",
            trigger: "form[data-cs-form] button[type='submit']",
            run: "click",
        },
        {
            content: "Read beside the field what is missing",
            trigger: "#error_consent:contains('Please agree')",
        },
        {
            content: "What was typed is still there",
            trigger: "#subject:value('Washing machine shows E3')",
        },
        {
            content: "Agree",
            trigger: "#consent",
            run: "click",
        },
        {
            content: "Send",
            trigger: "form[data-cs-form] button[type='submit']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Read that it arrived",
            trigger: ".alert-success:contains('your request has arrived')",
        },
        {
            content: "Read what was promised",
            trigger: ".cs_promises li:contains('First contact'):contains('by')",
        },
        {
            content: "Add a comment",
            trigger: "#cs_reply_text",
            run: "edit It also leaks",
        },
        {
            content: "Send the comment",
            trigger: "#cs_reply button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Read that it arrived",
            trigger: "#cs_answer:contains('your message has arrived')",
        },
        {
            content: "Read it in the history",
            trigger: ".cs_entry_you:contains('It also leaks')",
        },
    ],
});
