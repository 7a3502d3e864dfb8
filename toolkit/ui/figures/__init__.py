"""Figures, as Altair charts: readable in print and without colour."""

from toolkit.ui.figures.river import river
from toolkit.ui.figures.saturation import saturation
from toolkit.ui.figures.tables import dot_plot, heat_map

__all__ = ["dot_plot", "heat_map", "river", "saturation"]
