import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const FIRST_HOUR = 8;
const LAST_HOUR = 18;
const STEPS = 4;

/**
 * The hours to show: an office day at least, and every hour in which anything was.
 *
 * @param {{hour: number}[]} cells
 * @returns {number[]}
 */
export function hoursOf(cells) {
    const hours = cells.map((cell) => cell.hour);
    const first = Math.min(FIRST_HOUR, ...hours);
    const last = Math.max(LAST_HOUR, ...hours);
    return Array.from({length: last - first + 1}, (_item, index) => first + index);
}

/**
 * How strong a colour is, from 1 to 4, against the highest count.
 *
 * @param {number} count
 * @param {number} top
 * @returns {number}
 */
export function strengthOf(count, top) {
    return Math.min(STEPS, Math.max(1, Math.ceil((count / top) * STEPS)));
}

/** Counts by week day and hour; a click opens what was counted. */
export class HeatMap extends Component {
    static template = "cs_service_standard.HeatMap";
    static props = {
        cells: {type: Array, element: Object},
        open: Function,
    };

    get weekdays() {
        const short = luxon.Info.weekdays("short");
        const long = luxon.Info.weekdays("long");
        return short.map((name, index) => ({
            number: index + 1,
            name,
            long: long[index],
        }));
    }

    get hours() {
        return hoursOf(this.props.cells).map((hour, index) => ({
            number: hour,
            column: index,
            name: String(hour).padStart(2, "0"),
        }));
    }

    get rows() {
        const {cells} = this.props;
        const counts = new Map(cells.map((c) => [`${c.weekday} ${c.hour}`, c.count]));
        const top = Math.max(1, ...cells.map((cell) => cell.count));
        return this.weekdays.flatMap((day) =>
            this.hours.map((hour) => {
                const count = counts.get(`${day.number} ${hour.number}`) || 0;
                return {
                    key: `${day.number} ${hour.number}`,
                    weekday: day.number,
                    hour: hour.number,
                    column: hour.column,
                    count,
                    strength: count ? strengthOf(count, top) : 0,
                    text: _t("%(day)s %(hour)s:00: %(count)s breached", {
                        day: day.long,
                        hour: hour.name,
                        count,
                    }),
                };
            }),
        );
    }

    /** The grid turns on a narrow screen: style sheets read where a cell belongs. */
    place(hour, day) {
        return `--cs-hour: ${hour}; --cs-day: ${day}`;
    }
}
