"""Plugins that watch a tracker for others: none is loaded unless a host asks for it."""
