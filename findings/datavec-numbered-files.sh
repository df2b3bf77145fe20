#!/usr/bin/env bash
# DataVec 1.0.0-M2.1: NumberedFileInputSplit("sequence_%d.csv", 0, 2) formats its numbers in the default locale. On a
# machine in Persian (Arabic, Bengali, Burmese, Nepali… alike) it asks for sequence_۰.csv, and nothing is read.
# Prints what comes in English and in Persian; the status is 1 if that is no longer so. Wants a JDK and the network.
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
      <artifactId>datavec-api</artifactId>
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

cat >Numbered.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.datavec.api.records.reader.impl.csv.CSVSequenceRecordReader;
import org.datavec.api.split.NumberedFileInputSplit;

class Numbered {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.writeString(Path.of("sequence_" + i + ".csv"), "1,2\n3,4\n");
    }
    String pattern = Path.of("sequence_%d.csv").toAbsolutePath().toString();
    NumberedFileInputSplit split = new NumberedFileInputSplit(pattern, 0, 2);
    CSVSequenceRecordReader reader = new CSVSequenceRecordReader(0, ",");
    reader.initialize(split);
    int read = 0;
    try {
      while (reader.hasNext()) {
        reader.sequenceRecord();
        read++;
      }
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(read + " of 3 sequences read");
  }
}
JAVA
read_in() {
  java "-Duser.language=$1" "-Duser.country=$2" -cp 'lib/*' Numbered.java 2>&1
}

java -version 2>&1 | head -n 1
ls lib/datavec-api-*
english=$(read_in en US)
persian=$(read_in fa IR)
printf 'in English:\n%s\nin Persian:\n%s\n' "$english" "$persian"
[[ $english == '3 of 3 sequences read' && $persian == *'0 of 3 sequences read' ]]
