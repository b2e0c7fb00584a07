#!/usr/bin/env bash
# Executed instructions, flash and memory of one LeNet-5 inference in QEMU: the exported model against
# 8-bit weights, int8.c here and CMSIS-NN where a checkout of it is given.
#
#   bench/c/lenet.sh MODEL DATASET [CMSIS_NN_FOLDER]
#
# MODEL is a packed LeNet-5 with either fold, DATASET what it was trained on. Prints one JSON object a
# line. Flash and memory are those of the network's own object files; the two starting files, which all
# programs share, are not counted.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
starts=$here/../../core/src/main/resources/org/dyadic/verify/c
model=$(realpath "$1") dataset=$2 cmsis=${3:+$(realpath "$3")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$starts"/{start_arm.c,start_riscv.S,cortex-m.ld,riscv.ld} "$here"/{int8.c,cmsis_nn.c,count.c} .
gcc -O2 -shared -fPIC -o count.so count.c

declare -A prefix=([cortex-m0]=arm-none-eabi- [cortex-m4]=arm-none-eabi- [rv32ec]=riscv64-unknown-elf- [rv32imc]=riscv64-unknown-elf-)
declare -A flags=([cortex-m0]="-mcpu=cortex-m0 -mthumb" [cortex-m4]="-mcpu=cortex-m4 -mthumb"
  [rv32ec]="-march=rv32ec -mabi=ilp32e" [rv32imc]="-march=rv32imc -mabi=ilp32")
declare -A places=([cortex-m0]=2 [cortex-m4]=4 [rv32ec]=2 [rv32imc]=4)
# The boards of the tests are smaller; bytes need more flash than a Cortex-M0 of QEMU has.
arm="start_arm.c -T cortex-m.ld -Wl,--defsym=FLASH_SIZE=0x400000,--defsym=RAM_SIZE=0x400000"
riscv="start_riscv.S -T riscv.ld -Wl,--no-warn-rwx-segments"

# executed TARGET OBJECT...: links and runs, prints the executed instructions
executed() {
  local target=$1 start machine
  shift
  case $target in
    cortex*) start=$arm machine="qemu-system-arm -M mps2-an386" ;;
    *) start=$riscv machine="qemu-system-riscv32 -M virt -bios none" ;;
  esac
  # shellcheck disable=SC2086 # words
  ${prefix[$target]}gcc ${flags[$target]} -O2 -ffreestanding -nostdlib -o program.elf "$@" $start -lgcc
  "${prefix[$target]}nm" -nS program.elf >symbols
  $machine -nographic -monitor none -serial none -semihosting-config enable=on,target=native \
    -kernel program.elf -plugin ./count.so,symbols=symbols -d plugin -D count.log </dev/null
  sed -n 's/^ *\([0-9]*\) .*\ball$/\1/p' count.log
}

# sizes TARGET OBJECT...: flash and memory in bytes
sizes() {
  local target=$1
  shift
  "${prefix[$target]}size" -t "$@" | awk 'END { printf "%d %d", $1 + $2, $2 + $3 }'
}

compile() { # TARGET OBJECT OPTION...
  local target=$1 object=$2
  shift 2
  # shellcheck disable=SC2086
  ${prefix[$target]}gcc ${flags[$target]} -c -o "$object" "$@"
}

row() { # TARGET PROGRAM INSTRUCTIONS FLASH MEMORY
  printf '{"target":"%s","program":"%s","instructions":%d,"flash_bytes":%d,"memory_bytes":%d}\n' "$@"
}

ours() { # TARGET
  local count=() tests
  for tests in 1 2; do
    "$here/../../dyadic" export "$model" --to c --target "$1" --name net --tests $tests --dataset "$dataset" -o . >export.log 2>&1 \
      || { cat export.log >&2; return 1; }
    compile "$1" net.o -std=c99 -ffreestanding -O2 net.c
    compile "$1" test.o -std=c99 -ffreestanding -O2 net_test.c
    count+=("$(executed "$1" net.o test.o)")
  done
  # The difference is one inference and one comparison of ten logits, without start and end. The caller
  # gives the arena, so it is in no object file.
  row "$1" dyadic-2bit $((count[1] - count[0])) "$("${prefix[$1]}size" net.o | awk 'END { print $1 + $2 }')" \
    "$(sed -n 's/^#define NET_ARENA_BYTES \([0-9]*\).*/\1/p' net.h)"
}

int8() { # TARGET
  compile "$1" int8.o -std=c99 -ffreestanding -O2 -DOUTPUTS=4 -DPLACES="${places[$1]}" int8.c
  # shellcheck disable=SC2046
  row "$1" int8.c "$(executed "$1" int8.o)" $(sizes "$1" int8.o)
}

# Hosted, so that its copies of four bytes become loads as its authors mean it.
cmsis() { # TARGET
  local objects=() source
  mkdir -p include
  printf '#include <stddef.h>\nvoid *memcpy(void *, const void *, size_t);\nvoid *memset(void *, int, size_t);\n' >include/string.h
  for source in "$cmsis"/Source/{ConvolutionFunctions,FullyConnectedFunctions,PoolingFunctions,NNSupportFunctions}/*_s8*.c \
    "$cmsis"/Source/NNSupportFunctions/*.c; do
    case $source in *f16* | *f32*) continue ;; esac
    objects+=("cmsis-$(basename "$source" .c).o")
    compile "$1" "${objects[-1]}" -Ofast -ffunction-sections -fdata-sections -Iinclude -I"$cmsis/Include" -w -std=gnu11 "$source"
  done
  mapfile -t objects < <(printf '%s\n' "${objects[@]}" | sort -u)
  compile "$1" cmsis_nn.o -Ofast -Iinclude -I"$cmsis/Include" -w -std=gnu11 cmsis_nn.c
  local count
  count=$(executed "$1" cmsis_nn.o "${objects[@]}" -Wl,--gc-sections)
  # Only what is linked counts: the image without the starting file's few bytes.
  # shellcheck disable=SC2046
  row "$1" cmsis-nn-int8 "$count" $(sizes "$1" program.elf)
}

for target in cortex-m0 cortex-m4 rv32ec rv32imc; do
  ours "$target"
  int8 "$target"
  case $target in cortex*) [ -z "$cmsis" ] || cmsis "$target" ;; esac
done
