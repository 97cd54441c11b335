"""A Kubernetes of one node, in namespaces of its own: `make cluster`.

The control plane of `deploy.local.cluster` and what makes a node of a machine: a scheduler, a
kubelet, kube-proxy, containerd with runc, and a network. All of it has its own processes, mounts,
links and firewall rules: when its first process ends, the kernel takes all of them away.
"""
