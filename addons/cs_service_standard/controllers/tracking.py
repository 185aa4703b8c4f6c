from odoo import fields, http
from odoo.http import request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TrackingController(http.Controller):
    @http.route(
        "/cs/tracking.xlsx", type="http", auth="user", methods=["GET"], readonly=True
    )
    def cs_tracking_sheet(self, ids="", **_unused):
        """The tracking sheet of the asked tickets that the user may read."""
        if not request.env.user._is_internal():
            raise request.not_found()
        asked = [int(part) for part in ids.split(",") if part.isdecimal()]
        tickets = request.env["helpdesk.ticket"].with_context(active_test=False)
        found = tickets.search([("id", "in", asked)]) if asked else tickets
        ordered = found.sorted(lambda ticket: asked.index(ticket.id))
        day = fields.Date.context_today(found)
        name = request.env._("Rapid-response tracking %s", day)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", http.content_disposition(f"{name}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        content = request.env["cs.tracking.sheet"]._to_xlsx(ordered)
        return request.make_response(content, headers)
