#!/usr/bin/env bash
# Checks and times the cuda backend on an NVIDIA GPU, without Maven, network or checkout. Lies in an
# unpacked bundle, beside lib/ with the jars and jre/ with a Java runtime (otherwise JAVA_HOME's or
# PATH's):
#   ./mvnw -Pcuda13,gpu-bundle -Dcuda.redist=false -DskipTests package     makes gpu-bundle.tar.gz
# CUDA 13's libraries are the machine's: in CUDA_HOME, Python's nvidia packages or /usr/local.
#
#   gpu-check.sh [--only PART,…] [--workloads NAME,…] [--mnist FOLDER] [--out FOLDER] [--seconds N]
#                [--without-sanitizer]
#   gpu-check.sh -- COMMAND…     runs Pulmu's command line instead: -- train --backend cuda
#
#   --only PART,…          some of: determinism bench contract mnist tf32 cycles memcheck racecheck
#                          (all of these, in this order), initcheck synccheck (only if named)
#   --workloads NAME,…     what bench times: some of A A1024 B C128 C1024 D1024 D8192, else all
#   --mnist FOLDER         MNIST's four files; else PULMU_MNIST, else mnist/ beside this script
#   --out FOLDER           where gpu-check.json, gpu-check.log and bench.json go, else the current
#                          folder; they are whole after every part, whatever becomes of the next
#   --seconds N            for all parts together, else 470
#   --without-sanitizer    memcheck and racecheck are left out, instead of failing, where
#                          compute-sanitizer is missing or does not support the device
#
# GPU_CHECK_JAVA_OPTS has more flags for the JVM: -Dpulmu.cuda.sync=true names the kernel that fails.
# Exits with 0 if every part passed, with 1 if not, with 2 if it was called wrongly.
set -u

usage() { sed -n '2,/^set -u/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd) || exit 2
parts=determinism,bench,contract,mnist,tf32,cycles,memcheck,racecheck
workloads=
mnist=${PULMU_MNIST:-$here/mnist}
out=.
seconds=470
sanitize=yes
application=no
while [ $# -gt 0 ]; do
  case $1 in
    --) application=yes; shift; break ;;
    --without-sanitizer) sanitize=no; shift; continue ;;
    --only | --workloads | --mnist | --out | --seconds) [ $# -ge 2 ] || usage ;;
    *) usage ;;
  esac
  case $1 in
    --only) parts=$2 ;;
    --workloads) workloads=$2 ;;
    --mnist) mnist=$2 ;;
    --out) out=$2 ;;
    --seconds) seconds=$2 ;;
  esac
  shift 2
done

# What a part runs, and for how many seconds at most.
tests_of() {
  case $1 in
    determinism) limit=60 tests='GpuTest#threeRunsGiveTheSameBits' ;;
    bench) [ "$parts" = bench ] && limit=420 || limit=100 ;;
    contract) limit=300 tests='GpuContractTest GpuOwnProductsContractTest GpuBlasContractTest' ;;
    mnist) limit=90 tests='GpuTest#thirtyEpochsOfMnistAreEnough' ;;
    tf32) limit=60 tests='GpuTest#lossesInTf32AreNearThoseInFp32' ;;
    cycles) limit=150 tests='GpuTest#aThousandSessionsLeaveNothingBehind' ;;
    memcheck | racecheck | initcheck | synccheck) limit=180 tests='GpuKernelsTest' ;;
    *) echo "gpu-check: there is no part '$1'" >&2; return 1 ;;
  esac
}
for part in ${parts//,/ }; do tests_of "$part" || exit 2; done
for workload in ${workloads//,/ }; do
  case $workload in
    A | A1024 | B | C128 | C1024 | D1024 | D8192) ;;
    *) echo "gpu-check: there is no workload '$workload'" >&2; exit 2 ;;
  esac
done

