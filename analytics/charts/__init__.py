"""Charts: each takes Published and returns a plotly Figure; alt_text describes it in words."""

from analytics.charts.alt_text import describe, hidden_words
from analytics.charts.bars import bars
from analytics.charts.columns import columns
from analytics.charts.control_chart import control
from analytics.charts.flow import flow
from analytics.charts.funnel import funnel
from analytics.charts.heat_map import heat_map, rating_look, score_look
from analytics.charts.line import line
from analytics.charts.load import load
from analytics.charts.matrix import grid_of_two
from analytics.charts.risk_matrix import risk_matrix
from analytics.charts.spark import spark, spark_words
from analytics.charts.split import split
from analytics.charts.stacked import stacked
from analytics.charts.style import choose
from analytics.charts.time_line import time_line

__all__ = [
    "bars",
    "choose",
    "columns",
    "control",
    "describe",
    "flow",
    "funnel",
    "grid_of_two",
    "heat_map",
    "hidden_words",
    "line",
    "load",
    "rating_look",
    "risk_matrix",
    "score_look",
    "spark",
    "spark_words",
    "split",
    "stacked",
    "time_line",
]
