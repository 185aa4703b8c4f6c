import {onMounted, onWillUnmount, useState} from "@odoo/owl";

/**
 * The current instant, ticking while the component is on screen.
 *
 * @param {number} period milliseconds between two ticks
 * @returns {{value: any}} reactive holder of a luxon DateTime
 */
export function useNow(period) {
    const now = useState({value: luxon.DateTime.now()});
    let timer = null;
    onMounted(() => {
        timer = setInterval(() => {
            now.value = luxon.DateTime.now();
        }, period);
    });
    onWillUnmount(() => clearInterval(timer));
    return now;
}
