from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

ADDON = "cs_service_standard"
GREEN = f"{ADDON}.cs_sla_ladder_green"
DIGEST = f"{ADDON}.mail_template_escalation_digest"
# seeded before there were ladders; a new database gives them the green one
CLIMBERS = (
    "cs_sla_target_std_first_contact_complaint",
    "cs_sla_target_std_first_contact_repair",
    "cs_sla_target_guide_first_contact_complaint",
    "cs_sla_target_guide_first_contact_repair",
    "cs_sla_target_cx_brief_first_contact_complaint",
    "cs_sla_target_cx_long_first_contact_complaint",
)


def migrate(cr, version):
    """What a new database starts with and one from before the ladders lacks.

    Missing seeded records were created with the data files; what exists is the
    administrator's and is only completed where it cannot have been decided.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    _give_green_ladder(env)
    _count_in_digest(env)


def _give_green_ladder(env):
    """Only lines that are older than the ladder: nobody took it from them."""
    ladder = env.ref(GREEN, raise_if_not_found=False)
    if not ladder:
        return
    found = [env.ref(f"{ADDON}.{name}", raise_if_not_found=False) for name in CLIMBERS]
    lines = env["cs.sla.target"].union(*(line for line in found if line))
    lines.filtered(
        lambda line: (
            not line.ladder_id
            and line.metric == "first_contact"
            and line.create_date < ladder.create_date
        )
    ).write({"ladder_id": ladder.id})


def _count_in_digest(env):
    """Letters name some escalations: the subject counts them all, in every language."""
    template = env.ref(DIGEST, raise_if_not_found=False)
    if not template:
        return
    env.cr.execute(
        SQL(
            """
            UPDATE mail_template
            SET subject = REPLACE(
                subject::text,
                'len(object._cs_digest_lines())',
                'object._cs_digest_count()'
            )::jsonb
            WHERE id = %s
            """,
            template.id,
        )
    )
    template.invalidate_recordset(["subject"], flush=False)
