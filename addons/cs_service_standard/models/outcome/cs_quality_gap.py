from odoo import api, fields, models
from odoo.tools import SQL


class CsQualityGap(models.Model):
    """How the agent, the leader and the customer see the same ticket, per clause.

    A row is a ticket and a clause; differences are taken where both have marked it.
    The customer gives one score to the whole ticket: it stands for each clause.
    """

    _name = "cs.quality.gap"
    _description = "Gaps between Self, Leader and Customer"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "cs.quality.check": [
            "ticket_id",
            "team_id",
            "company_id",
            "method",
            "state",
            "done_at",
            "calibration_id",
        ],
        "cs.quality.mark": ["check_id", "question_id", "value", "failed"],
        "cs.quality.question": ["clause_id", "scale", "weight", "critical"],
        "cs.acceptance": ["ticket_id", "score", "state"],
    }

    clause_id = fields.Many2one("cs.standard.clause", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime(string="Reviewed On", readonly=True)
    self_score = fields.Float(
        string="By the Agent", aggregator="avg", readonly=True, help="0 to 100."
    )
    leader_score = fields.Float(
        string="By the Leader", aggregator="avg", readonly=True, help="0 to 100."
    )
    customer_score = fields.Float(
        string="By the Customer",
        aggregator="avg",
        readonly=True,
        help="Score of the acceptance form: 1 is 0, 5 is 100.",
    )
    self_gap = fields.Float(
        string="Agent – Leader",
        aggregator="avg",
        readonly=True,
        help="Above 0: agents see their work better than their leaders do.",
    )
    customer_gap = fields.Float(
        string="Leader – Customer",
        aggregator="avg",
        readonly=True,
        help="Above 0: leaders see the work better than customers do.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH place AS (
                SELECT c.ticket_id, q.clause_id, c.team_id, c.company_id, c.done_at,
                       c.method = 'self' AS own, c.id AS check_id,
                       CASE WHEN q.critical AND m.failed THEN 0
                            WHEN q.critical THEN 100
                            WHEN q.scale = 'points'
                            THEN 100.0 * m.value / NULLIF(q.weight, 0)
                            ELSE 100.0 * (m.value - 1) / (q.scale::int - 1)
                       END AS score
                  FROM cs_quality_mark m
                  JOIN cs_quality_check c ON c.id = m.check_id
                  JOIN cs_quality_question q ON q.id = m.question_id
                 WHERE c.state = 'done' AND c.calibration_id IS NULL
                   AND q.clause_id IS NOT NULL AND c.ticket_id IS NOT NULL
                   AND NOT COALESCE(m.not_applicable, FALSE)
            ), side AS (
                SELECT ticket_id, clause_id, MIN(team_id) AS team_id,
                       MIN(company_id) AS company_id, MAX(done_at) AS date,
                       MIN(check_id) AS check_id,
                       AVG(score) FILTER (WHERE own) AS self_score,
                       AVG(score) FILTER (WHERE NOT own) AS leader_score
                  FROM place
                 GROUP BY ticket_id, clause_id
            )
            SELECT ROW_NUMBER() OVER (ORDER BY side.ticket_id, side.clause_id) AS id,
                   side.clause_id, side.team_id, side.company_id, side.date,
                   side.self_score, side.leader_score,
                   customer.score AS customer_score,
                   side.self_score - side.leader_score AS self_gap,
                   side.leader_score - customer.score AS customer_gap
              FROM side
         LEFT JOIN (%s) customer ON customer.ticket_id = side.ticket_id
            """,
            self._customer_scores(),
        )

    @api.model
    def _customer_scores(self):
        """What customers gave to tickets, as ``ticket_id`` and ``score`` 0-100; a hook.

        A score from 1 to 5 on the acceptance form; the average of its forms.
        """
        return SQL(
            """
            SELECT ticket_id, AVG(25.0 * (score::int - 1)) AS score
              FROM cs_acceptance
             WHERE score IS NOT NULL AND state IN ('accepted', 'rejected')
             GROUP BY ticket_id
            """
        )
