#!/usr/bin/env bash
# Builds the image without a container engine: buildah as root in a chroot, on a base made of Debian's
# packages. Where there is an engine, build deploy/image/Containerfile with it on the gathered context.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$PWD/build/image
context=$work/context
mkdir -p "$work"

rm -rf "$context"
mkdir -p "$context/app"
# What is committed and nothing else, so that an image has a commit; the assets are built of it.
git archive HEAD requirements.lock | tar -x -C "$context"
git archive HEAD i18n portal services shared ':!portal/assets' | tar -x -C "$context/app"
cp -r --parents portal/static/build "$context/app"
test -f "$context/app/portal/static/build/manifest.json"

export BUILDAH_ISOLATION=chroot
buildah() { command buildah --root "$work/store" --runroot "$work/run" --storage-driver "${STORAGE_DRIVER:-overlay}" "$@"; }
# Leave nothing mounted: what is mounted below a directory cannot be removed with it.
leave() {
  buildah rm --all >/dev/null 2>&1 || true
  if mountpoint -q "$work/store/overlay"; then umount "$work/store/overlay"; fi
}
trap leave EXIT
# Not more than this process has itself: a chroot may raise no limit.
files=$(ulimit -Hn)
processes=$(printf '%s\n' "$(ulimit -Hu)" "$(cat /proc/sys/kernel/pid_max)" | grep -v unlimited | sort -n | head -1)
limits=(--ulimit "nofile=$files:$files" --ulimit "nproc=$processes:$processes")
certificates=(--volume /etc/ssl/certs:/etc/ssl/certs:ro)

suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
base=localhost/rapporteur-base:$suite
if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  # Straight into the container's own directory, and not through an archive; a build that is cut
  # off begins anew, so nothing has to reach the disk at once.
  made=$(buildah from scratch)
  mmdebstrap --quiet --variant=minbase --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include=python3,python3-venv,ca-certificates,libmagic1,fonts-noto-core,fonts-noto-cjk \
    "$suite" "$(buildah mount "$made")"
  buildah commit --quiet "$made" "$base" >/dev/null
  buildah rm "$made" >/dev/null
fi
buildah bud "${limits[@]}" "${certificates[@]}" --quiet --pull-never --layers \
  --build-arg "PYTHON_IMAGE=$base" --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" \
  --file deploy/image/Containerfile \
  --tag localhost/rapporteur:dev "$context" >/dev/null
echo "Built localhost/rapporteur:dev"
