import {registry} from "@web/core/registry";

const REVIEWS = 20;
// every fifth review has a bad mark, which is explained
const isBad = (number) => number % 5 === 0;

const press = (key) => ({
    content: `Press ${key}`,
    trigger: ".o_cs_question_current",
    run: `press ${key}`,
});

/** One review by keyboard alone; the card is 25, 25, 25, 25 in points. */
function review(number) {
    const start = {
        content: `Review ${number} of ${REVIEWS}`,
        trigger: `.o_cs_review_progress:contains(/^${number} of ${REVIEWS}$/)`,
    };
    if (!isBad(number)) {
        return [start, ...["5", "4", "5", "3", "Enter"].map(press)];
    }
    return [
        start,
        press("2"),
        {
            content: "A bad mark asks for a comment",
            trigger: ".o_cs_question_current .o_cs_review_comment:focus",
            run: "edit Interrupted twice",
        },
        {
            content: "Enter goes on to the cause",
            trigger: ".o_cs_review_comment:focus",
            run: "press Enter",
        },
        {
            content: "Choose the cause",
            trigger: ".o_cs_review_cause:focus",
            run: "selectByIndex 1",
        },
        {
            content: "Enter goes on to the next question",
            trigger: ".o_cs_review_cause:focus",
            run: "press Enter",
        },
        {
            content: "The second question",
            trigger: ".o_cs_question_current:contains('Clear and brief')",
        },
        ...["n", "5", "3"].map(press),
        {
            content: "The score is shown while one marks",
            trigger: ".o_cs_review_figure:contains(/^66.67$/)",
        },
        press("Enter"),
    ];
}

registry.category("web_tour.tours").add("cs_twenty_reviews", {
    url: "/odoo/review",
    steps: () => [
        ...Array.from({length: REVIEWS}, (_, index) => review(index + 1)).flat(),
        {
            content: "Nothing is left",
            trigger: ".o_view_nocontent:contains('Nothing to review')",
        },
    ],
});

registry.category("web_tour.tours").add("cs_review_by_mouse", {
    url: "/odoo/review",
    steps: () => [
        {
            content: "The customer's words are on the left",
            trigger: ".o_cs_review_ticket:contains('Where is my machine?')",
        },
        {
            content: "Saving says what is missing",
            trigger: ".o_cs_review_save",
            run: "click",
        },
        {
            content: "It is the first question",
            trigger: ".o_cs_review [role=status]:contains('Listens')",
        },
        {
            content: "A bad mark",
            trigger: ".o_cs_question_current [role=radio]:contains('10')",
            run: "click",
        },
        {
            content: "Explain it",
            trigger: ".o_cs_review_comment",
            run: "edit Interrupted twice",
        },
        {
            content: "Choose the cause",
            trigger: ".o_cs_review_cause",
            run: "selectByIndex 1",
        },
        {
            content: "What the customer wrote is the evidence",
            trigger:
                ".o_cs_review_story > li:contains('Where is my machine?') button:contains('Use as evidence')",
            run: "click",
        },
        {
            content: "Exact points",
            trigger: ".o_cs_question:contains('Clear and brief') .o_cs_points",
            run: "edit 17 && press Tab",
        },
        {
            content: "The third question does not apply",
            trigger:
                ".o_cs_question:contains('Calm and polite') button:contains('N/A')",
            run: "click",
        },
        {
            content: "The fourth",
            trigger:
                ".o_cs_question:contains('Flexible') [role=radio][aria-keyshortcuts='5']",
            run: "click",
        },
        {
            content: "The score so far",
            trigger: ".o_cs_review_figure:contains(/^69.33$/)",
        },
        {
            content: "Shirked",
            trigger:
                ".o_cs_question:contains('Shirked') button:contains('critical failure')",
            run: "click",
        },
        {
            content: "A critical failure is nothing",
            trigger: ".o_cs_review_figure:contains(/^0$/)",
        },
        {
            content: "It was a mistake",
            trigger:
                ".o_cs_question:contains('Shirked') button[aria-pressed='true']:contains('critical failure')",
            run: "click",
        },
        {
            content: "The score is back",
            trigger: ".o_cs_review_figure:contains(/^69.33$/)",
        },
        {
            content: "Save",
            trigger: ".o_cs_review_save",
            run: "click",
        },
        {
            content: "Nothing is left, and what was saved is told",
            trigger: ".o_view_nocontent:contains('69.33, failed')",
        },
    ],
});
