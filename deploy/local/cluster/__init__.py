"""Kubernetes' own API server on loopback, to which every overlay of ``deploy/k8s`` is applied.

There are no nodes and no operators: controllers make pods of our workloads, and nothing runs them.
"""
