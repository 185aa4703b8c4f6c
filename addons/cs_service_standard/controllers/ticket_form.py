from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import is_html_empty

from odoo.addons.helpdesk_type.controllers.main import HelpdeskTicketControllerTypes

from ..engine.request_form import ContactKind, contact_kind
from .request_check import RequestCheck

TOO_MANY = 429
NOT_ACCEPTED = 422


class HelpdeskTicketForm(HelpdeskTicketControllerTypes):
    """The request form: complete, agreed to, bounded; and closing one's own request.

    A company whose teams follow no standard gets the form of the helpdesk, only with
    its ids and addresses checked.
    """

    @http.route()
    def create_new_ticket(self, **kw):
        response = super().create_new_ticket(**kw)
        return self._cs_with_standard(response, {}, {})

    @http.route(methods=["POST"])
    def submit_ticket(self, **kw):
        check = self._cs_check(kw)
        if check.problems:
            response = self.create_new_ticket()
            response.status_code = NOT_ACCEPTED
            return self._cs_with_standard(response, kw, check.messages())
        wait = self._cs_wait("request")
        if wait:
            return self._cs_too_many(wait)
        if check.follows:
            request.update_context(cs_portal_request=True)
            request.session["cs_request_sent"] = True
        return super().submit_ticket(**check.values)

    @http.route(methods=["POST"], website=True)
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close one's own ticket; anybody else is sent to his own pages."""
        wait = self._cs_wait("close")
        if wait:
            return self._cs_too_many(wait)
        tickets = request.env["helpdesk.ticket"]
        ticket = tickets.browse(_to_id(ticket_id)).exists()
        if not ticket or not ticket.has_access("read"):
            return request.redirect("/my")
        ticket._cs_close_from_portal(_to_id(stage_id))
        return request.redirect(f"/my/ticket/{ticket.id}", code=302)

    def _get_types(self):
        """A standard wants to know the type: offer all that are meant for customers."""
        types = super()._get_types()
        if self._cs_teams_that_follow():
            types = request.env["helpdesk.ticket.type"]
            types = types.search(types._cs_portal_domain())
        return types

    def _prepare_submit_ticket_vals(self, **kw):
        vals = super()._prepare_submit_ticket_vals(**kw)
        check = self._cs_check(kw)
        if check.follows:
            vals.update(self._cs_prepare_standard_vals(check))
        return vals

    def _cs_prepare_standard_vals(self, check):
        """What the form adds to a ticket that follows a standard; a hook.

        Name and way of contact are what the customer wrote for this request; his own
        record stays as it is.

        :param RequestCheck check: the submission
        """
        contact = check.text("contact")
        vals = {
            "type_id": check.chosen("type"),
            "partner_name": check.text("name"),
            "cs_verbatim": check.text("description"),
            "cs_product_name": check.text("product"),
            "cs_expected_deadline": check.deadline(),
            "cs_consent_date": check.now,
            "cs_consent_version": request.env.company.sudo().cs_consent_version,
        }
        by_mail = contact_kind(contact) == ContactKind.EMAIL
        vals["partner_email" if by_mail else "cs_phone"] = contact
        return vals

    def _cs_check(self, kw):
        """The check of a submission, made once although both sides ask for it."""
        known = getattr(request, "cs_request_check", None)
        if known and known.values == kw:
            return known
        request.cs_request_check = RequestCheck(
            request.env,
            kw,
            request.httprequest.files.getlist("attachment"),
            self._cs_choices(),
        )
        return request.cs_request_check

    def _cs_choices(self):
        """Model and domain of what each selection of the form offers.

        What else comes in is not ours.
        """
        env = request.env
        company = Domain("company_id", "in", [False, env.company.id])
        shown = Domain("show_in_portal", "=", True)
        types = env["helpdesk.ticket.type"]
        return {
            "team": (env["helpdesk.ticket.team"], shown & company),
            "category": (env["helpdesk.ticket.category"], shown & company),
            "type": (types, types._cs_portal_domain()),
        }

    def _cs_desks(self):
        """Teams that may get a request sent with this form.

        :return: list of team recordsets; the empty one stands for "no team"
        """
        offered = self._get_teams() or request.env["helpdesk.ticket.team"]
        desks = [*offered]
        if not offered or not request.env.company.helpdesk_mgmt_portal_team_id_required:
            desks += [offered.browse(), *self._cs_teams_of_types()]
        return list(dict.fromkeys(desks))

    def _cs_teams_of_types(self):
        """Teams to which the types on the helpdesk's own form lead."""
        types = request.env["helpdesk.ticket.type"]
        if request.env.company.helpdesk_mgmt_portal_type:
            types = types.search([("show_in_portal", "=", True)])
        route = request.env["helpdesk.ticket"]._cs_route_team
        partner = request.env.user.partner_id
        routed = (route(kind, request.env.company, partner) for kind in types)
        return [team for team in routed if team]

    def _cs_teams_that_follow(self):
        return [desk for desk in self._cs_desks() if desk._cs_follows_standard()]

    def _cs_with_standard(self, response, values, errors):
        """Add what the form of a standard needs to the values of the template."""
        desks = self._cs_desks()
        teams = [desk for desk in desks if desk._cs_follows_standard()]
        company = request.env.company.sudo()
        response.qcontext.update(
            {
                "cs_form": bool(teams),
                "cs_required": len(teams) == len(desks),
                "cs_values": values,
                "cs_errors": errors,
                "cs_missing": RequestCheck.missing_words(request.env),
                "cs_consent_text": (
                    not is_html_empty(company.cs_consent_text)
                    and company.cs_consent_text
                ),
                "cs_hours": self._cs_hours(teams),
                "cs_upload_types": company._cs_upload_endings(),
                "cs_upload_limit": company.cs_upload_limit_mb,
                "page_name": "new_ticket" if teams else None,
            }
        )
        return response

    def _cs_hours(self, teams):
        """Service hours to show: one line when they are all the same.

        :return: list of (name of the team or empty, hours)
        """
        company = request.env.company
        lines = [(team.name or "", team._cs_hours_shown(company)) for team in teams]
        lines = [line for line in lines if line[1]]
        if len({hours for _name, hours in lines}) == 1:
            return [("", lines[0][1])]
        return lines

    def _cs_wait(self, scope):
        """Seconds to wait when this person or address asks too often, else 0."""
        company = request.env.company.sudo()
        return request.env["cs.rate.limit"]._hit(
            scope,
            {
                f"user:{request.env.uid}": company.cs_request_limit,
                f"ip:{request.httprequest.remote_addr}": (
                    company.cs_request_limit_address
                ),
            },
        )

    def _cs_too_many(self, wait):
        response = request.render(
            "cs_service_standard.portal_too_many",
            {"minutes": -(-wait // 60), "page_name": "new_ticket"},
        )
        response.status_code = TOO_MANY
        response.headers["Retry-After"] = str(wait)
        return response


def _to_id(text):
    """A record id that came from a client; 0 when it is none."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
