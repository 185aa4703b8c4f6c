import {Interaction} from "@web/public/interaction";
import {loadJS} from "@web/core/assets";
import {registry} from "@web/core/registry";

/* global SignaturePad */

/**
 * A field to draw the signature in, for finger, pen and mouse. Without it, and for
 * those who use the keyboard, the typed name is the signature.
 */
export class AcceptancePad extends Interaction {
    static selector = ".cs_acceptance_sign";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
        ".cs_pad_clear": {"t-on-click": this.clear},
        _window: {"t-on-resize": this.fit},
    };

    async willStart() {
        await loadJS("/web/static/lib/signature_pad/signature_pad.umd.js");
    }

    start() {
        this.canvas = this.el.querySelector(".cs_pad_canvas");
        this.el.querySelector(".cs_pad").classList.remove("d-none");
        this.pad = new SignaturePad(this.canvas, {penColor: "#1f2d5a"});
        this.fit();
        this.registerCleanup(() => this.pad.off());
    }

    /** As many points as the screen has; what was drawn stays when it turns. */
    fit() {
        const width = this.canvas.offsetWidth;
        if (!this.pad || !width || width === this.width) {
            return;
        }
        const drawn = this.pad.toData();
        const ratio = Math.min(window.devicePixelRatio || 1, 2);
        this.width = width;
        this.canvas.width = width * ratio;
        this.canvas.height = this.canvas.offsetHeight * ratio;
        this.canvas.getContext("2d").scale(ratio, ratio);
        this.pad.clear();
        this.pad.fromData(drawn);
    }

    clear() {
        this.pad.clear();
    }

    onSubmit() {
        const field = this.el.querySelector("input[name='signature']");
        field.value = !this.pad || this.pad.isEmpty() ? "" : this.pad.toDataURL();
    }
}

registry
    .category("public.interactions")
    .add("cs_service_standard.acceptance_pad", AcceptancePad);
