#!/usr/bin/env bash
# ND4J 1.0.0-M2.1 and NumPy's files. createFromNpyFile ignores 'fortran_order': True, so an array that NumPy saved in this
# order comes with its numbers in other places. writeAsNumpy writes the memory below an array: a transposed array, a row of
# a larger one, columns of a larger one and an array in 'f' order are files with other numbers, without a word.
# createFromNpzFile does not read what numpy.savez_compressed writes. dup('c') before writing helps; for reading, save in C
# order, not compressed.
# Prints what came and went; the status is 1 if that is no longer so. Wants a JDK and the network.
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

cat >Npy.java <<'JAVA'
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Npy {
  public static void main(String[] arguments) throws Exception {
    read("C", file(false, 0, 1, 2, 3, 4, 5));
    read("Fortran", file(true, 0, 3, 1, 4, 2, 5));
    readZip("stored", ZipEntry.STORED);
    readZip("compressed", ZipEntry.DEFLATED);
    INDArray matrix = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}});
    write("plain", matrix);
    write("transposed", matrix.transpose());
    write("second row", matrix.getRow(1, true));
    write("last columns", matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)));
    write("'f' order", matrix.dup('f'));
    write("transposed, dup('c')", matrix.transpose().dup('c'));
  }

  /** What numpy.save writes of [[0, 1, 2], [3, 4, 5]]. */
  static byte[] file(boolean fortran, float... memory) {
    String header = "{'descr': '<f4', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (2, 3), }";
    ByteBuffer file = ByteBuffer.allocate(152).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    file.put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    for (float number : memory) {
      file.putFloat(number);
    }
    return file.array();
  }

  static void read(String order, byte[] bytes) throws Exception {
    Path file = Files.write(Path.of("array.npy"), bytes);
    System.out.println("read, " + order + " order:" + numbers(Nd4j.createFromNpyFile(file.toFile())));
  }

  static void readZip(String what, int method) throws Exception {
    byte[] bytes = file(false, 0, 1, 2, 3, 4, 5);
    Path path = Path.of(what + ".npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      ZipEntry entry = new ZipEntry("a.npy");
      entry.setMethod(method);
      CRC32 sum = new CRC32();
      sum.update(bytes);
      entry.setSize(bytes.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(bytes);
    }
    try {
      System.out.println("read, " + what + ":" + numbers(Nd4j.createFromNpzFile(path.toFile()).get("a")));
    } catch (Exception e) {
      System.out.println("read, " + what + ": refused");
    }
  }

  static void write(String what, INDArray array) throws Exception {
    Nd4j.writeAsNumpy(array, new File("out.npy"));
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Path.of("out.npy"))).order(ByteOrder.LITTLE_ENDIAN);
    int from = 10 + file.getShort(8);
    StringBuilder went = new StringBuilder();
    for (long i = 0; i < array.length(); i++) {
      went.append(' ').append(Math.round(file.getFloat(from + 4 * (int) i)));
    }
    System.out.println("written, " + what + ":" + numbers(array) + " as" + went);
  }

  static String numbers(INDArray array) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < array.rows(); row++) {
      for (int column = 0; column < array.columns(); column++) {
        text.append(' ').append(Math.round(array.getFloat(row, column)));
      }
    }
    return text.toString();
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Npy.java 2>&1)
printf '%s\n' "$result"
[[ $result == "read, C order: 0 1 2 3 4 5
read, Fortran order: 0 3 1 4 2 5
read, stored: 0 1 2 3 4 5
read, compressed: refused
written, plain: 0 1 2 3 4 5 as 0 1 2 3 4 5
written, transposed: 0 3 1 4 2 5 as 0 1 2 3 4 5
written, second row: 3 4 5 as 0 1 2
written, last columns: 1 2 4 5 as 0 1 2 3
written, 'f' order: 0 1 2 3 4 5 as 0 3 1 4 2 5
written, transposed, dup('c'): 0 3 1 4 2 5 as 0 3 1 4 2 5" ]]
