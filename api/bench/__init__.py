"""Measurements that anyone can repeat: each prints machine, sizes, threads and stages. Nothing here is timed in a test."""
