from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class QualitySupervision(CustomerPortal):
    """The page of the customers' supervision committee: figures, no names."""

    @http.route("/my/quality", type="http", auth="user", website=True, readonly=True)
    def cs_quality(self, **_kw):
        supervision = request.env["cs.quality.supervision"]
        if not supervision._may_look(request.env.user):
            raise NotFound()
        values = self._prepare_portal_layout_values()
        companies = request.env.user.sudo().company_ids
        values.update(page_name="cs_quality", tables=supervision._figures(companies))
        return request.render("cs_service_standard.portal_quality_page", values)
