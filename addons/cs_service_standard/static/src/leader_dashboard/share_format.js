import {registry} from "@web/core/registry";
import {formatPercentage} from "@web/views/fields/formatters";

/**
 * A share as a percentage; of nothing there is none, which is not the same as 0 %.
 *
 * @param {number|false|null} value
 * @param {Object} [options] those of the formatter of percentages
 * @returns {string}
 */
export function formatShare(value, options) {
    return typeof value === "number" ? formatPercentage(value, options) : "–";
}
formatShare.extractOptions = formatPercentage.extractOptions;

registry.category("formatters").add("cs_share", formatShare);
