#!/usr/bin/env bash
# ND4J 1.0.0-M2.1: DataSet.shuffle swaps rows of even numbers with rows of odd ones and does nothing else. Four rows come in
# one order whatever the seed, six in 6 of 720. Where labels have wider elements than features (bytes with one-hot floats,
# floats with doubles), the labels' bytes are moved as if they had the features' width: rows lose their labels, and labels
# their numbers. Seed 0 of Nd4j.getRandom() is not reproducible; all others are.
# Prints what came; the status is 1 if that is no longer so. Wants a JDK and the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.nd4j</groupId>
      <artifactId>nd4j-native</artifactId>
      <version>1.0.0-M2.1</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.21</version>
    </dependency>
  </dependencies>
</project>
POM
"$here/../mvnw" -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
  -DoutputDirectory="$work/lib"

cat >Shuffle.java <<'JAVA'
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class Shuffle {
  public static void main(String[] arguments) {
    for (int rows : new int[] {4, 6}) {
      Set<String> orders = new TreeSet<>();
      for (int seed = 1; seed <= 100; seed++) {
        orders.add(Arrays.toString(shuffled(rows, DataType.FLOAT, seed).getFeatures().toFloatVector()));
      }
      System.out.println(rows + " rows, orders of 100 seeds: " + orders.size());
    }
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.UINT8}) {
      DataSet shuffled = shuffled(4, type, 1);
      int right = 0;
      for (int row = 0; row < 4; row++) {
        right += shuffled.getFeatures().getInt(row, 0) == shuffled.getLabels().getInt(row, 0) ? 1 : 0;
      }
      System.out.println(type + " features, FLOAT labels: " + right + " of 4 rows keep their label");
    }
    for (long seed = 0; seed < 3; seed++) {
      System.out.println("seed " + seed + " twice: " + (random(seed).equals(random(seed)) ? "the same" : "different"));
    }
  }

  /** Rows whose feature is their label: their number. */
  static DataSet shuffled(int rows, DataType type, long seed) {
    INDArray numbers = Nd4j.arange(rows).castTo(DataType.FLOAT).reshape(rows, 1);
    DataSet data = new DataSet(numbers.castTo(type).dup(), numbers.dup());
    data.shuffle(seed);
    return data;
  }

  static String random(long seed) {
    Nd4j.getRandom().setSeed(seed);
    return Arrays.toString(Nd4j.rand(3).toFloatVector());
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Shuffle.java 2>&1)
printf '%s\n' "$result"
[[ $result == '4 rows, orders of 100 seeds: 1
6 rows, orders of 100 seeds: 6
FLOAT features, FLOAT labels: 4 of 4 rows keep their label
UBYTE features, FLOAT labels: 0 of 4 rows keep their label
seed 0 twice: different
seed 1 twice: the same
seed 2 twice: the same' ]]
