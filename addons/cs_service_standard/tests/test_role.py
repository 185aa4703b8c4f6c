from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import StandardCase


@tagged("post_install", "-at_install")
class TestRole(StandardCase):
    def test_tem_03_two_sets_of_roles(self):
        roles = self.env["cs.role"].search([])
        seeded = roles.filtered(lambda role: role.get_external_id()[role.id])
        counts = {key: len(found) for key, found in seeded.grouped("structure").items()}
        self.assertEqual(counts, {"centre": 4, "team": 5})
        self.assertEqual(len(self.env["cs.role"]._groups()), 4)
        self.assertLessEqual(seeded.group_id, self.env["cs.role"]._groups())

    def test_tem_03_representative_edits_no_target(self):
        target = self._target("resolution", 3600)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            target.with_user(self.agent_wang).limit_value = 1
        target.with_user(self.manager).limit_value = 7200
        self.assertEqual(target.limit_value, 7200)

    def test_tem_03_rights_of_a_role_are_given_by_who_may(self):
        role = self.env.ref("cs_service_standard.cs_role_centre_leader")
        plain = new_test_user(self.env, "cs_plain", groups="base.group_user")
        role.with_user(self.manager).user_ids = plain + self.leader
        self.assertEqual(role.without_rights_ids, plain)
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            role.with_user(self.manager).action_give_rights()
        admin = new_test_user(
            self.env,
            "cs_admin",
            groups="base.group_user,base.group_erp_manager",
        )
        role.with_user(admin).action_give_rights()
        self.assertTrue(plain.has_group("helpdesk_mgmt.group_helpdesk_user"))
        self.env.invalidate_all()
        self.assertFalse(role.without_rights_ids)
