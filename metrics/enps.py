"""Would employees recommend working here? The Net Promoter Score's arithmetic, on other people's answers."""

from metrics.change import compare_nps
from metrics.definition import Metric
from metrics.nps import nps

ENPS = Metric(
    name="enps",
    title="Employee Net Promoter Score",
    unit="points",
    definition="promoters (9-10) minus detractors (0-6) in percent of all employees' answers 0-10; from five answers "
    "on, never mixed with customers'",
    method="Adjusted Wald interval (n + 3, 3/4 added to each end)",
    needs="enps_answers",
    estimate=nps,
    test=compare_nps,
)
