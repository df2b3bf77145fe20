package dev.pulmu.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * The version and commit of the Pulmu that runs.
 *
 * @param version of Pulmu
 * @param commit of its sources, with {@code -dirty} behind it if they were changed since, or
 *     {@code unknown} if it was built outside a checkout
 */
public record Build(String version, String commit) {
  /** The build of the code that runs. */
  public static Build current() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("build.properties cannot be read from the engine's jar", e);
    }
    return new Build(properties.getProperty("version"), properties.getProperty("commit"));
  }
}
