from odoo import fields, models
from odoo.exceptions import UserError

from ...engine import privacy


class CsPrivacyRequest(models.Model):
    """The way of a request: who asks is checked, it is decided and carried out."""

    _inherit = "cs.privacy.request"

    def action_check(self):
        """It is really the customer who asks."""
        for request in self:
            if not request.identity:
                raise UserError(
                    self.env._(
                        "Choose how the identity of the person behind request %s was "
                        "checked.",
                        request.number,
                    )
                )
        self._become("checked")

    def action_approve(self):
        self._become("approved")

    def action_refuse(self):
        for request in self:
            if not (request.refuse_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write down why request %s is refused: the customer reads it.",
                        request.number,
                    )
                )
        self._become("refused")
        self.sudo().activity_ids.action_done()

    def action_carry_out(self):
        """Make the copy, or erase; only what is approved."""
        for request in self:
            request._check_next("done")
            request._carry_out()
        self._become("done")
        self.sudo().write({"done_at": fields.Datetime.now()})
        self.sudo().activity_ids.action_done()

    def action_copy(self):
        """Read the copy that was handed over."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.copy_id.id}?download=1",
            "target": "new",
        }

    def _become(self, state):
        self.check_access("write")
        for request in self:
            request._check_next(state)
        self.write({"state": state, "officer_id": self.env.uid})

    def _check_next(self, state):
        self.ensure_one()
        if not privacy.may_become(self.state, state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Request %(number)s is '%(state)s': it cannot become '%(next)s' "
                    "now.",
                    number=self.number,
                    state=labels[self.state],
                    next=labels[state],
                )
            )

    def _carry_out(self):
        """As superuser beyond the check of access: all teams hold some of it."""
        self.ensure_one()
        self.check_access("write")
        privacy_map = self.env["cs.privacy.map"]
        request = self.sudo()
        if self.kind == "access":
            values = {"res_model": self._name, "res_id": self.id}
            values |= {"name": f"{self.number}.json", "mimetype": "application/json"}
            raw = privacy_map._export_json(request.partner_id)
            copy = self.env["ir.attachment"].sudo().create({**values, "raw": raw})
            request.copy_id = copy
            return
        result = privacy_map._erase(request.partner_id)
        request.write({"result": result, "wording": False})
        older = request.search([("partner_id", "=", request.partner_id.id)])
        older.copy_id.unlink()
        older.write({"wording": False})
