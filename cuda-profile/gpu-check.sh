#!/usr/bin/env bash
# Checks the cuda backend on an NVIDIA GPU, without Maven, network or checkout. Lies in an unpacked
# bundle, beside lib/ with every jar and jre/ with a Java runtime (otherwise JAVA_HOME's or PATH's):
#   ./mvnw -Pcuda13,gpu-bundle -Dcuda.redist=false -DskipTests package     makes target/gpu-bundle
# CUDA 13's libraries are the machine's: in CUDA_HOME, Python's nvidia packages or /usr/local.
#
#   gpu-check.sh [--only PART,…] [--mnist FOLDER] [--out FOLDER] [--seconds N] [--without-sanitizer]
#
#   --only PART,…          some of: contract determinism mnist tf32 cycles memcheck racecheck
#                          (all of these), initcheck synccheck (only if named), and
#                          bench (only if named): bench.json, the time of each workload's nodes
#   --mnist FOLDER         MNIST's four files; else PULMU_MNIST, else mnist/ beside this script
#   --out FOLDER           where gpu-check.json and gpu-check.log go, else the current folder
#   --seconds N            for all parts together, else 470
#   --without-sanitizer    memcheck and racecheck are left out, instead of failing, where
#                          compute-sanitizer is missing
#
# Exits with 0 if every part passed, with 1 if not, with 2 if it was called wrongly.
set -u

usage() { sed -n '2,/^set -u/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd) || exit 2
parts=contract,determinism,mnist,tf32,cycles,memcheck,racecheck
mnist=${PULMU_MNIST:-$here/mnist}
out=.
seconds=470
sanitize=yes
while [ $# -gt 0 ]; do
  case $1 in
    --without-sanitizer) sanitize=no; shift; continue ;;
    --only | --mnist | --out | --seconds) [ $# -ge 2 ] || usage ;;
    *) usage ;;
  esac
  case $1 in
    --only) parts=$2 ;;
    --mnist) mnist=$2 ;;
    --out) out=$2 ;;
    --seconds) seconds=$2 ;;
  esac
  shift 2
done

# What a part runs, and for how many seconds at most.
tests_of() {
  case $1 in
    contract) limit=300 tests='GpuContractTest GpuOwnProductsContractTest GpuBlasContractTest' ;;
    determinism) limit=60 tests='GpuTest#threeRunsGiveTheSameBits' ;;
    mnist) limit=90 tests='GpuTest#thirtyEpochsOfMnistAreEnough' ;;
    tf32) limit=60 tests='GpuTest#lossesInTf32AreNearThoseInFp32' ;;
    cycles) limit=150 tests='GpuTest#aThousandSessionsLeaveNothingBehind' ;;
    memcheck | racecheck | initcheck | synccheck) limit=180 tests='GpuKernelsTest' ;;
    bench) limit=400 tests='' ;;
    *) echo "gpu-check: there is no part '$1'" >&2; return 1 ;;
  esac
}
for part in ${parts//,/ }; do tests_of "$part" || exit 2; done

java=$here/jre/bin/java
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || { echo "gpu-check: no jre/ beside this script, and no Java" >&2; exit 2; }
ls "$here"/lib/*.jar >/dev/null 2>&1 || { echo "gpu-check: no jars in $here/lib" >&2; exit 2; }
mkdir -p "$out" && out=$(cd "$out" && pwd) || exit 2
log=$out/gpu-check.log
json=$out/gpu-check.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$log"

say() { printf '%s\n' "$*" | tee -a "$log"; }
quoted() { printf '"%s"' "$(printf '%s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')"; }

# Folders with CUDA 13's libraries, those that have more of them first.
cuda_folders() {
  local python
  for folder in ${CUDA_HOME:+"$CUDA_HOME/lib64"}; do printf '%s\n' "$folder"; done
  for python in python3 python /opt/*/bin/python3 /opt/*/.venv/bin/python3; do
    command -v "$python" >/dev/null || continue
    "$python" -c 'import nvidia; print(*nvidia.__path__, sep="\n")' 2>/dev/null
  done | sort -u | while read -r packages; do
    find "$packages" -maxdepth 3 -name 'lib*.so.13' -printf '%h\n' 2>/dev/null
  done | sort | uniq -c | sort -rn | awk '{ print $2 }'
  for folder in /usr/local/cuda/lib64 /usr/local/cuda-13*/lib64 /usr/local/cuda*/targets/x86_64-linux/lib \
    /usr/lib/x86_64-linux-gnu; do printf '%s\n' "$folder"; done
}

# Sets libraries: the first folder of each library, once.
find_libraries() {
  local library folder folders
  folders=$(cuda_folders)
  libraries=
  for library in libcudart.so.13 libnvrtc.so.13 libcublasLt.so.13 libcublas.so.13; do
    for folder in $folders; do
      [ -e "$folder/$library" ] || continue
      say "$library: $folder"
      case :$libraries: in *":$folder:"*) ;; *) libraries=$libraries${libraries:+:}$folder ;; esac
      continue 2
    done
    say "$library: not found"
  done
  # Where a driver is that the linker was not told of
  [ ! -e /usr/local/nvidia/lib64/libcuda.so.1 ] || libraries=$libraries${libraries:+:}/usr/local/nvidia/lib64
}

