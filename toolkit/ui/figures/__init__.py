"""Figures, as Altair charts: readable in print and without colour."""

from toolkit.ui.figures.agreement import by_unit, confusion, dot_plot, planned, trajectory
from toolkit.ui.figures.river import river
from toolkit.ui.figures.saturation import saturation
from toolkit.ui.figures.tables import heat_map

__all__ = ["by_unit", "confusion", "dot_plot", "heat_map", "planned", "river", "saturation", "trajectory"]
