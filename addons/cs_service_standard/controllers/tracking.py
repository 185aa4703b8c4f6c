from odoo import fields, http
from odoo.http import request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LAST_ID = 2**31 - 1


def _is_id(text):
    return text.isdecimal() and int(text) <= LAST_ID


class TrackingController(http.Controller):
    @http.route(
        "/cs/tracking.xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def cs_tracking_sheet(self, ids="", **_unused):
        """The tracking sheet of the asked tickets that the user may read."""
        if not request.env.user._is_internal():
            raise request.not_found()
        asked = {int(part): None for part in ids.split(",") if _is_id(part)}
        tickets = request.env["helpdesk.ticket"].with_context(active_test=False)
        found = tickets.search([("id", "in", list(asked))])
        places = {ticket_id: place for place, ticket_id in enumerate(asked)}
        ordered = found.sorted(lambda ticket: places[ticket.id])
        day = fields.Date.context_today(found)
        name = request.env._("Rapid-response tracking %s", day)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", http.content_disposition(f"{name}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        content = request.env["cs.tracking.sheet"]._to_xlsx(ordered)
        return request.make_response(content, headers)
