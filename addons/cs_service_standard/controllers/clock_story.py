from odoo import http
from odoo.http import request


class ClockStoryController(http.Controller):
    @http.route(
        "/cs/clock/<int:clock_id>/story.csv",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def cs_clock_story(self, clock_id, **_unused):
        """The story of a clock that the user may read; nobody learns of others."""
        clock = request.env["cs.ticket.clock"].browse(clock_id).exists()
        if not clock or not clock.has_access("read"):
            raise request.not_found()
        report = request.env["report.cs_service_standard.cs_clock_dossier"]
        name = f"{clock.ticket_id.number}-{clock.display_name}.csv"
        headers = [
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", http.content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(report._to_csv(clock), headers)