java=$here/jre/bin/java
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || { echo "gpu-check: no jre/ beside this script, and no Java" >&2; exit 2; }
ls "$here"/lib/*.jar >/dev/null 2>&1 || { echo "gpu-check: no jars in $here/lib" >&2; exit 2; }

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

# Runs Java with the machine's libraries, in this process's place.
run_java() { # COMMAND-BEFORE… -- FLAG… CLASS ARGUMENT…
  local before=()
  while [ "$1" != -- ]; do before+=("$1"); shift; done
  shift
  export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export OMP_WAIT_POLICY=PASSIVE
  # JavaCPP counts what driver, cuBLAS and sanitizers take against a limit that goes by the heap
  # shellcheck disable=SC2086
  exec ${before[@]+"${before[@]}"} "$java" -XX:+UseParallelGC -Dorg.bytedeco.javacpp.pathsFirst=true \
    -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    ${GPU_CHECK_JAVA_OPTS:-} -cp "$here/lib/*" "$@"
}

if [ $application = yes ]; then
  log=/dev/null
  find_libraries >/dev/null
  run_java -- --add-modules jdk.incubator.vector "-XX:CompileCommandFile=$here/kernels.hotspot" \
    -Dorg.bytedeco.javacpp.logger=slf4j -Dorg.slf4j.simpleLogger.defaultLogLevel=warn dev.pulmu.cli.Main "$@"
fi

mkdir -p "$out" && out=$(cd "$out" && pwd) || exit 2
log=$out/gpu-check.log
json=$out/gpu-check.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$log"
# Whoever stops this stops what it runs, and finds all that was known by then
child=
stopped=
stop() { stopped=$1; [ -z "$child" ] || kill "$child" 2>/dev/null; }
for signal in HUP INT TERM; do trap "stop $signal" $signal; done

# Runs a class for $limit seconds at most; its output is in the log while it runs, and in LOG behind it. Sets status.
check() { # LOG HEAP CLASS ARGUMENT…
  local part_log=$1 heap=$2 from
  shift 2
  from=$(wc -c <"$log")
  (
    export XDG_CACHE_HOME=$work/cache PULMU_MNIST=$mnist MALLOC_MMAP_THRESHOLD_=131072
    run_java timeout -k 5 "$limit" ${before[@]+"${before[@]}"} -- -Xms"$heap" -Xmx"$heap" -XX:+AlwaysPreTouch \
      -XX:ErrorFile="$out/hs_err_%p.log" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn dev.pulmu.backend.cuda."$@"
  ) >>"$log" 2>&1 &
  child=$!
  while :; do # a signal ends only the waiting
    wait "$child"
    status=$?
    kill -0 "$child" 2>/dev/null || break
  done
  child=
  tail -c "+$((from + 1))" "$log" >"$part_log"
}

# Why a part failed, from its output; empty if it does not say.
reason_in() {
  sed -n 's/^FAILED: //p' "$1" | grep -m 1 . ||
    grep -m 1 -E '^=+ +(Error|Invalid|Race|Uninit|Barrier|Program hit|Target|Internal)|^=+ .*SUMMARY: [1-9]|^# +[A-Z]+ \(0x|rror:' "$1"
}

# Writes all that is known so far; whoever reads it finds the old text or the new one.
write_json() { # RUNNING FINISHED
  cat >"$json.tmp" <<END
{
  "time": "$(date -u +%Y-%m-%dT%H:%M:%SZ)",
  "kernel": $(quoted "$(uname -sr)"),
  "nvidiaSmi": $(quoted "$gpu"),
  "libraries": $(quoted "$libraries"),
  "machine": $machine,
  "running": $1,
  "finished": $2,
  "passed": $([ "$2" = true ] && [ $failed -eq 0 ] && echo true || echo false),
  "seconds": $((SECONDS - began)),
  "parts": {$results
  }
}
END
  mv -f "$json.tmp" "$json"
}

add_result() { # PART JSON
  results="$results${results:+,}
    $(quoted "$1"): $2"
}

began=$SECONDS
failed=0
results=
machine=null
say "gpu-check: $(date -u +%Y-%m-%dT%H:%M:%SZ), $(uname -sr), $here"
gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2>/dev/null | head -n 1)
say "nvidia-smi: ${gpu:-not there, or no GPU}"
find_libraries
find_sanitizer
write_json '"machine"' false
limit=60 before=()
check "$work/machine.log" 1g GpuCheck "$work/machine.json" machine
unusable=
if [ "$status" -ne 0 ]; then
  unusable=$(reason_in "$work/machine.log")
  unusable="no usable GPU: ${unusable:-the machine could not be asked, exit status $status, see $log}"
fi
machine=$(cat "$work/machine.json" 2>/dev/null) || machine=null
say "machine: $machine"

for part in ${parts//,/ }; do
  [ -z "$stopped" ] || break
  write_json "$(quoted "$part")" false
  tests_of "$part"
  left=$((seconds - (SECONDS - began)))
  [ "$limit" -le "$left" ] || limit=$left
  before=() reason=$unusable left_out=
  : >"$work/$part.log"
  printf '\n==== %s\n' "$part" >>"$log"
  from=$(date +%s.%N)
  case $part in
    mnist)
      ls "$mnist"/*images* >/dev/null 2>&1 ||
        reason=${reason:-no MNIST in $mnist; --mnist FOLDER or PULMU_MNIST names its folder}
      ;;
    memcheck | racecheck | initcheck | synccheck)
      if [ -n "$sanitizer" ]; then
        before=("$sanitizer" --tool "$part" --target-processes all --error-exitcode 86 --print-limit 20)
        # Allocations end where their neighbours begin, and nobody would see who steps over
        [ "$part" != memcheck ] || ! "$sanitizer" --help 2>/dev/null | grep -q -- '--padding' || before+=(--padding 512)
      elif [ $sanitize = no ]; then
        left_out='no compute-sanitizer'
      else
        reason=${reason:-compute-sanitizer was found neither on PATH nor in /usr/local/cuda*/bin; --without-sanitizer leaves this out}
      fi
      ;;
  esac
  if [ -z "$reason$left_out" ] && [ "$limit" -lt 5 ]; then
    reason="no time left of $seconds s"
  elif [ -z "$reason$left_out" ]; then
    if [ "$part" = bench ]; then
      # What has begun is to end in time
      check "$work/$part.log" 4g GpuBench "$out/bench.json" $((limit > 40 ? limit - 20 : limit / 2)) ${workloads:+"$workloads"}
    else
      # shellcheck disable=SC2086
      check "$work/$part.log" 1g GpuCheck "$work/$part.json" $tests
    fi
  fi
  took=$(LC_ALL=C awk -v a="$from" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')
  if [ -z "$reason$left_out" ] && [ "$status" -ne 0 ]; then
    reason=$(reason_in "$work/$part.log")
    if [ -n "$stopped" ]; then
      reason="stopped by SIG$stopped${reason:+; $reason}"
    elif [ "$status" -eq 124 ] || { [ "$status" -eq 137 ] && [ "${took%.*}" -ge "$limit" ]; }; then
      reason="ended after its limit of $limit s${reason:+; $reason}"
    elif [ -n "${before[*]}" ] && grep -q 'Device not supported' "$work/$part.log"; then
      reason='compute-sanitizer does not support this device'
      [ $sanitize = yes ] && reason="$reason; --without-sanitizer leaves this out" || left_out=$reason reason=
    else
      reason=${reason:-exit status $status}
    fi
  fi
  if [ -n "$left_out" ]; then
    say "$(printf '%-12s left out: %s' "$part" "$left_out")"
    add_result "$part" "{\"passed\": null, \"reason\": $(quoted "$left_out, --without-sanitizer")}"
    continue
  fi
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
  add_result "$part" "{\"passed\": $passed, \"seconds\": $took, \"reason\": $(quoted "$reason"), \"sanitizer\": $(quoted "$summary"), \"result\": $numbers}"
done

[ -z "$stopped" ] && finished=true || finished=false
write_json null $finished
took=$((SECONDS - began))
if [ $finished = false ]; then
  say "gpu-check: stopped by SIG$stopped after $took s; $json, $log"
  exit 1
fi
say "gpu-check: $([ $failed -eq 0 ] && echo passed || echo "FAILED ($failed)") in $took s; $json, $log"
[ $failed -eq 0 ]
