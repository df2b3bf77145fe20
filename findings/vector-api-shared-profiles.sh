#!/usr/bin/env bash
# The Vector API of JDK 17: whether a kernel's vectors are registers or objects may depend on what else the program does with
# the API. A loop over vectors of one width allocates nothing. After the program has used vectors of other widths, the same
# loop, compiled afterwards, makes objects of them for as long as the JVM runs: C2 knows the class of what fromArray and
# broadcast give from type profiles in the API's own methods, which all callers share. Cast to the class of the species' vectors
# (Class.cast of a constant), the loop allocates nothing in either case. No documentation says so; JDK 25 is not affected.
# Wants a JDK 17 (JAVA=…/bin/java); exits 1 if this changes.
set -euo pipefail

java=${JAVA:-java}
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.version = //p')
case $version in
  17*) echo "JDK $version" ;;
  *) echo "a JDK 17 is wanted, this is $version; set JAVA" >&2; exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/Finding.java" <<'JAVA'
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

class Finding {
  static final VectorSpecies<Float> S = FloatVector.SPECIES_128;
  static final Class<?> V = S.vectorType();

  static void plain(float[] a) {
    FloatVector half = FloatVector.broadcast(S, 0.5f);
    for (int i = 0; i < a.length; i += 4) {
      FloatVector.fromArray(S, a, i).mul(half).add(half).intoArray(a, i);
    }
  }

  static void cast(float[] a) {
    FloatVector half = (FloatVector) V.cast(FloatVector.broadcast(S, 0.5f));
    for (int i = 0; i < a.length; i += 4) {
      ((FloatVector) V.cast(FloatVector.fromArray(S, a, i))).mul(half).add(half).intoArray(a, i);
    }
  }

  static void other(VectorSpecies<Float> s, float[] a) {
    FloatVector half = FloatVector.broadcast(s, 0.5f);
    for (int i = 0; i < a.length; i += s.length()) {
      FloatVector.fromArray(s, a, i).mul(half).add(half).intoArray(a, i);
    }
  }

  public static void main(String[] args) {
    float[] a = new float[256];
    for (int i = 0; args[0].equals("others") && i < 20_000; i++) {
      other(FloatVector.SPECIES_64, a);
      other(FloatVector.SPECIES_256, a);
    }
    for (int i = 0; i < 20_000; i++) {
      plain(a);
      cast(a);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long[] bytes = new long[3];
    bytes[0] = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < 1000; i++) plain(a);
    bytes[1] = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < 1000; i++) cast(a);
    bytes[2] = threads.getThreadAllocatedBytes(self);
    System.out.println((bytes[1] - bytes[0]) / 1000 + " " + (bytes[2] - bytes[1]) / 1000);
  }
}
JAVA
# Compilation in the foreground: then it does not depend on how busy the machine is
run() {
  "$java" --add-modules jdk.incubator.vector -XX:-BackgroundCompilation "$work/Finding.java" "$1" 2>/dev/null
}
read -r plain cast < <(run alone)
echo "alone:                     $plain bytes a call, with casts $cast"
read -r plain_others cast_others < <(run others)
echo "beside two other widths:   $plain_others bytes a call, with casts $cast_others"
[ "$plain" -lt 64 ] && [ "$cast" -lt 64 ] && [ "$cast_others" -lt 64 ] && [ "$plain_others" -gt 1000 ] ||
  { echo 'this has changed'; exit 1; }
