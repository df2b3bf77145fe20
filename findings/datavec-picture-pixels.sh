#!/usr/bin/env bash
# DataVec 1.0.0-M2.1: NativeImageLoader gives the pixels of a picture with 16 bits as they are, 0 to 65535, where others have 0
# to 255; and the colours of three channels in the order blue, green, red, those of four in the order red, green, blue, alpha.
# Prints the pixel of four pictures; the status is 1 if that is no longer so. Wants a JDK on x86_64 and the network (0.2 GB).
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
      <artifactId>datavec-data-image</artifactId>
      <version>1.0.0-M2.1</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.21</version>
    </dependency>
    <dependency>
      <groupId>org.nd4j</groupId>
      <artifactId>nd4j-native</artifactId>
      <version>1.0.0-M2.1</version>
    </dependency>
  </dependencies>
</project>
POM
"$here/../mvnw" -q -B -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies \
  -Djavacpp.platform=linux-x86_64 -DoutputDirectory="$work/lib"

cat >Pixels.java <<'JAVA'
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.datavec.image.loader.NativeImageLoader;

class Pixels {
  public static void main(String[] arguments) throws Exception {
    print("grey, 8 bits", BufferedImage.TYPE_BYTE_GRAY, 1, 200);
    print("grey, 16 bits", BufferedImage.TYPE_USHORT_GRAY, 1, 200 * 257);
    print("colours", BufferedImage.TYPE_INT_RGB, 3, 200, 10, 20);
    print("colours and alpha", BufferedImage.TYPE_INT_ARGB, 4, 200, 10, 20, 255);
  }

  static void print(String what, int type, int channels, int... pixel) throws Exception {
    BufferedImage image = new BufferedImage(1, 1, type);
    image.getRaster().setPixel(0, 0, pixel);
    File file = new File("pixel.png");
    ImageIO.write(image, "png", file);
    float[] came = new NativeImageLoader(1, 1, channels).asMatrix(file).ravel().toFloatVector();
    System.out.println(what + ": " + Arrays.toString(pixel) + " comes as " + Arrays.toString(came));
  }
}
JAVA
java -version 2>&1 | head -n 1
result=$(java -cp 'lib/*' Pixels.java 2>&1)
printf '%s\n' "$result"
[[ $result == 'grey, 8 bits: [200] comes as [200.0]
grey, 16 bits: [51400] comes as [51400.0]
colours: [200, 10, 20] comes as [20.0, 10.0, 200.0]
colours and alpha: [200, 10, 20, 255] comes as [200.0, 10.0, 20.0, 255.0]' ]]
