"""Pages of the office."""

from portal.office.views import batches, claims, desk, names, objections, results
from portal.office.views.blueprint import bp

__all__ = ["batches", "bp", "claims", "desk", "names", "objections", "results"]
