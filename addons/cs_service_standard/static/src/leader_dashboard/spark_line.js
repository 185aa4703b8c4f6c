import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const WIDTH = 120;
const HEIGHT = 28;
const EDGE = 3;

/**
 * Points of a line through numbers, the highest at the top, nothing at the bottom.
 *
 * @param {number[]} values not negative
 * @returns {{x: number, y: number}[]}
 */
export function toPoints(values) {
    const top = Math.max(...values, 1);
    const step = (WIDTH - 2 * EDGE) / Math.max(values.length - 1, 1);
    return values.map((value, index) => ({
        x: Math.round((EDGE + index * step) * 10) / 10,
        y: Math.round((HEIGHT - EDGE - (value / top) * (HEIGHT - 2 * EDGE)) * 10) / 10,
    }));
}

/** How a number was on the days before: a line to look at, words to listen to. */
export class SparkLine extends Component {
    static template = "cs_service_standard.SparkLine";
    static props = {values: {type: Array, element: Number}};

    get box() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get points() {
        return toPoints(this.props.values);
    }

    get line() {
        return this.points.map(({x, y}) => `${x},${y}`).join(" ");
    }

    get last() {
        return this.points.at(-1);
    }

    get text() {
        const {values} = this.props;
        return _t("At this hour on the last %(days)s days: %(values)s", {
            days: values.length,
            values: values.join(", "),
        });
    }
}
