import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const inDialog = (trigger) => `.modal ${trigger}`;

/** Draw a line: a signature as far as a form can tell. */
function draw(canvas) {
    const {left, top} = canvas.getBoundingClientRect();
    const at = (type, x, y) =>
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                pointerId: 1,
                pointerType: "touch",
                isPrimary: true,
                button: 0,
                buttons: type === "pointerup" ? 0 : 1,
                pressure: 0.5,
                clientX: left + x,
                clientY: top + y,
            }),
        );
    at("pointerdown", 20, 60);
    for (let x = 30; x < 160; x += 10) {
        at("pointermove", x, 60 + 20 * Math.sin(x));
    }
    at("pointerup", 160, 60);
}

tours.add("cs_acceptance_portal", {
    steps: () => [
        {
            content: "The page says what is wanted",
            trigger: ".cs_call a[href='#acceptance']",
            run: "click",
        },
        {trigger: "#acceptance_score_5", run: "click"},
        {trigger: "#acceptance_agreement", run: "edit Call me before the next service"},
        {
            content: "The name is there already; he draws as well",
            trigger: ".cs_pad:not(.d-none) .cs_pad_canvas",
            run: ({anchor}) => draw(anchor),
        },
        {
            trigger: ".cs_acceptance_sign button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: "#cs_acceptance_accept:contains('Thank you!')"},
    ],
});

tours.add("cs_acceptance_keyboard", {
    steps: () => [
        {
            trigger: "#acceptance_score_4",
            run: ({anchor}) => {
                anchor.focus();
                anchor.click();
            },
        },
        {trigger: "#acceptance_agreement", run: "edit Nothing"},
        {
            content: "The typed name is the signature",
            trigger: "#acceptance_name:value(张三丰)",
        },
        {
            trigger: ".cs_acceptance_sign button[type='submit']",
            run: ({anchor}) => {
                anchor.focus();
                anchor.click();
            },
            expectUnloadPage: true,
        },
        {trigger: "#cs_acceptance_accept:contains('Thank you!')"},
    ],
});

tours.add("cs_acceptance_tablet", {
    steps: () => [
        {
            content: "A form that begins with what is known",
            trigger: ".o_field_widget[name='agreement'] textarea",
            run: "edit 12 months of warranty",
        },
        {
            content: "The customer is here",
            trigger: "button[name='action_sign']:not(:disabled):visible",
            run: "click",
        },
        {
            trigger: inDialog(".o_field_widget[name='answer'] input[data-value='yes']"),
            run: "click",
        },
        {
            trigger: inDialog(".o_field_widget[name='score'] input[data-value='5']"),
            run: "click",
        },
        {
            trigger: inDialog(".o_field_widget[name='signed_by'] input"),
            run: "edit Mr Zhang && press Tab",
        },
        {
            trigger: inDialog(".o_field_widget[name='signature'] .o_signature"),
            run: "click",
        },
        {
            content: "His name as a signature",
            trigger: ".modal .o_sign_signature, .modal .o_web_sign_signature",
        },
        {
            trigger: ".modal button:contains('Adopt')",
            run: "click",
        },
        {
            trigger: inDialog(
                ".o_field_widget[name='signature'] img[src^='data:image']",
            ),
        },
        {
            trigger: inDialog("button[name='action_confirm']:visible"),
            run: "click",
        },
        {
            content: "Signed and filed",
            trigger: "button[name='action_check_document']",
            run: "click",
        },
        {trigger: ".o_notification:contains('unchanged')"},
    ],
});
