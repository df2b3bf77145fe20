#!/usr/bin/env bash
# nd4j-native-platform 1.0.0-M2.1, which ND4J's documentation names for "all platforms", brings ND4J's natives for neither
# linux-arm64 nor macosx-arm64, though both are published; OpenBLAS's and JavaCPP's come for all. A Gradle build on an
# arm64 machine resolves and compiles, but has no natives to run with. (With Maven nd4j-native itself adds those of the machine
# that it runs on, so try this on x86_64.) Wants Java and Maven (mvn, or MVN=…); exits 1 if this changes.
set -euo pipefail

version=1.0.0-M2.1
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.11.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
maven() { "${MVN:-mvn}" -B -q -ntp -Dmaven.repo.local="$work/repository" -f "$work/pom.xml" "$@"; }

cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.nd4j</groupId>
      <artifactId>nd4j-native-platform</artifactId>
      <version>$version</version>
    </dependency>
  </dependencies>
</project>
POM

echo "nd4j-native-platform $version brings the natives of:"
maven "$plugin:tree" -Dincludes=org.nd4j:nd4j-native -DoutputFile="$work/tree"
sed -n 's/.*nd4j-native:jar:\([a-z][^:]*\):.*/\1/p' "$work/tree" | sort -u | tee "$work/platforms"

for platform in linux-arm64 macosx-arm64; do
  maven "$plugin:get" -Dartifact="org.nd4j:nd4j-native:$version:jar:$platform" -Dtransitive=false
  echo "nd4j-native $version for $platform is published"
  ! grep -qx "$platform" "$work/platforms" || { echo "and is named now: this has changed"; exit 1; }
done
grep -qx linux-x86_64 "$work/platforms" || { echo 'linux-x86_64 is not named any more: this has changed'; exit 1; }
