"""Tests of applications, seats, the waiting list and wishes."""
