#!/usr/bin/env bash
# ND4J 1.0.0-M2.1: figures of arrays. sum() of UINT8 is a UINT8, so 200 + 100 is 44, also as sumNumber(). argMax takes a NaN
# that comes first and passes over others; max passes over all. ROC(0), which is exact, gives two rows with the same
# probability an area of 1 or of 0, by which of them comes first (it is 0.5).
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

cat >Figures.java <<'JAVA'
import java.util.Arrays;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Figures {
  public static void main(String[] arguments) {
    INDArray bytes = Nd4j.createFromArray(200, 100).castTo(DataType.UINT8);
    System.out.println("sum of 200 and 100: " + bytes.sum() + ", " + bytes.sumNumber());
    float[][] rows = {{Float.NaN, 1, 2}, {2, Float.NaN, 1}, {1, 2, Float.NaN}};
    for (float[] row : rows) {
      INDArray array = Nd4j.createFromArray(row);
      System.out.println("argMax of " + Arrays.toString(row) + ": " + array.argMax().getInt(0) + ", max " + array.maxNumber());
    }
    for (float[] labels : new float[][] {{1, 0}, {0, 1}}) {
      ROC roc = new ROC(0);
      INDArray probabilities = Nd4j.createFromArray(0.5f, 0.5f).reshape(2, 1);
      roc.eval(Nd4j.createFromArray(labels).reshape(2, 1), probabilities);
      System.out.println("area, labels " + Arrays.toString(labels) + " with one probability: " + roc.calculateAUC());
    }
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Figures.java 2>&1)
printf '%s\n' "$result"
[[ $result == 'sum of 200 and 100: 44, 44.0
argMax of [NaN, 1.0, 2.0]: 0, max 2.0
argMax of [2.0, NaN, 1.0]: 0, max 2.0
argMax of [1.0, 2.0, NaN]: 1, max 2.0
area, labels [1.0, 0.0] with one probability: 1.0
area, labels [0.0, 1.0] with one probability: 0.0' ]]
