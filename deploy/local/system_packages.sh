#!/usr/bin/env bash
# Installs what the tests need beyond Python packages: on Debian and its kin as root.
# Elsewhere it names what is missing and goes on; the tests then list what could not run.
#   system_packages.sh tests|kafka|k8s|node|image|python
set -euo pipefail

have() { command -v "$1" >/dev/null 2>&1; }
installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }
have_postgresql() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
have_java() {
  local version
  version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p') || return 1
  [ "${version:-0}" -ge 17 ]
}

missing=()
case "${1:?tests, kafka, k8s, node, image or python}" in
  tests)
    if have dpkg-query; then
      installed chromium-headless-shell || missing+=(chromium-headless-shell)
      # without them pages in Arabic, Chinese and Russian are boxes
      installed fonts-noto-core || missing+=(fonts-noto-core)
      installed fonts-noto-cjk || missing+=(fonts-noto-cjk)
      installed libmagic1 || installed libmagic1t64 || missing+=(libmagic1)
      have clamd || missing+=(clamav-daemon)
    else
      have chromium || have google-chrome || missing+=(chromium)
    fi
    have_postgresql || missing+=(postgresql)
    ;;
  kafka)
    have_java || missing+=(default-jre-headless)
    have mvn || missing+=(maven)
    ;;
  k8s)
    have kubectl || missing+=(kubectl)
    have go || missing+=(golang-go)
    have mvn || missing+=(maven)
    have promtool || missing+=(prometheus)
    ;;
  image)
    have buildah || missing+=(buildah fuse-overlayfs crun)
    have mmdebstrap || missing+=(mmdebstrap)
    ;;
  node)
    # Their binaries lie in /usr/sbin, which is in root's path alone, and a cluster needs root.
    PATH=$PATH:/usr/sbin:/sbin
    have containerd || missing+=(containerd)
    have runc || missing+=(runc)
    have iptables || missing+=(iptables)
    have conntrack || missing+=(conntrack)
    have ipset || missing+=(ipset)
    have ip || missing+=(iproute2)
    have busybox || missing+=(busybox-static)
    have kubectl || missing+=(kubectl)
    have go || missing+=(golang-go)
    [ -d /usr/lib/cni ] || missing+=(containernetworking-plugins)
    ;;
  python)
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    ;;
esac

[ ${#missing[@]} -gt 0 ] || exit 0
if have apt-get && [ "$(id -u)" = 0 ]; then
  echo "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
elif have apt-get; then
  echo "Missing: ${missing[*]}. Install with: sudo apt-get install --no-install-recommends ${missing[*]}"
else
  echo "Missing (Debian's names): ${missing[*]}. What needs them is listed at the end as not run."
fi
