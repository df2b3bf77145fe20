#!/usr/bin/env bash
# ND4J 1.0.0-M2.1: normalizers and a column that holds one number. NormalizerMinMaxScaler makes NaN of it where the number is
# above 256. NormalizerStandardize that is fitted on an iterator takes its rounding errors for the deviation: 1000 rows of
# 1000.3 in batches of 32 have one of 0.0002, and become -0.3 or another number of that size instead of 0.
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

cat >Constant.java <<'JAVA'
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

class Constant {
  public static void main(String[] arguments) {
    for (float number : new float[] {1, 255, 257, 1000.3f}) {
      System.out.println("min-max scaler, " + number + ": " + normalised(new NormalizerMinMaxScaler(), number));
    }
    for (float number : new float[] {1, 1000.3f}) {
      float came = normalised(new NormalizerStandardize(), number);
      System.out.println("standardize, " + number + ": " + (Math.abs(came) > 0.1 ? "far from 0" : came));
    }
  }

  static float normalised(DataNormalization normalizer, float number) {
    normalizer.fit(new ViewIterator(rows(number), 32));
    DataSet rows = rows(number);
    normalizer.transform(rows);
    return rows.getFeatures().getFloat(0);
  }

  static DataSet rows(float number) {
    return new DataSet(
        Nd4j.valueArrayOf(new long[] {1000, 1}, number, DataType.FLOAT), Nd4j.zeros(DataType.FLOAT, 1000, 1));
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Constant.java 2>&1)
printf '%s\n' "$result"
[[ $result == 'min-max scaler, 1.0: 0.0
min-max scaler, 255.0: 0.0
min-max scaler, 257.0: NaN
min-max scaler, 1000.3: NaN
standardize, 1.0: 0.0
standardize, 1000.3: far from 0' ]]
