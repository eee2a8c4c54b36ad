#!/bin/bash
# Build the virtual machine that `python -m tests.bluez` starts: a Debian 12 with BlueZ, its kernel
# and evenstride's dependencies. Once, as root, on Debian or Ubuntu; run it again after a change of
# the dependencies or of machine/init. It all lands in $EVENSTRIDE_BLUEZ (~/.cache/evenstride-bluez).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
project=$(readlink -f "$here/../../..")
home=${EVENSTRIDE_BLUEZ:-$HOME/.cache/evenstride-bluez}
root=$home/root
[ "$(id -u)" = 0 ] || { echo "This makes a root file system, so it has to run as root." >&2; exit 1; }
mkdir -p "$home"

need=(qemu-system-x86_64 debootstrap cpio mkfs.ext4 depmod)
for tool in "${need[@]}"; do
    command -v "$tool" >/dev/null && continue
    apt-get update -q
    apt-get install -y -q --no-install-recommends debootstrap qemu-system-x86 seabios e2fsprogs cpio kmod
    break
done

# The archive that this machine's own apt uses, if that is Debian's.
mirror=${MIRROR:-$({ grep -rhoE 'https?://[^ ]+' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null || true; } | grep -E '/debian/?$' | head -1)}
[ -x "$root/usr/bin/apt-get" ] || debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"}
cp /etc/resolv.conf "$root/etc/resolv.conf"
unmount() { for d in dev proc sys; do mountpoint -q "$root/$d" && umount "$root/$d" || true; done; }
trap unmount EXIT
for d in dev proc sys; do mountpoint -q "$root/$d" || mount --bind "/$d" "$root/$d"; done
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
echo 'APT::Install-Recommends "false";' >"$root/etc/apt/apt.conf.d/99lean"
# No service starts inside the chroot.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
chroot "$root" apt-get update -q
chroot "$root" apt-get install -y -q linux-image-amd64 initramfs-tools busybox-static cpio bluez dbus \
    python3 python3-venv kmod procps iproute2 util-linux

# Python's packages are fetched outside, where pip is set up for this network. bleak is pinned: the
# negative control is about what this very version does.
mapfile -t wanted < <(python3 - "$project/pyproject.toml" <<'PY'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    print(*tomllib.load(file)["project"]["dependencies"], sep="\n")
PY
)
wanted+=(bleak==3.1.0 bumble pytest)
mkdir -p "$root/opt/wheels"
platforms=(--platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux_2_28_x86_64)
python3 -m pip download -q --only-binary :all: --python-version 3.11 "${platforms[@]}" -d "$root/opt/wheels" "${wanted[@]}"
[ -x "$root/opt/venv/bin/python" ] || chroot "$root" python3 -m venv /opt/venv
env -u PIP_FIND_LINKS -u PIP_CERT chroot "$root" /opt/venv/bin/pip install -q --no-index --find-links /opt/wheels "${wanted[@]}"
chroot "$root" /opt/venv/bin/python -m compileall -q /opt/venv /usr/lib/python3 || true
unmount

# Away with what this machine never loads, then the image and what starts it.
kernel=$(basename "$(ls -d "$root"/lib/modules/* | tail -1)")
(cd "$root/lib/modules/$kernel/kernel" && rm -rf sound drivers/{gpu,media,scsi,infiniband,staging,iio} \
    drivers/net/{ethernet,wireless} fs/{xfs,btrfs,ocfs2,gfs2})
rm -rf "$root"/usr/share/{doc,man,locale,info}/* "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* \
    "$root"/boot/initrd* "$root/opt/wheels"
depmod -b "$root" "$kernel"
install -m 755 "$here/init" "$root/opt/init"
cp "$root/boot/vmlinuz-$kernel" "$home/vmlinuz"
start=$(mktemp -d)
mkdir -p "$start"/{bin,dev,proc,sys,root,m}
cp "$root/bin/busybox" "$start/bin/"
install -m 755 "$here/initramfs-init" "$start/init"
for module in virtio_pci virtio_blk crc32c_generic ext4; do
    modprobe -d "$root" -S "$kernel" --show-depends "$module" | awk '$1 == "insmod" {print $2}'
done | awk '!seen[$0]++' | while read -r file; do
    cp "$file" "$start/m/"
    basename "$file" >>"$start/modules.list"
done
(cd "$start" && find . | cpio -o -H newc --quiet | gzip -1) >"$home/initramfs.cpio.gz"
rm -rf "$start" "$home/disk.ext4"
truncate -s 2G "$home/disk.ext4"
mkfs.ext4 -q -F -O '^has_journal,^metadata_csum' -E lazy_itable_init=1,root_owner=0:0 -d "$root" "$home/disk.ext4"
ls -lsh "$home"/{vmlinuz,initramfs.cpio.gz,disk.ext4}
