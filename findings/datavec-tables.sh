#!/usr/bin/env bash
# DataVec 1.0.0-M2.1 and tables as other programs write them. CSVRecordReader refuses a newline inside quotes, which RFC 4180
# allows; keeps UTF-8's mark as part of the first name; and makes a cell of a comma behind the last one.
# FilterInvalidValues keeps NaN in a column that allows none. Its Joda-Time is of 2013: midnight of 2020 in Istanbul comes an
# hour late.
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

cat >Tables.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.filter.FilterInvalidValues;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.joda.time.DateTimeZone;

class Tables {
  public static void main(String[] arguments) throws Exception {
    read("plain", "x,y\n");
    read("newline in quotes", "\"a\nb\",y\n");
    read("UTF-8's mark", "\ufeffx,y\n");
    read("comma at the end", "1,2,\n");
    Schema numbers = new Schema.Builder().addColumnDouble("x", 0.0, 1.0, false, false).build();
    FilterInvalidValues filter = new FilterInvalidValues("x");
    filter.setInputSchema(numbers);
    for (double number : new double[] {0.5, 7, Double.NaN}) {
      System.out.println("invalid, 0 to 1 without NaN: " + number + " " + filter.removeExample(List.of(new DoubleWritable(number))));
    }
    String zone = "Europe/Istanbul";
    TransformProcess time = new TransformProcess.Builder(new Schema.Builder().addColumnString("t").build())
        .stringToTimeTransform("t", "yyyy-MM-dd", DateTimeZone.forID(zone))
        .build();
    long came = time.execute(List.of(new Text("2020-01-01"))).get(0).toLong();
    long wanted = LocalDate.of(2020, 1, 1).atStartOfDay(ZoneId.of(zone)).toInstant().toEpochMilli();
    System.out.println("midnight in Istanbul, minutes late: " + (came - wanted) / 60_000);
  }

  static void read(String what, String text) throws Exception {
    Path file = Files.writeString(Path.of("table.csv"), text);
    try (CSVRecordReader reader = new CSVRecordReader(0, ',', '"')) {
      reader.initialize(new FileSplit(file.toFile()));
      List<Writable> row = reader.next();
      System.out.println(what + ": " + row.size() + " cells, the first has " + row.get(0).toString().length() + " letters");
    } catch (RuntimeException e) {
      System.out.println(what + ": " + e.getMessage());
    }
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Tables.java 2>&1)
printf '%s\n' "$result"
[[ $result == "plain: 2 cells, the first has 1 letters
newline in quotes: java.io.IOException: Un-terminated quoted field at end of CSV line
UTF-8's mark: 2 cells, the first has 2 letters
comma at the end: 3 cells, the first has 1 letters
invalid, 0 to 1 without NaN: 0.5 false
invalid, 0 to 1 without NaN: 7.0 true
invalid, 0 to 1 without NaN: NaN false
midnight in Istanbul, minutes late: 60" ]]
