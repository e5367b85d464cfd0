# enter_tree.sh TREE walls|"" command …: the command in the repository's folder inside the tree, as root.
# Started in namespaces of its own ("walls") where the kernel permits; else it copies what it cannot mount.
set -euo pipefail
tree=$1 walls=$2
shift 2
# The first process of a namespace hears no signal that it does not ask for.
trap 'exit 130' INT
trap 'exit 143' TERM

ccache=$(ccache --get-config cache_dir)
mkdir -p "$ccache" build/trixie

if [[ -n $walls ]] && mount --bind "$PWD" "$tree/src" 2>/dev/null; then
  mount -o remount,bind,ro "$tree/src" # tests write into build/ or /tmp, never beside the sources
  mount --bind build/trixie "$tree/src/build"
  mount --bind "$ccache" "$tree/ccache"
  mount -t proc proc "$tree/proc"
  mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
  mkdir -p "$tree/dev/shm"
  mount -t tmpfs -o mode=1777 tmpfs "$tree/dev/shm"
  mkdir -p "$tree/dev/pts"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$tree/dev/pts"
  root=$tree
else
  printf '● No mounts permitted here: working on a copy\n'
  rm -rf --one-file-system "$tree.copy"
  cp -a --reflink=auto "$tree" "$tree.copy"
  root=$tree.copy
  tar -c --exclude=./build --exclude=./.git . | tar -x -C "$root/src"
fi

env -i HOME=/tmp PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM="${TERM:-dumb}" CCACHE_DIR=/ccache \
  chroot "$root" /bin/bash -c 'cd /src && "$@"' bash "$@"
