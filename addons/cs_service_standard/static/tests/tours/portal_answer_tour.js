import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("cs_portal_answer", {
    steps: () => [
        {
            content: "Write",
            trigger: "#cs_reply_text",
            run: "edit It also leaks",
        },
        {
            content: "Send",
            trigger: "#cs_reply button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The keyboard is at the message that thanks",
            trigger: "#cs_answer:focus:contains('your message has arrived')",
        },
    ],
});
