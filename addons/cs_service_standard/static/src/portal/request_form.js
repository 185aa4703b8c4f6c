import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * Says beside each field what is missing before anything is sent, so that chosen
 * files and typed text are never lost. The server checks everything again.
 */
export class RequestForm extends Interaction {
    static selector = "form[data-cs-form='standard']";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
        "[data-cs-required]": {"t-on-input.withTarget": this.onInput},
    };

    setup() {
        this.el.noValidate = true;
        this.fields = [...this.el.querySelectorAll("[data-cs-required]")];
        this.el.querySelector(".is-invalid")?.focus();
    }

    onInput(ev, field) {
        if (this.isFilled(field)) {
            this.mark(field, false);
        }
    }

    onSubmit(ev) {
        for (const field of this.fields) {
            this.mark(field, !this.isFilled(field));
        }
        const missing = this.fields.filter((field) => !this.isFilled(field));
        if (!missing.length) {
            return;
        }
        ev.preventDefault();
        this.el.querySelector("button[type='submit']").disabled = false;
        document.querySelector("[data-cs-summary]").classList.remove("d-none");
        missing[0].focus();
    }

    isFilled(field) {
        return field.type === "checkbox" ? field.checked : Boolean(field.value.trim());
    }

    mark(field, missing) {
        field.classList.toggle("is-invalid", missing);
        field.setAttribute("aria-invalid", String(missing));
        const message = document.getElementById(`error_${field.name}`);
        message.classList.toggle("d-block", missing);
    }
}

registry
    .category("public.interactions")
    .add("cs_service_standard.request_form", RequestForm);
