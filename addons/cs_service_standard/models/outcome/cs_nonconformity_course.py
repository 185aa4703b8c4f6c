from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import nonconformity as rules
from ...engine.nonconformity import State

ACTIVITY = "cs_service_standard.mail_activity_type_nonconformity"
LEADER = "helpdesk_mgmt.group_helpdesk_user"
AGENT = "helpdesk_mgmt.group_helpdesk_user_own"


class CsNonconformity(models.Model):
    """Corrected by one, verified by another, closed; or withdrawn after a dispute."""

    _inherit = "cs.nonconformity"

    may_verify = fields.Boolean(compute="_compute_may_verify")

    @api.depends("state", "responsible_id", "corrected_by")
    @api.depends_context("uid")
    def _compute_may_verify(self):
        leads = self.env.user.has_group(LEADER)
        for record in self:
            record.may_verify = (
                leads and record.state == "corrected" and record._is_somebody_else()
            )

    def action_corrected(self):
        """It was put right: somebody else looks at it."""
        self.ensure_one()
        if not (self.correction or "").strip():
            raise UserError(
                self.env._(
                    "Write down what was put right in %s before you report it.",
                    self.display_name,
                )
            )
        self._advance(
            State.CORRECTED,
            corrected_by=self.env.uid,
            corrected_at=fields.Datetime.now(),
            finding=False,
        )
        self.sudo().activity_feedback([ACTIVITY], only_automated=False)

    def action_verify(self):
        self.ensure_one()
        self._check_may_verify()
        self._advance(
            State.VERIFIED, verified_by=self.env.uid, verified_at=fields.Datetime.now()
        )

    def action_reject(self):
        """The correction does not hold."""
        self.ensure_one()
        self._check_may_verify()
        if not (self.finding or "").strip():
            raise UserError(
                self.env._(
                    "Write down under 'Still Wrong' what is missing in %s.",
                    self.display_name,
                )
            )
        self._advance(State.OPEN)
        self.sudo()._put_to_responsible()

    def action_close(self):
        self.ensure_one()
        if not self.env.user.has_group(LEADER):
            raise UserError(
                self.env._("%s is closed by a team leader.", self.display_name)
            )
        self._advance(State.CLOSED)

    def _advance(self, state, **vals):
        """Take the next step, once.

        As superuser beyond the check of access: people do not write these fields.
        """
        self.check_access("write")
        record = self.sudo()
        record.lock_for_update()
        if not rules.may_follow(State(record.state), state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(what)s is '%(state)s': it cannot become '%(next)s' now.",
                    what=self.display_name,
                    state=labels[record.state],
                    next=labels[state.value],
                )
            )
        record.write({"state": state.value, **vals})

    def _is_somebody_else(self):
        self.ensure_one()
        return rules.may_verify(
            self.env.uid, self.responsible_id.id, self.corrected_by.id
        )

    def _check_may_verify(self):
        if not self._is_somebody_else():
            raise UserError(
                self.env._(
                    "You are responsible for %s yourself: somebody else has to verify "
                    "the correction.",
                    self.display_name,
                )
            )
        if not self.env.user.has_group(LEADER):
            raise UserError(
                self.env._("%s is verified by a team leader.", self.display_name)
            )

    def _withdraw(self):
        """The review behind it passes after all."""
        gone = self.sudo().filtered(lambda record: record.state != "withdrawn")
        gone.write({"state": State.WITHDRAWN.value})
        gone.activity_unlink([ACTIVITY], only_automated=False)

    def _put_to_responsible(self):
        """A to-do for everybody who can open what he is responsible for."""
        able = self.filtered(
            lambda record: (
                record.responsible_id.active and record.responsible_id.has_group(AGENT)
            )
        )
        self.env["mail.activity"].create(
            [record._prepare_activity_vals(record.responsible_id) for record in able]
        )

    def _prepare_activity_vals(self, person):
        reader = self.with_context(tz=person.tz, lang=person.lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY),
            "summary": reader.env._("%s: put it right", reader.display_name),
            "user_id": person.id,
            "date_deadline": self.due_date,
        }
