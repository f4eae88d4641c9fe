"""Tests of what the policy gives."""
