"""Figures: functions of nouns and tables that return a `Figure`, or None where there is nothing to draw.

A figure is readable in print and without colour. To add one: a module here, its name below, a journey in
`toolkit.workflow.drawing`, a line in `COMMANDS` of `toolkit.cli.commands`.
"""

from toolkit.figures.agreement import by_unit, confusion, dot_plot, planned, trajectory
from toolkit.figures.cooccurrence import cooccurrence_map
from toolkit.figures.heat_map import heat_map
from toolkit.figures.portrait import portrait
from toolkit.figures.river import codebook_river
from toolkit.figures.saturation import saturation_curve
from toolkit.figures.tree import code_tree

__all__ = [
    "by_unit",
    "code_tree",
    "codebook_river",
    "confusion",
    "cooccurrence_map",
    "dot_plot",
    "heat_map",
    "planned",
    "portrait",
    "saturation_curve",
    "trajectory",
]
