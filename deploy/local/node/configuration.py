"""The files with which the programs of a node are configured."""

from pathlib import Path
from typing import Final

from deploy.local.certificates import Issued
from deploy.local.node.place import NAMES, PODS, Node

PAUSE: Final = "localhost/pause:1"
"""The image of the process that holds a pod's network; our own."""

_CONTAINERD: Final = """\
version = 2
root = "{here}/containerd"
state = "/run/containerd"
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  # A process without CAP_SYS_RESOURCE may not give a container a lower score than its own.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{here}/cni"
"""

_CNI: Final = """\
{{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {{"type": "bridge", "bridge": "pods", "isDefaultGateway": true, "ipMasq": false,
    "hairpinMode": true,
    "ipam": {{"type": "host-local", "ranges": [[{{"subnet": "{pods}"}}]], "dataDir": "/run/cni"}}}},
  {{"type": "portmap", "capabilities": {{"portMappings": true}}}}
]}}
"""

_KUBELET: Final = """\
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: {address}
readOnlyPort: 0
healthzBindAddress: 127.0.0.1
authentication:
  anonymous: {{enabled: false}}
  webhook: {{enabled: false}}
  x509: {{clientCAFile: "{ca}"}}
authorization: {{mode: AlwaysAllow}}
tlsCertFile: "{certificate}"
tlsPrivateKeyFile: "{key}"
containerRuntimeEndpoint: "unix://{socket}"
cgroupDriver: cgroupfs
cgroupRoot: /{cgroup}
enforceNodeAllocatable: []
failSwapOn: false
failCgroupV1: false
oomScoreAdj: 0
evictionHard: {{memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%}}
# What was imported stays: there is nowhere to fetch it from again.
imageGCHighThresholdPercent: 100
clusterDNS: [{names}]
clusterDomain: cluster.local
resolvConf: "{here}/resolv.conf"
podLogsDir: "{here}/pods"
volumePluginDir: "{here}/plugins"
serializeImagePulls: false
"""

_PROXY: Final = """\
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: {{kubeconfig: "{here}/kube-proxy.yaml"}}
clusterCIDR: {pods}
hostnameOverride: {node}
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
conntrack: {{maxPerCore: 0, min: 0}}
oomScoreAdj: 0
"""


def write(node: Node, ca: Path, kubelet: Issued) -> None:
    """Write all files into the node's directory."""
    here = node.directory
    (here / "cni").mkdir(parents=True)
    (here / "containerd.toml").write_text(
        _CONTAINERD.format(here=here, socket=node.socket, pause=PAUSE)
    )
    (here / "cni" / "10-pods.conflist").write_text(_CNI.format(pods=node.pods))
    (here / "kubelet-configuration.yaml").write_text(
        _KUBELET.format(
            here=here,
            address=node.address,
            ca=ca,
            certificate=kubelet.certificate,
            key=kubelet.key,
            socket=node.socket,
            cgroup=node.cgroup,
            names=NAMES,
        )
    )
    (here / "proxy-configuration.yaml").write_text(
        _PROXY.format(here=here, pods=PODS, node=node.name)
    )
    (here / "resolv.conf").write_text(f"nameserver {NAMES}\n")
