#!/usr/bin/env bash
# datavec-local 1.0.0-M2.1 does not start as published: LocalTransformExecutor wants one of Arrow's allocators, arrow-memory-netty
# or arrow-memory-unsafe, and its POM brings neither. With arrow-memory-unsafe 6.0.1 it runs.
# Prints what comes without and with it; the status is 1 if that is no longer so. Wants a JDK and the network (0.4 GB: its
# POM brings natives for all platforms).
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
      <groupId>org.datavec</groupId>
      <artifactId>datavec-local</artifactId>
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
"$here/../mvnw" -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
  -Dartifact=org.apache.arrow:arrow-memory-unsafe:6.0.1 -DoutputDirectory="$work/more"

cat >Local.java <<'JAVA'
import java.util.List;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.local.transforms.LocalTransformExecutor;

class Local {
  public static void main(String[] arguments) {
    Schema schema = new Schema.Builder().addColumnDouble("x").build();
    TransformProcess renaming = new TransformProcess.Builder(schema).renameColumn("x", "y").build();
    try {
      System.out.println(LocalTransformExecutor.execute(List.of(List.of(new DoubleWritable(1))), renaming));
    } catch (ExceptionInInitializerError e) {
      System.out.println(e.getCause().getMessage());
    }
  }
}
JAVA
java -version 2>&1 | head -n 1
opened=(--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED)
without=$(java "${opened[@]}" -cp 'lib/*' Local.java 2>&1)
with=$(java "${opened[@]}" -cp 'lib/*:more/*' Local.java 2>&1)
printf 'without: %s\nwith: %s\n' "$without" "$with"
[[ $without == 'No DefaultAllocationManager found on classpath.'* && $with == *'[[1.0]]'* ]]
