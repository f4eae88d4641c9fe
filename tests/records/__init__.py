"""Tests of the lifelong record."""
