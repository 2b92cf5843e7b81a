"""Tests of links that come by themselves."""
