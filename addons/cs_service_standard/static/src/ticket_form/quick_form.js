import {useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

const ANSWERS = ".o_field_char, .o_field_boolean, .o_field_radio";

/** A dialogue of a field or two: Enter presses its first button. */
export class QuickFormController extends FormController {
    setup() {
        super.setup();
        useEffect(
            (root) => {
                const onKeydown = (ev) => this.onKeydown(ev);
                root.addEventListener("keydown", onKeydown);
                return () => root.removeEventListener("keydown", onKeydown);
            },
            () => [this.rootRef.el],
        );
    }

    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing || !ev.target.closest(ANSWERS)) {
            return;
        }
        const dialog = ev.target.closest(".modal-content");
        const button = dialog && dialog.querySelector("footer .btn-primary");
        if (button) {
            ev.preventDefault();
            button.click();
        }
    }
}

registry.category("views").add("cs_quick_form", {
    ...formView,
    Controller: QuickFormController,
});
