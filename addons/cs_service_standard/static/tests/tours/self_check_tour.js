import {registry} from "@web/core/registry";

const card = (medium, trigger = "") =>
    `.o_cs_evidence_card[data-medium='${medium}'] ${trigger}`;

/** What choosing a file, or taking it with the camera, does to a page. */
function choose(content, name, type) {
    return ({anchor}) => {
        const input = anchor.querySelector("input[type='file']");
        const files = new DataTransfer();
        files.items.add(new File([content], name, {type}));
        input.files = files.files;
        input.dispatchEvent(new Event("change", {bubbles: true}));
    };
}

const MP4 = new Uint8Array([0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50]);

registry.category("web_tour.tours").add("cs_self_check_phone", {
    steps: () => [
        {
            content: "The camera is offered for the video",
            trigger: card(
                "video",
                "input[type='file'][accept='video/*']:not(:visible)",
            ),
        },
        {
            trigger: card("file"),
            run: choose("%PDF-1.7 E3 gone, 230 V", "report.pdf", "application/pdf"),
        },
        {trigger: card("file", ".badge:contains('Provided')")},
        {trigger: "button[name='action_done']:visible", run: "click"},
        {
            content: "A report alone is not enough",
            trigger: ".modal:contains('Video missing')",
        },
        {trigger: ".modal footer button:visible", run: "click"},
        {
            trigger: card("video"),
            run: choose(MP4, "running.mp4", "video/mp4"),
        },
        {trigger: card("video", ".badge:contains('Provided')")},
        {trigger: "button[name='action_done']:visible", run: "click"},
        {
            content: "Done: nothing can be changed any more",
            trigger: ".o_field_widget[name='done_by']",
        },
        {trigger: ".o_cs_evidence:not(:has(.o_cs_evidence_add))"},
    ],
});
