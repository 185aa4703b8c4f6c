from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

OPEN_CLOCK = Domain("state", "in", ("running", "paused"))


class CsClockJob(models.Model):
    """Which tickets a job goes through, what it does to them, and who orders it."""

    _inherit = "cs.clock.job"

    def _tickets(self):
        """Tickets of every state, also archived ones: their clocks run on."""
        return self.env["helpdesk.ticket"].sudo().with_context(active_test=False)

    def _ticket_domain(self):
        """Tickets in the scope of the job."""
        self.ensure_one()
        scope = self.scope or {}
        if scope.get("tickets"):
            return Domain("id", "in", scope["tickets"])
        return getattr(self, f"_domain_{self.kind}")(scope)

    def _domain_policy(self, _scope):
        return self._policy_domain(self.profile_id)

    @api.model
    def _policy_domain(self, profile):
        """Tickets that figures of a profile may move: what is over stays over."""
        still_open = self._with_open_clocks() | Domain("stage_id.closed", "=", False)
        return Domain("cs_profile_id", "=", profile.id) & still_open

    def _domain_withdraw(self, scope):
        if self.profile_id:
            return self._with_open_clocks(("profile_id", "=", self.profile_id.id))
        return self._with_open_clocks(("target_id", "in", scope.get("targets") or []))

    def _domain_refold(self, scope):
        return self._with_open_clocks(
            ("calendar_id", "in", scope.get("calendars") or [])
        )

    def _domain_hours(self, scope):
        worked = ("mode", "!=", "elapsed")
        if scope.get("teams"):
            return self._with_open_clocks(worked) & Domain(
                "team_id", "in", scope["teams"]
            )
        if scope.get("partners"):
            return self._with_open_clocks(worked) & Domain(
                "commercial_partner_id", "in", scope["partners"]
            )
        return self._with_open_clocks(worked) & self._of_company()

    def _domain_rebuild(self, _scope):
        facts = Domain("cs_event_ids", "!=", False)
        return Domain("cs_profile_id", "!=", False) & facts & self._of_company()

    def _of_company(self):
        company = self.company_id
        return Domain("company_id", "=", company.id) if company else Domain.TRUE

    @api.model
    def _with_open_clocks(self, *leaves):
        clocks = Domain.AND([OPEN_CLOCK, *(Domain(*leaf) for leaf in leaves)])
        return Domain("cs_clock_ids", "any", clocks)

    def _move(self, tickets):
        """Do to the clocks of tickets what the job is for; return how many moved."""
        self.ensure_one()
        service = self.env["cs.clock.service"].sudo()
        payloads = getattr(self, f"_payloads_{self.kind}")(service, tickets)
        return service._move(tickets, payloads, self.user_id.id)

    def _payloads_policy(self, service, tickets):
        return service._payloads_of_policy(tickets._cs_following())

    def _payloads_withdraw(self, service, tickets):
        """What came back into force before the job ran is withdrawn no more."""
        if self.profile_id:
            if self.profile_id._is_in_force():
                return {}
            service._end_steps(tickets)
            return service._payloads_without(tickets, lambda _target_id: True)
        known = self.env["cs.sla.target"].with_context(active_test=False)
        held = Domain("active", "=", True) | Domain("superseded", "=", True)
        kept = set(known.search(held).ids)
        return service._payloads_without(tickets, lambda key: key not in kept)

    def _payloads_refold(self, _service, _tickets):
        return {}

    def _payloads_rebuild(self, _service, _tickets):
        return {}

    def _payloads_hours(self, service, tickets):
        return service._payloads_of_hours(tickets._cs_following())

    @api.model
    def _request(self, kind, scope=None, **vals):
        """Order a job; one that waits for the same reason takes the scope in.

        Runs as superuser: whoever edits a calendar or a target orders it unknowingly.

        :param scope: dict of lists of ids, see ``_scope_models``
        :param vals: ``profile_id``, ``company_id``, ``version``
        """
        jobs = self.sudo()
        scope = scope or {}
        if vals.get("profile_id"):
            profile = self.env["cs.service.profile"].browse(vals["profile_id"])
            vals["company_id"] = profile.sudo().company_id.id
        same = Domain("kind", "=", kind) & Domain("state", "=", "pending")
        for name in ("profile_id", "company_id"):
            same &= Domain(name, "=", vals.get(name, False))
        found = jobs.search(same, order="id desc", limit=1).try_lock_for_update()
        if found and (found.scope or {}).keys() == scope.keys():
            found.write(
                {
                    "scope": {
                        key: sorted({*ids, *found.scope[key]})
                        for key, ids in scope.items()
                    },
                    "version": vals.get("version") or found.version,
                }
            )
        else:
            found = jobs.create(
                {"kind": kind, "scope": scope, "user_id": self.env.uid, **vals}
            )
        self._trigger()
        return found.with_env(self.env)

    @api.model
    def _order_withdrawal(self, targets=None, profile=None):
        """Targets or a profile are archived: silence at once, cancel in a job."""
        service = self.env["cs.clock.service"].sudo()
        if profile:
            service._silence(SQL("profile_id IN %s", tuple(profile.ids)))
            for one in profile:
                if self._has_clocks(("profile_id", "=", one.id)):
                    self._request("withdraw", profile_id=one.id)
            return
        service._silence(SQL("target_id IN %s", tuple(targets.ids)))
        if self._has_clocks(("target_id", "in", targets.ids)):
            company = targets.company_id
            self._request(
                "withdraw",
                {"targets": targets.ids},
                company_id=company.id if len(company) == 1 else False,
            )

    @api.model
    def _has_clocks(self, *leaves):
        """Whether any open clock is concerned: no job without work."""
        domain = Domain.AND([OPEN_CLOCK, *(Domain(*leaf) for leaf in leaves)])
        return bool(self.env["cs.ticket.clock"].sudo().search(domain, limit=1))
