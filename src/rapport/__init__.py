"""Rapport: three therapists or coaches who can take you, chosen for forecast rapport."""

__version__ = "0.1.0"