find_sanitizer() {
  local each
  for each in compute-sanitizer /usr/local/cuda/bin/compute-sanitizer /usr/local/cuda-13*/bin/compute-sanitizer \
    /usr/local/cuda*/compute-sanitizer/compute-sanitizer; do
    sanitizer=$(command -v "$each") && return
  done
  sanitizer=
}

check() { # FILE TEST…
  LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} \
    XDG_CACHE_HOME=$work/cache PULMU_MNIST=$mnist OMP_WAIT_POLICY=PASSIVE MALLOC_MMAP_THRESHOLD_=131072 \
    timeout -k 5 "$limit" ${before[@]+"${before[@]}"} "$java" -Xms"$heap" -Xmx"$heap" -XX:+UseParallelGC -XX:+AlwaysPreTouch \
    -XX:ErrorFile="$out/hs_err_%p.log" -Dorg.bytedeco.javacpp.pathsFirst=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    ${GPU_CHECK_JAVA_OPTS:-} -cp "$here/lib/*" dev.pulmu.backend.cuda."$main" "$@"
}

began=$SECONDS
say "gpu-check: $(date -u +%Y-%m-%dT%H:%M:%SZ), $(uname -sr), $here"
gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2>/dev/null | head -n 1)
say "nvidia-smi: ${gpu:-not there, or no GPU}"
find_libraries
find_sanitizer
limit=60 before=() main=GpuCheck heap=1g
check "$work/machine.json" machine >"$work/machine.log" 2>&1
status=$?
unusable=$(sed -n 's/^FAILED: //p' "$work/machine.log")
[ $status -eq 0 ] || unusable=${unusable:-the machine could not be asked: exit status $status, see $log}
cat "$work/machine.log" >>"$log"
machine=$(cat "$work/machine.json" 2>/dev/null) || machine=null
say "machine: $machine"

failed=0
results=
for part in ${parts//,/ }; do
  tests_of "$part"
  left=$((seconds - (SECONDS - began)))
  [ "$limit" -le "$left" ] || limit=$left
  before=() reason=$unusable main=GpuCheck heap=1g file=$work/$part.json
  : >"$work/$part.log"
  from=$(date +%s.%N)
  case $part in
    bench) main=GpuBench heap=4g file=$out/bench.json ;;
    memcheck | racecheck | initcheck | synccheck)
      if [ -n "$sanitizer$reason" ]; then
        before=("$sanitizer" --tool "$part" --target-processes all --error-exitcode 86 --print-limit 20)
        # Allocations end where their neighbours begin, and nobody would see who steps over
        [ "$part" != memcheck ] || ! "$sanitizer" --help 2>/dev/null | grep -q -- '--padding' || before+=(--padding 512)
      elif [ $sanitize = yes ]; then
        reason='compute-sanitizer was found neither on PATH nor in /usr/local/cuda*/bin; --without-sanitizer leaves this out'
      else
        say "$(printf '%-12s left out: no compute-sanitizer' "$part")"
        results="$results${results:+,}
    $(quoted "$part"): {\"passed\": null, \"reason\": \"no compute-sanitizer, --without-sanitizer\"}"
        continue
      fi
      ;;
  esac
  if [ -z "$reason" ] && [ "$limit" -lt 5 ]; then
    reason="no time left of $seconds s"
  elif [ -z "$reason" ]; then
    # shellcheck disable=SC2086
    check "$file" $tests >"$work/$part.log" 2>&1
    status=$?
    if [ $status -ne 0 ]; then
      reason=$(sed -n 's/^FAILED: //p' "$work/$part.log" | head -n 1)
      [ -n "$reason" ] || reason=$(grep -m 1 -E '^=+ +(Error|Invalid|Race|Uninit|Barrier|Program hit|Target|Internal)|^=+ .*SUMMARY: [1-9]|^# +[A-Z]+ \(0x|rror:' "$work/$part.log")
      case $status in
        124 | 137) reason="ended after its limit of $limit s${reason:+; $reason}" ;;
        *) reason=${reason:-exit status $status} ;;
      esac
    fi
  fi
  took=$(awk -v a="$from" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
  { printf '\n==== %s\n' "$part"; cat "$work/$part.log"; } >>"$log"
  if [ -z "$reason" ]; then
    passed=true
    say "$(printf '%-12s passed %7s s  %s' "$part" "$took" "$(grep -E '^[A-Za-z0-9]+ = |SUMMARY' "$work/$part.log" | tr '\n' ' ')")"
  else
    passed=false
    failed=$((failed + 1))
    say "$(printf '%-12s FAILED %7s s  %s' "$part" "$took" "$reason")"
  fi
  numbers=$(cat "$work/$part.json" 2>/dev/null) || numbers=null
  summary=$(grep -m 1 SUMMARY "$work/$part.log")
  results="$results${results:+,}
    $(quoted "$part"): {\"passed\": $passed, \"seconds\": $took, \"reason\": $(quoted "$reason"), \"sanitizer\": $(quoted "$summary"), \"result\": $numbers}"
done

took=$((SECONDS - began))
cat >"$json" <<END
{
  "time": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "kernel": $(quoted "$(uname -sr)"),
  "nvidiaSmi": $(quoted "$gpu"),
  "libraries": $(quoted "$libraries"),
  "machine": $machine,
  "passed": $([ $failed -eq 0 ] && echo true || echo false),
  "seconds": $took,
  "parts": {$results
  }
}
END
say "gpu-check: $([ $failed -eq 0 ] && echo passed || echo "FAILED ($failed)") in $took s; $json, $log"
[ $failed -eq 0 ]
